//! The test vectors of the content collection: answers in, kinds, flags and urgency out.

use super::{Known, all, next, urgency};
use crate::vocab::{Flag, Flags, Kind, Kinds, Sign, Signs, Urgency};

/// Answers a dialogue: the follow-ups in the order of the file, each with the answer of that name, if there is one.
/// `who` is what was told before about whom it is about, `chosen` the behaviours.
fn answered(who: &[Flag], chosen: Option<Kind>, answers: &[&str]) -> Known {
    let kinds = chosen.into_iter().collect::<Kinds>();
    let mut known = Known { kinds, flags: who.iter().copied().collect(), signs: Signs::NONE };
    let (mut at, mut left) = (0, answers.to_vec());
    while let Some(number) = next(at, known) {
        let answer = all()[number].answers.iter().find(|answer| {
            let position = left.iter().position(|wanted| answer.text == format!("answer-{wanted}"));
            position.map(|position| left.remove(position)).is_some()
        });
        if let Some(answer) = answer {
            known = known.and(answer);
        }
        at = number + 1;
    }
    assert!(left.is_empty(), "these were never asked: {left:?}");
    known
}

/// Number, who it is about, behaviour, answers, and what comes of it: kinds, flags, urgency before the questions about
/// a partner or the family.
type Vector = (u8, &'static [Flag], Option<Kind>, &'static [&'static str], &'static [Kind], &'static [Flag], Urgency);

const MINOR: &[Flag] = &[Flag::Minor];
const OTHER: &[Flag] = &[Flag::ThirdParty];
const OTHER_CHILD: &[Flag] = &[Flag::ThirdParty, Flag::Minor];

const VECTORS: [Vector; 15] = {
    use Flag::{ImmediateDanger, Minor, SelfHarm, ThirdParty};
    use Kind::{Bullying, Digital, Economic, ForcedMarriage, Physical, Psychological, Sexual, Stalking, Trafficking};
    use Urgency::{High, Immediate, Normal};
    [
        (1, &[], Some(Physical), &["now-no", "hurts-family", "other-nothing"], &[Physical], &[], Normal),
        (
            2,
            &[],
            Some(Physical),
            &["now-yes", "hurts-family", "other-intimate"],
            &[Physical, Sexual],
            &[ImmediateDanger],
            Immediate,
        ),
        (3, MINOR, Some(Bullying), &["now-no", "peers-chats", "other-nothing"], &[Digital, Bullying], &[Minor], High),
        (4, MINOR, Some(Digital), &["now-no", "online-pictures", "other-nothing"], &[Sexual, Digital], &[Minor], High),
        (
            5,
            &[],
            Some(Digital),
            &["now-no", "online-pictures", "other-money"],
            &[Sexual, Economic, Digital],
            &[],
            Normal,
        ),
        (
            6,
            &[],
            Some(Stalking),
            &["now-no", "follows-partner", "other-hit"],
            &[Physical, Psychological, Stalking],
            &[],
            Normal,
        ),
        (
            7,
            &[],
            Some(ForcedMarriage),
            &["now-yes", "marriage-kept", "other-nothing"],
            &[Physical, ForcedMarriage],
            &[ImmediateDanger],
            Immediate,
        ),
        (
            8,
            OTHER_CHILD,
            Some(ForcedMarriage),
            &["now-no", "marriage-afraid", "other-nothing"],
            &[ForcedMarriage],
            &[Minor, ThirdParty],
            High,
        ),
        (9, &[], Some(Trafficking), &["now-no", "work-unpaid", "other-nothing"], &[Economic, Trafficking], &[], High),
        (
            10,
            &[],
            Some(Economic),
            &["now-not_sure", "leave-made_to_work", "other-nothing"],
            &[Economic, Trafficking],
            &[],
            High,
        ),
        (11, MINOR, None, &["now-dying"], &[], &[SelfHarm, Minor], Immediate),
        (12, &[], None, &["now-no", "cannot_name-no", "other-nothing"], &[Psychological], &[], Normal),
        (
            13,
            OTHER,
            Some(Psychological),
            &["now-no", "control-online", "other-nothing"],
            &[Psychological, Digital],
            &[ThirdParty],
            Normal,
        ),
        (14, &[], Some(Sexual), &["now-no", "touch-under_3_days", "other-nothing"], &[Sexual], &[], High),
        (15, &[], None, &[], &[], &[], Normal),
    ]
};

#[test]
fn every_vector_gives_its_kinds_flags_and_urgency() {
    for (number, who, chosen, answers, kinds, flags, expected) in VECTORS {
        let known = answered(who, chosen, answers);
        assert!(known.kinds == kinds.iter().copied().collect(), "kinds of vector {number}");
        assert!(known.flags == flags.iter().copied().collect(), "flags of vector {number}");
        assert_eq!(urgency(known.flags, known.kinds, known.signs), expected, "vector {number}");
    }
}

#[test]
fn the_vectors_ask_for_what_they_must() {
    let signs = |number: usize| {
        let (_, who, chosen, answers, ..) = VECTORS[number - 1];
        answered(who, chosen, answers).signs
    };
    // "P": the questions about a partner or the family are asked.
    assert!(signs(1).has(Sign::PartnerOrFamily) && signs(6).has(Sign::PartnerOrFamily));
    // Take It Down or StopNCII; the medical card.
    assert!(signs(4).has(Sign::IntimatePictures) && signs(5).has(Sign::IntimatePictures));
    assert!(signs(14).has(Sign::SexualUnder72Hours));
}

#[test]
fn answers_about_a_partner_or_the_family_raise_by_the_rules_of_the_danger_assessment() {
    let of = |answers: &[&str]| {
        let all = [&["now-no", "hurts-family"], answers].concat();
        let known = answered(&[], Some(Kind::Physical), &all);
        urgency(known.flags, known.kinds, known.signs)
    };
    let none = ["weapon-no", "neck-no", "could_kill-no", "worse-no", "leaving-no"];
    assert_eq!(of(&none), Urgency::Normal);
    assert_eq!(of(&["weapon-yes"]), Urgency::High);
    assert_eq!(of(&["neck-recently"]), Urgency::Immediate);
    assert_eq!(of(&["neck-earlier"]), Urgency::High);
    assert_eq!(of(&["could_kill-yes"]), Urgency::High);
    assert_eq!(of(&["worse-yes"]), Urgency::Normal);
    assert_eq!(of(&["leaving-yes"]), Urgency::Normal);
    assert_eq!(of(&["worse-yes", "leaving-yes"]), Urgency::High);
}

#[test]
fn a_chosen_behaviour_is_asked_about_once_and_a_stranger_is_not_asked_about_the_family() {
    let known = Known { kinds: Kinds::NONE.with(Kind::Physical), ..Known::default() };
    let (mut at, mut asked) = (0, Vec::new());
    while let Some(number) = next(at, known) {
        asked.push(all()[number].text.as_str());
        at = number + 1;
    }
    assert_eq!(asked, ["ask-now", "ask-hurts", "ask-other"]);
    assert!(known.flags == Flags::NONE);
}
