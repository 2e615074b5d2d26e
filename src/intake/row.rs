//! What a card's row holds, and how it becomes sealed cells and back.

use super::kept::KeptReceipt;
use crate::alias::{alias, message_mac};
use crate::clock::Moment;
use crate::conversation::{
    CardRole, Draft, ERASE_AFTER, Notice, PackedPlace, Scene, Sent, State, pack_place, unpack_place,
};
use crate::keyring::EpochKey;
use crate::seal::cell::{Cell, Size, open_cell, seal_cell};
use crate::seal::receipt_code;
use crate::store::{CardRow, Stage};
use crate::vocab::{
    Allowed, CardId, Confirmed, DayPart, Days, Forgotten, How, Plain, RequestSecret, Route, SomeoneElse, Stored,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Message ids whose handling is remembered, so that a repeated update has one effect.
const HANDLED: usize = 16;

/// Messages that still have to be deleted. More than this wait only in memory: somebody types faster than Telegram
/// deletes.
const JOURNAL: usize = 32;

/// Seconds until a row that is behind is shown again by whoever finds it.
pub const BEHIND: i64 = 30;

/// Seconds after which a card can hardly be erased any more (Telegram: 48 hours): its row goes, not erased.
pub const OLDEST: i64 = 47 * 3600;

/// A message of a chat: its id and date, for the 48-hour rule.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRef {
    /// Telegram's number of the message.
    pub id: i32,
    /// When it was sent, in seconds since 1970.
    pub date: u32,
}

impl MessageRef {
    /// The message with this id and date.
    #[must_use]
    pub fn new(id: i32, date: Moment) -> MessageRef {
        MessageRef { id, date: u32::try_from(date.0).unwrap_or(0) }
    }

    /// When it was sent.
    #[must_use]
    pub const fn sent(self) -> Moment {
        Moment(self.date as i64)
    }
}

/// A card's row, opened.
pub struct Session {
    /// The row's id.
    pub id: CardId,
    /// Living, an opened receipt, or erasing.
    pub stage: Stage,
    /// The version of what the card should show.
    pub version: i64,
    /// The version that stands in the chat.
    pub shown: i64,
    /// The version the row was read at; none for a row that is not in the database yet.
    pub seen: Option<i64>,
    /// The moment the row was due when it was read.
    pub was_due: Moment,
    /// The chat.
    pub route: Route,
    /// The card's message, once it was sent.
    pub card: Option<MessageRef>,
    /// Messages to be deleted.
    pub journal: Vec<MessageRef>,
    /// Ids of messages already handled, oldest first.
    pub handled: Vec<i32>,
    /// When somebody last pressed or typed.
    pub touched: Moment,
    /// The conversation.
    pub state: State,
    /// The sealed cell of an empty draft as it was read, with its epoch: reused while the draft stays empty. A cell
    /// that held words is never kept once they are gone.
    empty_draft: Option<(i64, Arc<[u8]>)>,
}

/// Why a row cannot be opened or sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Its epoch's key is gone.
    #[error("the key of the row's epoch is gone")]
    KeyGone,
    /// The cell does not open or does not fit.
    #[error(transparent)]
    Cell(#[from] crate::seal::cell::Error),
    /// The content is none this version writes.
    #[error("the row's content cannot be read")]
    Content,
    /// No random bytes.
    #[error(transparent)]
    NoEntropy(#[from] crate::chance::NoEntropy),
}

#[derive(Serialize, Deserialize)]
struct Face {
    route: [u8; 8],
    card: Option<MessageRef>,
    journal: Vec<MessageRef>,
    handled: Vec<i32>,
    touched: i64,
    place: PackedPlace,
    under: Option<PackedPlace>,
    notice: Option<u8>,
    marks: u8,
}

/// Bits of [`Face::marks`].
mod mark {
    pub const NUMBERED: u8 = 1;
    pub const COVERED: u8 = 2;
    pub const SENT: u8 = 4;
    pub const DRAFTED: u8 = 8;
    pub const RECEIPT: u8 = 16;
}

#[derive(Serialize, Deserialize)]
struct DraftCell<'a> {
    secret: Option<[u8; 16]>,
    how: Option<u8>,
    #[serde(borrow)]
    number: Option<&'a str>,
    part: Option<u8>,
    days: Option<u8>,
    someone_else: Option<u8>,
    voicemail: Option<u8>,
    sms: Option<u8>,
    #[serde(borrow)]
    name: Option<&'a str>,
    suggested: Option<u8>,
    #[serde(borrow)]
    code_word: Option<&'a str>,
    #[serde(borrow)]
    words: Option<&'a str>,
    reviewed: bool,
    receipt: Option<KeptReceipt>,
}

