//! The layout of the file: one whole `key = value` a line, nothing invisible. So a change of one fact is a change of
//! one line, and a reviewer sees everything that a program sees.

use super::problems::Gathered;

/// Looks at every line as text, before anybody reads it as TOML.
pub(super) fn look(text: &str, problems: &mut Gathered) {
    for (number, line) in (1..).zip(text.split('\n')) {
        if problems.is_full() {
            return;
        }
        if line != line.trim_end() || line.contains(['\t', '\r']) {
            problems.add(number, "no tabs, carriage returns or blanks at the end of a line");
        }
        if line.chars().any(|c| super::wording::is_invisible(c) && !matches!(c, '\t' | '\r')) {
            problems.add(number, "no control or invisible characters");
        }
        let line = line.trim_end_matches('\r');
        let known = line.is_empty() || line.starts_with('#') || line == "[regions]" || line == "[[hotline]]";
        if !known && !is_key_and_value(line) {
            problems.add(number, "not a comment, [regions], [[hotline]] or one whole 'key = value' line");
        }
    }
}

fn is_key_and_value(line: &str) -> bool {
    line.split_once(" = ").is_some_and(|(key, value)| {
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        !key.is_empty() && key.bytes().all(bare) && value.starts_with(|c: char| !c.is_whitespace())
    })
}
