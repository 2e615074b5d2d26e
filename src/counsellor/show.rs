//! An opened request for a counsellor's terminal, and as JSON.
//!
//! How to reach the person safely comes first: who reads the words first and calls later may have forgotten by then
//! that a husband picks up. Whoever knows a recipient can seal anything to it, so nothing inside may act on the
//! terminal or pass for a line of ours: control, bidirectional and invisible characters are written out, and the
//! person's own words stand behind a bar, also where a line was too long for an ordinary terminal of 80 columns and was
//! broken here. A narrower terminal breaks it once more: whoever has one makes it wider.

use super::lines::{is_dangerous, lines};
use super::listing::almaty;
use crate::clock::Moment;
use crate::seal::Opened;
use crate::vocab::{Allowed, CallbackRequest, DayPart, Days, Flag, How, Kind, Plain, Region, Sign, SomeoneElse, Who};
use serde::Serialize;
use std::fmt::Write;

pub use super::lines::visible;

/// Columns of own words in a line, and of what stands behind a label: less than 80 with what stands before them.
const WORDS: usize = 70;
const VALUE: usize = 60;

/// Stands before the rest of a value that is longer than a line, where no label of ours has anything.
const GOES_ON: &str = "              |";

/// Stands above everything a stranger may have written.
const UNVERIFIED: &str = "The content is unverified: whoever knows your recipient could have written it.";

/// The request as plain text, ending with a line feed.
#[must_use]
pub fn text(opened: &Opened) -> String {
    let request = &opened.request;
    let mut out = String::new();
    let mut line = |label: &str, value: &str| {
        let mut before = label;
        for piece in lines(value, VALUE) {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{before:<16}{piece}");
            before = GOES_ON;
        }
    };
    line("Request", &request.id.to_string());
    line("Lane", &format!("{}, urgency {}", request.lane(), request.urgency.name()));
    line("Sealed", &format!("{}, roster version {}", sealed(opened), opened.roster.version));
    line(UNVERIFIED, "");

    line("", "");
    line("SAFE CONTACT", "");
    line("  How", how(request.how));
    line("  Number", request.number.as_ref().map_or("none left", Plain::expose));
    line("  When", &format!("{}, {} (Almaty time)", part(request), days(request)));
    line("  Code word", &code_word(request));
    line("  Ask for", request.name.as_ref().map_or("no name left", Plain::expose));
    line("  Others answer", someone_else(request.someone_else));
    line("  Voice message", allowed(request.voicemail));
    line("  SMS", allowed(request.sms));

    line("", "");
    line("ABOUT", "");
    line("  Who", request.who.map_or("not told", who));
    line("  Region", request.region.map_or("not told", Region::code));
    line("  Kinds", &or_none(&request.kinds.iter().map(Kind::name).collect::<Vec<_>>()));
    line("  Flags", &or_none(&request.flags.iter().map(Flag::name).collect::<Vec<_>>()));
    line("  Signs", &or_none(&request.signs.iter().map(Sign::name).collect::<Vec<_>>()));

    line("", "");
    line("OWN WORDS", request.words.as_ref().map_or("none", |_| ""));
    if let Some(words) = &request.words {
        for written in words.expose().split('\n').flat_map(|written| lines(written, WORDS)) {
            let _ = writeln!(out, "  | {written}");
        }
    }
    // Labels are padded for their values; a line without one has no spaces at its end.
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The request as one JSON object in one line, for machines. Dangerous characters are JSON escapes (`\u202e`).
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "texts and numbers are always JSON")]
pub fn json(opened: &Opened) -> String {
    let request = &opened.request;
    let plain = |plain: &Option<Plain>| plain.as_ref().map(|plain| plain.expose().to_owned());
    let shown = Shown {
        content: "unverified",
        request: request.id.to_string(),
        lane: request.lane().to_string(),
        urgency: request.urgency.name(),
        sealed_hour: opened.sealed_hour,
        roster_version: opened.roster.version,
        roster_hash: opened.roster.hash.to_string(),
        safe_contact: SafeContact {
            how: request.how.name(),
            number: request.number.as_ref().map(Plain::expose),
            part: request.when.part.name(),
            days: request.when.days.name(),
            code_word: plain(&request.code_word),
            name: plain(&request.name),
            someone_else: request.someone_else.name(),
            voicemail: request.voicemail.name(),
            sms: request.sms.name(),
        },
        who: request.who.map(Who::name),
        region: request.region.map(Region::code),
        kinds: request.kinds.iter().map(Kind::name).collect(),
        flags: request.flags.iter().map(Flag::name).collect(),
        signs: request.signs.iter().map(Sign::name).collect(),
        words: plain(&request.words),
    };
    let json = serde_json::to_string(&shown).expect("texts and numbers are always JSON");
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_dangerous(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[derive(Serialize)]
struct Shown<'a> {
    content: &'a str,
    request: String,
    lane: String,
    urgency: &'a str,
    sealed_hour: i64,
    roster_version: u32,
    roster_hash: String,
    safe_contact: SafeContact<'a>,
    who: Option<&'a str>,
    region: Option<&'a str>,
    kinds: Vec<&'a str>,
    flags: Vec<&'a str>,
    signs: Vec<&'a str>,
    words: Option<String>,
}

#[derive(Serialize)]
struct SafeContact<'a> {
    how: &'a str,
    number: Option<&'a str>,
    part: &'a str,
    days: &'a str,
    code_word: Option<String>,
    name: Option<String>,
    someone_else: &'a str,
    voicemail: &'a str,
    sms: &'a str,
}

