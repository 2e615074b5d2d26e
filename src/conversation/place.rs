//! Where the person is: a scene, and what was chosen on the way there.

use crate::triage::Known;
use crate::vocab::{Audience, Flag, Flags, Kinds, Lane, Lang, Region, Sign, Signs, Who};

macro_rules! scenes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// One screen of the conversation. The position is the number packed into buttons, so new scenes are
        /// added at the end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Scene { $($(#[$doc])* $name),+ }

        impl Scene {
            /// Every scene.
            pub const ALL: &'static [Scene] = &[$(Scene::$name),+];

            /// The prefix of its Fluent ids.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Scene::$name => $text),+ }
            }
        }
    };
}

scenes! {
    /// Who this is, the emergency numbers, the doors.
    Welcome = "welcome",
    /// Choice of language.
    Language = "language",
    /// Emergency numbers and what to do this minute.
    Danger = "danger",
    /// Ways that need no voice.
    CannotSpeak = "cannot-speak",
    /// How to leave without being noticed.
    LeaveSafely = "leave-safely",
    /// Thoughts of dying: two lines and the emergency numbers, no questions.
    SelfHarm = "self-harm",
    /// Every line there is.
    Hotlines = "hotlines",
    /// The behaviours.
    Kind = "kind",
    /// Lines and steps that fit.
    Help = "help",
    /// Who it is about.
    Who = "who",
    /// Which region.
    Region = "region",
    /// Telegram's own traces.
    Safety = "safety",
    /// `/help`.
    About = "about",
    /// `/privacy`.
    Privacy = "privacy",
    /// What leaving a contact means; two yes buttons.
    Consent = "consent",
    /// The same for somebody under 18, in plain words.
    ConsentMinor = "consent-minor",
    /// What happens after a contact is left.
    WhatThen = "what-then",
    /// Call, text or either.
    How = "how",
    /// The number.
    Number = "number",
    /// Part of the day.
    When = "when",
    /// Which days.
    WhenDays = "when-days",
    /// What to do when somebody else picks up.
    SomeoneElse = "someone-else",
    /// May a voice message be left.
    Voicemail = "voicemail",
    /// May an SMS be sent.
    Sms = "sms",
    /// What to call the person.
    Name = "name",
    /// A word both sides say first.
    CodeWord = "code-word",
    /// Own words.
    More = "more",
    /// Everything before it is sealed.
    Review = "review",
    /// The request stands in the queue.
    Sent = "sent",
    /// Requests are not possible just now.
    NotNow = "not-now",
    /// `/forget`.
    Forgotten = "forgotten",
    /// The neutral cover.
    Cover = "cover",
    /// The hidden card of a sent request: looks like the cover and stays.
    Receipt = "receipt",
    /// How a sent request stands.
    Status = "status",
    /// A sent request was withdrawn.
    Withdrawn = "withdrawn",
    /// Asks for the 12 digits.
    Phrase = "phrase",
    /// What was heard in own words, to be confirmed.
    OwnWords = "own-words",
    /// For the one who hurts and asks how to stop.
    OwnBehaviour = "own-behaviour",
    /// One question that helps to order what is shown; every one can be skipped.
    FollowUp = "follow-up",
    /// What can be done, page by page.
    Guidance = "guidance",
    /// A doctor in time.
    Medical = "medical",
    /// A plan for leaving or for staying safer.
    SafetyPlan = "safety-plan",
    /// Keeping what can be shown later.
    Evidence = "evidence",
    /// The protective order.
    ProtectiveOrder = "protective-order",
    /// Pictures that were shared or are threatened with.
    Images = "images",
    /// For a child or teenager.
    ForChildren = "for-children",
    /// For whoever helps somebody else.
    ForOthers = "for-others",
    /// After thoughts of dying.
    AfterDark = "after-dark",
    /// Facts with year and source.
    FactCards = "fact-cards",
}

