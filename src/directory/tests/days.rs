//! Hours and dates at their edges, in Almaty time.

use super::broken;
use crate::clock::Moment;
use crate::directory::{AsOf, Checked, Directory, Finding, Hours, Openness, SHIPPED, Stale, check, day_in_almaty};
use jiff::Timestamp;
use jiff::civil::{Date, date};

fn hours(text: &str) -> Hours {
    Hours::try_from(text.to_owned()).unwrap_or_else(|error| panic!("{error}"))
}

fn moment(text: &str) -> Moment {
    Moment(text.parse::<Timestamp>().expect("a moment").as_second())
}

/// Whether hours are open at a moment given with its offset.
fn check_open(text: &str, at: &str, expected: Openness) {
    assert_eq!(hours(text).open_at(moment(at)), expected, "{text} at {at}");
}

#[test]
fn opening_counts_from_the_first_minute_to_before_the_last() {
    let week = "mon-fri 09:00-18:00; sat 10:00-14:00";
    // 2026-11-23 is a Monday.
    check_open(week, "2026-11-23T08:59:59+05:00", Openness::Closed);
    check_open(week, "2026-11-23T09:00:00+05:00", Openness::Open);
    check_open(week, "2026-11-27T17:59:59+05:00", Openness::Open);
    check_open(week, "2026-11-27T18:00:00+05:00", Openness::Closed);
    check_open(week, "2026-11-28T09:30:00+05:00", Openness::Closed);
    check_open(week, "2026-11-28T10:00:00+05:00", Openness::Open);
    check_open(week, "2026-11-29T12:00:00+05:00", Openness::Closed);
}

#[test]
fn the_day_is_the_day_in_almaty_and_not_in_greenwich() {
    check_open("mon 00:00-24:00", "2026-11-22T18:59:59Z", Openness::Closed);
    check_open("mon 00:00-24:00", "2026-11-22T19:00:00Z", Openness::Open);
    check_open("mon 00:00-24:00", "2026-11-23T18:59:59Z", Openness::Open);
    check_open("mon 00:00-24:00", "2026-11-23T19:00:00Z", Openness::Closed);
    // Until 2024-03-01 the clocks of Almaty stood at +06.
    check_open("mon 00:00-24:00", "2024-02-25T18:00:00Z", Openness::Open);
    assert_eq!(day_in_almaty(moment("2026-11-23T18:59:59Z")), date(2026, 11, 23));
    assert_eq!(day_in_almaty(moment("2026-11-23T19:00:00Z")), date(2026, 11, 24));
}

#[test]
fn a_night_line_is_written_as_two_parts_and_stays_open_across_midnight() {
    let night = "sat-sun 22:00-24:00; mon 00:00-06:00; sun 00:00-06:00";
    for open in [
        "2026-11-28T22:00:00+05:00",
        "2026-11-28T23:59:59+05:00",
        "2026-11-29T00:00:00+05:00",
        "2026-11-30T05:59:59+05:00",
    ] {
        check_open(night, open, Openness::Open);
    }
    for closed in ["2026-11-28T21:59:59+05:00", "2026-11-29T06:00:00+05:00", "2026-11-30T06:00:00+05:00"] {
        check_open(night, closed, Openness::Closed);
    }
}

#[test]
fn unknown_hours_are_never_called_closed() {
    check_open("unknown", "2026-11-29T03:00:00+05:00", Openness::Unknown);
    check_open("24/7", "2026-11-29T03:00:00+05:00", Openness::Open);
}

#[test]
fn no_moment_is_too_far_away() {
    for far in [i64::MIN, i64::MAX] {
        assert_eq!(hours("mon 09:00-18:00").open_at(Moment(far)), Openness::Unknown);
        assert_eq!(hours("24/7").open_at(Moment(far)), Openness::Open);
    }
    assert_eq!((day_in_almaty(Moment(i64::MIN)), day_in_almaty(Moment(i64::MAX))), (Date::MIN, Date::MAX));
    assert!(!check(Directory::shipped(), Date::MAX).is_empty());
    assert!(!check(Directory::shipped(), Date::MIN).is_empty());
}