/// The hour in which it was sealed, by the clock on her wall.
fn sealed(opened: &Opened) -> String {
    format!("{} (Almaty time)", almaty(Moment(opened.sealed_hour.saturating_mul(3600))))
}

const fn how(how: How) -> &'static str {
    match how {
        How::Call => "call",
        How::Text => "text only, do not call",
        How::Either => "call or text",
        How::Here => "write in the chat, do not call",
    }
}

const fn part(request: &CallbackRequest) -> &'static str {
    match request.when.part {
        DayPart::Any => "any time",
        DayPart::Now => "as soon as you read this",
        DayPart::Morning => "morning",
        DayPart::Day => "daytime",
        DayPart::Evening => "evening",
        DayPart::Night => "night",
    }
}

const fn days(request: &CallbackRequest) -> &'static str {
    match request.when.days {
        Days::Any => "any day",
        Days::Weekdays => "Monday to Friday",
        Days::Weekend => "Saturday and Sunday",
    }
}

fn code_word(request: &CallbackRequest) -> String {
    request.code_word.as_ref().map_or("none: make sure who is on the line".to_owned(), |word| {
        format!("{} (ask for it before anything else)", word.expose())
    })
}

const fn someone_else(choice: SomeoneElse) -> &'static str {
    match choice {
        SomeoneElse::HangUp => "say nothing and hang up",
        SomeoneElse::WrongNumber => "say it was a wrong number",
        SomeoneElse::AskForName => "ask for the name above, as a friend would",
    }
}

const fn allowed(allowed: Allowed) -> &'static str {
    match allowed {
        Allowed::No => "NO",
        Allowed::Yes => "yes",
    }
}

const fn who(who: Who) -> &'static str {
    match who {
        Who::MeAdult => "the writer, 18 or older",
        Who::MeMinor => "the writer, under 18",
        Who::OtherAdult => "another adult",
        Who::OtherMinor => "a child or teenager, not the writer",
    }
}

