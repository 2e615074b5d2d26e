//! How soon somebody should call.
//!
//! Urgency orders the queue and the card. It is never shown to the person, there is no score, and nothing is ever
//! called "low risk". This room refuses to lower: every answer can only raise the urgency, so a skipped question
//! costs nobody anything.

mod questions;
#[cfg(test)]
mod vectors;

pub use questions::{Answer, Error, Known, Question, Shows, all, before, next};

use crate::vocab::{Flag, Flags, Kind, Kinds, Sign, Signs, Urgency};

/// Signs that mean "now".
const NOW: [Sign; 2] = [Sign::ChoseSelfHarm, Sign::NeckRecently];

/// Signs of which one is enough for "soon".
const SOON: [Sign; 7] = [
    Sign::NotSure,
    Sign::WeaponOrDeathThreat,
    Sign::NeckEarlier,
    Sign::CouldKill,
    Sign::SexualUnder72Hours,
    Sign::SexualUnder5Days,
    Sign::SexualGoesOn,
];

/// Signs that mean "soon" only together.
const TOGETHER: [Sign; 2] = [Sign::GettingWorse, Sign::LeavingOrControlled];

/// The urgency of what is known so far. Whoever adds a flag, a kind or a sign gets the same urgency or a higher one.
#[must_use]
pub fn urgency(flags: Flags, kinds: Kinds, signs: Signs) -> Urgency {
    if flags.has(Flag::ImmediateDanger) || NOW.into_iter().any(|sign| signs.has(sign)) {
        return Urgency::Immediate;
    }
    // Thoughts of dying are never "normal", a child waits worse than an adult, and somebody who cannot leave a
    // place of work may have this one chance to write.
    let soon = flags.has(Flag::SelfHarm) || flags.has(Flag::Minor) || kinds.has(Kind::Trafficking);
    if soon || SOON.into_iter().any(|sign| signs.has(sign)) || TOGETHER.into_iter().all(|sign| signs.has(sign)) {
        return Urgency::High;
    }
    Urgency::Normal
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flag(flag: Flag) -> Urgency {
        urgency(Flags::NONE.with(flag), Kinds::NONE, Signs::NONE)
    }

    fn told(signs: &[Sign]) -> Urgency {
        urgency(Flags::NONE, Kinds::NONE, signs.iter().copied().collect())
    }

    #[test]
    fn thoughts_of_dying_a_child_or_forced_work_are_never_normal() {
        assert_eq!(flag(Flag::SelfHarm), Urgency::High);
        assert_eq!(flag(Flag::Minor), Urgency::High);
        assert_eq!(urgency(Flags::NONE, Kinds::NONE.with(Kind::Trafficking), Signs::NONE), Urgency::High);
    }

    #[test]
    fn somebody_who_told_nothing_is_normal_and_speaking_for_another_or_silence_does_not_change_that() {
        assert_eq!(urgency(Flags::NONE, Kinds::NONE, Signs::NONE), Urgency::Normal);
        let told = Flags::NONE.with(Flag::ThirdParty).with(Flag::CannotSpeak);
        assert_eq!(urgency(told, Kinds::NONE.with(Kind::Physical), Signs::NONE), Urgency::Normal);
    }

    #[test]
    fn a_chosen_thought_of_dying_and_a_neck_pressed_today_come_first() {
        assert_eq!(told(&[Sign::ChoseSelfHarm]), Urgency::Immediate);
        assert_eq!(told(&[Sign::NeckRecently]), Urgency::Immediate);
        assert_eq!(told(&[Sign::NeckEarlier]), Urgency::High);
    }

    #[test]
    fn getting_worse_and_leaving_are_soon_only_together() {
        assert_eq!(told(&[Sign::GettingWorse]), Urgency::Normal);
        assert_eq!(told(&[Sign::LeavingOrControlled]), Urgency::Normal);
        assert_eq!(told(&[Sign::GettingWorse, Sign::LeavingOrControlled]), Urgency::High);
    }

    proptest! {
        #[test]
        fn somebody_in_danger_now_comes_first_whatever_else_is_known(flags: u8, kinds: u16, signs: u16) {
            let flags = Flags::from_bits(flags).with(Flag::ImmediateDanger);
            prop_assert_eq!(urgency(flags, Kinds::from_bits(kinds), Signs::from_bits(signs)), Urgency::Immediate);
        }

        #[test]
        fn an_answer_never_lowers_and_so_a_skipped_one_never_does(flags: u8, kinds: u16, signs: u16) {
            let (flags, kinds, signs) = (Flags::from_bits(flags), Kinds::from_bits(kinds), Signs::from_bits(signs));
            let before = urgency(flags, kinds, signs);
            prop_assert!(Flag::ALL.into_iter().all(|flag| urgency(flags.with(flag), kinds, signs) >= before));
            prop_assert!(Kind::ALL.into_iter().all(|kind| urgency(flags, kinds.with(kind), signs) >= before));
            prop_assert!(Sign::ALL.into_iter().all(|sign| urgency(flags, kinds, signs.with(sign)) >= before));
        }
    }
}
