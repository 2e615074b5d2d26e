//! Whatever a person answers or leaves out, at any hour: the rules of display hold.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A directory in which several lines keep hours.
static WITH_HOURS: LazyLock<Directory> = LazyLock::new(|| {
    let hours = |id, text| (id, r#"hours = "unknown""#, text);
    edited(&[
        hours("eotinish", r#"hours = "mon-fri 09:00-18:00""#),
        hours("ombudsman-child", r#"hours = "mon-fri 09:00-13:00; mon-fri 14:00-18:00""#),
        hours("child-help-rooms", r#"hours = "sat-sun 00:00-24:00""#),
        hours("legal-aid", r#"hours = "mon 00:00-06:00; sun 20:00-24:00""#),
        hours("family-support-centres", r#"hours = "tue-thu 10:00-16:00""#),
        hours("almaty-city-crisis", r#"hours = "mon-sun 08:00-20:00""#),
        hours("rodnik-almaty", r#"hours = "24/7""#),
        hours("contact-111-qr", r#"hours = "mon-fri 08:00-14:00""#),
        hours("stopncii", r#"hours = "24/7""#),
    ])
});

/// What a person may have answered: bits of kinds and flags, region, language, audience, quarters of hours after noon.
type Answers = (u16, u8, Option<Region>, Lang, Option<Audience>, i64);

fn answers() -> impl Strategy<Value = Answers> {
    let region = proptest::option::of(prop::sample::select(&Region::ALL[..]));
    let audience = proptest::option::of(prop::sample::select(&Audience::ALL[..]));
    (0..512_u16, 0..32_u8, region, prop::sample::select(&Lang::ALL[..]), audience, 0..40_000_i64)
}

fn question((kinds, flags, region, language, audience, quarters): Answers) -> Query {
    Query {
        kinds: Kinds::from_bits(kinds),
        flags: Flags::from_bits(flags),
        region,
        language,
        audience,
        now: NOON.plus(quarters * 900),
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_the_answer_keeps_the_display_rules(answers in answers()) {
        let query = question(answers);
        let directory = &*WITH_HOURS;
        let found = directory.pick(&query);
        let entry = |hotline: &HotlineRef| directory.get(*hotline).expect("its own handle");
        let names = ids(directory, &found);
        let place = |wanted: HotlineRef| found.iter().position(|hotline| *hotline == wanted);

        prop_assert_eq!(&names[names.len() - 3..], ALWAYS);
        prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "nothing stands twice");
        for hotline in &found {
            let line = entry(hotline);
            prop_assert!(line.is_shown());
            prop_assert!(line.confidence() != Confidence::Low || line.numbers().is_empty());
            if let Some(region) = query.region {
                prop_assert!(line.regions().is_empty() || line.regions().contains(&region));
            }
            let at_end = |via: &HotlineRef| directory.always().contains(via);
            if let Some(via) = line.via().filter(|via| !at_end(via)) {
                prop_assert!(place(via) < place(*hotline) && place(via).is_some());
            }
        }

        // Lines that stand on every card, and entries that must follow another, keep no order of their own.
        let free: Vec<&Hotline> = found
            .iter()
            .filter(|hotline| !directory.always().contains(hotline) && !directory.emergency().contains(hotline))
            .map(entry)
            .filter(|line| line.via().is_none_or(|via| directory.always().contains(&via)))
            .collect();
        let minor = query.flags.has(Flag::Minor) || query.audience == Some(Audience::Minor);
        let mute = query.flags.has(Flag::CannotSpeak);
        let takes_children = |line: &Hotline| line.serves().contains(&Serves::Children) || line.flags().has(Flag::Minor);
        let class = |line: &Hotline| {
            let child = if line.is_for_children() { 0 } else { 2 - u8::from(takes_children(line)) };
            (mute && !line.is_written(), if minor { child } else { 0 })
        };
        for (before, after) in free.iter().zip(free.iter().skip(1)) {
            prop_assert!(class(before) <= class(after), "{} before {}", before.id(), after.id());
            let closed = |line: &Hotline| line.hours().open_at(query.now) == Openness::Closed;
            let rank = |line: &Hotline| (class(line), closed(line));
            prop_assert!(rank(before) <= rank(after), "{} closed before {}", before.id(), after.id());
        }
    }

    #[test]
    fn whatever_is_asked_every_line_stays_one_tap_away(answers in answers()) {
        let query = question(answers);
        let directory = &*WITH_HOURS;
        let listed: BTreeSet<HotlineRef> = directory.listed(&query).into_iter().collect();
        prop_assert_eq!(listed.len(), directory.listed(&query).len(), "nothing stands twice");
        for line in directory.every() {
            let handle = directory.by_id(line.id()).expect("its own id");
            let here = line.regions().is_empty() || query.region.is_some_and(|own| line.regions().contains(&own));
            prop_assert_eq!(listed.contains(&handle), line.is_shown() && here, "{}", line.id());
        }
        for hotline in directory.written(&query) {
            prop_assert!(directory.get(hotline).is_some_and(|line| line.is_written() && line.is_shown()));
        }
    }
}
