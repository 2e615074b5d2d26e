//! The word lists of `content/lexicon`, parsed.
//!
//! A file holds `[words]`, named groups of phrases, and `[[rule]]`s over groups. Groups of the same name in several
//! files are one group, because people mix languages within a sentence. A phrase is words with single spaces:
//! `word` matches that word, `stem*` any word that starts so, `_` stands for no word or any one word, `*` for any one
//! word, `{3-17}` for each number of the range.

use super::fold::fold;
use super::label::Label;
use crate::vocab::Flag;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Every list in the binary, by the name of its file.
pub(super) const FILES: [(&str, &str); 10] = [
    ("rules.toml", include_str!("../../content/lexicon/rules.toml")),
    ("kk.toml", include_str!("../../content/lexicon/kk.toml")),
    ("ru.toml", include_str!("../../content/lexicon/ru.toml")),
    ("en.toml", include_str!("../../content/lexicon/en.toml")),
    ("translit.toml", include_str!("../../content/lexicon/translit.toml")),
    ("kinds.toml", include_str!("../../content/lexicon/kinds.toml")),
    ("kinds-kk.toml", include_str!("../../content/lexicon/kinds-kk.toml")),
    ("kinds-ru.toml", include_str!("../../content/lexicon/kinds-ru.toml")),
    ("kinds-en.toml", include_str!("../../content/lexicon/kinds-en.toml")),
    ("hurts.toml", include_str!("../../content/lexicon/hurts.toml")),
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
    #[error("rule {rule} must have one known `kind`, `flag`, `not_flag` or `told`")]
    Label { rule: String },
    #[error("the phrase {phrase:?} has no words, too many words, or ends or starts with a gap")]
    Phrase { phrase: String },
}

/// Groups of phrases and the rules over them.
pub(super) struct Lexicon {
    /// Names of groups by number; a rule's own phrases bear the name of the rule.
    pub(super) names: Vec<String>,
    /// Phrases by group number.
    pub(super) groups: Vec<Vec<Phrase>>,
    /// Rules in the order of the files.
    pub(super) rules: Vec<Rule>,
}