impl Scene {
    /// The scene's number in a button.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The scene with this number, if there is one.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Scene> {
        Scene::ALL.get(usize::from(code)).copied()
    }

    /// Whether the scene belongs to a draft: it needs the row, and without one leads to WELCOME.
    #[must_use]
    pub const fn needs_draft(self) -> bool {
        matches!(
            self,
            Scene::How
                | Scene::Number
                | Scene::When
                | Scene::WhenDays
                | Scene::SomeoneElse
                | Scene::Voicemail
                | Scene::Sms
                | Scene::Name
                | Scene::CodeWord
                | Scene::More
                | Scene::Review
                | Scene::Sent
        )
    }

    /// Whether a typed text is an answer here, not a way to say what is wrong.
    #[must_use]
    pub const fn takes_text(self) -> bool {
        matches!(self, Scene::Number | Scene::Name | Scene::CodeWord | Scene::More | Scene::Phrase)
    }

    /// Whether it is a card of steps or facts, which takes time to read.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(
            self,
            Scene::OwnBehaviour
                | Scene::Guidance
                | Scene::Medical
                | Scene::SafetyPlan
                | Scene::Evidence
                | Scene::ProtectiveOrder
                | Scene::Images
                | Scene::ForChildren
                | Scene::ForOthers
                | Scene::AfterDark
                | Scene::FactCards
        )
    }

    /// Whether the card must be the same bytes for everybody (R9): its buttons then carry the language alone.
    #[must_use]
    pub const fn same_for_all(self) -> bool {
        matches!(self, Scene::About | Scene::Privacy | Scene::Forgotten | Scene::Cover | Scene::Receipt | Scene::Phrase)
    }

    /// Whether an opened receipt may show it: the request itself, numbers and what to do in danger. Everything else
    /// belongs on the living card.
    #[must_use]
    pub const fn on_a_receipt(self) -> bool {
        matches!(
            self,
            Scene::Receipt
                | Scene::Status
                | Scene::Withdrawn
                | Scene::Danger
                | Scene::CannotSpeak
                | Scene::LeaveSafely
                | Scene::SelfHarm
                | Scene::Hotlines
                | Scene::Region
        )
    }
}

/// Whether the language is known or every text is shown in all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// The person chose it, or the phone says it.
    One,
    /// Nobody knows: the first cards are in three languages.
    Three,
}

/// What the writer told about her own age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Nothing, or 18 and older.
    Untold,
    /// Under 18. Never taken back, whoever the request is about later: a child may write for her mother.
    Child,
}

/// What was heard in own words: a suggestion, and nothing is done with it before the person said that it is so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Kinds the text seems to name.
    pub kinds: Kinds,
    /// A child, or another person than the writer; no other flag waits for an answer.
    pub flags: Flags,
    /// The writer seems to be the one who hurts; no other sign waits for an answer.
    pub signs: Signs,
}

impl Heard {
    /// Nothing was heard.
    pub const NOTHING: Heard = Heard { kinds: Kinds::NONE, flags: Flags::NONE, signs: Signs::NONE };

    /// The flags that wait for an answer.
    const WAITING: [Flag; 2] = [Flag::Minor, Flag::ThirdParty];
    const OWN: u16 = 1 << 15;

    /// Sixteen bits for a button: the kinds, then the flags, at the top own behaviour.
    #[must_use]
    pub fn bits(self) -> u16 {
        let flags = Heard::WAITING.iter().enumerate().filter(|(_, flag)| self.flags.has(**flag));
        let own = if self.signs.has(Sign::OwnBehaviour) { Heard::OWN } else { 0 };
        flags.fold(self.kinds.bits() | own, |bits, (at, _)| bits | 1 << (9 + at))
    }

    /// From bits; those that mean nothing are dropped.
    #[must_use]
    pub fn from_bits(bits: u16) -> Heard {
        let flags = Heard::WAITING.into_iter().enumerate().filter(|(at, _)| bits & 1 << (9 + at) != 0);
        let own = Signs::NONE.with(Sign::OwnBehaviour);
        Heard {
            kinds: Kinds::from_bits(bits),
            flags: flags.map(|(_, flag)| flag).collect(),
            signs: if bits & Heard::OWN == 0 { Signs::NONE } else { own },
        }
    }
}

