//! A chat to play with: the conversation, and a small world that carries out its effects.

use super::card::{Card, Line};
use super::place::{Context, Place, Scene};
use super::press::{Press, Pressed, encode};
use super::render::{Page, render};
use super::*;
use crate::directory::Directory;
use crate::understanding::{self, Verdict};
use crate::vocab::{Confirmed, DayPart, Flag, Flags, How, Kind, Lang, ReceiptCode, RequestSecret, Standing};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

pub const NOON: Moment = Moment(1_795_500_000);

const LATER: Duty = Duty::Later { from: Moment(1_795_503_600), until: Moment(1_795_536_000) };

pub const OPEN: Desks = Desks([[Desk::Open(LATER, Pace::Unknown); 3]; 2]);

/// The code of every request sent here, and as it is typed.
pub const CODE: ReceiptCode = ReceiptCode::from_number(12_345_678_901);
pub const TYPED: &str = "0123 4567 8901";

/// What is read in a text. Walks type the same few texts thousands of times.
fn verdict_of(text: &str) -> Verdict {
    static READ: LazyLock<Mutex<HashMap<String, Verdict>>> = LazyLock::new(Mutex::default);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.entry(text.to_owned()).or_insert_with(|| understanding::read(text)).clone()
}

pub struct Chat {
    pub state: State,
    pub desks: Desks,
    pub allowance: Allowance,
    pub answers: Answers,
    pub fresh: RequestSecret,
    pub effect: Effect,
    /// How the request stands in the database; none when there is no database.
    pub standing: Option<Standing>,
    /// Whether a counsellor had it.
    pub before: Before,
    /// Codes tried so far; the sixth try of a day finds nothing.
    pub tries: u32,
    language: &'static str,
}

impl Chat {
    pub fn new(language: &'static str) -> Chat {
        Chat {
            state: State::at(Place::welcome(Context::from_language_code(Some(language)))),
            desks: OPEN,
            allowance: Allowance::Left,
            answers: Answers::ByNumberOnly,
            fresh: RequestSecret::from_bytes([7; 16]),
            effect: Effect::Show,
            standing: Some(Standing::Waiting),
            before: Before::Waiting,
            tries: 0,
            language,
        }
    }

    /// A chat in which a request was just sent.
    pub fn after_sending(language: &'static str) -> Chat {
        let mut chat = Chat::new(language);
        chat.press(Press::Go(Scene::Kind)).press(Press::Choose(Some(Kind::Physical))).press(Press::Go(Scene::Consent));
        chat.press(Press::ConsentAdult).press(Press::How(How::Call)).text("8 701 000 00 00");
        chat.press(Press::Part(DayPart::Any)).press(Press::Safest).press(Press::SkipRest).press(Press::Send);
        chat.is_at(Scene::Sent);
        chat
    }

    /// A chat in which the code is asked for.
    pub fn at_phrase(language: &'static str) -> Chat {
        let mut chat = Chat::new(language);
        chat.text("/help").press(Press::Go(Scene::Phrase)).is_at(Scene::Phrase);
        chat
    }

    /// Keeps a hidden card and returns the data of its `▶`.
    pub fn hides(&mut self) -> String {
        self.press(Press::Hide).is_at(Scene::Receipt);
        self.data(Press::OpenReceipt)
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            now: NOON,
            language_code: Some(self.language),
            directory: Directory::shipped(),
            desks: &self.desks,
            allowance: self.allowance,
            memory: Memory::Row,
            answers: self.answers,
            fresh: &self.fresh,
        }
    }

    pub fn card(&self) -> Card {
        card(&self.state, &self.facts())
    }

    pub fn page(&self) -> Page {
        render(&self.card(), &self.state, Directory::shipped())
    }

    pub fn give(&mut self, input: &Input<'_>) {
        let state = std::mem::replace(&mut self.state, State::at(Place::welcome(Context::new(Lang::En))));
        let turn = step(state, input, &self.facts());
        self.effect = turn.effect;
        self.state = self.carried_out(turn);
    }

    fn carried_out(&mut self, turn: Turn) -> State {
        let Turn { state, effect } = turn;
        let lane = Some(Context { flags: Flags::NONE.with(Flag::Minor), ..Context::new(Lang::Kk) }.lane());
        match (effect, self.standing) {
            (Effect::Send, _) => sent(state, Confirmed::by_executor(), CODE),
            (Effect::Forget, _) => forgotten(state, Confirmed::by_executor()),
            (Effect::Look | Effect::Try(_), None) => not_looked(state),
            (Effect::Withdraw, None) => not_withdrawn(state),
            (Effect::Withdraw, Some(standing)) if standing.is_open() => {
                self.standing = Some(Standing::Withdrawn);
                withdrawn(state, Confirmed::by_executor(), self.before)
            }
            (Effect::Look | Effect::Withdraw, Some(standing)) => looked(state, standing, lane),
            (Effect::Try(typed), Some(standing)) => {
                self.tries += 1;
                let right = typed == CODE && standing != Standing::NotKept && self.tries <= 5;
                if right { found(state, typed, standing, lane) } else { unknown_code(state) }
            }
            _ => state,
        }
    }

    /// The callback data of a press on the card.
    pub fn data(&self, press: Press) -> String {
        encode(&self.card().place, press, self.state.secret_for(press))
    }

    pub fn press_data(&mut self, data: &str) -> &mut Chat {
        self.give(&Input::Press(&Pressed::decode(data)));
        self
    }

    /// Presses a button whose card has no row any more.
    pub fn press_without_row(&mut self, data: &str) -> &mut Chat {
        self.state = State::from_button(&Pressed::decode(data));
        self.press_data(data)
    }

    /// Presses a button that stands on the card, by way of its callback data.
    pub fn press(&mut self, press: Press) -> &mut Chat {
        assert!(self.offers(press), "{press:?} is not on the card of {:?}", self.state.place.scene);
        let data = self.data(press);
        self.press_data(&data)
    }

    pub fn offers(&self, press: Press) -> bool {
        self.card().presses().any(|(_, one)| one == press)
    }

    pub fn text(&mut self, text: &str) -> &mut Chat {
        self.give(&Input::Typed(&Plain::new(text.to_owned()), &verdict_of(text)));
        self
    }

    /// Whether a text stands on the card.
    pub fn says(&self, id: &str) -> bool {
        self.card().lines.iter().any(|line| matches!(line, Line::Say { id: said, .. } if said == id))
    }

    pub fn is_at(&self, scene: Scene) {
        assert_eq!(self.state.place.scene, scene);
    }
}