impl Session {
    /// A card that is not in the database yet.
    #[must_use]
    pub fn new(id: CardId, route: Route, state: State, now: Moment) -> Session {
        Session {
            id,
            stage: Stage::Living,
            version: 1,
            shown: 0,
            seen: None,
            was_due: now,
            route,
            card: None,
            journal: Vec::new(),
            handled: Vec::new(),
            touched: now,
            state,
            empty_draft: None,
        }
    }

    /// Opens a row with the key of its epoch.
    pub fn open(row: CardRow, keys: &[EpochKey]) -> Result<Session, Error> {
        let key = keys.iter().find(|key| key.epoch() == row.epoch).ok_or(Error::KeyGone)?;
        let cells = key.cells();
        let face = open_cell(&cells, face_cell(row.id.bytes()), &row.face)?;
        let face: Face = postcard::from_bytes(&face).map_err(|_| Error::Content)?;
        let has = |mark: u8| face.marks & mark != 0;
        let (draft, receipt) = if has(mark::DRAFTED) {
            let cell = open_cell(&cells, draft_cell(row.id.bytes()), &row.draft)?;
            read_draft(&cell)?
        } else {
            (Draft::default(), None)
        };
        let place = |bytes: &PackedPlace| unpack_place(bytes).ok_or(Error::Content);
        // The row and the request were committed together: that the row says so is the evidence.
        let stored = has(mark::SENT).then(Confirmed::<Stored>::by_executor);
        let code = draft.secret.as_ref().map(receipt_code);
        let (at, under) = (place(&face.place)?, face.under.as_ref().map(place).transpose()?);
        // The row that first said FORGOTTEN was committed without the answers.
        let forgot = at.scene == Scene::Forgotten || under.is_some_and(|under| under.scene == Scene::Forgotten);
        let mut state = State {
            under,
            draft,
            notice: face.notice.and_then(|at| Notice::ALL.get(usize::from(at)).copied()),
            numbered: has(mark::NUMBERED),
            covered: has(mark::COVERED),
            sent: stored.zip(code).map(|(stored, code)| Sent { stored, code }),
            forgotten: forgot.then(Confirmed::<Forgotten>::by_executor),
            role: if has(mark::RECEIPT) { CardRole::Receipt } else { CardRole::Living },
            ..State::at(at)
        };
        if let Some(receipt) = receipt {
            receipt.restore(&mut state);
        }
        Ok(Session {
            id: row.id,
            stage: row.stage,
            version: row.version,
            shown: row.shown,
            seen: Some(row.version),
            was_due: row.due,
            route: Route::from_bytes(face.route),
            card: face.card,
            journal: face.journal,
            handled: face.handled,
            touched: Moment(face.touched),
            state,
            empty_draft: (face.marks & mark::DRAFTED == 0).then_some((row.epoch, row.draft)),
        })
    }

    /// The row as it is stored, sealed under the newest epoch's key. Consumes nothing: the same session may be
    /// sealed again after a conflict.
    pub fn seal(&self, key: &EpochKey, due: Moment) -> Result<CardRow, Error> {
        let receipt = KeptReceipt::of(&self.state);
        let drafted = self.state.draft != Draft::default() || receipt.is_some();
        let marks = [
            (self.state.numbered, mark::NUMBERED),
            (self.state.covered, mark::COVERED),
            (self.state.sent.is_some(), mark::SENT),
            (drafted, mark::DRAFTED),
            (self.state.role == CardRole::Receipt, mark::RECEIPT),
        ];
        let face = Face {
            route: *self.route.bytes(),
            card: self.card,
            journal: self.journal.clone(),
            handled: self.handled.clone(),
            touched: self.touched.0,
            place: pack_place(&self.state.place),
            under: self.state.under.as_ref().map(pack_place),
            notice: self.state.notice.map(notice_code),
            marks: marks.into_iter().filter(|(set, _)| *set).fold(0, |marks, (_, mark)| marks | mark),
        };
        let id = self.id.bytes();
        let bytes = Zeroizing::new(postcard::to_stdvec(&face).map_err(|_| Error::Content)?);
        let cells = key.cells();
        let sealed_face = seal_cell(&cells, face_cell(id), &bytes, crate::chance::fresh()?)?;
        let draft = match &self.empty_draft {
            Some((epoch, sealed)) if *epoch == key.epoch() && !drafted => Arc::clone(sealed),
            _ => seal_cell(&cells, draft_cell(id), &write_draft(&self.state.draft, receipt)?, crate::chance::fresh()?)?
                .into(),
        };
        Ok(CardRow {
            id: self.id,
            epoch: key.epoch(),
            alias: alias(key, &self.route),
            message: self.card.map(|card| message_mac(key, &self.route, i64::from(card.id))),
            stage: self.stage,
            due,
            version: self.version,
            shown: self.shown,
            face: sealed_face.into(),
            draft,
        })
    }

