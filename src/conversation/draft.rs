//! A callback request while it is being written. Lives sealed in the card's row and nowhere else.

use super::place::Context;
use crate::triage;
use crate::vocab::{
    Allowed, CallbackRequest, DayPart, Days, How, Plain, RequestId, RequestSecret, SafeTime, SomeoneElse,
};

/// The most characters of a name or a code word: enough for any, too little for a story.
pub const SHORT_MAX_CHARS: usize = 40;

/// What was answered so far. Everything but the way to answer may be left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Drawn at consent; without it there is no draft.
    pub secret: Option<RequestSecret>,
    /// How to be reached.
    pub how: Option<How>,
    /// E.164.
    pub number: Option<Plain>,
    /// Part of the day.
    pub part: Option<DayPart>,
    /// Which days.
    pub days: Option<Days>,
    /// What to do when somebody else picks up.
    pub someone_else: Option<SomeoneElse>,
    /// Voicemail.
    pub voicemail: Option<Allowed>,
    /// SMS.
    pub sms: Option<Allowed>,
    /// Any name.
    pub name: Option<Plain>,
    /// A suggested code word, by its number.
    pub suggested: Option<u8>,
    /// A code word of the person's own.
    pub code_word: Option<Plain>,
    /// Own words.
    pub words: Option<Plain>,
    /// REVIEW was reached: every further answer leads back there.
    pub reviewed: bool,
}

/// Whether a text fitted whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// All of it was taken.
    Whole,
    /// Only the beginning was taken.
    Cut,
}

impl Draft {
    /// Whether consent was given.
    #[must_use]
    pub const fn begun(&self) -> bool {
        self.secret.is_some()
    }

    /// Whether a counsellor could answer: at a number, or in this chat.
    #[must_use]
    pub fn reachable(&self) -> bool {
        self.number.is_some() || self.how == Some(How::Here)
    }

    /// Begins a draft, or goes on with the one there is: consent given twice draws one secret.
    pub fn begin(&mut self, fresh: &RequestSecret) {
        self.secret.get_or_insert_with(|| fresh.clone());
    }

    /// Adds own words, in several messages if the person likes, up to the limits of the envelope.
    pub fn add_words(&mut self, text: &str) -> Fit {
        let before = self.words.as_ref().map_or("", Plain::expose);
        let mut all = String::with_capacity(before.len() + text.len() + 1);
        all.push_str(before);
        if !before.is_empty() {
            all.push('\n');
        }
        all.push_str(text.trim());
        let fit = cut(&mut all, CallbackRequest::WORDS_MAX_CHARS, CallbackRequest::WORDS_MAX_BYTES);
        self.words = Some(Plain::new(all));
        fit
    }

    /// Characters of own words so far.
    #[must_use]
    pub fn words_chars(&self) -> usize {
        self.words.as_ref().map_or(0, |words| words.expose().chars().count())
    }

    /// The request as it will be sealed, if the draft has what a request needs: consent and a way to answer.
    /// `code_word` is the text of the suggested word, which only the caller's locale knows.
    #[must_use]
    pub fn request(&self, id: RequestId, context: &Context, suggested_word: Option<String>) -> Option<CallbackRequest> {
        let copy = |text: &Option<Plain>| text.as_ref().map(|text| Plain::new(text.expose().to_owned()));
        if !self.begun() || !self.reachable() {
            return None;
        }
        Some(CallbackRequest {
            id,
            lang: context.lang,
            audience: context.lane().audience,
            urgency: triage::urgency(context.flags, context.kinds, context.signs),
            kinds: context.kinds,
            flags: context.flags,
            signs: context.signs,
            region: context.region,
            who: context.who,
            how: self.how.unwrap_or(How::Call),
            number: copy(&self.number),
            when: self.when(),
            someone_else: self.someone_else.unwrap_or(SomeoneElse::HangUp),
            voicemail: self.voicemail.unwrap_or(Allowed::No),
            sms: self.sms.unwrap_or(Allowed::No),
            name: copy(&self.name),
            code_word: copy(&self.code_word).or_else(|| suggested_word.map(Plain::new)),
            words: copy(&self.words),
            return_address: None,
        })
    }

    /// When a call is safe; left out means any time, as the card says.
    #[must_use]
    pub fn when(&self) -> SafeTime {
        SafeTime { part: self.part.unwrap_or(DayPart::Any), days: self.days.unwrap_or(Days::Any) }
    }
}

/// Takes a short text (a name, a code word): one line, at most [`SHORT_MAX_CHARS`].
#[must_use]
pub fn short(text: &str) -> (Option<Plain>, Fit) {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fit = cut(&mut line, SHORT_MAX_CHARS, SHORT_MAX_CHARS * 3);
    (Some(Plain::new(line)).filter(|line| !line.is_blank()), fit)
}

/// Shortens a text to so many characters and bytes of the envelope, between characters.
fn cut(text: &mut String, chars: usize, bytes: usize) -> Fit {
    let mut taken = 0;
    let mut end = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        taken += written(c);
        if count == chars || taken > bytes {
            end = Some(at);
            break;
        }
    }
    match end {
        Some(end) => {
            text.truncate(end);
            Fit::Cut
        }
        None => Fit::Whole,
    }
}

/// Bytes that a character takes in the envelope, where JSON writes some with a backslash: what a draft takes always
/// fits when it is sealed, so that nobody is told at the end that it could not be sent.
const fn written(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..'\u{20}' => 6,
        _ => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_900_characters_and_3000_bytes_between_characters() {
        for (text, chars) in [
            ("a".repeat(900), 900),
            ("я".repeat(901), 900),
            ("😀".repeat(900), 750),
            ("\"😀".repeat(450), 900),
            (format!("a{}", "\u{1}".repeat(899)), 500),
        ] {
            let mut draft = Draft::default();
            let fit = draft.add_words(&text);
            assert_eq!(draft.words_chars(), chars);
            assert_eq!(fit == Fit::Cut, text.chars().count() > chars);
        }
    }

    #[test]
    fn several_messages_make_one_text() {
        let mut draft = Draft::default();
        draft.add_words("one");
        draft.add_words(" two ");
        assert_eq!(draft.words.expect("words").expose(), "one\ntwo");
    }
}