#[test]
fn hours_are_written_back_as_they_were_read() {
    for text in ["24/7", "unknown", "mon 09:00-18:00", "tue-sun 00:05-24:00; mon 07:00-07:30"] {
        assert_eq!(hours(text).to_string(), text);
    }
}

#[test]
fn a_date_is_as_exact_as_its_source() {
    for text in ["2024", "2024-02", "2024-02-29", "unknown"] {
        assert_eq!(AsOf::read(text).expect(text).to_string(), text);
    }
    for text in ["", "2024-2", "24", "2024-02-30", "2024-13", "2024-01-01-01", "+024", "２０２４"] {
        assert_eq!(AsOf::read(text), None, "{text}");
    }
    assert_eq!(AsOf::read("2024-02").expect("a month").first_day(), Some(date(2024, 2, 1)));
}

/// What is found on a day, if 112 was phoned on `phoned`.
fn findings(phoned: &str, today: Date) -> Vec<Finding> {
    let by = if phoned.is_empty() { "" } else { "A. Tester" };
    let to = format!("verified_at = \"{phoned}\"\nverified_by = \"{by}\"");
    let (text, _) = broken("id = \"emergency-112\"", "verified_at = \"\"\nverified_by = \"\"", &to);
    let directory = Directory::parse(&text).unwrap_or_else(|problems| panic!("{problems}"));
    let line = 1 + text[..=text.find("\nverified_at").expect("112 has it")].matches('\n').count();
    check(&directory, today).into_iter().filter(|finding| finding.line() <= line).collect()
}

#[test]
fn sources_and_phone_checks_grow_old() {
    let hotline = Directory::shipped().by_id("emergency-112").expect("112 is there");
    let line = 1 + SHIPPED[..=SHIPPED.find("\nverified_at").expect("112 has it")].matches('\n').count();
    let collected = 1 + SHIPPED[..=SHIPPED.find("\ncollected").expect("it is there")].matches('\n').count();
    let never = Finding::Stale { line, hotline, stale: Stale::NeverPhoned };
    let old = |days| Finding::SourcesOld { line: collected, days };
    let phoned_ago = |days| Finding::Stale { line, hotline, stale: Stale::PhonedDaysAgo(days) };

    assert_eq!(findings("", date(2026, 11, 24)), [never]);
    assert_eq!(findings("", date(2027, 1, 23)), [never], "60 days");
    assert_eq!(findings("", date(2027, 1, 24)), [old(61), never]);
    assert_eq!(findings("", date(2026, 11, 23)), [never], "tomorrow may have come in Almaty");
    assert_eq!(findings("", date(2026, 11, 22))[0], Finding::CollectedInFuture { line: collected });
    assert_eq!(findings("2026-11-25", date(2026, 11, 25)), []);
    assert_eq!(findings("2026-11-25", date(2026, 11, 24)), [Finding::PhonedInFuture { line, hotline }]);
    let again = |days| Finding::PhoneAgain { line, hotline, days };
    assert_eq!(findings("2026-09-25", date(2026, 11, 24)), [], "60 days");
    assert_eq!(findings("2026-09-24", date(2026, 11, 24)), [again(61)]);
    assert_eq!(findings("2026-06-01", date(2026, 11, 28)), [again(180)]);
    assert_eq!(findings("2026-06-01", date(2026, 11, 29)), [phoned_ago(181)]);
    assert!(phoned_ago(181).is_stale() && old(181).is_stale());
    assert!(!old(180).is_stale() && !again(180).is_stale() && !never.is_stale());
}

#[test]
fn a_number_nobody_phoned_never_says_that_it_was_checked() {
    for hotline in Directory::shipped().every() {
        assert_eq!(hotline.checked(), Checked::SourceOf(hotline.as_of()), "{}", hotline.id());
    }
    let (text, _) =
        broken("", "verified_at = \"\"\nverified_by = \"\"", "verified_at = \"2026-11-20\"\nverified_by = \"A\"");
    let directory = Directory::parse(&text).expect("a file somebody phoned for");
    assert_eq!(directory.every()[0].checked(), Checked::PhonedOn(date(2026, 11, 20)));
}