    /// Whether a message was handled before.
    pub fn has_handled(&self, id: i32) -> bool {
        self.handled.contains(&id)
    }

    /// Remembers that a message was handled.
    pub fn remember(&mut self, id: i32) {
        if self.handled.len() >= HANDLED {
            self.handled.remove(0);
        }
        self.handled.push(id);
    }

    /// Adds a message to be deleted.
    pub fn journal(&mut self, message: MessageRef) {
        if !self.journal.contains(&message) {
            if self.journal.len() >= JOURNAL {
                self.journal.remove(0);
            }
            self.journal.push(message);
        }
    }

    /// Whether what the card shows is a hidden receipt: it stays in the chat and needs no row.
    #[must_use]
    pub fn is_hidden_receipt(&self) -> bool {
        let hidden = self.state.covered || self.state.place.scene == Scene::Receipt;
        self.stage == Stage::Receipt && hidden && self.journal.is_empty()
    }

    /// When the keeper should look at the card once it stands in the chat.
    #[must_use]
    pub fn due_when_shown(&self) -> Moment {
        let erase = self.touched.plus(ERASE_AFTER);
        if self.stage == Stage::Erasing || !self.journal.is_empty() {
            return self.touched.plus(BEHIND);
        }
        if self.state.covered { erase } else { self.touched.plus(self.state.cover_after()) }
    }

    /// Forgets the conversation: what is left is only what has to be erased.
    pub fn end(&mut self) {
        self.stage = Stage::Erasing;
        self.version += 1;
        self.state = State::at(self.state.place);
        self.state.place.context.kinds = crate::vocab::Kinds::NONE;
    }
}

fn notice_code(notice: Notice) -> u8 {
    Notice::ALL.iter().position(|one| *one == notice).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn face_cell(row: &[u8; 16]) -> Cell<'_> {
    Cell { table: "cards", row, column: "face", size: Size::Small }
}

fn draft_cell(row: &[u8; 16]) -> Cell<'_> {
    Cell { table: "cards", row, column: "draft", size: Size::Medium }
}

fn write_draft(draft: &Draft, receipt: Option<KeptReceipt>) -> Result<Zeroizing<Vec<u8>>, Error> {
    fn code<T: PartialEq>(all: &[T], value: Option<&T>) -> Option<u8> {
        value.and_then(|value| all.iter().position(|one| one == value)).and_then(|at| u8::try_from(at).ok())
    }
    let cell = DraftCell {
        secret: draft.secret.as_ref().map(|secret| *secret.bytes()),
        how: code(How::ALL, draft.how.as_ref()),
        number: draft.number.as_ref().map(Plain::expose),
        part: code(DayPart::ALL, draft.part.as_ref()),
        days: code(Days::ALL, draft.days.as_ref()),
        someone_else: code(SomeoneElse::ALL, draft.someone_else.as_ref()),
        voicemail: code(Allowed::ALL, draft.voicemail.as_ref()),
        sms: code(Allowed::ALL, draft.sms.as_ref()),
        name: draft.name.as_ref().map(Plain::expose),
        suggested: draft.suggested,
        code_word: draft.code_word.as_ref().map(Plain::expose),
        words: draft.words.as_ref().map(Plain::expose),
        reviewed: draft.reviewed,
        receipt,
    };
    postcard::to_stdvec(&cell).map(Zeroizing::new).map_err(|_| Error::Content)
}

fn read_draft(bytes: &[u8]) -> Result<(Draft, Option<KeptReceipt>), Error> {
    fn value<T: Copy>(all: &[T], code: Option<u8>) -> Option<T> {
        code.and_then(|code| all.get(usize::from(code)).copied())
    }
    let cell: DraftCell<'_> = postcard::from_bytes(bytes).map_err(|_| Error::Content)?;
    let text = |text: Option<&str>| text.map(|text| Plain::new(text.to_owned()));
    let draft = Draft {
        secret: cell.secret.map(RequestSecret::from_bytes),
        how: value(How::ALL, cell.how),
        number: text(cell.number),
        part: value(DayPart::ALL, cell.part),
        days: value(Days::ALL, cell.days),
        someone_else: value(SomeoneElse::ALL, cell.someone_else),
        voicemail: value(Allowed::ALL, cell.voicemail),
        sms: value(Allowed::ALL, cell.sms),
        name: text(cell.name),
        suggested: cell.suggested,
        code_word: text(cell.code_word),
        words: text(cell.words),
        reviewed: cell.reviewed,
    };
    Ok((draft, cell.receipt))
}
