//! Rows of open cards as this node last saw them, so that the next tap need not read them again.
//!
//! What is kept is what the database holds: sealed cells. It may be older than the database when another node was
//! faster; every change names the version it was made from, so an old row is found out when it is written, forgotten,
//! and read again. Nothing here decides anything.

use super::{CardRow, Op};
use crate::alias::Alias;
use crate::vocab::CardId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Chats remembered: at under five kibibytes a card, at most some twenty megabytes. When it is full all are
/// forgotten, which costs one read each.
const MOST: usize = 4096;

/// The rows of recent chats.
#[derive(Clone, Default)]
pub struct Recent {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    rows: HashMap<Alias, Vec<CardRow>>,
    aliases: HashMap<CardId, Alias>,
}

/// What a change does to the rows kept, written down before the change is handed to the database.
pub enum Edit {
    /// The row is like this now.
    Put(CardRow),
    /// The row stands in the chat as this version.
    Shown(CardId, i64),
    /// The row is gone, or nobody knows how it is.
    Drop(CardId),
}

impl Edit {
    /// What an operation will have done once it is written.
    pub fn of(op: &Op) -> Option<Edit> {
        match op {
            Op::InsertCard(row) | Op::UpdateCard { row, .. } => Some(Edit::Put(row.clone())),
            Op::MarkShown { id, version, .. } => Some(Edit::Shown(*id, *version)),
            Op::DropCard { id } => Some(Edit::Drop(*id)),
            Op::ClaimCard { .. }
            | Op::InsertRequest { .. }
            | Op::WithdrawRequest { .. }
            | Op::Limit { .. }
            | Op::Count { .. } => None,
        }
    }
}

impl Recent {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rows of these aliases, if all of them are known.
    pub fn cards_of(&self, aliases: &[Alias]) -> Option<Vec<CardRow>> {
        let kept = self.lock();
        let lists: Option<Vec<&Vec<CardRow>>> = aliases.iter().map(|alias| kept.rows.get(alias)).collect();
        Some(lists?.into_iter().flatten().cloned().collect())
    }

    /// One row, if it is known.
    pub fn card(&self, id: CardId) -> Option<CardRow> {
        let kept = self.lock();
        let rows = kept.rows.get(kept.aliases.get(&id)?)?;
        rows.iter().find(|row| row.id == id).cloned()
    }

    /// Keeps what was read for these aliases: these are all the rows they have.
    pub fn keep(&self, aliases: &[Alias], rows: &[CardRow]) {
        let mut kept = self.lock();
        if kept.rows.len() + aliases.len() > MOST {
            *kept = Kept::default();
        }
        for alias in aliases {
            let own: Vec<CardRow> = rows.iter().filter(|row| row.alias == *alias).cloned().collect();
            for row in &own {
                kept.aliases.insert(row.id, *alias);
            }
            kept.rows.insert(*alias, own);
        }
    }

    /// Carries out what was written.
    pub fn apply(&self, edits: Vec<Edit>) {
        let mut kept = self.lock();
        for edit in edits {
            match edit {
                Edit::Put(row) => {
                    kept.remove(row.id);
                    let (id, alias) = (row.id, row.alias);
                    if let Some(rows) = kept.rows.get_mut(&alias) {
                        rows.push(row);
                        kept.aliases.insert(id, alias);
                    }
                }
                Edit::Shown(id, version) => kept.shown(id, version),
                Edit::Drop(id) => kept.remove(id),
            }
        }
    }

    /// Forgets the chats of a change that was refused or lost: the next look reads the database.
    pub fn forget(&self, edits: &[Edit]) {
        let mut kept = self.lock();
        for edit in edits {
            let (id, alias) = match edit {
                Edit::Put(row) => (row.id, Some(row.alias)),
                Edit::Shown(id, _) | Edit::Drop(id) => (*id, None),
            };
            let other = kept.aliases.get(&id).copied();
            for alias in alias.into_iter().chain(other) {
                kept.forget(alias);
            }
        }
    }
}

impl Kept {
    fn remove(&mut self, id: CardId) {
        if let Some(rows) = self.aliases.remove(&id).and_then(|alias| self.rows.get_mut(&alias)) {
            rows.retain(|row| row.id != id);
        }
    }

    fn shown(&mut self, id: CardId, version: i64) {
        let rows = self.aliases.get(&id).and_then(|alias| self.rows.get_mut(alias));
        for row in rows.into_iter().flatten().filter(|row| row.id == id && row.version == version) {
            row.shown = version;
        }
    }

    fn forget(&mut self, alias: Alias) {
        for row in self.rows.remove(&alias).into_iter().flatten() {
            self.aliases.remove(&row.id);
        }
    }
}
