//! Fetching to the output: bytes for a program, never for a terminal.

use super::*;
use crate::alias::Alias;
use crate::cli::init;
use crate::roster::parse_authorities;
use crate::seal::{seal, withdraw_hash};
use crate::store::{Change, Durability, NewRequest, Op};
use crate::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, Flags, How, Kinds, Lang, Plain, RequestSecret, SafeTime,
    SomeoneElse, Urgency,
};

const NOW: Moment = Moment(1_795_521_600);
const ONE: RequestId = RequestId::from_bytes([1; 16]);

fn request() -> CallbackRequest {
    CallbackRequest {
        id: ONE,
        lang: Lang::Kk,
        audience: Audience::Adult,
        urgency: Urgency::Normal,
        kinds: Kinds::NONE,
        flags: Flags::NONE,
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

#[tokio::test]
async fn a_program_gets_the_bytes_as_they_were_sealed_and_a_terminal_gets_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let written = init::write(&folder.path().join("trial"), init::Options { counsellors: 1 }, NOW).unwrap();
    let place = Place {
        database_url: written.database_url,
        deployment: Some(written.deployment),
        roster: Some(written.roster),
        authorities: parse_authorities(&written.authority).unwrap(),
    };
    let sealed = seal(&request(), &verified(&place, NOW).unwrap(), NOW).unwrap();
    let new = NewRequest {
        id: ONE,
        lane: request().lane(),
        urgency: Urgency::Normal,
        at: NOW,
        roster_version: 1,
        withdraw_hash: withdraw_hash(&RequestSecret::from_bytes([1; 16])),
        sealed: sealed.clone(),
    };
    let store = Store::at(&place.database_url).unwrap();
    store.ready().await.unwrap();
    let op = Op::InsertRequest { request: new, alias: Alias::from_stored([7; 16]) };
    store.write(Change { ops: vec![op], durability: Durability::Synced }).await.unwrap();

    let me = || Me {
        identity: written.counsellors[0].clone(),
        passphrase_file: Some(written.passphrase.clone()),
        json: false,
    };
    let clock = Clock::hand(NOW);
    let claim = Args { command: Command::Claim { id: Some(ONE), me: me() } };
    run(&claim, &place, &clock, &mut Vec::new()).await.unwrap();
    let fetch = Args { command: Command::Fetch { id: ONE, out: None, me: me() } };
    let mut out = Vec::new();
    run_on(Screen::Elsewhere, &fetch, &place, &clock, &mut out).await.unwrap();
    assert!(out == sealed.bytes());

    let mut shown = Vec::new();
    let refused = run_on(Screen::Terminal, &fetch, &place, &clock, &mut shown).await.unwrap_err();
    assert!(refused.to_string().contains("give --out FILE"), "{refused}");
    assert!(shown.is_empty());
}
