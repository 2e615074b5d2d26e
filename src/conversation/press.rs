//! Buttons: what a press means, and how a place travels in 64 bytes of `callback_data`.
//!
//! `2` and base64url of: scene, press, argument, language and who and whether a child writes, kinds, flags, region, page,
//! back, signs and what was heard, and for `send` and the buttons of a receipt the request secret. Any bytes decode to something: a hostile
//! client can send whatever it likes.

use super::place::{Context, Heard, Place, Scene, Spread, Writer};
use crate::vocab::{
    Allowed, DayPart, Days, Flags, How, Kind, Kinds, Lang, Region, RequestSecret, Signs, SomeoneElse, Who,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The callback data of `✖`: constant, so that leaving needs nothing else to be understood.
pub const LEAVE: &str = "x";

/// The version of the packing. Buttons of another version lead to WELCOME.
const VERSION: u8 = b'2';

/// What a button does. Buttons set a choice and never flip one, so a press may arrive twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Erase the card.
    Leave,
    /// Open a scene.
    Go(Scene),
    /// Back to where the person was.
    Back,
    /// Lift the cover.
    Uncover,
    /// Use this language.
    Lang(Lang),
    /// This is happening (or: "I cannot name it").
    Choose(Option<Kind>),
    /// Start the choice of behaviours again.
    ChooseAnew,
    /// It is about this person.
    Who(Who),
    /// This region (or: would rather not say).
    Region(Option<Region>),
    /// Another page of the list.
    Page(u8),
    /// Yes, and 18 or older.
    ConsentAdult,
    /// Yes, and under 18; or, on the children's screen, leave a contact.
    ConsentMinor,
    /// How to be reached.
    How(How),
    /// Part of the day.
    Part(DayPart),
    /// Which days.
    Days(Days),
    /// What to do when somebody else picks up.
    SomeoneElse(SomeoneElse),
    /// Hang up, no voicemail, no SMS.
    Safest,
    /// Voicemail yes or no.
    Voicemail(Allowed),
    /// SMS yes or no.
    Sms(Allowed),
    /// The suggested code word with this number.
    CodeWord(u8),
    /// Leave this question out.
    Skip,
    /// Leave out everything that may be left out.
    SkipRest,
    /// That is all I want to write.
    Done,
    /// Seal and send.
    Send,
    /// Whether the help fitted.
    Helpful(Allowed),
    /// Keep the request as a hidden card.
    Hide,
    /// The `▶` of a hidden card.
    OpenReceipt,
    /// Look up how the request stands.
    Look,
    /// Withdraw the request.
    Withdraw,
    /// The answer with this number to the question of the page; the page travels with the place.
    Answer(u8),
    /// What was heard in own words is so.
    HeardRight,
}

/// How many code words are suggested in turn.
pub const CODE_WORDS: u8 = 8;

/// A press as it came from the chat.
#[derive(Debug, PartialEq, Eq)]
pub struct Pressed {
    /// The place the button was drawn in.
    pub from: Place,
    /// What it does.
    pub press: Press,
    /// The request secret, on `send` and on the buttons of a receipt.
    pub secret: Option<RequestSecret>,
}

impl Pressed {
    /// Reads `callback_data`. Anything that is not ours opens WELCOME.
    #[must_use]
    pub fn decode(data: &str) -> Pressed {
        if data == LEAVE {
            let from = Place::welcome(Context::from_language_code(None));
            return Pressed { from, press: Press::Leave, secret: None };
        }
        unpack(data).unwrap_or_else(|| {
            let from = Place::welcome(Context::from_language_code(None));
            Pressed { from, press: Press::Go(Scene::Welcome), secret: None }
        })
    }
}