fn or_none(names: &[&str]) -> String {
    if names.is_empty() { "none told".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Signs;
    use crate::vocab::{Audience, Flags, Kinds, Lang, RequestId, RosterHash, RosterMark, SafeTime, Urgency};

    fn opened(name: &str, words: &str) -> Opened {
        let plain = |text: &str| Plain::new(text.to_owned());
        let request = CallbackRequest {
            id: RequestId::from_bytes([0xab; 16]),
            lang: Lang::Kk,
            audience: Audience::Adult,
            urgency: Urgency::High,
            kinds: Kinds::NONE.with(Kind::Economic),
            flags: Flags::NONE.with(Flag::CannotSpeak),
            signs: Signs::NONE.with(Sign::NeckEarlier),
            region: Some(Region::Almaty),
            who: None,
            how: How::Text,
            number: Some(plain("+77010000042")),
            when: SafeTime { part: DayPart::Evening, days: Days::Weekdays },
            someone_else: SomeoneElse::AskForName,
            voicemail: Allowed::No,
            sms: Allowed::Yes,
            name: Some(plain(name)),
            code_word: Some(plain("алма")),
            words: Some(plain(words)),
            return_address: None,
        };
        let roster = RosterMark { version: 7, hash: RosterHash::from_bytes([1; 32]) };
        Opened { request, roster, sealed_hour: 498_756 }
    }

    #[test]
    fn how_to_reach_her_safely_comes_before_what_she_wrote() {
        let text = text(&opened("Әсел", "Көмек керек"));
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
        assert!(at("unverified") < at("SAFE CONTACT"));
        assert!(at("SAFE CONTACT") < at("OWN WORDS"));
        assert!(at("text only, do not call") < at("Көмек керек"));
        at("+77010000042");
        at("evening, Monday to Friday (Almaty time)");
        at("алма (ask for it before anything else)");
        at("Әсел");
        at("ask for the name above");
        at("  Voice message NO");
        at("Sealed          2026-11-24 17:00 (Almaty time), roster version 7");
        assert!(text.lines().all(|line| line == line.trim_end()));
    }

    #[test]
    fn hostile_text_cannot_act_on_the_terminal_or_pass_for_a_line_of_ours() {
        let hostile =
            "\u{1b}[2J\u{202e}txet\r\nSAFE CONTACT\n  Number        +70000000000\u{200b}\u{e0041}\u{9b}31m\u{7}";
        let shown = text(&opened("A\nSMS yes\u{1b}]0;x\u{7}", hostile));
        assert!(shown.chars().all(|c| c == '\n' || !is_dangerous(c)), "{shown:?}");
        assert!(shown.contains("\\u{1b}[2J\\u{202e}txet\\u{d}"));
        assert!(shown.contains("  | SAFE CONTACT\n  |   Number"));
        assert!(shown.contains("A\\u{a}SMS yes\\u{1b}]0;x\\u{7}"));
        assert_eq!(shown.lines().filter(|line| line.starts_with("  Number ")).count(), 1);

        let json = json(&opened("A", hostile));
        assert!(json.chars().all(|c| !is_dangerous(c)), "{json:?}");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["words"], hostile, "machines get what was written");
        assert_eq!(read["content"], "unverified");
        assert_eq!(read["safe_contact"]["how"], "text");
    }

    #[test]
    fn who_wants_the_answer_in_the_chat_left_no_number() {
        let mut opened = opened("A", "B");
        (opened.request.how, opened.request.number) = (How::Here, None);
        let shown = text(&opened);
        assert!(shown.contains("write in the chat, do not call") && shown.contains("  Number        none left"));
        let read: serde_json::Value = serde_json::from_str(&json(&opened)).unwrap();
        assert_eq!((&read["safe_contact"]["how"], &read["safe_contact"]["number"]), (&"here".into(), &().into()));
    }

    /// What her terminal shows, when it breaks every line that does not fit.
    fn on_a_terminal(text: &str) -> Vec<String> {
        let rows = |line: &str| -> Vec<String> {
            let letters: Vec<char> = line.chars().collect();
            letters.chunks(80).map(|row| row.iter().collect()).collect()
        };
        text.lines().flat_map(rows).collect()
    }

    #[test]
    fn words_that_go_on_at_the_left_edge_do_not_pass_for_a_line_of_ours() {
        let to_the_edge = |from: usize, line: &str| format!("{}{line}", "\u{a0}".repeat(80 - from));
        let contact = to_the_edge(0, "SAFE CONTACT") + &to_the_edge(12, "  Number        +70000000000");
        let hostile = to_the_edge(4, "") + &contact;
        let name = format!("{}  SMS           yes", to_the_edge(16, ""));
        let mut opened = opened(&name, &hostile);
        opened.request.sms = Allowed::No;
        opened.request.code_word = Some(Plain::new(name.clone()));
        let rows = on_a_terminal(&text(&opened));
        for ours in ["SAFE CONTACT", "  Number ", "  SMS "] {
            assert_eq!(rows.iter().filter(|row| row.starts_with(ours)).count(), 1, "{ours} in\n{}", rows.join("\n"));
        }
        let words = rows.iter().position(|row| row == "OWN WORDS").unwrap();
        assert!(rows[words + 1..].iter().all(|row| row.starts_with("  |")), "{}", rows.join("\n"));
        assert!(rows.iter().any(|row| row.starts_with(GOES_ON) && row.contains("SMS   ")), "{}", rows.join("\n"));
    }

    #[test]
    fn a_long_text_is_shown_whole_with_the_bar_before_each_line() {
        let long = "Ол мені ұрады және ақшамды алып қояды. ".repeat(23);
        let shown = text(&opened("A", &long));
        let own: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("  | ")).collect();
        assert_eq!(own.join(" "), long.trim_end());
        assert!(own.len() > 10 && shown.lines().all(|line| line.chars().count() <= 80));
    }

    #[test]
    fn an_hour_no_calendar_knows_is_shown_as_a_number() {
        let mut request = opened("A", "B");
        request.sealed_hour = i64::MAX;
        assert!(text(&request).contains(&i64::MAX.to_string()));
    }
}
