//! What stands on a card: Fluent ids with arguments, hotlines, buttons. No sentence is written here.

use super::draft::Draft;
use super::press::Press;
use super::{Facts, Place, Scene, Spread, State};
use crate::clock::Moment;
use crate::directory::HotlineRef;
use crate::text::Label;
use crate::vocab::{How, Lang, ReceiptCode, Region};

/// A card before it is put into words.
#[derive(Debug)]
pub struct Card {
    /// The place it belongs to: its buttons carry it.
    pub place: Place,
    /// What is said, top to bottom.
    pub lines: Vec<Line>,
    /// Buttons, row by row.
    pub rows: Vec<Vec<Button>>,
    /// Whether the choices carry numbers.
    pub numbered: bool,
}

/// One paragraph.
#[derive(Debug)]
pub enum Line {
    /// A text of the locale.
    Say {
        /// The language; the card's own when none is given.
        lang: Option<Lang>,
        /// The Fluent id.
        id: String,
        /// Its variables.
        args: Vec<(&'static str, Arg)>,
    },
    /// A hotline.
    Hotline(HotlineRef, Detail),
    /// An empty line.
    Gap,
}

/// How much of a hotline is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Name, number, what happens when one calls, whether the police is told.
    Brief,
    /// All of it: hours, cost, languages, source and date too.
    Full,
}

/// The value of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A count.
    Count(u64),
    /// The first number of a hotline, as code to copy.
    Dial(HotlineRef),
    /// A moment, as weekday and time in Almaty.
    Time(Moment),
    /// The name of a region.
    Region(Region),
    /// Another text of the locale.
    Word(&'static str),
    /// Words of a data file, as they stand there: a source, a date, a figure, the name of a site.
    Quote(&'static str),
    /// A suggested code word.
    CodeWord(u8),
    /// The code of a receipt, under a spoiler.
    Code(ReceiptCode),
    /// A field of the draft, under a spoiler.
    Field(Field),
}

/// A field of the draft, for REVIEW. The card names it; only the renderer reads the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the draft's fields")]
pub enum Field {
    How,
    Number,
    When,
    SomeoneElse,
    Name,
    CodeWord,
    Words,
}

/// A button.
#[derive(Debug)]
pub struct Button {
    /// What stands on it.
    pub label: Label,
    /// What it does.
    pub does: Does,
    /// Whether it answers the card's question, or only leads elsewhere: choices carry the numbers 1, 2, 3.
    pub role: Role,
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// A press.
    Press(Press),
    /// Copies a hotline's number to the clipboard.
    Copy(HotlineRef),
}

/// What a button is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An answer.
    Choice,
    /// A way to somewhere else.
    Way,
}

impl Card {
    /// An empty card of a state: title first, then the notice, if there is one.
    #[must_use]
    pub fn new(state: &State) -> Card {
        let mut card = Card {
            place: state.place,
            lines: Vec::with_capacity(12),
            rows: Vec::with_capacity(8),
            numbered: state.numbered,
        };
        card.say("title");
        // The first card has its own hello; the others begin with a line that fills what a chat list shows (R4).
        if state.place.scene != Scene::Welcome {
            card.say("greeting");
            card.gap();
        }
        if let Some(notice) = state.notice {
            card.say_spread(&[notice.id()], &[]);
            card.gap();
        }
        card
    }

    /// Adds a text without variables.
    pub fn say(&mut self, id: impl Into<String>) {
        self.say_with(id, Vec::new());
    }