/// Writes `callback_data` for a button of `place`, with the secret of [`State::secret_for`](super::State::secret_for).
/// Cards that must be the same for everybody carry the language alone.
#[must_use]
pub fn encode(place: &Place, press: Press, secret: Option<&RequestSecret>) -> String {
    if press == Press::Leave {
        return LEAVE.to_owned();
    }
    let (context, back) = if place.scene.same_for_all() {
        (place.context.language_alone(), Scene::Welcome)
    } else {
        (place.context, place.back)
    };
    let (code, argument) = pack_press(press);
    let mut bytes = pack_place(&Place { scene: place.scene, context, back }).to_vec();
    bytes.extend_from_slice(&[code, argument]);
    if let Some(secret) = secret {
        bytes.extend_from_slice(secret.bytes());
    }
    let mut data = String::with_capacity(40);
    data.push(char::from(VERSION));
    URL_SAFE_NO_PAD.encode_string(bytes, &mut data);
    data
}

fn unpack(data: &str) -> Option<Pressed> {
    let packed = data.strip_prefix(char::from(VERSION))?;
    let bytes = URL_SAFE_NO_PAD.decode(packed).ok()?;
    let (place, rest) = bytes.split_first_chunk()?;
    let from = unpack_place(place)?;
    let ([code, argument], rest) = rest.split_first_chunk::<2>()?;
    let press = unpack_press(*code, *argument)?;
    let secret = match <[u8; 16]>::try_from(rest) {
        Ok(secret) => Some(RequestSecret::from_bytes(secret)),
        Err(_) if rest.is_empty() => None,
        Err(_) => return None,
    };
    Some(Pressed { from, press, secret })
}

/// The bit beside language and who: the writer is a child.
const CHILD: u8 = 0b100_0000;

/// A packed place.
pub type PackedPlace = [u8; 12];

/// A place as twelve bytes: scene, language and who and whether a child writes, kinds, flags, region, page, back, signs,
/// what was heard.
#[must_use]
pub fn pack_place(place: &Place) -> PackedPlace {
    let context = &place.context;
    let [low, high] = context.kinds.bits().to_le_bytes();
    let [signs_low, signs_high] = context.signs.bits().to_le_bytes();
    let [heard_low, heard_high] = context.heard.bits().to_le_bytes();
    let spread = u8::from(context.spread == Spread::Three);
    let child = if context.writer == Writer::Child { CHILD } else { 0 };
    [
        place.scene.code(),
        context.lang as u8 | spread << 2 | position(Who::ALL, context.who) << 3 | child,
        low,
        high,
        context.flags.bits(),
        position(&Region::ALL, context.region),
        context.page,
        place.back.code(),
        signs_low,
        signs_high,
        heard_low,
        heard_high,
    ]
}

/// The place that [`pack_place`] packed; none for bytes that name no place.
#[must_use]
pub fn unpack_place(bytes: &PackedPlace) -> Option<Place> {
    let [scene, lang_and_who, low, high, flags, region, page, back, signs_low, signs_high, heard_low, heard_high] =
        *bytes;
    let context = Context {
        lang: *Lang::ALL.get(usize::from(lang_and_who & 0b11))?,
        spread: if lang_and_who & 0b100 == 0 { Spread::One } else { Spread::Three },
        kinds: Kinds::from_bits(u16::from_le_bytes([low, high])),
        flags: Flags::from_bits(flags),
        signs: Signs::from_bits(u16::from_le_bytes([signs_low, signs_high])),
        heard: Heard::from_bits(u16::from_le_bytes([heard_low, heard_high])),
        region: choice(&Region::ALL, region)?,
        who: choice(Who::ALL, (lang_and_who & !CHILD) >> 3)?,
        writer: if lang_and_who & CHILD == 0 { Writer::Untold } else { Writer::Child },
        page,
    };
    Some(Place { scene: Scene::from_code(scene)?, context: context.settled(), back: Scene::from_code(back)? })
}

/// 0 for none, else the position counted from 1.
fn position<T: PartialEq + Copy>(all: &[T], value: Option<T>) -> u8 {
    let at = value.and_then(|value| all.iter().position(|one| *one == value));
    at.map_or(0, |at| u8::try_from(at + 1).unwrap_or(0))
}

