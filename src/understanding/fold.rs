//! One spelling for all: folds what people type on a phone into a small alphabet in which Kazakh, Russian written
//! with any keyboard, and Latin transliteration meet.
//!
//! `Өлтіремін`, `олтиремин` and `oltiremin` all become `олтиремин`. The word lists pass the same fold, so English
//! words survive it too: both sides change alike. It refuses to guess meaning; it only makes spellings equal.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Stands between two sentences: three words that no list has, so that what stands in two sentences stands apart.
const STOP: &str = ". . . ";

/// Folds a text: ` word word . word `, single spaces, a space at both ends, sentence ends as `STOP`.
pub(super) fn fold(text: &str) -> String {
    let mut folded = Folded { out: String::with_capacity(text.len() + 2), word: Vec::new(), before: ' ' };
    folded.out.push(' ');
    // Compatibility decomposition makes one letter of a styled or full-width one; without its mark й is и and ё is е.
    let plain = text.chars().flat_map(char::to_lowercase).map(keep_cedilla).nfkd();
    for c in plain.filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        folded.push(c);
    }
    folded.end_word();
    folded.out
}

/// In Latin Kazakh a cedilla makes another letter, so it may not fall off with the other marks.
const fn keep_cedilla(c: char) -> char {
    match c {
        'ş' => 'ʃ',
        'ç' => 'ʧ',
        other => other,
    }
}

struct Folded {
    out: String,
    /// Lower-case letters and digits of the word under way.
    word: Vec<char>,
    /// The character before this one.
    before: char,
}

impl Folded {
    fn push(&mut self, c: char) {
        match c {
            // A soft hyphen, a joiner or a direction mark inside a word is invisible; an apostrophe is how some type a
            // soft sign, and its lack how others type "don't".
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\''
            | '’'
            | '‘'
            | 'ʼ'
            | '`'
            | 'ʹ'
            | '´' => {}
            '.' | '!' | '?' | '…' | '\n' | ';' => {
                self.end_word();
                if !self.out.ends_with(". ") && self.out.len() > 1 {
                    self.out.push_str(STOP);
                }
            }
            '🆘' => {
                self.end_word();
                self.out.push_str("сос ");
            }
            // Laughter tells a joke from a cry for help, so these are words.
            '😂' | '🤣' | '😆' | '😹' => self.sign("😂 "),
            // Tears and folded hands do not decide, but they are weighed.
            '😭' | '😢' | '🥺' => self.sign("😭 "),
            '🙏' => self.sign("🙏 "),
            '🔪' => self.sign("🔪 "),
            // A smile and its contrary, as they are typed here: "))" and "((".
            ')' | '(' if self.before == c => self.sign(if c == ')' { ") " } else { "( " }),
            c if c.is_alphanumeric() => self.word.push(c),
            _ => self.end_word(),
        }
        self.before = c;
    }

    /// Adds a sign as a word, once for many in a row.
    fn sign(&mut self, sign: &str) {
        self.end_word();
        if !self.out.ends_with(sign) {
            self.out.push_str(sign);
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let start = self.out.len();
        let cyrillic = self.word.iter().any(|c| is_cyrillic(*c));
        // "xo4u", "по4ему": a four inside a word of letters is how some type ч.
        for at in 1..self.word.len().saturating_sub(1) {
            if self.word[at] == '4' && self.word[at - 1].is_alphabetic() && self.word[at + 1].is_alphabetic() {
                self.word[at] = 'ч';
            }
        }
        let mut rest = self.word.as_slice();
        while let Some((&c, tail)) = rest.split_first() {
            let used = match () {
                () if is_cyrillic(c) => push_cyrillic(&mut self.out, start, c),
                // One Cyrillic letter makes the whole word Cyrillic: the others only look alike.
                () if cyrillic => push(&mut self.out, start, look_alike(c)),
                () => push_latin(&mut self.out, start, c, tail),
            };
            rest = &rest[used..];
        }
        // A word of soft signs alone leaves nothing.
        if self.out.len() > start {
            self.out.push(' ');
        }
        self.word.clear();
    }
}

const fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Adds one letter, unless it repeats the one before: "помогииите" and "killl" are the same cry.
/// Returns how many characters of the word this used: one.
fn push(out: &mut String, start: usize, c: char) -> usize {
    if c.is_ascii_digit() || !out[start..].ends_with(c) {
        out.push(c);
    }
    1
}

fn push_cyrillic(out: &mut String, start: usize, c: char) -> usize {
    let folded = match c {
        'қ' => 'к',
        'ң' => 'н',
        'ә' => 'а',
        'ғ' => 'г',
        'ү' | 'ұ' | 'ў' => 'у',
        'ө' => 'о',
        'һ' => 'х',
        // Phones without a Kazakh keyboard, and transliteration, do not tell these apart.
        'і' | 'ы' | 'й' => 'и',
        'э' | 'є' => 'е',
        'щ' => 'ш',
        'ь' | 'ъ' => return 1,
        'я' => return push_pair(out, start, ['и', 'а']),
        'ю' => return push_pair(out, start, ['и', 'у']),
        'ц' => return push_pair(out, start, ['т', 'с']),
        other => other,
    };
    push(out, start, folded)
}

fn push_pair(out: &mut String, start: usize, pair: [char; 2]) -> usize {
    for c in pair {
        push(out, start, c);
    }
    1
}

/// Latin letters that only look like the Cyrillic ones around them.
const fn look_alike(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'и',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        other => other,
    }
}

/// Transliteration of a Latin letter, or of a pair that stands for one letter; `tail` is what follows it.
fn push_latin(out: &mut String, start: usize, c: char, tail: &[char]) -> usize {
    let next = tail.first().copied().unwrap_or(' ');
    let (folded, used) = match (c, next) {
        ('s', 'h') if tail.get(1..3) == Some(&['c', 'h']) => ('ш', 4),
        ('s', 'h') => ('ш', 2),
        ('y', 'o') => ('е', 2),
        ('s', 'c') if tail.get(1) == Some(&'h') => ('ш', 3),
        ('c', 'h') => ('ч', 2),
        ('z', 'h') => ('ж', 2),
        ('k', 'h') => ('х', 2),
        ('g', 'h') => ('г', 2),
        ('ʃ', _) => ('ш', 1),
        ('ʧ', _) => ('ч', 1),
        ('a' | 'ə' | 'æ', _) => ('а', 1),
        ('b', _) => ('б', 1),
        ('d', _) => ('д', 1),
        ('e', _) => ('е', 1),
        ('f', _) => ('ф', 1),
        ('g', _) => ('г', 1),
        ('h' | 'x', _) => ('х', 1),
        ('i' | 'ı' | 'y', _) => ('и', 1),
        ('j', _) => ('ж', 1),
        ('k' | 'q', _) => ('к', 1),
        ('l', _) => ('л', 1),
        ('m', _) => ('м', 1),
        ('n' | 'ŋ', _) => ('н', 1),
        ('o' | 'ø', _) => ('о', 1),
        ('p', _) => ('п', 1),
        ('r', _) => ('р', 1),
        ('c' | 's', _) => ('с', 1),
        ('t', _) => ('т', 1),
        ('u', _) => ('у', 1),
        ('v' | 'w', _) => ('в', 1),
        ('z', _) => ('з', 1),
        (other, _) => (other, 1),
    };
    push(out, start, folded);
    used
}
