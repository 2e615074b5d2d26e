//! Invented people and what they ask for. Shared by the tests with `#[path]`.

use janynda::vocab::{
    Allowed, CallbackRequest, DayPart, Days, Flags, How, Kinds, Lane, Plain, RequestId, SafeTime, Signs, SomeoneElse,
    Urgency,
};

/// A call at any time, with everything left out that may be left out.
pub fn asks_for_a_call(id: RequestId, lane: Lane) -> CallbackRequest {
    CallbackRequest {
        id,
        lang: lane.lang,
        audience: lane.audience,
        urgency: Urgency::Normal,
        kinds: Kinds::NONE,
        flags: Flags::NONE,
        signs: Signs::NONE,
        region: None,
        who: None,
        how: How::Call,
        number: Some(Plain::new("+77010000042".to_owned())),
        when: SafeTime { part: DayPart::Any, days: Days::Any },
        someone_else: SomeoneElse::HangUp,
        voicemail: Allowed::No,
        sms: Allowed::No,
        name: None,
        code_word: None,
        words: None,
        return_address: None,
    }
}
