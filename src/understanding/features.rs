//! What the linear model looks at: which rules spoke, which groups of the lists were met and side by side with which,
//! and, for what no list has, the folded words, pairs of them, and the letters inside them.
//!
//! Every feature is hashed into one of [`BUCKETS`]; nothing of the text remains in it.

use super::model::real;
use super::scanner::{Scan, Scanner, Span};

/// Buckets of features. At 16 columns of one byte this is just under a megabyte.
pub(super) const BUCKETS: usize = 60 << 10;

/// The first buckets belong to rules and groups, so that letters never fall on them.
const KNOWN_BUCKETS: u64 = 1 << 14;

/// Grows with every change of what a feature is: weights of another number are refused.
pub(super) const VERSION: u32 = 2;

/// Where a feature comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// A rule spoke.
    Rule,
    /// A group was met.
    Group,
    /// Two groups were met close together.
    Groups,
    /// How long the text is, whether it asks.
    Shape,
    /// A folded word.
    Word,
    /// The beginning of a folded word: Kazakh and Russian change the end.
    Stem,
    /// The beginnings of two folded words in a row.
    Stems,
    /// Letters inside a word.
    Letters,
}

impl Class {
    /// The name shown to whoever asks why.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Class::Rule => "rule",
            Class::Group => "group",
            Class::Groups => "groups",
            Class::Shape => "shape",
            Class::Word => "word",
            Class::Stem => "stem",
            Class::Stems => "stems",
            Class::Letters => "letters",
        }
    }

    /// Whether it is about what the lists know.
    pub(super) const fn is_known(self) -> bool {
        matches!(self, Class::Rule | Class::Group | Class::Groups | Class::Shape)
    }
}

/// The features of one text, each once.
#[derive(Default)]
pub(super) struct Features {
    /// Buckets of rules, groups and shape.
    pub(super) known: Vec<u32>,
    /// Buckets of words, stems and pairs of stems.
    pub(super) words: Vec<u32>,
    /// Buckets of letters.
    pub(super) letters: Vec<u32>,
}

// What the three lists count, chosen by the figures of author aside. Words and letters are the weaker the more there
// are, and few of them do not count in full: one odd word proves little.
pub(super) const KNOWN: f32 = 0.7;
const WORDS: f32 = 13.0;
const FEW_WORDS: f32 = 30.0;
const LETTERS: f32 = 11.0;
const FEW_LETTERS: f32 = 50.0;

impl Features {
    /// The lists with the value of each of their features: known, words, letters.
    pub(super) fn valued(&self) -> [(&[u32], f32); 3] {
        let share = |all: f32, list: &[u32], few: f32| all / (real(list.len()) + few).sqrt();
        [
            (&self.known, KNOWN),
            (&self.words, share(WORDS, &self.words, FEW_WORDS)),
            (&self.letters, share(LETTERS, &self.letters, FEW_LETTERS)),
        ]
    }
}

/// What the known features are called, for whoever asks why: bucket, class, names of rules and groups.
pub(super) type Named = Vec<(u32, Class, String)>;

/// Groups this many words apart or closer are met together.
const TOGETHER: usize = 8;

/// A text in which more groups are met than this is a list of words, not a message; the rest are not paired.
const PAIRED: usize = 40;

/// The features of a scanned text.
pub(super) fn features(scan: &Scan, scanner: &Scanner) -> Features {
    let mut features = Features::default();
    known(scan, &mut |known| features.known.push(known.bucket(scanner)));
    spelled(&scan.folded, &mut features);
    for list in [&mut features.known, &mut features.words, &mut features.letters] {
        list.sort_unstable();
        list.dedup();
    }
    features
}

/// The known features with their names.
pub(super) fn named(scan: &Scan, scanner: &Scanner) -> Named {
    let mut named = Vec::new();
    known(scan, &mut |known| named.push((known.bucket(scanner), known.class(), known.name(scanner))));
    named.sort();
    named.dedup();
    named
}

/// A feature that the lists know, by numbers of rules and groups.
#[derive(Clone, Copy)]
enum Known {
    Rule(usize),
    Group(usize),
    Groups(usize, usize),
    Words(usize),
    Asks,
}

impl Known {
    const fn class(self) -> Class {
        match self {
            Known::Rule(_) => Class::Rule,
            Known::Group(_) => Class::Group,
            Known::Groups(..) => Class::Groups,
            Known::Words(_) | Known::Asks => Class::Shape,
        }
    }

