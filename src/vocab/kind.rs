//! Kinds of violence, as behaviours the person chose or confirmed. Never shown to the person as a label.

use std::fmt;
use std::str::FromStr;

/// One kind of violence, named as in the GBV field and in `content/hotlines.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name is the field's standard term")]
pub enum Kind {
    Physical,
    Sexual,
    Psychological,
    Economic,
    Digital,
    Stalking,
    Bullying,
    ForcedMarriage,
    Trafficking,
}

impl Kind {
    /// Every kind, in the order of the behaviours A to I.
    pub const ALL: [Kind; 9] = [
        Kind::Physical,
        Kind::Sexual,
        Kind::Psychological,
        Kind::Economic,
        Kind::Digital,
        Kind::Stalking,
        Kind::Bullying,
        Kind::ForcedMarriage,
        Kind::Trafficking,
    ];

    /// The name used in data files, callback data tables and JSON: `forced_marriage`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Physical => "physical",
            Kind::Sexual => "sexual",
            Kind::Psychological => "psychological",
            Kind::Economic => "economic",
            Kind::Digital => "digital",
            Kind::Stalking => "stalking",
            Kind::Bullying => "bullying",
            Kind::ForcedMarriage => "forced_marriage",
            Kind::Trafficking => "trafficking",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(name: &str) -> Result<Kind, ()> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or(())
    }
}

/// A set of kinds. Nine bits; the rest are never set.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind chosen: "I cannot name it".
    pub const NONE: Kinds = Kinds(0);

    /// The set with `kind` in it; choosing twice changes nothing.
    #[must_use]
    pub const fn with(self, kind: Kind) -> Kinds {
        Kinds(self.0 | kind.bit())
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether `kind` is in the set.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Whether the two sets share a kind.
    pub const fn overlaps(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing is chosen.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many kinds are in the set.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The kinds in the order of [`Kind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }

    /// The set as bits, for packing into a button.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set from bits; bits that name no kind are dropped, so any number is a set.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Kinds {
        Kinds(bits & 0x1ff)
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Kinds {
        kinds.into_iter().fold(Kinds::NONE, Kinds::with)
    }
}

/// Says how many kinds there are, never which: a log line must not name them.
impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kinds({})", self.len())
    }
}
