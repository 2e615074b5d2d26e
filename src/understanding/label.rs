//! The thirteen labels a text can have: nine kinds and the four flags that are read from words.

use crate::vocab::{Flag, Flags, Kind, Kinds};
use std::fmt;

/// One label: a kind or a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A kind of violence.
    Kind(Kind),
    /// A flag that a text can raise. [`Flag::CannotSpeak`] is not one: it is asked for with a button.
    Flag(Flag),
}

impl Label {
    /// How many labels there are.
    pub const COUNT: usize = 13;

    /// Every label: the kinds in their order, then the flags in theirs.
    pub const ALL: [Label; Label::COUNT] = {
        let mut all = [Label::Flag(Flag::ImmediateDanger); Label::COUNT];
        let mut at = 0;
        while at < Kind::ALL.len() {
            all[at] = Label::Kind(Kind::ALL[at]);
            at += 1;
        }
        all[at] = Label::Flag(Flag::ImmediateDanger);
        all[at + 1] = Label::Flag(Flag::SelfHarm);
        all[at + 2] = Label::Flag(Flag::Minor);
        all[at + 3] = Label::Flag(Flag::ThirdParty);
        all
    };

    /// The name used in data files: `forced_marriage`, `self_harm`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Label::Kind(kind) => kind.name(),
            Label::Flag(flag) => flag.name(),
        }
    }
}

impl Label {
    /// What a verdict names when the weights gave the label.
    pub(super) const fn weighed(self) -> &'static str {
        match self {
            Label::Kind(Kind::Physical) => "weights: physical",
            Label::Kind(Kind::Sexual) => "weights: sexual",
            Label::Kind(Kind::Psychological) => "weights: psychological",
            Label::Kind(Kind::Economic) => "weights: economic",
            Label::Kind(Kind::Digital) => "weights: digital",
            Label::Kind(Kind::Stalking) => "weights: stalking",
            Label::Kind(Kind::Bullying) => "weights: bullying",
            Label::Kind(Kind::ForcedMarriage) => "weights: forced_marriage",
            Label::Kind(Kind::Trafficking) => "weights: trafficking",
            Label::Flag(Flag::ImmediateDanger) => "weights: immediate_danger",
            Label::Flag(Flag::SelfHarm) => "weights: self_harm",
            Label::Flag(Flag::Minor) => "weights: minor",
            Label::Flag(Flag::ThirdParty) => "weights: third_party",
            Label::Flag(Flag::CannotSpeak) => "weights: cannot_speak",
        }
    }
}

/// The labels of one text.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Labels {
    /// The kinds of violence it names.
    pub kinds: Kinds,
    /// The flags it raises.
    pub flags: Flags,
}

impl Labels {
    /// Whether `label` is among them.
    pub const fn has(self, label: Label) -> bool {
        match label {
            Label::Kind(kind) => self.kinds.has(kind),
            Label::Flag(flag) => self.flags.has(flag),
        }
    }

    /// The same labels and `label`.
    #[must_use]
    pub const fn with(self, label: Label) -> Labels {
        match label {
            Label::Kind(kind) => Labels { kinds: self.kinds.with(kind), flags: self.flags },
            Label::Flag(flag) => Labels { kinds: self.kinds, flags: self.flags.with(flag) },
        }
    }

    /// Whether there is none: a greeting, a joke, a question about the weather.
    pub const fn is_empty(self) -> bool {
        self.kinds.is_empty() && self.flags.is_empty()
    }

    /// The names of the kinds, with commas: a cell of a data file.
    #[must_use]
    pub fn kinds_cell(self) -> String {
        joined(self.kinds.iter().map(Kind::name))
    }

    /// The names of the flags, with commas: a cell of a data file.
    #[must_use]
    pub fn flags_cell(self) -> String {
        joined(self.flags.iter().map(Flag::name))
    }
}

/// Says that there are labels, never which: a log line must not name them.
impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Labels")
    }
}

fn joined(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(",")
}
