//! How soon somebody should call.
//!
//! Urgency orders the queue and the card. It is never shown to the person, there is no score, and nothing is ever
//! called "low risk". This room refuses to lower: every answer can only raise the urgency, so a skipped question
//! costs nobody anything. Follow-up answers extend [`urgency`] by further facts that raise.

use crate::vocab::{Flag, Flags, Kind, Kinds, Urgency};

/// The urgency of what is known so far. Whoever adds a flag or a kind gets the same urgency or a higher one.
#[must_use]
pub fn urgency(flags: Flags, kinds: Kinds) -> Urgency {
    // Danger now stands above everything, thoughts of dying beside it included.
    if flags.has(Flag::ImmediateDanger) {
        return Urgency::Immediate;
    }
    // Thoughts of dying are never "normal", a child waits worse than an adult, and somebody who cannot leave a
    // place of work may have this one chance to write.
    if flags.has(Flag::SelfHarm) || flags.has(Flag::Minor) || kinds.has(Kind::Trafficking) {
        return Urgency::High;
    }
    Urgency::Normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_case() -> impl Iterator<Item = (Flags, Kinds)> {
        (0..32).flat_map(|flags| (0..512).map(move |kinds| (Flags::from_bits(flags), Kinds::from_bits(kinds))))
    }

    #[test]
    fn somebody_in_danger_now_comes_first_whatever_else_is_known() {
        for (flags, kinds) in every_case().filter(|(flags, _)| flags.has(Flag::ImmediateDanger)) {
            assert_eq!(urgency(flags, kinds), Urgency::Immediate);
        }
    }

    #[test]
    fn thoughts_of_dying_a_child_or_forced_work_are_never_normal() {
        assert_eq!(urgency(Flags::NONE.with(Flag::SelfHarm), Kinds::NONE), Urgency::High);
        assert_eq!(urgency(Flags::NONE.with(Flag::Minor), Kinds::NONE), Urgency::High);
        assert_eq!(urgency(Flags::NONE, Kinds::NONE.with(Kind::Trafficking)), Urgency::High);
    }

    #[test]
    fn somebody_who_told_nothing_is_normal_and_speaking_for_another_or_silence_does_not_change_that() {
        assert_eq!(urgency(Flags::NONE, Kinds::NONE), Urgency::Normal);
        let told = Flags::NONE.with(Flag::ThirdParty).with(Flag::CannotSpeak);
        assert_eq!(urgency(told, Kinds::NONE.with(Kind::Physical)), Urgency::Normal);
    }

    #[test]
    fn an_answer_never_lowers_and_so_a_skipped_one_never_does() {
        for (flags, kinds) in every_case() {
            let before = urgency(flags, kinds);
            assert!(Flag::ALL.into_iter().all(|flag| urgency(flags.with(flag), kinds) >= before));
            assert!(Kind::ALL.into_iter().all(|kind| urgency(flags, kinds.with(kind)) >= before));
        }
    }
}