    /// Hashes names, not numbers: a list that grows must not turn one group into another.
    fn bucket(self, scanner: &Scanner) -> u32 {
        let hash = match self {
            Known::Rule(rule) => word_hash(&scanner.rule(rule).id),
            Known::Group(group) => scanner.group_hash(group),
            Known::Groups(one, other) => mix(scanner.group_hash(one), scanner.group_hash(other)),
            Known::Words(count) => count as u64,
            Known::Asks => u64::MAX,
        };
        bucket(self.class(), hash)
    }

    fn name(self, scanner: &Scanner) -> String {
        match self {
            Known::Rule(rule) => scanner.rule(rule).id.clone(),
            Known::Group(group) => scanner.group(group).to_owned(),
            Known::Groups(one, other) => format!("{} + {}", scanner.group(one), scanner.group(other)),
            Known::Words(count) => format!("length {count}"),
            Known::Asks => "a question".to_owned(),
        }
    }
}

fn known(scan: &Scan, take: &mut impl FnMut(Known)) {
    for rule in &scan.rules {
        take(Known::Rule(*rule));
    }
    let met: Vec<usize> = (0..scan.spans.len()).filter(|group| !scan.spans[*group].is_empty()).collect();
    for group in &met {
        take(Known::Group(*group));
    }
    let paired = &met[..met.len().min(PAIRED)];
    for (at, one) in paired.iter().enumerate() {
        for other in &paired[at + 1..] {
            if close(&scan.spans[*one], &scan.spans[*other]) {
                take(Known::Groups(*one, *other));
            }
        }
    }
    // Doubling steps: a bare plea, a sentence, a story.
    let words = scan.folded.bytes().filter(|byte| *byte == b' ').count();
    take(Known::Words(words.max(1).ilog2().min(7) as usize));
    if scan.asks {
        take(Known::Asks);
    }
}

/// Whether a span of one group stands near one of the other. Both lists are in the order of last words.
fn close(one: &[Span], other: &[Span]) -> bool {
    one.iter().take(PAIRED).any(|span| {
        let first = other.partition_point(|at| at.to + TOGETHER < span.from);
        other[first..].first().is_some_and(|at| at.from <= span.to + TOGETHER)
    })
}

/// Words longer than this are noise; their beginning is enough.
const LETTERS_MAX: usize = 24;

/// Pieces of a word: this many letters, with its borders.
const PIECES: [usize; 2] = [4, 5];

/// The beginning of a word: this many letters.
const STEM: usize = 4;

fn spelled(folded: &str, features: &mut Features) {
    let mut before = None;
    let mut letters: Vec<char> = Vec::with_capacity(LETTERS_MAX + 2);
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let end = word.char_indices().nth(STEM).map_or(word.len(), |(at, _)| at);
        let stem = word_hash(&word[..end]);
        features.words.push(bucket(Class::Word, word_hash(word)));
        features.words.push(bucket(Class::Stem, stem));
        if let Some(before) = before {
            features.words.push(bucket(Class::Stems, mix(before, stem)));
        }
        before = Some(stem);
        letters.clear();
        letters.push(' ');
        letters.extend(word.chars().take(LETTERS_MAX));
        letters.push(' ');
        for piece in PIECES.iter().filter(|size| **size < letters.len()).flat_map(|size| letters.windows(*size)) {
            let hash = piece.iter().fold(SEED, |hash, letter| step(hash, u64::from(u32::from(*letter))));
            features.letters.push(bucket(Class::Letters, hash));
        }
    }
}

// FNV-1a, for it is short, the same on every machine, and nobody gains by making words collide.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

const fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a name or a word.
pub(super) fn word_hash(word: &str) -> u64 {
    word.bytes().fold(SEED, |hash, byte| step(hash, u64::from(byte)))
}

const fn mix(one: u64, other: u64) -> u64 {
    step(one.rotate_left(29), other)
}

fn bucket(class: Class, hash: u64) -> u32 {
    let mut hash = step(hash, 1 + class as u64);
    // FNV leaves the low bits of short inputs alike.
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^= hash >> 29;
    let all = BUCKETS as u64;
    let place = if class.is_known() { hash % KNOWN_BUCKETS } else { KNOWN_BUCKETS + hash % (all - KNOWN_BUCKETS) };
    // Below 2^16.
    u32::try_from(place).unwrap_or(0)
}
