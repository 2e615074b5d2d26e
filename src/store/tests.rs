//! The contract of every database: what cards and requests may rely on.
//!
//! Each piece takes a fresh, empty [`Store`], so that the same pieces run on every database there is. What belongs to
//! `SQLite`'s one file (its log, its missing folder, its read-only disk) stands in `on_one_file.rs`.

/// Tests that run these pieces of a file, each on an `SQLite` database of its own.
macro_rules! on_sqlite {
    ($($piece:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $piece() {
                let (_folder, store) = super::sqlite().await;
                super::$piece(store).await;
            })+
        }
    };
}

mod audit;
mod cards;
mod claims;
mod damaged;
mod ends;
mod on_one_file;
mod readers;
mod requests;

use super::*;
use crate::alias::MessageMac;
use crate::keyring::{Keep, KeyRing};
use crate::roster::Name;
use crate::seal::{CodeMac, WithdrawHash, Wrapped, code_mac};
use crate::vocab::{Audience, Lane, Lang, ReceiptCode, RequestId, Urgency};
use std::sync::LazyLock;
use tempfile::TempDir;

/// 2026-11-24, noon UTC.
const NOW: Moment = Moment(1_795_521_600);
const ADULT: Lane = Lane { audience: Audience::Adult, lang: Lang::Ru };
const MINOR: Lane = Lane { audience: Audience::Minor, lang: Lang::Ru };
static AIGULS_NAME: LazyLock<Name> = LazyLock::new(|| "aigul".parse().unwrap());
static DANAS_NAME: LazyLock<Name> = LazyLock::new(|| "dana".parse().unwrap());
static AIGUL: LazyLock<Actor<'static>> =
    LazyLock::new(|| Actor { holder: Holder([0xa1; 16]), name: &AIGULS_NAME, now: NOW });
static DANA: LazyLock<Actor<'static>> =
    LazyLock::new(|| Actor { holder: Holder([0xda; 16]), name: &DANAS_NAME, now: NOW });

/// Somebody who can open what is in the queue and holds nothing of it.
const NOBODY: Holder = Holder([0; 16]);

/// An empty `SQLite` database, and the folder that holds it.
async fn sqlite() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(&address(&folder)).unwrap();
    store.ready().await.unwrap();
    (folder, store)
}

fn address(folder: &TempDir) -> String {
    format!("sqlite://{}/janynda.db", folder.path().display())
}

async fn write(store: &Store, ops: Vec<Op>) -> Result<Written, Error> {
    store.write(Change { ops, durability: Durability::Relaxed }).await
}

fn alias(number: u8) -> Alias {
    Alias::from_stored([number; 16])
}

/// A living card that was sent and shown.
fn card(number: u8) -> CardRow {
    CardRow {
        id: CardId::from_bytes([number; 16]),
        epoch: NOW.day(),
        alias: alias(number),
        message: Some(MessageMac::from_stored([number; 16])),
        stage: Stage::Living,
        due: NOW.plus(i64::from(number)),
        version: 1,
        shown: 1,
        face: vec![number; 512].into(),
        draft: vec![number; 2048].into(),
    }
}

fn withdraw(number: u8) -> WithdrawHash {
    crate::seal::withdraw_hash(&crate::vocab::RequestSecret::from_bytes([number; 16]))
}

/// Bytes of the size of a wrapped request, that nobody could open.
fn wrapped(number: u8) -> Wrapped {
    Wrapped::from_stored(vec![number; 8192]).unwrap()
}

/// What a claim puts a waiting blob under: the same number with another look.
#[expect(clippy::unnecessary_wraps, reason = "a claim may find no key; this one always finds one")]
fn under_claimed_key(row: &QueueRow, blob: &Wrapped) -> Result<Ready, Hindered> {
    if row.claimed_day.is_some() {
        return Ok(Ready::AsItIs);
    }
    let moved = blob.bytes().iter().map(|byte| byte ^ 0xff).collect();
    Ok(Ready::Moved(NOW.day(), Wrapped::from_stored(moved).unwrap()))
}

/// Every key there may be.
const EVERY_KEY: OldestDays = OldestDays { waiting: 0, claimed: 0 };

/// A key of a return day, for the codes of trial requests.
fn return_key(number: u8) -> KeyRing {
    KeyRing::create("trial-1".parse().unwrap(), NOW, [number; 32])
}

fn code(number: u8) -> CodeMac {
    let ring = return_key(1);
    code_mac(ReceiptCode::from_number(u64::from(number)), ring.day_key(Keep::Return, NOW.day()).unwrap())
}

fn request(number: u8) -> NewRequest {
    NewRequest {
        id: RequestId::from_bytes([number; 16]),
        lane: ADULT,
        urgency: Urgency::Normal,
        at: NOW,
        day: NOW.day(),
        roster_version: 7,
        readers: (0..16).chain([0xa1, 0xda]).map(|number| Holder([number; 16])).collect(),
        withdraw_hash: withdraw(number),
        code_mac: code(number),
        wrapped: wrapped(number),
    }
}

fn enqueue(request: NewRequest) -> Op {
    Op::InsertRequest { request, alias: alias(1) }
}

fn scope(audiences: &[Audience]) -> Scope<'_> {
    Scope { audiences, since: Moment(0) }
}

async fn queued(store: &Store, audiences: &[Audience]) -> Vec<u8> {
    store.queue(scope(audiences), NOBODY, NOW, 100).await.unwrap().iter().map(|row| row.id.bytes()[0]).collect()
}

async fn status(store: &Store, number: u8) -> Option<Status> {
    store.queue_row(RequestId::from_bytes([number; 16])).await.unwrap().map(|row| row.status)
}
