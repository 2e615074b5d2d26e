//! What answers told beyond kinds and flags, for whoever must decide how soon to call and what to show first.

use std::fmt;

/// One sign. Each is something the person answered or chose; nothing is reckoned from her words. Signs only raise the
/// urgency and add to what is shown: a question left out sets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Not sure whether something dangerous is happening now.
    NotSure,
    /// Thoughts of dying were chosen: in the first follow-up question or on DANGER.
    ChoseSelfHarm,
    /// It is a partner or somebody of the family: the questions of the danger assessment are asked.
    PartnerOrFamily,
    /// A weapon was used or threatened with, or a threat to kill (Danger Assessment items 5, 6, 17).
    WeaponOrDeathThreat,
    /// The neck was pressed today or yesterday.
    NeckRecently,
    /// The neck was pressed, earlier.
    NeckEarlier,
    /// "They could kill or badly hurt me" (Danger Assessment item 18).
    CouldKill,
    /// More often or worse in the last months (Danger Assessment item 1).
    GettingWorse,
    /// Just left or about to, or is followed or controlled (Danger Assessment items 3, 13, 14, 19).
    LeavingOrControlled,
    /// A sexual act under three days ago: medicine that works within 72 hours.
    SexualUnder72Hours,
    /// A sexual act three to five days ago: contraception may still work.
    SexualUnder5Days,
    /// A sexual act that goes on.
    SexualGoesOn,
    /// Intimate pictures are shown or threatened with.
    IntimatePictures,
    /// Abroad: a consulate can help.
    Abroad,
    /// The writer is the one who hurts and asks how to stop.
    OwnBehaviour,
}

impl Sign {
    /// Every sign; the position is its bit.
    pub const ALL: [Sign; 15] = [
        Sign::NotSure,
        Sign::ChoseSelfHarm,
        Sign::PartnerOrFamily,
        Sign::WeaponOrDeathThreat,
        Sign::NeckRecently,
        Sign::NeckEarlier,
        Sign::CouldKill,
        Sign::GettingWorse,
        Sign::LeavingOrControlled,
        Sign::SexualUnder72Hours,
        Sign::SexualUnder5Days,
        Sign::SexualGoesOn,
        Sign::IntimatePictures,
        Sign::Abroad,
        Sign::OwnBehaviour,
    ];

    /// The name used in data files and in a sealed request.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Sign::NotSure => "not_sure",
            Sign::ChoseSelfHarm => "chose_self_harm",
            Sign::PartnerOrFamily => "partner_or_family",
            Sign::WeaponOrDeathThreat => "weapon_or_death_threat",
            Sign::NeckRecently => "neck_recently",
            Sign::NeckEarlier => "neck_earlier",
            Sign::CouldKill => "could_kill",
            Sign::GettingWorse => "getting_worse",
            Sign::LeavingOrControlled => "leaving_or_controlled",
            Sign::SexualUnder72Hours => "sexual_under_72_hours",
            Sign::SexualUnder5Days => "sexual_under_5_days",
            Sign::SexualGoesOn => "sexual_goes_on",
            Sign::IntimatePictures => "intimate_pictures",
            Sign::Abroad => "abroad",
            Sign::OwnBehaviour => "own_behaviour",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of signs. Fifteen bits; the rest are never set.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Signs(u16);

impl Signs {
    /// No sign.
    pub const NONE: Signs = Signs(0);

    /// The set with `sign` in it.
    #[must_use]
    pub const fn with(self, sign: Sign) -> Signs {
        Signs(self.0 | sign.bit())
    }

    /// The set without `sign`.
    #[must_use]
    pub const fn without(self, sign: Sign) -> Signs {
        Signs(self.0 & !sign.bit())
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    /// Whether `sign` is in the set.
    #[must_use]
    pub const fn has(self, sign: Sign) -> bool {
        self.0 & sign.bit() != 0
    }

    /// Whether no sign is set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The signs in the order of [`Sign::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Sign> {
        Sign::ALL.into_iter().filter(move |sign| self.has(*sign))
    }

    /// The set as bits, for packing into a button.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set from bits; bits that name no sign are dropped, so any number is a set.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Signs {
        Signs(bits & 0x7fff)
    }
}

impl FromIterator<Sign> for Signs {
    fn from_iter<I: IntoIterator<Item = Sign>>(signs: I) -> Signs {
        signs.into_iter().fold(Signs::NONE, Signs::with)
    }
}

/// Says that there is a set, never which signs: a log line must not name them.
impl fmt::Debug for Signs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signs")
    }
}
