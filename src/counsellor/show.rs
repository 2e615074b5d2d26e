//! An opened request for a counsellor's terminal, and as JSON.
//!
//! How to reach the person safely comes first: who reads the words first and calls later may have forgotten by then
//! that a husband picks up. Whoever knows a recipient can seal anything to it, so nothing inside may act on the
//! terminal or pass for a line of ours: control, bidirectional and invisible characters are written out, and the
//! person's own words stand behind a bar.

use crate::seal::Opened;
use crate::vocab::{Allowed, CallbackRequest, DayPart, Days, Flag, How, Kind, Plain, Region, SomeoneElse, Who};
use serde::Serialize;
use std::fmt::Write;

/// Stands above everything a stranger may have written.
const UNVERIFIED: &str = "The content is unverified: whoever knows your recipient could have written it.";

/// The request as plain text, ending with a line feed.
#[must_use]
pub fn text(opened: &Opened) -> String {
    let request = &opened.request;
    let mut out = String::new();
    let mut line = |label: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{label:<16}{value}");
    };
    line("Request", &request.id.to_string());
    line("Lane", &format!("{}, urgency {}", request.lane(), request.urgency.name()));
    line("Sealed", &format!("{}, roster version {}", hour(opened.sealed_hour), opened.roster.version));
    line(UNVERIFIED, "");

    line("", "");
    line("SAFE CONTACT", "");
    line("  How", how(request.how));
    line("  Number", &request.number.as_ref().map_or("none left".to_owned(), |number| visible(number.expose())));
    line("  When", &format!("{}, {} (Almaty time)", part(request), days(request)));
    line("  Code word", &code_word(request));
    line("  Ask for", &request.name.as_ref().map_or("no name left".to_owned(), |name| visible(name.expose())));
    line("  Other picks up", someone_else(request.someone_else));
    line("  Voice message", allowed(request.voicemail));
    line("  SMS", allowed(request.sms));

    line("", "");
    line("ABOUT", "");
    line("  Who", request.who.map_or("not told", who));
    line("  Region", request.region.map_or("not told", Region::code));
    line("  Kinds", &or_none(&request.kinds.iter().map(Kind::name).collect::<Vec<_>>()));
    line("  Flags", &or_none(&request.flags.iter().map(Flag::name).collect::<Vec<_>>()));

    line("", "");
    line("OWN WORDS", request.words.as_ref().map_or("none", |_| ""));
    if let Some(words) = &request.words {
        for written in words.expose().split('\n') {
            let _ = writeln!(out, "  | {}", visible(written));
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

/// `text` with every character that acts, turns the line round or cannot be seen written as `\u{202e}`.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_dangerous(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Controls (with escape and line feed), format characters (bidi marks, zero-width, tags: Unicode's category Cf),
/// separators of lines, blanks that are letters, and variation selectors but the one that colours an emoji.
fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}')
        || matches!(c, '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}' | '\u{feff}')
        || matches!(c, '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}')
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn hour(hours: i64) -> String {
    // An hour outside of all calendars came from a stranger; the number is all there is to say.
    hours
        .checked_mul(3600)
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .map_or_else(|| format!("hour {hours}"), |at| format!("{} UTC", at.strftime("%Y-%m-%d %H:00")))
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
        format!("{} (ask for it before anything else)", visible(word.expose()))
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
        at("Sealed          2026-11-24 12:00 UTC, roster version 7");
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

    #[test]
    fn ordinary_letters_of_every_language_and_emoji_stay_as_they_are() {
        let ordinary = "Сәлем! Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і — «Ё» привет, hello ❤\u{fe0f} 🌸 مرحبا";
        assert_eq!(visible(ordinary), ordinary);
    }

    #[test]
    fn an_hour_no_calendar_knows_is_shown_as_a_number() {
        let mut request = opened("A", "B");
        request.sealed_hour = i64::MAX;
        assert!(text(&request).contains(&i64::MAX.to_string()));
    }
}
