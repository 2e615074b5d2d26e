//! How a request ended.

use std::fmt;
use std::str::FromStr;

/// How a request ended, in the counsellor's words. It stands in clear in the database beside the lane and says
/// nothing else about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They spoke, and the person has what she asked for or knows where to go on.
    Helped,
    /// Tried at the safe times, and nobody answered.
    TriedNoAnswer,
    /// Another service took over, with her consent.
    HandedOn,
    /// A prank or an attack.
    NotGenuine,
}

impl Outcome {
    /// Every outcome, the best one first.
    pub const ALL: [Outcome; 4] = [Outcome::Helped, Outcome::TriedNoAnswer, Outcome::HandedOn, Outcome::NotGenuine];

    /// The word on the command line, in the database and in JSON: `tried-no-answer`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Helped => "helped",
            Outcome::TriedNoAnswer => "tried-no-answer",
            Outcome::HandedOn => "handed-on",
            Outcome::NotGenuine => "not-genuine",
        }
    }
}

/// [`Outcome::name`].
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Outcome {
    type Err = ();

    fn from_str(name: &str) -> Result<Outcome, ()> {
        Outcome::ALL.into_iter().find(|outcome| outcome.name() == name).ok_or(())
    }
}
