use super::lexicon::shipped;
use super::read;

#[test]
fn the_shipped_lists_parse() {
    assert!(shipped().is_ok_and(|lexicon| !lexicon.rules.is_empty()));
    assert!(read("").reasons.is_empty());
}
