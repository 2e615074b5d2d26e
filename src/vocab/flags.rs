//! What changes the order of help whatever the kind: danger, thoughts of dying, a child, another person.

use std::fmt;

/// One flag. The first four are the flags of `content/hotlines.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Something dangerous is happening now.
    ImmediateDanger,
    /// Thoughts of dying or of hurting oneself.
    SelfHarm,
    /// The person it is about is under 18.
    Minor,
    /// The writer speaks for somebody else.
    ThirdParty,
    /// Speaking aloud is not safe: written channels come first.
    CannotSpeak,
}

impl Flag {
    /// Every flag.
    pub const ALL: [Flag; 5] =
        [Flag::ImmediateDanger, Flag::SelfHarm, Flag::Minor, Flag::ThirdParty, Flag::CannotSpeak];

    /// The name used in data files and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Flag::ImmediateDanger => "immediate_danger",
            Flag::SelfHarm => "self_harm",
            Flag::Minor => "minor",
            Flag::ThirdParty => "third_party",
            Flag::CannotSpeak => "cannot_speak",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of flags. Five bits; the rest are never set.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Flags(u8);

impl Flags {
    /// No flag.
    pub const NONE: Flags = Flags(0);

    /// The set with `flag` in it.
    #[must_use]
    pub const fn with(self, flag: Flag) -> Flags {
        Flags(self.0 | flag.bit())
    }

    /// The set without `flag`.
    #[must_use]
    pub const fn without(self, flag: Flag) -> Flags {
        Flags(self.0 & !flag.bit())
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// Whether `flag` is in the set.
    pub const fn has(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Whether the two sets share a flag.
    pub const fn overlaps(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no flag is set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The flags in the order of [`Flag::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }

    /// The set as bits, for packing into a button.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set from bits; bits that name no flag are dropped, so any byte is a set.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Flags {
        Flags(bits & 0b1_1111)
    }
}

impl FromIterator<Flag> for Flags {
    fn from_iter<I: IntoIterator<Item = Flag>>(flags: I) -> Flags {
        flags.into_iter().fold(Flags::NONE, Flags::with)
    }
}

/// Says that there is a set, never which flags: a log line must not name them.
impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flags")
    }
}
