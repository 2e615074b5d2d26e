//! One pass over the folded text: words, phrases, groups, rules.

use super::features::word_hash;
use super::fold::fold;
use super::lexicon::{Lexicon, Phrase, Piece, Rule};
use super::near::Near;
use aho_corasick::{AhoCorasick, BuildError};
use std::collections::BTreeMap;

/// The compiled lists.
pub(super) struct Scanner {
    automaton: AhoCorasick,
    near: Near,
    /// By pattern number: the phrases that end with this word.
    phrases: Vec<Vec<Ending>>,
    names: Vec<String>,
    hashes: Vec<u64>,
    rules: Vec<Rule>,
}

/// What was found in one text.
pub(super) struct Scan {
    /// The text in the one spelling.
    pub(super) folded: String,
    /// By group number: where its phrases stand, in the order of their last words.
    pub(super) spans: Vec<Vec<Span>>,
    /// The rules that speak, in the order of the files.
    pub(super) rules: Vec<usize>,
    /// Whether it has a question mark.
    pub(super) asks: bool,
}

/// A phrase, seen from its last word.
struct Ending {
    group: usize,
    /// The words before it: pattern number and how many words back.
    before: Vec<(usize, u32)>,
    /// How many words back the phrase starts.
    length: u32,
}

/// Where a phrase of a group stands, in words from the start; both ends inclusive.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The last words at which a pattern was seen: bit n is set when it was seen n words before `at`.
#[derive(Clone, Copy, Default)]
struct Seen {
    at: usize,
    bits: u32,
}

impl Seen {
    fn mark(&mut self, word: usize) {
        self.bits = self.bits_at(word) | 1;
        self.at = word;
    }

    fn bits_at(self, word: usize) -> u32 {
        let shift = u32::try_from(word - self.at).unwrap_or(u32::MAX);
        self.bits.checked_shl(shift).unwrap_or(0)
    }
}

impl Scanner {
    pub(super) fn new(lexicon: Lexicon) -> Result<Scanner, BuildError> {
        let mut patterns: BTreeMap<Piece, usize> = BTreeMap::new();
        for Phrase(pieces) in lexicon.groups.iter().flatten() {
            for piece in pieces.iter().filter(|piece| **piece != Piece::Gap) {
                let next = patterns.len();
                patterns.entry(piece.clone()).or_insert(next);
            }
        }
        let mut texts = vec![String::new(); patterns.len()];
        for (piece, number) in &patterns {
            texts[*number] = match piece {
                Piece::Word(word) => format!(" {word} "),
                Piece::Stem(stem) => format!(" {stem}"),
                Piece::Gap => continue,
            };
        }
        let mut phrases: Vec<Vec<Ending>> = texts.iter().map(|_| Vec::new()).collect();
        for (group, list) in lexicon.groups.iter().enumerate() {
            for Phrase(pieces) in list {
                let mut numbered =
                    (0..).zip(pieces.iter().rev()).filter_map(|(back, piece)| Some((*patterns.get(piece)?, back)));
                let Some((last, _)) = numbered.next() else { continue };
                let before: Vec<(usize, u32)> = numbered.collect();
                let length = before.last().map_or(0, |(_, back)| *back);
                phrases[last].push(Ending { group, before, length });
            }
        }
        let automaton = AhoCorasick::new(&texts)?;
        let near = Near::new(patterns.iter().map(|(piece, number)| (piece, *number)));
        let hashes = lexicon.names.iter().map(|name| word_hash(name)).collect();
        Ok(Scanner { automaton, near, phrases, names: lexicon.names, hashes, rules: lexicon.rules })
    }

    /// Looks for every group and every rule in one text.
    pub(super) fn scan(&self, text: &str) -> Scan {
        let folded = fold(text);
        let spans = self.spans(&folded);
        let rules = (0..self.rules.len()).filter(|number| speaks(&self.rules[*number], &spans)).collect();
        Scan { folded, spans, rules, asks: text.contains('?') }
    }

