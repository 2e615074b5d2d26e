//! What both sides rely on.

use super::*;
use crate::vocab::Outcome;

#[test]
fn every_code_has_one_name_and_reads_back_from_it() {
    let names: std::collections::BTreeSet<String> = Code::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        let body = serde_json::to_string(&ErrorBody::from(code)).unwrap();
        assert!(body.starts_with(&format!("{{\"error\":{{\"code\":\"{code}\",\"message\":\"")), "{body}");
        assert_eq!(serde_json::from_str::<ErrorBody>(&body).unwrap(), ErrorBody::from(code));
        assert!(code.advice().ends_with('.') && !code.message().ends_with('.'), "{code}");
    }
}

#[test]
fn a_day_an_id_and_an_outcome_have_one_spelling_each() {
    let close = |day: &str, outcome: &str| {
        let body = format!("{{\"fence\":1,\"outcome\":\"{outcome}\",\"next_attempt\":\"{day}\"}}");
        serde_json::from_str::<Close>(&body).map(|close| close.outcome)
    };
    assert_eq!(close("2026-11-24", "tried-no-answer").unwrap(), Outcome::TriedNoAnswer);
    for (day, outcome) in [
        ("20261124", "tried-no-answer"),
        ("2026-11-24T00:00:00", "tried-no-answer"),
        ("tomorrow", "tried-no-answer"),
        ("2026-11-24", "Tried-no-answer"),
        ("2026-11-24", ""),
    ] {
        assert!(close(day, outcome).is_err(), "{day} {outcome}");
    }
    let answer =
        |session: &str| serde_json::from_str::<Answer>(&format!("{{\"session\":\"{session}\",\"answer\":\"\"}}"));
    assert!(answer("00112233445566778899aabbccddeeff").is_ok());
    assert!(answer("00112233445566778899AABBCCDDEEFF").is_err());
}

#[test]
fn a_body_with_a_field_that_nobody_knows_is_refused_and_an_answer_with_one_is_read() {
    assert!(serde_json::from_str::<Hold>("{\"fence\":1,\"force\":true}").is_err());
    assert!(serde_json::from_str::<Nothing>("{\"force\":true}").is_err());
    assert!(serde_json::from_str::<List>("{\"requests\":[],\"more\":false,\"later\":1}").is_ok());
    let row = "{\"id\":\"00112233445566778899aabbccddeeff\",\"lane\":\"adult/kk\",\"urgent\":true,\
               \"arrived\":\"2026-11-24T12:00:00Z\",\"roster_version\":7,\"status\":\"mine\",\
               \"until\":\"2026-11-24T14:00:00Z\",\"fence\":3}";
    let read: Row = serde_json::from_str(row).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), row.replace("\\\n", ""));
}

#[test]
fn nothing_that_could_log_somebody_in_is_printed() {
    let ask = AskChallenge { recipient: "MARKER".to_owned() };
    let answer = Answer { session: crate::vocab::SessionId::from_bytes([1; 16]), answer: b"MARKER".to_vec() };
    let close =
        Close { fence: 1, outcome: Outcome::NotGenuine, next_attempt: None, return_address: Some("MARKER".to_owned()) };
    assert_eq!(format!("{ask:?} {answer:?} {close:?}"), "AskChallenge Answer Close");
}