    /// Adds a text with variables.
    pub fn say_with(&mut self, id: impl Into<String>, args: Vec<(&'static str, Arg)>) {
        self.lines.push(Line::Say { lang: None, id: id.into(), args });
    }

    /// Adds texts in the card's language, or all of them in one language after the other when nobody knows it: so the
    /// numbers of the first language come before the hello of the second.
    pub fn say_spread(&mut self, ids: &[&str], args: &[(&'static str, Arg)]) {
        let langs: &[Option<Lang>] = match self.place.context.spread {
            Spread::One => &[None],
            Spread::Three => &[Some(Lang::Kk), Some(Lang::Ru), Some(Lang::En)],
        };
        for lang in langs {
            for id in ids {
                self.lines.push(Line::Say { lang: *lang, id: (*id).to_owned(), args: args.to_vec() });
            }
        }
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.lines.push(Line::Gap);
    }

    /// Adds a hotline.
    pub fn hotline(&mut self, hotline: HotlineRef, detail: Detail) {
        self.lines.push(Line::Hotline(hotline, detail));
    }

    /// Adds a row of buttons.
    pub fn row(&mut self, buttons: impl IntoIterator<Item = Button>) {
        let row: Vec<Button> = buttons.into_iter().collect();
        if !row.is_empty() {
            self.rows.push(row);
        }
    }

    /// Adds copy buttons for the first numbers of hotlines. A number stands once; short ones share rows evenly, a long
    /// one has a row of its own, so that no number is broken over two lines on a narrow phone.
    pub fn copy_rows(&mut self, facts: &Facts<'_>, hotlines: &[HotlineRef]) {
        let mut seen: Vec<&str> = Vec::new();
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for at in hotlines {
            let Some(number) = facts.directory.get(*at).and_then(|entry| entry.numbers().first()) else { continue };
            let number = number.dial();
            if !seen.contains(&number) {
                seen.push(number);
                let label = Label::with_text("button-copy", number);
                let button = Button { label, does: Does::Copy(*at), role: Role::Way };
                if number.len() > SHORT_NUMBER { long.push(button) } else { short.push(button) }
            }
        }
        let mut rows = short.len().div_ceil(MOST_IN_A_ROW);
        while rows > 0 {
            let rest = short.split_off(short.len().div_ceil(rows));
            self.row(std::mem::replace(&mut short, rest));
            rows -= 1;
        }
        for button in long {
            self.row([button]);
        }
    }

    /// Adds the last row of every card: back where there is a way back, danger, numbers, `✖` last.
    pub fn ways(&mut self, ways: Ways) {
        let mut row = Vec::with_capacity(4);
        if ways == Ways::BackAndOut {
            row.push(way("button-back", Press::Back));
        }
        if !matches!(self.place.scene, Scene::Danger | Scene::Welcome) {
            row.push(way("button-danger-short", Press::Go(Scene::Danger)));
        }
        if !matches!(self.place.scene, Scene::Hotlines | Scene::Welcome) {
            row.push(way("button-numbers-short", Press::Go(Scene::Hotlines)));
        }
        if self.place.scene == Scene::Welcome {
            row.push(way("button-about-short", Press::Go(Scene::About)));
        }
        row.push(way("button-leave", Press::Leave));
        self.row(row);
    }

    /// The buttons that press something, with their labels.
    pub fn presses(&self) -> impl Iterator<Item = (&Label, Press)> {
        self.rows.iter().flatten().filter_map(|button| match button.does {
            Does::Press(press) => Some((&button.label, press)),
            Does::Copy(_) => None,
        })
    }

    /// The buttons that answer the card's question, in order.
    pub fn choices(&self) -> impl Iterator<Item = &Button> {
        self.rows.iter().flatten().filter(|button| button.role == Role::Choice)
    }
}

/// The longest number that shares a row.
const SHORT_NUMBER: usize = 5;

/// Copy buttons in one row: four three-digit numbers fit a narrow phone.
const MOST_IN_A_ROW: usize = 4;

/// Which ways the last row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ways {
    /// Back and out.
    BackAndOut,
    /// Only out.
    Out,
}

/// A button that answers.
#[must_use]
pub fn choice(id: &str, press: Press) -> Button {
    Button { label: Label::new(id), does: Does::Press(press), role: Role::Choice }
}

/// A button that leads elsewhere.
#[must_use]
pub fn way(id: &str, press: Press) -> Button {
    Button { label: Label::new(id), does: Does::Press(press), role: Role::Way }
}

/// Which fields REVIEW shows: those that were answered, in the order they are read.
#[must_use]
pub fn answered(draft: &Draft) -> Vec<Field> {
    let mut fields = match draft.how {
        Some(How::Here) => vec![Field::How, Field::When],
        _ => vec![Field::How, Field::Number, Field::When, Field::SomeoneElse],
    };
    if draft.name.is_some() {
        fields.push(Field::Name);
    }
    if draft.code_word.is_some() || draft.suggested.is_some() {
        fields.push(Field::CodeWord);
    }
    if draft.words.is_some() {
        fields.push(Field::Words);
    }
    fields
}