    /// The rule of this number.
    pub(super) fn rule(&self, number: usize) -> &Rule {
        &self.rules[number]
    }

    /// The hash of a group's name.
    pub(super) fn group_hash(&self, number: usize) -> u64 {
        self.hashes[number]
    }

    /// The name of a group.
    pub(super) fn group(&self, number: usize) -> &str {
        &self.names[number]
    }

    /// Where the phrases of each group stand.
    fn spans(&self, folded: &str) -> Vec<Vec<Span>> {
        let mut spans = vec![Vec::new(); self.names.len()];
        let mut seen = vec![Seen::default(); self.phrases.len()];
        for (word, patterns) in self.words(folded).into_iter().enumerate() {
            for pattern in &patterns {
                seen[*pattern].mark(word);
            }
            for ending in patterns.iter().flat_map(|pattern| &self.phrases[*pattern]) {
                if ending.before.iter().all(|(earlier, back)| seen[*earlier].bits_at(word) >> back & 1 == 1) {
                    spans[ending.group].push(Span { from: word - ending.length as usize, to: word });
                }
            }
        }
        spans
    }

    /// The patterns each word matches.
    fn words(&self, folded: &str) -> Vec<Vec<usize>> {
        let starts: Vec<usize> = folded.match_indices(' ').map(|(at, _)| at).collect();
        let mut words = vec![Vec::new(); starts.len()];
        for found in self.automaton.find_overlapping_iter(folded) {
            // Every pattern starts with the space before a word, so its start is one of these.
            if let Ok(word) = starts.binary_search(&found.start()) {
                words[word].push(found.pattern().as_usize());
            }
        }
        // A word that no list knows may be a slip of the thumb.
        for (patterns, word) in words.iter_mut().zip(folded.split(' ').skip(1)).filter(|(known, _)| known.is_empty()) {
            patterns.extend(self.near.patterns(word));
        }
        words
    }
}

/// Whether a rule finds what it needs, and nothing that takes it back.
fn speaks(rule: &Rule, spans: &[Vec<Span>]) -> bool {
    let Some((anchor, others)) = rule.needs.split_first() else { return false };
    if rule.cancels_anywhere.iter().any(|group| !spans[*group].is_empty()) {
        return false;
    }
    spans[*anchor].iter().any(|anchor| {
        let mut whole = *anchor;
        let met = others.iter().all(|group| match nearest(&spans[*group], *anchor, rule.within) {
            Some(span) => {
                whole = Span { from: whole.from.min(span.from), to: whole.to.max(span.to) };
                true
            }
            None => false,
        });
        met && !rule.cancels.iter().any(|group| touches(&spans[*group], whole))
    })
}

/// A span at most `within` words from `anchor` that is not the anchor's own words.
fn nearest(spans: &[Span], anchor: Span, within: usize) -> Option<Span> {
    // Spans are in the order of their last word; those that end before this reach nothing.
    let first = spans.partition_point(|span| span.to + within < anchor.from);
    spans[first..]
        .iter()
        .take_while(|span| span.to <= anchor.to + within + super::lexicon::PHRASE_MAX)
        .find(|span| span.from <= anchor.to + within && (span.to < anchor.from || span.from > anchor.to))
        .copied()
}

/// How near a word that takes a match back must stand: "не", "раньше", "в игре".
const CANCEL_WITHIN: usize = 3;

/// Whether one of the spans stands inside or close to `whole`.
fn touches(spans: &[Span], whole: Span) -> bool {
    let first = spans.partition_point(|span| span.to + CANCEL_WITHIN < whole.from);
    spans[first..]
        .iter()
        .take_while(|span| span.to <= whole.to + CANCEL_WITHIN + super::lexicon::PHRASE_MAX)
        .any(|span| span.from <= whole.to + CANCEL_WITHIN)
}
