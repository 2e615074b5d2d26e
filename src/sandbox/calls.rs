//! The log of the bot's calls, and the refusals it can get.

use serde_json::Value;
use std::fmt::Write as _;

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out and the bot was told so.
    Done,
    /// It was refused with this HTTP status and description.
    Refused(u16, String),
    /// A scripted fault took its place; nothing was carried out.
    Faulted,
    /// It was carried out, but a scripted fault kept the answer from the bot.
    AnswerLost,
}

/// One call that passed validation.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The method in the spelling of the specification: `sendMessage`.
    pub method: &'static str,
    /// The chat it names, if it names one.
    pub chat: Option<i64>,
    /// Its parameters, decoded.
    pub params: Value,
    /// How it ended.
    pub outcome: Outcome,
}

/// The calls as lines, for the message of a failed wait. Polling is left out: it would fill the page.
pub(super) fn listing(log: &[Call]) -> String {
    let calls = log.iter().filter(|call| call.method != "getUpdates");
    calls.fold(String::new(), |mut lines, call| {
        let _ = writeln!(lines, "  {} {:?} {}", call.method, call.outcome, call.params);
        lines
    })
}

/// Whether a refusal is something a correct bot meets, or proof that the bot is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blame {
    /// The world changed under the bot's feet: a deleted message, a blocked chat.
    Circumstance,
    /// No correct bot sends this; it is kept in the list of violations.
    Bot,
}

/// An `ok: false` answer.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) text: String,
    pub(super) retry_after: Option<u32>,
    pub(super) blame: Blame,
}

impl Refusal {
    /// What a correct bot may meet.
    pub(super) fn met(status: u16, text: impl Into<String>) -> Refusal {
        Refusal { status, text: text.into(), retry_after: None, blame: Blame::Circumstance }
    }

    /// A 400 that only a wrong bot gets.
    pub(super) fn wrong(text: impl AsRef<str>) -> Refusal {
        let text = format!("Bad Request: {}", text.as_ref());
        Refusal { status: 400, text, retry_after: None, blame: Blame::Bot }
    }
}

/// What a method answers.
pub(super) type Answer = Result<Value, Refusal>;
