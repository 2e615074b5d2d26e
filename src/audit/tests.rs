//! A chain that was kept, and chains that somebody bent.

use super::*;

#[test]
fn a_head_reads_back_in_its_one_spelling() {
    let head = Head::START.next(digest("a line"));
    assert_eq!(head.to_string().parse(), Ok(head));
    assert_eq!(format!("+{head}").parse::<Head>(), Err(NotAHead));
    assert_eq!(format!("0{head}").parse::<Head>(), Err(NotAHead));
    assert_eq!(head.to_string().to_uppercase().parse::<Head>(), Err(NotAHead));
}
