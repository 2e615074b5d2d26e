//! The callback request as a counsellor will read it.

use super::{Audience, Flags, Kinds, Lane, Lang, Plain, Region, RequestId, ReturnAddress, Signs, Urgency};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the buttons; the position is the number packed into a button.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name in the sealed request and in Fluent ids.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }
    };
}

named! {
    /// Who it is about.
    Who {
        /// The writer, 18 or older.
        MeAdult = "me_adult",
        /// The writer, under 18.
        MeMinor = "me_minor",
        /// Another adult.
        OtherAdult = "other_adult",
        /// A child or teenager, not the writer.
        OtherMinor = "other_minor",
    }
}
named! {
    /// How a counsellor may reach the person.
    How {
        /// By a call.
        Call = "call",
        /// By a text to the number.
        Text = "text",
        /// Either way.
        Either = "either",
        /// In the chat the request came from.
        Here = "here",
    }
}
named! {
    /// The part of the day when a call is safe (Asia/Almaty).
    DayPart {
        /// Whenever.
        Any = "any",
        /// As soon as somebody reads it.
        Now = "now",
        /// Morning.
        Morning = "morning",
        /// Daytime.
        Day = "day",
        /// Evening.
        Evening = "evening",
        /// Night.
        Night = "night",
    }
}
named! {
    /// The days when a call is safe.
    Days {
        /// Every day.
        Any = "any",
        /// Monday to Friday.
        Weekdays = "weekdays",
        /// Saturday and Sunday.
        Weekend = "weekend",
    }
}
named! {
    /// What to do when somebody else picks up.
    SomeoneElse {
        /// Say nothing and hang up: the safest, and what a skipped question means.
        HangUp = "hang_up",
        /// Say it was a wrong number.
        WrongNumber = "wrong_number",
        /// Ask for the name left, as a friend would.
        AskForName = "ask_for_name",
    }
}
named! {
    /// Whether something may be left behind.
    Allowed {
        /// It may not: what a skipped question means.
        No = "no",
        /// It may.
        Yes = "yes",
    }
}

/// When a call is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SafeTime {
    /// Part of the day.
    pub part: DayPart,
    /// Which days.
    pub days: Days,
}

/// A callback request before it is sealed, and after a counsellor opened it. Never stored or sent in this form.
#[derive(Debug)]
pub struct CallbackRequest {
    /// Its id, the same as of the row that holds it sealed.
    pub id: RequestId,
    /// The language the person used.
    pub lang: Lang,
    /// Adult or minor lane.
    pub audience: Audience,
    /// How soon.
    pub urgency: Urgency,
    /// Kinds chosen or confirmed; may be none.
    pub kinds: Kinds,
    /// Flags gathered on the way.
    pub flags: Flags,
    /// What answers told beyond kinds and flags.
    pub signs: Signs,
    /// Region, if told.
    pub region: Option<Region>,
    /// Who it is about, if told.
    pub who: Option<Who>,
    /// How to reach the person.
    pub how: How,
    /// The number, E.164 (`+77001234567`); none where the answer is wanted in the chat.
    pub number: Option<Plain>,
    /// When a call is safe.
    pub when: SafeTime,
    /// What to do when somebody else picks up.
    pub someone_else: SomeoneElse,
    /// Whether a voice message may be left.
    pub voicemail: Allowed,
    /// Whether an SMS may be sent.
    pub sms: Allowed,
    /// What to call the person, if told: any name.
    pub name: Option<Plain>,
    /// A word both sides say first, because somebody else may be holding the phone.
    pub code_word: Option<Plain>,
    /// The person's own words, at most 900 characters and 3,000 bytes.
    pub words: Option<Plain>,
    /// The sealed way back to the chat, only where the person asked to be written to there.
    pub return_address: Option<ReturnAddress>,
}

impl CallbackRequest {
    /// The most characters the person's own words may have.
    pub const WORDS_MAX_CHARS: usize = 900;
    /// The most bytes they may have, so that the envelope keeps one size (`threats.md` D5).
    pub const WORDS_MAX_BYTES: usize = 3000;

    /// The lane it belongs to.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        Lane { audience: self.audience, lang: self.lang }
    }
}

/// Days an unclaimed request is kept (`threats.md` D2): long enough for a small team's holiday, short enough that
/// nobody is called about a life she has left behind.
pub const UNCLAIMED_DAYS: u64 = 15;

/// Days a claimed request is kept, from its claim: a month of calls and a handing over.
pub const CLAIMED_DAYS: u64 = 31;

/// Days for which a request's receipt is answered and its way back opens, from the day it was sent: the longest that
/// the two above can last together.
pub const RETURN_DAYS: u64 = 45;
