//! The word lists of `content/danger`, parsed.
//!
//! A file holds `[words]`, named groups of phrases, and `[[rule]]`s over groups. Groups of the same name in several
//! files are one group, because people mix languages within a sentence. A phrase is words with single spaces:
//! `word` matches that word, `stem*` any word that starts so, `_` stands for no word or any one word.

use super::fold::fold;
use crate::vocab::Flag;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILES: [(&str, &str); 5] = [
    ("rules.toml", include_str!("../../content/danger/rules.toml")),
    ("kk.toml", include_str!("../../content/danger/kk.toml")),
    ("ru.toml", include_str!("../../content/danger/ru.toml")),
    ("en.toml", include_str!("../../content/danger/en.toml")),
    ("translit.toml", include_str!("../../content/danger/translit.toml")),
];

/// What is wrong with a word list. Speaks of our own files only.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("{file} is not a word list: {why}")]
    Shape { file: &'static str, why: String },
    #[error("rule {rule} names the group {group}, which no file has")]
    UnknownGroup { rule: String, group: String },
    #[error("rule {rule} has neither `says` nor `near`")]
    SaysNothing { rule: String },
    #[error("the phrase {phrase:?} has no words, too many words, or ends or starts with a gap")]
    Phrase { phrase: String },
}

/// Groups of phrases and the rules over them.
pub(super) struct Lexicon {
    /// Phrases by group number.
    pub(super) groups: Vec<Vec<Phrase>>,
    /// Rules in the order of the files.
    pub(super) rules: Vec<Rule>,
}

/// Words that stand next to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase(pub(super) Vec<Piece>);

/// One place of a phrase, folded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Piece {
    /// Exactly this word.
    Word(String),
    /// Any word that starts so.
    Stem(String),
    /// Any word.
    Gap,
}

/// One rule: when every group of `needs` is met within `within` words, and none of `cancels` stands as near.
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) flag: Flag,
    /// Group numbers; the first is the anchor that distances are counted from.
    pub(super) needs: Vec<usize>,
    /// Group numbers that take the match back.
    pub(super) cancels: Vec<usize>,
    /// Group numbers that take it back from anywhere in the text.
    pub(super) cancels_anywhere: Vec<usize>,
    /// How many words may lie between the anchor and each other group.
    pub(super) within: usize,
}

/// The longest phrase: one bit a word in the scanner's memory of the last words.
pub(super) const PHRASE_MAX: usize = 12;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    flag: RawFlag,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default = "a_clause")]
    within: usize,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    unless_anywhere: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawFlag {
    ImmediateDanger,
    SelfHarm,
}

/// A clause typed on a phone seldom has more words than this.
const fn a_clause() -> usize {
    6
}

/// The lists in the binary.
pub(super) fn shipped() -> Result<Lexicon, Error> {
    parse(&FILES)
}

pub(super) fn parse(files: &[(&'static str, &str)]) -> Result<Lexicon, Error> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    let mut lexicon = Lexicon { groups: Vec::new(), rules: Vec::new() };
    let mut rules = Vec::new();
    for (file, text) in files {
        let file: File = toml::from_str(text).map_err(|e| Error::Shape { file, why: e.to_string() })?;
        for (name, phrases) in file.words {
            let number = *named.entry(name).or_insert_with(|| {
                lexicon.groups.push(Vec::new());
                lexicon.groups.len() - 1
            });
            for phrase in &phrases {
                lexicon.groups[number].extend(parse_phrase(phrase)?);
            }
        }
        rules.extend(file.rule);
    }
    for raw in rules {
        let find = |groups: &[String]| -> Result<Vec<usize>, Error> {
            let number = |group: &String| {
                let unknown = || Error::UnknownGroup { rule: raw.id.clone(), group: group.clone() };
                named.get(group).copied().ok_or_else(unknown)
            };
            groups.iter().map(number).collect()
        };
        let mut needs = find(&raw.near)?;
        let (cancels, cancels_anywhere) = (find(&raw.unless)?, find(&raw.unless_anywhere)?);
        if !raw.says.is_empty() {
            let phrases: Result<Vec<_>, _> = raw.says.iter().map(|phrase| parse_phrase(phrase)).collect();
            lexicon.groups.push(phrases?.concat());
            needs.insert(0, lexicon.groups.len() - 1);
        }
        if needs.is_empty() {
            return Err(Error::SaysNothing { rule: raw.id });
        }
        let flag = match raw.flag {
            RawFlag::ImmediateDanger => Flag::ImmediateDanger,
            RawFlag::SelfHarm => Flag::SelfHarm,
        };
        lexicon.rules.push(Rule { id: raw.id, flag, needs, cancels, cancels_anywhere, within: raw.within });
    }
    Ok(lexicon)
}

/// One phrase as written gives several: each `_` once as no word and once as any word.
fn parse_phrase(written: &str) -> Result<Vec<Phrase>, Error> {
    let wrong = || Error::Phrase { phrase: written.to_owned() };
    let mut variants = vec![Vec::new()];
    for word in written.split_whitespace() {
        if word == "_" {
            let with_a_word = variants.iter().cloned().map(|mut pieces: Vec<Piece>| {
                pieces.push(Piece::Gap);
                pieces
            });
            variants = with_a_word.chain(variants.iter().cloned()).collect();
            continue;
        }
        let (bare, is_stem) = word.strip_suffix('*').map_or((word, false), |bare| (bare, true));
        let folded = fold(bare);
        let folded = folded.trim();
        // A hyphen or a dot would make two words of one.
        if folded.is_empty() || folded.contains(' ') {
            return Err(wrong());
        }
        let piece = if is_stem { Piece::Stem(folded.to_owned()) } else { Piece::Word(folded.to_owned()) };
        for pieces in &mut variants {
            pieces.push(piece.clone());
        }
    }
    let bounded = |pieces: &Vec<Piece>| {
        let ends = [pieces.first(), pieces.last()];
        pieces.len() <= PHRASE_MAX && ends.iter().all(|end| end.is_some_and(|piece| *piece != Piece::Gap))
    };
    if variants.iter().all(bounded) { Ok(variants.into_iter().map(Phrase).collect()) } else { Err(wrong()) }
}
