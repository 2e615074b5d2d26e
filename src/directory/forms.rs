//! Forms of single values: texts in three languages, ids, addresses, lists of our own words.

use super::fields::Fields;
use super::problems::Gathered;
use super::terms::Words;
use super::wording;
use crate::vocab::{Lang, Region};
use serde::Deserialize;

/// A `{ kk, ru, en }` of well-worded texts.
pub(super) fn words(fields: &Fields<'_, '_>, key: &str, most: usize, problems: &mut Gathered) -> Option<Words> {
    let (line, value) = (fields.line(key), fields.value(key)?);
    let words = Words::deserialize(toml::de::ValueDeserializer::from(value.clone()))
        .map_err(|error| {
            problems.add(line, format!("{key} must be a table with exactly kk, ru, en: {}", error.message()));
        })
        .ok()?;
    for lang in Lang::ALL {
        let (text, field) = (words.get(lang), format!("{key}.{}", lang.code()));
        for fault in wording::faults(text, lang) {
            problems.add(line, format!("{field} {fault}"));
        }
        let count = text.chars().count();
        if count > most {
            problems.add(line, format!("{field} has {count} characters, at most {most}"));
        }
        let is_region = key.parse::<Region>().is_ok();
        if lang == Lang::Ru && !is_region && wording::has_kazakh_outside_quotes(text) {
            problems.add(line, format!("{field} has Kazakh letters outside «»"));
        }
    }
    Some(words)
}

/// A text of a certain form.
pub(super) fn text(
    fields: &Fields<'_, '_>,
    key: &str,
    problems: &mut Gathered,
    is_good: fn(&str) -> bool,
    wrong: &str,
) -> Option<String> {
    let text: String = fields.read(key, problems)?;
    if !is_good(&text) {
        problems.add(fields.line(key), format!("{key}: '{text}' {wrong}"));
    }
    Some(text)
}

/// A list of texts of a certain form.
pub(super) fn texts(
    fields: &Fields<'_, '_>,
    key: &str,
    problems: &mut Gathered,
    is_good: fn(&str) -> bool,
    wrong: &str,
) -> Option<Vec<String>> {
    let texts: Vec<String> = fields.list(key, problems)?;
    for text in texts.iter().filter(|text| !is_good(text)) {
        problems.add(fields.line(key), format!("{key}: '{text}' {wrong}"));
    }
    Some(texts)
}

/// A list of words that name something of ours.
pub(super) fn named<T>(
    fields: &Fields<'_, '_>,
    key: &str,
    problems: &mut Gathered,
    expected: &str,
    find: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let names: Vec<String> = fields.list(key, problems)?;
    let found: Vec<T> = names
        .iter()
        .filter_map(|name| {
            let found = find(name);
            if found.is_none() {
                problems.add(fields.line(key), format!("{key}: '{name}' is not one of {expected}"));
            }
            found
        })
        .collect();
    (found.len() == names.len()).then_some(found)
}

/// Whether `word`, which says everything, stands beside others; then a problem, as for an empty list.
pub(super) fn alone_or_several<T>(
    fields: &Fields<'_, '_>,
    key: &str,
    list: &[T],
    is_alone: impl Fn(&T) -> bool,
    word: &str,
    problems: &mut Gathered,
) {
    if list.is_empty() {
        problems.add(fields.line(key), format!("{key} must not be empty"));
    }
    if list.len() > 1 && list.iter().any(is_alone) {
        problems.add(fields.line(key), format!("{key}: {word} must stand alone"));
    }
}

pub(super) fn is_kebab(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9')))
}

pub(super) fn is_web(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let is_host = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let top = host.rsplit_once('.').filter(|(name, _)| !name.is_empty()).map_or("", |(_, top)| top);
    host.bytes().all(is_host)
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_lowercase())
        && !path.contains(char::is_whitespace)
}

pub(super) fn is_source(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let dotted = host.char_indices().any(|(at, c)| c == '.' && at > 0 && at + 1 < host.len());
    dotted && !text.contains(char::is_whitespace)
}
