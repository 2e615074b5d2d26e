//! One slip of the thumb in a long word: finds words of the lists that a mistyped word may stand for.
//!
//! A slip is one letter too many, one missing, one wrong, or two letters changed over, inside a word or stem of six
//! letters or more. First and last letters must be right: people seldom miss the first, and a stem that ends otherwise
//! is another word. The lists are looked up by what remains of a word when one letter is left out, so the work is bounded by
//! the length of the word, not of the lists.

use super::features::word_hash;
use super::lexicon::Piece;

/// Shorter words have too many neighbours that mean something else.
const SHORTEST: usize = 6;

/// Longer words are looked at to this letter.
const LONGEST: usize = 14;

/// Long words and stems of the lists, by what remains of them.
pub(super) struct Near {
    /// Hash of what remains, pattern number; sorted.
    remains: Vec<(u64, usize)>,
    /// By pattern number: the letters; whether the word ends there.
    pieces: Vec<(Vec<char>, Ends)>,
}

/// Whether a word may go on after the letters of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Here,
    Anywhere,
}

impl Near {
    /// Of the pieces by pattern number.
    pub(super) fn new<'a>(numbered: impl Iterator<Item = (&'a Piece, usize)>) -> Near {
        let mut near = Near { remains: Vec::new(), pieces: Vec::new() };
        for (piece, number) in numbered {
            let (text, ends) = match piece {
                Piece::Word(word) => (word, Ends::Here),
                Piece::Stem(stem) => (stem, Ends::Anywhere),
                Piece::Gap => continue,
            };
            let letters: Vec<char> = text.chars().collect();
            if letters.len() >= SHORTEST && letters.len() <= LONGEST && letters.iter().all(|c| c.is_alphabetic()) {
                near.remains.extend(remains(&letters).map(|hash| (hash, number)));
            }
            if near.pieces.len() <= number {
                near.pieces.resize(number + 1, (Vec::new(), Ends::Here));
            }
            near.pieces[number] = (letters, ends);
        }
        near.remains.sort_unstable();
        near.remains.dedup();
        near
    }

    /// The patterns that a word is one slip away from, in the order of their numbers.
    pub(super) fn patterns(&self, word: &str) -> Vec<usize> {
        let letters: Vec<char> = word.chars().take(LONGEST + 2).collect();
        let mut found = Vec::new();
        if letters.len() < SHORTEST - 1 || !letters.iter().all(|c| c.is_alphabetic()) {
            return found;
        }
        for length in SHORTEST - 1..=letters.len().min(LONGEST + 1) {
            let start = &letters[..length];
            for hash in remains(start) {
                let first = self.remains.partition_point(|(other, _)| *other < hash);
                let same = self.remains[first..].iter().take_while(|(other, _)| *other == hash);
                found.extend(same.map(|(_, number)| *number).filter(|number| {
                    let (piece, ends) = &self.pieces[*number];
                    (*ends == Ends::Anywhere || length == letters.len()) && one_slip(piece, start)
                }));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Hashes of a word, whole and without each of its inner letters.
fn remains(letters: &[char]) -> impl Iterator<Item = u64> {
    let inner = (1..letters.len() - 1).map(Some);
    std::iter::once(None).chain(inner).map(move |out| {
        let kept = letters.iter().enumerate().filter(|(at, _)| Some(*at) != out).map(|(_, letter)| *letter);
        word_hash(&kept.collect::<String>())
    })
}

/// Whether two words of a list and of a text differ by one slip inside.
fn one_slip(meant: &[char], typed: &[char]) -> bool {
    if meant.first() != typed.first() || meant.last() != typed.last() {
        return false;
    }
    let same = meant.iter().zip(typed).take_while(|(one, other)| one == other).count();
    let (meant, typed) = (&meant[same..], &typed[same..]);
    match (meant, typed) {
        ([_, rest @ ..], typed) if rest == typed => true,
        (meant, [_, rest @ ..]) if rest == meant => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Near, Piece, one_slip};

    fn near() -> Near {
        let pieces =
            [Piece::Stem("помогит".to_owned()), Piece::Word("избивает".to_owned()), Piece::Stem("нож".to_owned())];
        Near::new(pieces.iter().zip(0..))
    }

    #[test]
    fn one_slip_of_the_thumb_in_a_long_word_is_forgiven() {
        for typed in ["помгите", "помоогите", "помагите", "поомгите", "помогите"]
        {
            let expected: &[usize] = &[0];
            assert_eq!(near().patterns(typed) == expected, typed != "помогите", "{typed}");
        }
        assert_eq!(near().patterns("избиввет"), [1]);
    }

    #[test]
    fn two_slips_other_ends_and_short_words_are_other_words() {
        for typed in ["пмгите", "тамогите", "избивала", "избиветом", "ноож", "неж", "", "п", "по2огите", "🔪🔪🔪🔪🔪🔪"]
        {
            assert!(near().patterns(typed).is_empty(), "{typed}");
        }
    }

    #[test]
    fn a_slip_is_one_letter_more_less_other_or_two_changed_over() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        for (meant, typed, slip) in [
            ("abcdef", "abdcef", true),
            ("abcdef", "abcef", true),
            ("abcdef", "abxdef", true),
            ("abcdef", "axdcef", false),
        ] {
            assert_eq!(one_slip(&letters(meant), &letters(typed)), slip, "{typed}");
        }
    }
}
