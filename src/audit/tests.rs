//! A chain that was kept, and chains that somebody bent.

use super::*;
use crate::clock::Moment;
use crate::roster::Name;
use crate::vocab::{Audience, EntryId, Lane, Lang, Outcome};
use proptest::prelude::*;

/// Hours since 1970 at noon of 2026-11-24 UTC.
const HOUR: i64 = 498_756;

fn entry(number: u64, event: Event, who: Option<&str>, detail: &str) -> Entry {
    let id = EntryId::from_bytes([u8::try_from(number).unwrap(); 16]);
    let who = who.map(|name| name.parse::<Name>().unwrap());
    Entry { number, id, hour: HOUR, event, who, detail: detail.parse().unwrap() }
}

fn day() -> Vec<String> {
    let entries = [
        entry(1, Event::Roster, None, "7"),
        entry(2, Event::Login, Some("aigul-1"), ""),
        entry(3, Event::Claim, Some("aigul-1"), "adult/kk"),
    ];
    entries.iter().map(Entry::to_line).collect()
}

fn links(lines: &[String]) -> Vec<Link<'_>> {
    lines.iter().map(|line| Link { hour: HOUR, digest: digest(line), line: Some(line) }).collect()
}

/// Checked on the day on which it was written.
fn checked<'a>(from: Head, links: impl IntoIterator<Item = Link<'a>>) -> Result<Head, Broken> {
    verify(from, links, kept_since(Moment(HOUR * 3600)))
}

/// What is chained of each line.
fn hashes(lines: &[String]) -> Vec<[u8; 32]> {
    links(lines).iter().map(Link::hash).collect()
}

/// What the desk that saw `day` remembers. Computed apart from this program with Python's hashlib.
fn remembered() -> Head {
    "3:acad51b5e8ba2607f225568d554c916a84ee1856247f13944c99e8d1a9bf9009".parse().unwrap()
}

fn broken(number: u64, fault: Fault) -> Result<Head, Broken> {
    Err(Broken { number, fault })
}

