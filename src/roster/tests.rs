//! Duty hours, lanes and the canonical text. The attack table is in `tests/roster`.

use super::duty::on_duty;
use super::*;
use crate::clock::Moment;
use crate::vocab::{Audience, Lang};
use proptest::prelude::*;

/// 2026-11-24 was a Tuesday.
fn almaty(text: &str) -> Moment {
    let zone = jiff::tz::TimeZone::get("Asia/Almaty").unwrap();
    Moment(zone.to_timestamp(text.parse().unwrap()).unwrap().as_second())
}

const FAR: Moment = Moment(i64::MAX);

fn duty(text: &str) -> Duty {
    Duty::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn at(duties: &[&str], now: &str) -> OnDuty {
    let duties: Vec<_> = duties.iter().map(|text| duty(text)).collect();
    on_duty(duties.iter(), almaty(now), FAR)
}

#[test]
fn the_desk_is_open_from_the_first_minute_to_the_last() {
    let hours = ["mon-fri/09:00-18:00"];
    let open = OnDuty::Now { until: almaty("2026-11-24T18:00") };
    assert_eq!(at(&hours, "2026-11-24T09:00"), open);
    assert_eq!(at(&hours, "2026-11-24T17:59:59"), open);
    let tomorrow = OnDuty::Later { from: almaty("2026-11-25T09:00"), until: almaty("2026-11-25T18:00") };
    assert_eq!(at(&hours, "2026-11-24T18:00"), tomorrow);
    assert_eq!(at(&hours, "2026-11-25T08:59:59"), tomorrow);
}

#[test]
fn on_friday_evening_the_next_shift_is_on_monday() {
    let monday = OnDuty::Later { from: almaty("2026-11-30T09:00"), until: almaty("2026-11-30T18:00") };
    assert_eq!(at(&["mon-fri/09:00-18:00"], "2026-11-27T18:00"), monday);
    let next_week = OnDuty::Later { from: almaty("2026-12-01T09:00"), until: almaty("2026-12-01T18:00") };
    assert_eq!(at(&["tue/09:00-18:00"], "2026-11-24T18:00"), next_week);
}

#[test]
fn a_night_shift_lasts_past_midnight_and_past_sunday() {
    let night = OnDuty::Now { until: almaty("2026-11-25T06:00") };
    assert_eq!(at(&["mon-sun/22:00-06:00"], "2026-11-24T23:00"), night);
    assert_eq!(at(&["mon-sun/22:00-06:00"], "2026-11-25T05:59"), night);
    assert_eq!(at(&["sun/22:00-06:00"], "2026-11-30T01:00"), OnDuty::Now { until: almaty("2026-11-30T06:00") });
}

#[test]
fn one_shift_hands_over_to_the_next_and_a_gap_ends_the_wait() {
    let shifts = ["mon-sun/08:00-12:00", "mon-sun/12:00-16:00", "mon-sun/16:01-20:00"];
    assert_eq!(at(&shifts, "2026-11-24T09:00"), OnDuty::Now { until: almaty("2026-11-24T16:00") });
    assert_eq!(at(&["mon-sun/00:00-24:00"], "2026-11-24T09:00"), at(&["mon-sun/00:00-24:00"], "2026-11-24T10:00"));
}

#[test]
fn day_and_night_lasts_until_the_roster_ends_and_unknown_hours_stay_unknown() {
    assert_eq!(at(&["24/7"], "2026-11-24T03:00"), OnDuty::Now { until: FAR });
    assert_eq!(at(&["unknown", "24/7"], "2026-11-24T03:00"), OnDuty::Now { until: FAR });
    assert_eq!(at(&["unknown"], "2026-11-24T03:00"), OnDuty::Unknown);
    assert_eq!(at(&[], "2026-11-24T03:00"), OnDuty::Nobody);
    assert!(matches!(at(&["unknown", "mon/09:00-10:00"], "2026-11-24T03:00"), OnDuty::Later { .. }));
}

#[test]
fn duty_hours_have_one_spelling() {
    for good in ["24/7", "unknown", "mon/00:00-24:00", "mon-fri/09:00-18:00,sat/10:00-14:00", "sat-sun/22:00-06:00"] {
        assert_eq!(duty(good).to_text(), good);
    }
    for bad in [
        "",
        "always",
        "24/7,mon/09:00-18:00",
        "Mon/09:00-18:00",
        "mon-mon/09:00-18:00",
        "fri-mon/09:00-18:00",
        "mon/9:00-18:00",
        "mon/09:00-09:00",
        "mon/24:00-09:00",
        "mon/09:00-00:00",
        "mon/09:00-24:01",
        "mon/09:60-18:00",
        "mon/+9:00-18:00",
        "mon/09:00-18:00,",
        "mon/09:00-18:00,mon/09:00-18:00",
        "sat/10:00-14:00,mon/09:00-18:00",
    ] {
        assert_eq!(Duty::parse(bad), None, "{bad}");
    }
}

fn counsellor(name: &str, languages: &[Lang], audiences: &[Audience]) -> Counsellor {
    Counsellor {
        name: name.parse().unwrap(),
        recipient: fresh(),
        languages: languages.to_vec(),
        audiences: audiences.to_vec(),
        duty: Duty::Always,
        role: Role::Counsellor,
        since: "2026-11-24".parse().unwrap(),
    }
}

fn fresh() -> Recipient {
    age::x25519::Identity::generate().to_public().to_string().parse().unwrap()
}

fn roster(counsellors: Vec<Counsellor>) -> Roster {
    Roster {
        deployment: "almaty-1".parse().unwrap(),
        version: 1,
        issued: "2026-11-24".parse().unwrap(),
        not_after: "2027-02-20".parse().unwrap(),
        counsellors,
        recovery: vec![fresh()],
        revoked: Vec::new(),
    }
}

#[test]
fn a_lane_goes_to_who_serves_it_else_to_who_serves_the_audience() {
    use Audience::{Adult, Minor};
    let roster = roster(vec![
        counsellor("aigul", &[Lang::Kk, Lang::Ru], &[Adult, Minor]),
        counsellor("dana", &[Lang::Ru], &[Adult]),
        counsellor("erlan", &[Lang::En], &[Adult]),
    ]);
    let names = |audience, lang| {
        let serving = lanes::counsellors(&roster, Lane { audience, lang });
        serving.into_iter().map(|one| one.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(names(Adult, Lang::Kk), ["aigul"]);
    assert_eq!(names(Adult, Lang::Ru), ["aigul", "dana"]);
    assert_eq!(names(Adult, Lang::En), ["erlan"]);
    assert_eq!(names(Minor, Lang::Ru), ["aigul"]);
    assert_eq!(names(Minor, Lang::En), ["aigul"], "who works with minors reads it though she speaks no English");
    let lane = Lane { audience: Minor, lang: Lang::En };
    let readers: Vec<_> = lanes::recipients(&roster, lane).iter().collect();
    assert_eq!(readers, [&roster.counsellors[0].recipient, &roster.recovery[0]]);
}

#[test]
fn thirty_three_readers_in_one_lane_are_one_too_many() {
    let many = |count: usize| {
        let one = |index| counsellor(&format!("c-{index:02}"), &[Lang::Ru], &[Audience::Adult]);
        roster((0..count).map(one).collect())
    };
    assert_eq!(many(31).check(), Ok(()));
    assert!(matches!(many(32).check(), Err(Error::TooManyInLane { found: 33, limit: 32, .. })));
}

#[test]
fn the_authority_may_list_people_in_any_order_and_the_text_is_the_same() {
    let mut one = roster(vec![counsellor("dana", &[Lang::Ru, Lang::Kk], &[Audience::Minor, Audience::Adult])]);
    one.counsellors.push(counsellor("aigul", &[Lang::En], &[Audience::Adult]));
    one.recovery.push(fresh());
    let text = one.to_text();
    assert!(text.contains("languages=kk,ru audiences=adult,minor"));
    one.counsellors.reverse();
    one.recovery.reverse();
    assert_eq!(one.to_text(), text);
    assert_eq!(Roster::parse(text.as_bytes()).unwrap().to_text(), text);
}

#[test]
fn a_secret_key_that_strayed_into_a_roster_is_not_repeated() {
    let secret = age::secrecy::ExposeSecret::expose_secret(&age::x25519::Identity::generate().to_string()).to_owned();
    let text = format!(
        "janynda-roster-v1\ndeployment almaty-1\nversion 1\nissued 2026-11-24\nnot-after 2026-11-25\nrecovery recipient={secret}\n"
    );
    let error = Roster::parse(text.as_bytes()).unwrap_err();
    assert!(matches!(&error, Error::Line { line: 6, .. }), "{error}");
    assert!(!format!("{error:?}").contains(&secret[..20]));
}

prop_compose! {
    fn shift()(first in 0..7usize, length in 0..7usize, from in 0..1440u16, to in 1..=1440u16) -> String {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let last = (first + length).min(6);
        let to = if to == from { from + 1 } else { to };
        let days = if first == last { days[first].to_owned() } else { format!("{}-{}", days[first], days[last]) };
        format!("{days}/{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

proptest! {
    #[test]
    fn a_shift_is_written_as_it_was_read(text in shift()) {
        prop_assert_eq!(duty(&text).to_text(), text);
    }

    #[test]
    fn whoever_has_hours_is_on_duty_now_or_within_eight_days(text in shift(), now in 0..4_000_000_000i64) {
        let duty = duty(&text);
        match on_duty(std::iter::once(&duty), Moment(now), FAR) {
            OnDuty::Now { until } => prop_assert!(until.0 > now),
            OnDuty::Later { from, until } => {
                prop_assert!(from.0 > now && from < until && from.0 - now <= 8 * 86_400);
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn any_bytes_are_a_roster_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Roster::parse(&bytes);
    }

    #[test]
    fn a_text_that_is_read_is_written_the_same(
        version in "[0-9]{1,11}",
        issued in "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        lines in "((counsellor|recovery|revoked) [a-z0-9= ,/:-]{0,80}\n){0,3}",
    ) {
        let text = format!("janynda-roster-v1\ndeployment almaty-1\nversion {version}\nissued {issued}\nnot-after 2027-02-20\n{lines}");
        if let Ok(roster) = Roster::parse(text.as_bytes()) {
            prop_assert_eq!(roster.to_text(), text);
        }
    }

    #[test]
    fn any_text_is_a_signature_or_an_error(signature in ".{0,40}\n.{0,120}\n(trusted comment: )?.{0,40}\n.{0,120}\n?") {
        let roster = UntrustedRoster { text: b"x", signature: &signature };
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3".parse::<AuthorityKey>().unwrap();
        prop_assert!(roster.verify(&[key], &"almaty-1".parse().unwrap(), Moment(0), None).is_err());
    }
}
