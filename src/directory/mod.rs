//! Hotlines: the typed data file and the choice of what to show.
//!
//! [`Directory::parse`] reads a file as `content/SCHEMA.md` describes it and refuses everything else, with the line of
//! every problem. [`Directory::pick`] and its sisters choose entries for a person; they hand out [`HotlineRef`]s, so a
//! number reaches a person from the file only. This room refuses to guess (what no source says stays unknown), to show
//! a hidden entry or a number of low confidence, to hide the emergency lines, and to know what day it is:
//! [`check`] is told.

mod check;
mod current;
mod draft;
mod essential;
mod fields;
mod forms;
mod hotline;
mod hours;
mod layout;
mod links;
mod parse;
mod pick;
mod problems;
mod terms;
mod wording;

#[cfg(test)]
mod tests;

pub use check::{AGAIN_DAYS, Finding, STALE_DAYS, Stale, check};
pub use current::CurrentDirectory;
pub use essential::Unfit;
pub use hotline::{Checked, Hotline, HotlineRef, Note};
pub use hours::{Hours, HoursError, Openness, Span, day_in_almaty};
pub use pick::Query;
pub use problems::{Problem, Problems};
pub use terms::{AsOf, Channel, Confidence, Number, NumberError, Serves, Tri};

use crate::vocab::{Lang, Region};
use jiff::civil::Date;
use std::sync::LazyLock;
use terms::Words;

/// The text of the file that is part of the binary.
pub const SHIPPED: &str = include_str!("../../content/hotlines.toml");

static DIRECTORY: LazyLock<Directory> =
    LazyLock::new(|| Directory::parse(SHIPPED).expect("the shipped file is part of the binary, and a test parses it"));

/// A hotline file that kept every rule.
#[derive(Clone, Debug)]
pub struct Directory {
    collected: Date,
    collected_line: usize,
    always: Vec<HotlineRef>,
    emergency: Vec<HotlineRef>,
    /// Names in the order of [`Region::ALL`].
    regions: [Words; Region::ALL.len()],
    hotlines: Vec<Hotline>,
}

impl Directory {
    /// Reads a hotline file.
    pub fn parse(text: &str) -> Result<Directory, Problems> {
        parse::parse(text)
    }

    /// The directory that is part of the binary.
    #[must_use]
    pub fn shipped() -> &'static Directory {
        &DIRECTORY
    }

    /// The entry that a card carries; none only for a handle of another directory.
    #[must_use]
    pub fn get(&self, hotline: HotlineRef) -> Option<&Hotline> {
        self.hotlines.get(usize::from(hotline.0))
    }

    /// The entry with this id, also a hidden one.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<HotlineRef> {
        self.refs().find(|hotline| self.get(*hotline).is_some_and(|entry| entry.id == id))
    }

    /// The lines at the end of every answer: 111, 150, 102.
    #[must_use]
    pub fn always(&self) -> &[HotlineRef] {
        &self.always
    }

    /// The lines for danger: 112, 102, 103.
    #[must_use]
    pub fn emergency(&self) -> &[HotlineRef] {
        &self.emergency
    }

    /// The name of a region.
    #[must_use]
    pub fn region_name(&self, region: Region, lang: Lang) -> &str {
        self.regions[region as usize].get(lang)
    }

    /// Whether a shown entry works in this region only (display rule 9): if not, say that none was found.
    pub fn region_has_own(&self, region: Region) -> bool {
        self.hotlines.iter().any(|entry| entry.shown && entry.regions().contains(&region))
    }

    /// The day the sources were gone through. Never shown as the day of a check.
    #[must_use]
    pub const fn collected(&self) -> Date {
        self.collected
    }

    /// Every entry, hidden ones too, in the order of the file: for operators.
    #[must_use]
    pub fn every(&self) -> &[Hotline] {
        &self.hotlines
    }

    /// Handles of every entry, in the order of the file.
    fn refs(&self) -> impl Iterator<Item = HotlineRef> {
        (0..=u16::MAX).take(self.hotlines.len()).map(HotlineRef)
    }

    /// Every shown entry with its handle, in the order of the file.
    fn shown(&self) -> impl Iterator<Item = (HotlineRef, &Hotline)> {
        self.refs().zip(&self.hotlines).filter(|(_, entry)| entry.shown)
    }
}
