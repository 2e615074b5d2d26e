//! What steps are about, and whom they are for.

use crate::vocab::{Audience, Flag, Flags, Kind, Kinds, Sign, Signs};

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// One kind.
    Of(Kind),
    /// "I cannot name it."
    None,
    /// For a child or teenager.
    Minor,
    /// For whoever helps somebody else.
    ThirdParty,
    /// After thoughts of dying.
    SelfHarm,
    /// For the one who hurts and asks how to stop.
    OwnBehaviour,
    /// A doctor in time.
    Medical,
    /// A plan for leaving or for staying safer.
    SafetyPlan,
    /// Keeping what can be shown later.
    Evidence,
    /// The protective order.
    ProtectiveOrder,
    /// Pictures that were shared or are threatened with.
    Images,
    /// What holds whatever happened.
    Everyone,
}

impl Topic {
    /// Every topic that is not a kind.
    const OTHERS: [Topic; 11] = [
        Topic::None,
        Topic::Minor,
        Topic::ThirdParty,
        Topic::SelfHarm,
        Topic::OwnBehaviour,
        Topic::Medical,
        Topic::SafetyPlan,
        Topic::Evidence,
        Topic::ProtectiveOrder,
        Topic::Images,
        Topic::Everyone,
    ];

    /// Every topic, kinds first.
    pub fn all() -> impl Iterator<Item = Topic> {
        Kind::ALL.into_iter().map(Topic::Of).chain(Topic::OTHERS)
    }

    /// The topics whose steps stand on the first card of help.
    pub(super) fn on_help() -> impl Iterator<Item = Topic> {
        let others = [Topic::None, Topic::Minor, Topic::ThirdParty, Topic::SelfHarm];
        Kind::ALL.into_iter().map(Topic::Of).chain(others)
    }

    /// The name used in the data file and in Fluent ids.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Topic::Of(kind) => kind.name(),
            Topic::None => "none",
            Topic::Minor => "minor",
            Topic::ThirdParty => "third_party",
            Topic::SelfHarm => "self_harm",
            Topic::OwnBehaviour => "own_behaviour",
            Topic::Medical => "medical",
            Topic::SafetyPlan => "safety_plan",
            Topic::Evidence => "evidence",
            Topic::ProtectiveOrder => "protective_order",
            Topic::Images => "images",
            Topic::Everyone => "everyone",
        }
    }

    /// The topic with this name.
    pub(super) fn named(name: &str) -> Option<Topic> {
        Topic::all().find(|topic| topic.name() == name)
    }
}

/// What is known of a situation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Kinds chosen, confirmed or added by answers.
    pub kinds: Kinds,
    /// Flags.
    pub flags: Flags,
    /// Signs.
    pub signs: Signs,
    /// The age of whoever writes, where it was told. Of whom it is about, [`Flag::Minor`] says so.
    pub age: Option<Audience>,
}

/// Kinds after which a plan, proof and an order can be of use to an adult.
const OF_HOME: [Kind; 5] = [Kind::Physical, Kind::Sexual, Kind::Psychological, Kind::Economic, Kind::Stalking];

/// Signs after which a doctor must not wait.
const OF_A_DOCTOR: [Sign; 5] =
    [Sign::NeckRecently, Sign::NeckEarlier, Sign::SexualUnder72Hours, Sign::SexualUnder5Days, Sign::SexualGoesOn];

impl Situation {
    /// Whether somebody under 18 writes or is written about.
    #[must_use]
    pub fn is_of_a_child(self) -> bool {
        self.age == Some(Audience::Minor) || self.flags.has(Flag::Minor)
    }

    /// Whether somebody under 18 writes: said, or meant where nobody else can be.
    #[must_use]
    pub fn is_a_child_writing(self) -> bool {
        self.age == Some(Audience::Minor) || (self.flags.has(Flag::Minor) && !self.flags.has(Flag::ThirdParty))
    }

    /// Whether the way to a doctor stands on the first card of help already.
    #[must_use]
    pub fn needs_a_doctor_soon(self) -> bool {
        self.kinds.has(Kind::Sexual) || OF_A_DOCTOR.into_iter().any(|sign| self.signs.has(sign))
    }

    /// The kinds chosen, as topics; [`Topic::None`] where none was.
    #[must_use]
    pub fn chosen(self) -> Vec<Topic> {
        if self.kinds.is_empty() { vec![Topic::None] } else { self.kinds.iter().map(Topic::Of).collect() }
    }

    /// What the two steps on the first card of help are about: thoughts of dying, then who writes for whom, else the
    /// first kind.
    pub(super) fn foremost(self) -> Vec<Topic> {
        let told = [
            (Topic::SelfHarm, self.flags.has(Flag::SelfHarm)),
            (Topic::ThirdParty, self.flags.has(Flag::ThirdParty)),
            (Topic::Minor, self.is_a_child_writing()),
        ];
        let told: Vec<Topic> = told.into_iter().filter(|(_, so)| *so).map(|(topic, _)| topic).collect();
        if told.is_empty() { self.chosen().into_iter().take(1).collect() } else { told }
    }

    /// Whether a topic has a place in this situation, besides the kinds chosen.
    pub(super) fn calls_for(self, topic: Topic) -> bool {
        let any = |kinds: &[Kind]| kinds.iter().any(|kind| self.kinds.has(*kind));
        match topic {
            Topic::Medical => self.kinds.has(Kind::Physical) || self.needs_a_doctor_soon(),
            Topic::Images => self.kinds.has(Kind::Digital) || self.signs.has(Sign::IntimatePictures),
            Topic::SafetyPlan | Topic::Evidence | Topic::ProtectiveOrder => any(&OF_HOME) && !self.is_of_a_child(),
            Topic::Minor => self.is_a_child_writing(),
            Topic::ThirdParty => self.flags.has(Flag::ThirdParty),
            Topic::SelfHarm => self.flags.has(Flag::SelfHarm),
            Topic::OwnBehaviour => self.signs.has(Sign::OwnBehaviour),
            Topic::Of(_) | Topic::None | Topic::Everyone => false,
        }
    }
}