#[test]
fn an_entry_has_one_spelling_and_a_chain_one_head() {
    let lines = day();
    let spelling = r#"{"number":3,"id":"03030303030303030303030303030303","hour":498756,"event":"claim","who":"aigul-1","detail":"adult/kk"}"#;
    assert_eq!(lines[2], spelling);
    assert!(lines[0].contains(r#""event":"roster","who":null,"detail":"7""#));
    assert_eq!(checked(Head::START, links(&lines)), Ok(remembered()));
    assert_eq!(extend(Head::START, hashes(&lines)), remembered());
    assert_eq!(checked(Head::START, []), Ok(Head::START));
}

#[test]
fn every_event_reads_back_as_it_was_written() {
    for event in Event::ALL {
        let entry = entry(9, event, Some("dana"), "no_answer 2");
        assert_eq!(Entry::parse(&entry.to_line()), Ok(entry));
    }
}

#[test]
fn any_other_spelling_of_an_entry_is_refused() {
    let good = day().remove(2);
    assert!(Entry::parse(&good).is_ok(), "control");
    for (from, to) in [
        (r#"{"number":3"#, r#"{ "number":3"#),
        (r#"{"number":3"#, r#"{"number":3.0"#),
        (r#"{"number":3"#, r#"{"number":03"#),
        (r#"{"number":3"#, r#"{"number":-3"#),
        (r#"{"number":3"#, r#"{"number":3,"number":3"#),
        (r#"{"number":3,"id":"03"#, r#"{"id":"03"#),
        (r#""0303"#, r#""03"#),
        (r#""0303"#, r#""0A03"#),
        (r#""claim""#, r#""CLAIM""#),
        (r#""claim""#, r#""look""#),
        (r#""claim""#, r#""\u0063laim""#),
        (r#""aigul-1""#, r#""Aigul-1""#),
        (r#""aigul-1""#, r#""a""#),
        (r#","who":"aigul-1""#, ""),
        (r#""adult/kk""#, "null"),
        (r#""adult/kk""#, r#""adult  kk""#),
        (r#""adult/kk""#, r#""adult/kk","minute":1"#),
        ("}", "}}"),
        ("}", "}\n"),
        ("}", ""),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(Entry::parse(&good.replacen(from, to, 1)), Err(NotAnEntry), "{to}");
    }
    let reordered = good.replacen(r#""number":3,"#, "", 1).replacen('}', r#","number":3}"#, 1);
    assert_eq!(Entry::parse(&reordered), Err(NotAnEntry));
    assert_eq!(Entry::parse(&good.replacen("adult", &"a".repeat(1000), 1)), Err(NotAnEntry));
    assert_eq!(Entry::parse(""), Err(NotAnEntry));
}

#[test]
fn the_longest_entry_there_can_be_is_still_read() {
    let detail = format!("{} {} {} x", "a".repeat(20), "a".repeat(20), "a".repeat(20));
    assert_eq!(detail.len(), 64);
    let name = "n".repeat(32);
    let mut longest = entry(1, Event::CapRaised, Some(&name), &detail);
    (longest.number, longest.hour) = (u64::MAX, i64::MIN);
    assert_eq!(Entry::parse(&longest.to_line()), Ok(longest));
}

#[test]
fn a_detail_has_no_room_for_a_requests_id_a_number_or_a_persons_words() {
    for good in ["", "adult/kk", "no_answer", "7", "4294967295", "cap 10 hour", "a-b"] {
        assert_eq!(good.parse::<Detail>().unwrap().as_str(), good);
    }
    for bad in [
        "abababababababababababababababab",
        "+77010000042",
        "77010000042",
        "7 701 000 00 42 көмек",
        "She said",
        "a  b",
        " a",
        "a ",
        "a\nb",
        "a\"b",
        "a.b",
        "көмек",
    ] {
        assert_eq!(bad.parse::<Detail>(), Err(NotADetail), "{bad}");
    }
    assert!("word ".repeat(13).trim_end().parse::<Detail>().is_ok(), "64 characters");
    assert_eq!("words ".repeat(13).trim_end().parse::<Detail>(), Err(NotADetail));
}

#[test]
fn whoever_is_on_a_roster_can_be_named_and_whatever_the_house_says_is_a_detail() {
    let reads_back = |detail: Detail| assert_eq!(detail.as_str().parse(), Ok(detail.clone()), "{detail:?}");
    for good in ["ai", "night-2026112400", "1234567890", &"f".repeat(31), &"n".repeat(32)] {
        reads_back(Detail::more_claims(&good.parse().unwrap(), u32::MAX));
    }
    for bad in ["night-20261124001", "77010000042", &"f".repeat(32), &"n".repeat(33), "a", "a_b", "a/b", "Dana", ""] {
        assert_eq!(bad.parse::<Name>(), Err(crate::roster::NotAName), "{bad}");
    }
    for audience in Audience::ALL {
        for lang in Lang::ALL {
            reads_back(Lane { audience, lang }.into());
        }
    }
    for outcome in Outcome::ALL {
        reads_back(outcome.into());
    }
    reads_back(Detail::version(u32::MAX));
}

#[test]
fn a_line_that_was_changed_is_found() {
    let mut lines = day();
    let old = lines.clone();
    lines[1] = lines[1].replace("aigul-1", "aigul-2");
    let mut kept = links(&old);
    kept[1].line = Some(&lines[1]);
    assert_eq!(checked(Head::START, kept), broken(2, Fault::OtherDigest));
}

#[test]
fn an_entry_that_was_left_out_is_found() {
    let mut lines = day();
    lines.remove(1);
    assert_eq!(checked(Head::START, links(&lines)), broken(2, Fault::OtherNumber));
}

#[test]
fn an_entry_that_was_put_in_or_said_twice_is_found() {
    let mut lines = day();
    lines.insert(1, lines[1].clone());
    assert_eq!(checked(Head::START, links(&lines)), broken(3, Fault::OtherNumber));
}

#[test]
fn two_entries_that_changed_places_are_found() {
    let mut lines = day();
    lines.swap(0, 2);
    assert_eq!(checked(Head::START, links(&lines)), broken(1, Fault::OtherNumber));
}

#[test]
fn a_line_that_is_no_entry_is_found() {
    let mut lines = day();
    lines[2] = "a note between the lines".into();
    assert_eq!(checked(Head::START, links(&lines)), broken(3, Fault::NotAnEntry));
    let error = Broken { number: 3, fault: Fault::NotAnEntry };
    assert_eq!(error.to_string(), "the audit chain is broken at entry 3: its line is not an entry");
}

/// A moment `days` after the day's lines were written, and so many seconds.
const fn later(days: i64, seconds: i64) -> Moment {
    Moment((HOUR + 24 * days) * 3600 + seconds)
}

#[test]
fn lines_that_were_dropped_after_their_days_leave_the_chain_whole() {
    let lines = day();
    for gone in 1..=3 {
        let mut kept = links(&lines);
        kept.iter_mut().take(gone).for_each(|link| link.line = None);
        assert_eq!(verify(Head::START, kept, kept_since(later(KEPT_DAYS, 3600))), Ok(remembered()));
    }
}

#[test]
fn a_line_that_was_taken_out_before_its_days_were_over_is_found() {
    let lines = day();
    for gone in [0, 1, 2] {
        let mut kept = links(&lines);
        kept[gone].line = None;
        let missing = broken(gone as u64 + 1, Fault::LineMissing);
        for now in [later(0, 0), later(1, 0), later(KEPT_DAYS, 3599)] {
            assert_eq!(verify(Head::START, kept.clone(), kept_since(now)), missing, "{now:?}");
        }
    }
}

#[test]
fn a_line_is_not_made_older_than_it_is() {
    let lines = day();
    let mut kept = links(&lines);
    kept[1].hour = HOUR - 24 * (KEPT_DAYS + 1);
    assert_eq!(checked(Head::START, kept.clone()), broken(2, Fault::OtherHour), "it says its hour itself");
    kept[1].line = None;
    let led = checked(Head::START, kept).unwrap();
    assert_ne!(led, remembered(), "and without the line the chain leads elsewhere");
}

#[test]
fn a_chain_that_was_rewritten_as_a_whole_does_not_lead_to_the_head_a_desk_remembers() {
    let mut lines = day();
    lines[1] = lines[1].replace("aigul-1", "aigul-2");
    let rewritten = checked(Head::START, links(&lines)).unwrap();
    assert_eq!(rewritten.number, remembered().number);
    assert_ne!(rewritten, remembered());
    assert_ne!(checked(Head::START, links(&day()[..2])), Ok(remembered()), "cut short");
}

#[test]
fn a_desk_that_was_away_extends_the_head_it_remembers() {
    let mut lines = day();
    lines.push(entry(4, Event::Close, Some("aigul-1"), "reached").to_line());
    let now = checked(Head::START, links(&lines)).unwrap();
    assert_eq!(extend(remembered(), [hashes(&lines)[3]]), now);
    assert_eq!(checked(remembered(), links(&lines[3..])), Ok(now));
    assert_ne!(extend(remembered(), [hashes(&lines)[2]]), now);
    assert_ne!(extend(remembered(), [hashes(&lines)[3]; 2]), now);
    assert_eq!(extend(now, []), now);
}

#[test]
fn the_same_digest_at_another_place_leads_elsewhere() {
    let one = Head::START.next([1; 32]);
    assert_ne!(one.next([1; 32]).hash, one.hash);
    assert_ne!(Head { number: 5, ..one }.next([2; 32]).hash, one.next([2; 32]).hash);
}

#[test]
fn a_head_reads_back_in_its_one_spelling() {
    let head = remembered();
    let text = head.to_string();
    assert_eq!(text.parse(), Ok(head));
    let start = format!("0:{}", "0".repeat(64));
    assert_eq!(start.parse(), Ok(Head::START));
    for bad in [
        String::new(),
        format!("+{text}"),
        format!("0{text}"),
        format!("{text}0"),
        format!("{text} "),
        text.to_uppercase(),
        text.replace(':', ""),
        text[..text.len() - 1].to_owned(),
        format!("1:{}", "+a".repeat(32)),
        format!("1:{}", "қ".repeat(32)),
        format!("18446744073709551616:{}", "0".repeat(64)),
        format!("-1:{}", "0".repeat(64)),
    ] {
        assert_eq!(bad.parse::<Head>(), Err(NotAHead), "{bad}");
    }
}

proptest! {
    #[test]
    fn any_text_is_an_entry_in_its_one_spelling_or_refused(text in "\\PC{0,200}") {
        if let Ok(entry) = Entry::parse(&text) {
            prop_assert_eq!(entry.to_line(), text);
        }
    }

    #[test]
    fn any_entry_reads_back_and_any_changed_byte_of_it_is_another_entry_or_none(
        number in any::<u64>(),
        id in any::<[u8; 16]>(),
        hour in any::<i64>(),
        event in 0_usize..9,
        who in proptest::option::of("[a-z-]{2,22}[0-9]{0,10}"),
        detail in "([a-z_/-]{1,20}( [a-z_/-]{1,10}){0,3})?",
        at in any::<prop::sample::Index>(),
        byte in 32_u8..127,
    ) {
        let who = who.map(|name| name.parse().unwrap());
        let id = EntryId::from_bytes(id);
        let entry = Entry { number, id, hour, event: Event::ALL[event], who, detail: detail.parse().unwrap() };
        let line = entry.to_line();
        prop_assert_eq!(Entry::parse(&line), Ok(entry.clone()));
        let mut changed = line.clone().into_bytes();
        let at = at.index(changed.len());
        changed[at] = byte;
        let changed = String::from_utf8(changed).unwrap();
        if changed != line {
            prop_assert_ne!(Entry::parse(&changed), Ok(entry));
            prop_assert_ne!(digest(&changed), digest(&line));
        }
    }

    #[test]
    fn any_text_is_a_head_or_refused(text in "[0-9a-f:+]{0,90}") {
        if let Ok(head) = text.parse::<Head>() {
            prop_assert_eq!(head.to_string(), text);
        }
    }

    #[test]
    fn a_chain_verified_in_two_parts_has_the_head_of_the_whole(
        digests in proptest::collection::vec(any::<[u8; 32]>(), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let cut = cut.index(digests.len() + 1);
        let link = |digest: &[u8; 32]| Link { hour: HOUR, digest: *digest, line: None };
        let first = verify(Head::START, digests[..cut].iter().map(link), HOUR + 1).unwrap();
        let whole = verify(first, digests[cut..].iter().map(link), HOUR + 1).unwrap();
        prop_assert_eq!(whole, extend(Head::START, digests.iter().map(|digest| link(digest).hash())));
        prop_assert_eq!(usize::try_from(whole.number).unwrap(), digests.len());
    }
}
