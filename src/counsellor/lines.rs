//! What somebody wrote, in lines that fit a terminal.
//!
//! A terminal breaks a long line by itself and goes on at its left edge, where our own labels stand. So lines are broken
//! here, before its edge is reached, and whoever shows them puts something of ours before each. Characters that act on
//! the terminal or cannot be seen are written out. Nothing is left out.

use unicode_normalization::char::is_combining_mark;

/// The most marks that go with one letter: more than any language has, and a tower of thousands still ends.
const MOST_MARKS: usize = 8;

/// `text` with every character that acts, turns the line round or cannot be seen written as `\u{202e}`.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_dangerous(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// `text`, made [`visible`], in lines of at most `columns`; at least one line, and none is broken between a letter and
/// its marks. After a blank if there is one in the line, else wherever its end is.
#[must_use]
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line: Vec<Shown> = Vec::new();
    for next in shown(text) {
        if width(&line) + next.columns > columns && !line.is_empty() {
            let start = line.iter().rposition(Shown::is_blank).map_or(line.len(), |blank| blank + 1);
            let rest = line.split_off(start);
            lines.push(written(&line));
            line = rest;
        }
        line.push(next);
    }
    lines.push(written(&line));
    lines
}

/// What is never torn apart: a letter with its marks, or one character written out.
struct Shown {
    text: String,
    columns: usize,
    marks: usize,
}

impl Shown {
    fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

fn shown(text: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    for c in text.chars() {
        if is_dangerous(c) {
            let text = c.escape_unicode().to_string();
            all.push(Shown { columns: text.len(), text, marks: MOST_MARKS });
            continue;
        }
        match all.last_mut().filter(|last| is_mark(c) && last.marks < MOST_MARKS) {
            Some(last) => {
                last.text.push(c);
                last.columns += columns(c);
                last.marks += 1;
            }
            None => all.push(Shown { text: c.to_string(), columns: columns(c), marks: 0 }),
        }
    }
    all
}

fn width(line: &[Shown]) -> usize {
    line.iter().map(|shown| shown.columns).sum()
}

fn written(line: &[Shown]) -> String {
    line.iter().map(|shown| shown.text.as_str()).collect()
}

/// Whether a character belongs to the one before it: an accent, the colour of an emoji or of its skin.
fn is_mark(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The most columns any terminal gives a character. One for the letters of Europe, the Near East and India and their
/// marks; two for all others, though some need one: a line that is too short harms nobody.
const fn columns(c: char) -> usize {
    if (c as u32) < 0x1100 { 1 } else { 2 }
}

/// Controls (with escape and line feed), format characters (bidi marks, zero-width, tags: Unicode's category Cf),
/// separators of lines, blanks that are letters, and variation selectors but the one that colours an emoji.
pub fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}')
        || matches!(c, '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}')
        || matches!(c, '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}')
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_letters_of_every_language_and_emoji_stay_as_they_are() {
        let ordinary = "Сәлем! Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і — «Ё» привет, hello ❤\u{fe0f} 🌸 مرحبا";
        assert_eq!(visible(ordinary), ordinary);
    }

    #[test]
    fn a_line_ends_after_a_blank_or_else_at_its_edge() {
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("Көмек керек", 10), ["Көмек ", "керек"]);
        assert_eq!(lines("aaaaaaaaaaaa", 10), ["aaaaaaaaaa", "aa"]);
        assert_eq!(lines("          SMS yes", 10), ["          ", "SMS yes"]);
        assert_eq!(lines("aaaa\u{202e}bbbb", 10), ["aaaa", "\\u{202e}bb", "bb"], "one written out is not torn apart");
    }

    #[test]
    fn a_letter_keeps_its_marks_and_an_emoji_its_colour() {
        let accented = "e\u{301}".repeat(9);
        assert_eq!(lines(&accented, 7), ["e\u{301}".repeat(3), "e\u{301}".repeat(3), "e\u{301}".repeat(3)]);
        let red = "❤\u{fe0f}".repeat(3);
        assert_eq!(lines(&red, 7), ["❤\u{fe0f}"; 3]);
        assert!(lines(&format!("a{}", "\u{301}".repeat(900)), 20).len() > 40, "a tower of accents ends");
    }

    proptest! {
        #[test]
        fn nothing_is_left_out_and_no_line_is_too_long(text in any::<String>(), columns in 20_usize..80) {
            let lines = lines(&text, columns);
            prop_assert_eq!(lines.concat(), visible(&text));
            for line in lines {
                prop_assert!(line.chars().map(super::columns).sum::<usize>() <= columns, "{:?}", line);
            }
        }
    }
}
