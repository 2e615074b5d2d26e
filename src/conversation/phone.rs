//! Phone numbers as people type them, to E.164.

use crate::vocab::Plain;

/// Reads a phone number of any country. Spaces, dashes, dots, brackets are fine. `8 7xx …` and `7xx …` with ten
/// digits are read as Kazakhstan's own habit of writing `+7 7xx …`; other countries need their `+` or `00`.
/// Returns `None` when it is not a number that can be called.
#[must_use]
pub fn read(text: &str) -> Option<Plain> {
    let text = text.trim();
    let mut digits = String::with_capacity(16);
    let mut plus = false;
    for (at, c) in text.chars().enumerate() {
        match c {
            '+' if at == 0 => plus = true,
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{2011}' | '\u{2013}' => {}
            _ => return None,
        }
        if digits.len() > 17 {
            return None;
        }
    }
    if !plus && let Some(rest) = digits.strip_prefix("00") {
        digits = String::from(rest);
        plus = true;
    }
    let international = match (plus, digits.len(), digits.as_bytes().first()?) {
        (true, ..) => digits,
        // A mobile or city number of Kazakhstan: 8 or 7 in front of ten digits, or the ten digits alone.
        (false, 11, b'7' | b'8') => format!("7{}", &digits[1..]),
        (false, 10, b'7') => format!("7{digits}"),
        _ => return None,
    };
    let good = match international.as_bytes() {
        [b'7', ..] => international.len() == 11,
        [b'0', ..] => false,
        _ => (7..=15).contains(&international.len()),
    };
    good.then(|| Plain::new(format!("+{international}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read_as) in [
            ("+7 701 000 00 00", Some("+77010000000")),
            ("8 (701) 000-00-00", Some("+77010000000")),
            ("7010000000", Some("+77010000000")),
            ("77010000000", Some("+77010000000")),
            ("0049 30 1234567", Some("+49301234567")),
            ("+998 90 123 45 67", Some("+998901234567")),
            ("+7 701", None),
            ("my number", None),
            ("+7701000000o", None),
            ("12345", None),
            ("", None),
            ("+", None),
            ("+0123456789", None),
            ("1234567890123456789", None),
        ] {
            assert_eq!(read(typed).as_ref().map(Plain::expose), read_as, "{typed}");
        }
    }
}