/// The reverse of [`position`]; `None` when there is no such position.
#[expect(clippy::option_option, reason = "absent and out of range are different answers")]
fn choice<T: Copy>(all: &[T], code: u8) -> Option<Option<T>> {
    match code {
        0 => Some(None),
        code => all.get(usize::from(code) - 1).copied().map(Some),
    }
}

fn index<T: PartialEq + Copy>(all: &[T], value: T) -> u8 {
    position(all, Some(value)).saturating_sub(1)
}

fn pack_press(press: Press) -> (u8, u8) {
    match press {
        Press::Leave => (0, 0),
        Press::Go(scene) => (1, scene.code()),
        Press::Back => (2, 0),
        Press::Uncover => (3, 0),
        Press::Lang(lang) => (4, lang as u8),
        Press::Choose(kind) => (5, position(&Kind::ALL, kind)),
        Press::ChooseAnew => (6, 0),
        Press::Who(who) => (7, index(Who::ALL, who)),
        Press::Region(region) => (8, position(&Region::ALL, region)),
        Press::Page(page) => (9, page),
        Press::ConsentAdult => (10, 0),
        Press::ConsentMinor => (11, 0),
        Press::How(how) => (12, index(How::ALL, how)),
        Press::Part(part) => (13, index(DayPart::ALL, part)),
        Press::Days(days) => (14, index(Days::ALL, days)),
        Press::SomeoneElse(answer) => (15, index(SomeoneElse::ALL, answer)),
        Press::Safest => (16, 0),
        Press::Voicemail(allowed) => (17, index(Allowed::ALL, allowed)),
        Press::Sms(allowed) => (18, index(Allowed::ALL, allowed)),
        Press::CodeWord(word) => (19, word),
        Press::Skip => (20, 0),
        Press::SkipRest => (21, 0),
        Press::Done => (22, 0),
        Press::Send => (23, 0),
        Press::Helpful(allowed) => (24, index(Allowed::ALL, allowed)),
        Press::Hide => (25, 0),
        Press::OpenReceipt => (26, 0),
        Press::Look => (27, 0),
        Press::Withdraw => (28, 0),
        Press::Answer(option) => (29, option),
        Press::HeardRight => (30, 0),
    }
}

fn unpack_press(code: u8, argument: u8) -> Option<Press> {
    let at = usize::from(argument);
    Some(match code {
        0 => Press::Leave,
        1 => Press::Go(Scene::from_code(argument)?),
        2 => Press::Back,
        3 => Press::Uncover,
        4 => Press::Lang(*Lang::ALL.get(at)?),
        5 => Press::Choose(choice(&Kind::ALL, argument)?),
        6 => Press::ChooseAnew,
        7 => Press::Who(*Who::ALL.get(at)?),
        8 => Press::Region(choice(&Region::ALL, argument)?),
        9 => Press::Page(argument),
        10 => Press::ConsentAdult,
        11 => Press::ConsentMinor,
        12 => Press::How(*How::ALL.get(at)?),
        13 => Press::Part(*DayPart::ALL.get(at)?),
        14 => Press::Days(*Days::ALL.get(at)?),
        15 => Press::SomeoneElse(*SomeoneElse::ALL.get(at)?),
        16 => Press::Safest,
        17 => Press::Voicemail(*Allowed::ALL.get(at)?),
        18 => Press::Sms(*Allowed::ALL.get(at)?),
        19 if argument < CODE_WORDS => Press::CodeWord(argument),
        20 => Press::Skip,
        21 => Press::SkipRest,
        22 => Press::Done,
        23 => Press::Send,
        24 => Press::Helpful(*Allowed::ALL.get(at)?),
        25 => Press::Hide,
        26 => Press::OpenReceipt,
        27 => Press::Look,
        28 => Press::Withdraw,
        29 => Press::Answer(argument),
        30 => Press::HeardRight,
        _ => return None,
    })
}
