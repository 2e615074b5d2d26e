//! One table of the file, read key by key, so that one wrong value does not hide the next.

use super::problems::Gathered;
use serde::Deserialize;
use serde_spanned::Spanned;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Where lines start, to say in which line a place of the text is.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The line, from 1, of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset).max(1)
    }
}

/// The keys of one table with their lines.
pub(super) struct Fields<'d, 'i> {
    /// Line of the table's header.
    pub header: usize,
    keys: BTreeMap<&'d str, (usize, &'d Spanned<DeValue<'i>>)>,
}

impl<'d, 'i> Fields<'d, 'i> {
    pub fn of(table: &'d DeTable<'i>, header: usize, lines: &Lines) -> Fields<'d, 'i> {
        let place = |key: &'d Spanned<_>| lines.line(key.span().start);
        let keys = table.iter().map(|(key, value)| (key.get_ref().as_ref(), (place(key), value))).collect();
        Fields { header, keys }
    }

    /// The line of a key; of the header when it is missing.
    pub fn line(&self, key: &str) -> usize {
        self.keys.get(key).map_or(self.header, |(line, _)| *line)
    }

    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Every key with its line and value, in the order of the file.
    pub fn in_order(&self) -> Vec<(&'d str, usize, &'d Spanned<DeValue<'i>>)> {
        let mut keys: Vec<_> = self.keys.iter().map(|(key, (line, value))| (*key, *line, *value)).collect();
        keys.sort_by_key(|(_, line, _)| *line);
        keys
    }

    pub fn value(&self, key: &str) -> Option<&'d Spanned<DeValue<'i>>> {
        self.keys.get(key).map(|(_, value)| *value)
    }

    /// The value of `key`, if it is one; a problem at its line if it is not. A missing key is somebody else's.
    pub fn read<T: Deserialize<'i>>(&self, key: &str, problems: &mut Gathered) -> Option<T> {
        let (line, value) = self.keys.get(key)?;
        read(value).map_err(|message| problems.add(*line, format!("{key}: {message}"))).ok()
    }

    /// The list at `key`; a problem for each member that is wrong or stands twice.
    pub fn list<T: Deserialize<'i> + PartialEq>(&self, key: &str, problems: &mut Gathered) -> Option<Vec<T>> {
        let (line, value) = self.keys.get(key)?;
        let DeValue::Array(members) = value.get_ref() else {
            problems.add(*line, format!("{key} must be a list of strings"));
            return None;
        };
        let mut list = Vec::new();
        for member in members {
            match read::<T>(member) {
                Ok(value) if list.contains(&value) => problems.add(*line, format!("{key} has a value twice")),
                Ok(value) => list.push(value),
                Err(message) => problems.add(*line, format!("{key}: {message}")),
            }
        }
        (list.len() == members.len()).then_some(list)
    }
}

/// A value as a `T`, or what was expected, on one line.
fn read<'i, T: Deserialize<'i>>(value: &Spanned<DeValue<'i>>) -> Result<T, String> {
    T::deserialize(ValueDeserializer::from(value.clone())).map_err(|error| error.message().replace('\n', " "))
}
