//! The file is broken in every way somebody may break it; hours, words and dates are tried at their edges.

mod days;
mod refusals;
mod words;

use super::{Directory, Problem, SHIPPED};

/// Every problem of a file; none if it is good.
fn problems(text: &str) -> Vec<Problem> {
    Directory::parse(text).map_or_else(|problems| problems.list().to_vec(), |_| Vec::new())
}

/// The shipped file with the first `from` behind the first `after` replaced.
fn broken(after: &str, from: &str, to: &str) -> (String, usize) {
    let start = SHIPPED.find(after).unwrap_or_else(|| panic!("no {after}"));
    let at = start + SHIPPED[start..].find(from).unwrap_or_else(|| panic!("no {from} after {after}"));
    let text = format!("{}{to}{}", &SHIPPED[..at], &SHIPPED[at + from.len()..]);
    (text, at)
}