impl Lexicon {
    /// Every phrase of two words or more and without gaps, spelled like a folded text.
    pub(super) fn phrases(&self) -> Vec<String> {
        let spelled = |phrase: &Phrase| {
            let words: Option<Vec<&str>> = phrase
                .0
                .iter()
                .map(|piece| match piece {
                    Piece::Word(word) | Piece::Stem(word) => Some(word.as_str()),
                    Piece::Gap => None,
                })
                .collect();
            words.map(|words| format!(" {} ", words.join(" ")))
        };
        self.groups.iter().flatten().filter(|phrase| phrase.0.len() > 1).filter_map(spelled).collect()
    }
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
    /// What it says.
    pub(super) speaks: Speaks,
    /// Group numbers; the first is the anchor that distances are counted from.
    pub(super) needs: Vec<usize>,
    /// Group numbers that take the match back.
    pub(super) cancels: Vec<usize>,
    /// Group numbers that take it back from anywhere in the text.
    pub(super) cancels_anywhere: Vec<usize>,
    /// How many words may lie between the anchor and each other group.
    pub(super) within: usize,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaks {
    /// For a label.
    For(Label),
    /// Against a flag: weights may not give it then. Another rule may.
    Against(Flag),
    /// The writer hurts somebody and says so.
    ByOneWhoHurts,
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
    flag: Option<String>,
    kind: Option<String>,
    not_flag: Option<String>,
    told: Option<String>,
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
    let mut lexicon = Lexicon { names: Vec::new(), groups: Vec::new(), rules: Vec::new() };
    let mut rules = Vec::new();
    for (file, text) in files {
        let file: File = toml::from_str(text).map_err(|e| Error::Shape { file, why: e.to_string() })?;
        for (name, phrases) in file.words {
            let number = *named.entry(name).or_insert_with_key(|name| {
                lexicon.names.push(name.clone());
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
            lexicon.names.push(raw.id.clone());
            lexicon.groups.push(phrases?.concat());
            needs.insert(0, lexicon.groups.len() - 1);
        }
        if needs.is_empty() {
            return Err(Error::SaysNothing { rule: raw.id });
        }
        let speaks = speaks(&raw).ok_or_else(|| Error::Label { rule: raw.id.clone() })?;
        lexicon.rules.push(Rule { id: raw.id, speaks, needs, cancels, cancels_anywhere, within: raw.within });
    }
    Ok(lexicon)
}

/// What a rule says, if it says one known thing.
fn speaks(raw: &RawRule) -> Option<Speaks> {
    let named = |name: &str| Label::ALL.into_iter().find(|label| label.name() == name);
    match (&raw.flag, &raw.kind, &raw.not_flag, raw.told.as_deref()) {
        (Some(name), None, None, None) => named(name).filter(|label| matches!(label, Label::Flag(_))).map(Speaks::For),
        (None, Some(name), None, None) => named(name).filter(|label| matches!(label, Label::Kind(_))).map(Speaks::For),
        (None, None, Some(name), None) => match named(name)? {
            Label::Flag(flag) => Some(Speaks::Against(flag)),
            Label::Kind(_) => None,
        },
        (None, None, None, Some("by_one_who_hurts")) => Some(Speaks::ByOneWhoHurts),
        _ => None,
    }
}

/// One phrase as written gives several: each `_` once as no word and once as any word, each `{3-17}` as every number.
fn parse_phrase(written: &str) -> Result<Vec<Phrase>, Error> {
    let wrong = || Error::Phrase { phrase: written.to_owned() };
    let mut variants = vec![Vec::new()];
    for word in written.split_whitespace() {
        let pieces: Vec<Option<Piece>> = match word {
            "_" => vec![None, Some(Piece::Gap)],
            // A stem of no letters is any word.
            "*" => vec![Some(Piece::Gap)],
            _ => numbers(word).ok_or_else(wrong)?.iter().map(|word| piece(word)).collect(),
        };
        if word != "_" && pieces.iter().any(Option::is_none) {
            return Err(wrong());
        }
        let longer = |piece: &Option<Piece>| {
            let add = |known: &Vec<Piece>| known.iter().cloned().chain(piece.clone()).collect();
            variants.iter().map(add).collect::<Vec<Vec<Piece>>>()
        };
        variants = pieces.iter().rev().flat_map(longer).collect();
    }
    let bounded = |pieces: &Vec<Piece>| {
        let ends = [pieces.first(), pieces.last()];
        pieces.len() <= PHRASE_MAX && ends.iter().all(|end| end.is_some_and(|piece| *piece != Piece::Gap))
    };
    if variants.iter().all(bounded) { Ok(variants.into_iter().map(Phrase).collect()) } else { Err(wrong()) }
}

/// The words that a word with a range of numbers stands for; a word without one is itself.
fn numbers(word: &str) -> Option<Vec<String>> {
    let Some((before, rest)) = word.split_once('{') else { return Some(vec![word.to_owned()]) };
    let (range, after) = rest.split_once('}')?;
    let (first, last) = range.split_once('-')?;
    let (first, last): (u8, u8) = (first.parse().ok()?, last.parse().ok()?);
    Some((first..=last).map(|number| format!("{before}{number}{after}")).collect())
}

fn piece(word: &str) -> Option<Piece> {
    let (bare, is_stem) = word.strip_suffix('*').map_or((word, false), |bare| (bare, true));
    let folded = fold(bare);
    let folded = folded.trim().to_owned();
    // A hyphen or a dot would make two words of one.
    if folded.is_empty() || folded.contains(' ') {
        return None;
    }
    Some(if is_stem { Piece::Stem(folded) } else { Piece::Word(folded) })
}