/// What was chosen on the way: carried by every button, so that help needs no database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The language of the cards (the likeliest one while `spread` is `Three`).
    pub lang: Lang,
    /// Whether that language is sure.
    pub spread: Spread,
    /// Kinds chosen.
    pub kinds: Kinds,
    /// Flags gathered.
    pub flags: Flags,
    /// What answers told beyond kinds and flags.
    pub signs: Signs,
    /// What was heard in own words and is not confirmed yet.
    pub heard: Heard,
    /// Region chosen.
    pub region: Option<Region>,
    /// Who it is about.
    pub who: Option<Who>,
    /// Whether the writer is a child: the children's screen then stands before consent.
    pub writer: Writer,
    /// The page of a long list, from 0.
    pub page: u8,
}

impl Context {
    /// Nothing chosen yet.
    #[must_use]
    pub const fn new(lang: Lang) -> Context {
        Context {
            lang,
            spread: Spread::One,
            kinds: Kinds::NONE,
            flags: Flags::NONE,
            signs: Signs::NONE,
            heard: Heard::NOTHING,
            region: None,
            who: None,
            writer: Writer::Untold,
            page: 0,
        }
    }

    /// What Telegram's `language_code` says, if anything. A code we do not speak gives three languages, with the
    /// likeliest as the one for longer cards.
    #[must_use]
    pub fn from_language_code(code: Option<&str>) -> Context {
        let code = code.unwrap_or("");
        let primary = code.split(['-', '_']).next().unwrap_or("");
        if let Ok(lang) = primary.parse() {
            return Context::new(lang);
        }
        // Where Russian is the second language most people share; elsewhere English is.
        let lang = match primary {
            "" | "uz" | "ky" | "tg" | "tk" | "tt" | "ug" | "be" | "uk" | "hy" | "az" | "ka" | "mn" => Lang::Ru,
            _ => Lang::En,
        };
        Context { spread: Spread::Three, ..Context::new(lang) }
    }

    /// The language, and nothing of what was chosen.
    #[must_use]
    pub const fn language_alone(&self) -> Context {
        Context { spread: self.spread, ..Context::new(self.lang) }
    }

    /// With what follows from the rest: a child who is meant sets [`Flag::Minor`], and the child is the writer where that
    /// was said. The flag alone says nothing of the writer: a mother tells of herself and her daughter in one sentence,
    /// and an adult who asked for a child may then ask for herself.
    #[must_use]
    pub(super) fn settled(mut self) -> Context {
        if matches!(self.who, Some(Who::MeMinor | Who::OtherMinor)) {
            self.flags = self.flags.with(Flag::Minor);
        }
        if self.who == Some(Who::MeMinor) {
            self.writer = Writer::Child;
        }
        self
    }

    /// What is known of the situation, as the follow-up questions see it.
    pub(super) const fn known(&self) -> Known {
        Known { kinds: self.kinds, flags: self.flags, signs: self.signs }
    }

    /// With what an answer added.
    #[must_use]
    pub(super) const fn knowing(self, known: Known) -> Context {
        Context { kinds: known.kinds, flags: known.flags, signs: known.signs, ..self }
    }

    /// The lane a request from here would go to. Minor is never cleared.
    #[must_use]
    pub fn lane(&self) -> Lane {
        let audience = if self.flags.has(Flag::Minor) { Audience::Minor } else { Audience::Adult };
        Lane { audience, lang: self.lang }
    }

    /// Whether help may be narrowed to an age: only when told.
    #[must_use]
    pub fn audience(&self) -> Option<Audience> {
        if self.flags.has(Flag::Minor) { Some(Audience::Minor) } else { self.who.map(|_| Audience::Adult) }
    }
}

/// A scene with its context and the scene that `back` leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The screen.
    pub scene: Scene,
    /// What was chosen.
    pub context: Context,
    /// Where `back` leads when no row says otherwise.
    pub back: Scene,
}

impl Place {
    /// A place whose `back` is WELCOME.
    #[must_use]
    pub const fn new(scene: Scene, context: Context) -> Place {
        Place { scene, context, back: Scene::Welcome }
    }

    /// The first card.
    #[must_use]
    pub const fn welcome(context: Context) -> Place {
        Place::new(Scene::Welcome, context)
    }
}
