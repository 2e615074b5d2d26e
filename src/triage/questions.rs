//! The follow-up questions of `content/questions.toml`, and what an answer adds.
//!
//! A question is asked when what is known gives a reason for it. The questions are gone through in the order of the
//! file and never backwards, so that the dialogue ends whatever is answered. An answer only adds; a question that is
//! skipped adds nothing and takes nothing away. Nothing here decides what anybody may see.

use crate::vocab::{Flag, Flags, Kind, Kinds, Sign, Signs};
use serde::Deserialize;
use std::sync::LazyLock;

/// What is known of a situation: what was chosen and answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Kinds chosen, confirmed or added by answers.
    pub kinds: Kinds,
    /// Flags.
    pub flags: Flags,
    /// Signs.
    pub signs: Signs,
}

impl Known {
    /// With everything an answer adds.
    #[must_use]
    pub fn and(self, answer: &Answer) -> Known {
        Known {
            kinds: self.kinds.union(answer.kinds),
            flags: self.flags.union(answer.flags),
            signs: self.signs.union(answer.signs),
        }
    }
}

/// Who is asked a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Everybody.
    Always,
    /// Who could not name a kind.
    NoKind,
    /// Who told of this kind.
    Of(Kind),
    /// Who answered so before.
    After(Sign),
}

/// A card to lay over the next question, because it must not wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Emergency numbers.
    Danger,
    /// Thoughts of dying.
    SelfHarm,
    /// A doctor in time.
    Medical,
    /// Pictures that were shared or are threatened with.
    Images,
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    /// The Fluent id of its button.
    pub text: String,
    /// Kinds it adds.
    pub kinds: Kinds,
    /// Flags it adds.
    pub flags: Flags,
    /// Signs it adds.
    pub signs: Signs,
    /// What is shown at once.
    pub shows: Option<Shows>,
}

impl Answer {
    /// Whether it would add a kind, or says that there is none to add.
    fn is_news(&self, known: Known) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| !known.kinds.has(kind))
    }
}

/// One question.
#[derive(Debug)]
pub struct Question {
    /// The Fluent id of the question.
    pub text: String,
    /// What can be answered, in the order of the buttons; the position is the number in a button.
    pub answers: Vec<Answer>,
    asked: Asked,
    offers: Offers,
}

/// Which answers of a question are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offers {
    /// Every one: the true answer must never be missing.
    All,
    /// Only what is not known yet: the question asks for something else.
    News,
}

impl Question {
    /// The answers to offer, with their numbers.
    pub fn offered(&self, known: Known) -> impl Iterator<Item = (usize, &Answer)> {
        let all = self.offers == Offers::All;
        self.answers.iter().enumerate().filter(move |(_, answer)| all || answer.is_news(known))
    }

    fn is_asked(&self, known: Known) -> bool {
        match self.asked {
            Asked::Always => true,
            // Who said she thinks of dying is not asked whether she does.
            Asked::NoKind => known.kinds.is_empty() && !known.flags.has(Flag::SelfHarm),
            Asked::Of(kind) => known.kinds.has(kind),
            Asked::After(sign) => known.signs.has(sign),
        }
    }
}

static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(|| {
    parse(include_str!("../../content/questions.toml")).expect("the shipped questions parse: a test reads them")
});

/// Every question, in the order in which they are gone through; the position is the number in a button.
#[must_use]
pub fn all() -> &'static [Question] {
    &QUESTIONS
}

/// The first question from number `from` on for which what is known gives a reason.
#[must_use]
pub fn next(from: usize, known: Known) -> Option<usize> {
    all().iter().enumerate().skip(from).find(|(_, question)| question.is_asked(known)).map(|(at, _)| at)
}

/// The last question before number `at` for which what is known gives a reason.
#[must_use]
pub fn before(at: usize, known: Known) -> Option<usize> {
    all().iter().enumerate().take(at).rfind(|(_, question)| question.is_asked(known)).map(|(at, _)| at)
}

/// What is wrong with a file of questions. Speaks of our own file only.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Not the shape of a file of questions.
    #[error("content/questions.toml: {0}")]
    Shape(String),
    /// A name that is none of ours.
    #[error("content/questions.toml: question {question}: '{name}' is no {what}")]
    Name {
        /// The question's id.
        question: String,
        /// What was found.
        name: String,
        /// What was expected.
        what: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    question: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    ask: String,
    #[serde(default)]
    hides_known: bool,
    answers: Vec<WrittenAnswer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnswer {
    id: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    signs: Vec<String>,
    shows: Option<String>,
}

fn parse(text: &str) -> Result<Vec<Question>, Error> {
    let file: File = toml::from_str(text).map_err(|error| Error::Shape(error.message().to_owned()))?;
    if file.schema != 1 {
        return Err(Error::Shape(format!("schema {} is not 1", file.schema)));
    }
    file.question.iter().map(question).collect()
}

fn question(written: &Written) -> Result<Question, Error> {
    let id = &written.id;
    let asked = match written.ask.as_str() {
        "always" => Asked::Always,
        "no_kind" => Asked::NoKind,
        name => match name.parse::<Kind>() {
            Ok(kind) => Asked::Of(kind),
            Err(()) => Asked::After(named(id, name, "reason to ask", &Sign::ALL, Sign::name)?),
        },
    };
    let answers = written.answers.iter().map(|one| answer(id, one)).collect::<Result<_, _>>()?;
    let offers = if written.hides_known { Offers::News } else { Offers::All };
    Ok(Question { text: format!("ask-{id}"), answers, asked, offers })
}

fn answer(question: &str, written: &WrittenAnswer) -> Result<Answer, Error> {
    let kind = |name: &String| named(question, name, "kind", &Kind::ALL, Kind::name);
    let flag = |name: &String| named(question, name, "flag", &Flag::ALL, Flag::name);
    let sign = |name: &String| named(question, name, "sign", &Sign::ALL, Sign::name);
    let shows = match written.shows.as_deref() {
        None => None,
        Some("danger") => Some(Shows::Danger),
        Some("self_harm") => Some(Shows::SelfHarm),
        Some("medical") => Some(Shows::Medical),
        Some("images") => Some(Shows::Images),
        Some(name) => {
            return Err(Error::Name { question: question.to_owned(), name: name.to_owned(), what: "card to show" });
        }
    };
    Ok(Answer {
        text: format!("answer-{question}-{}", written.id),
        kinds: written.kinds.iter().map(kind).collect::<Result<_, _>>()?,
        flags: written.flags.iter().map(flag).collect::<Result<_, _>>()?,
        signs: written.signs.iter().map(sign).collect::<Result<_, _>>()?,
        shows,
    })
}

fn named<T: Copy>(
    question: &str,
    name: &str,
    what: &'static str,
    all: &[T],
    of: impl Fn(T) -> &'static str,
) -> Result<T, Error> {
    let found = all.iter().copied().find(|one| of(*one) == name);
    found.ok_or_else(|| Error::Name { question: question.to_owned(), name: name.to_owned(), what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_a_name_that_is_none_of_ours_is_refused_with_the_question_and_what_was_expected() {
        let file = |ask: &str, adds: &str| {
            let text = format!("schema = 1\n[[question]]\nid = 'q'\nask = '{ask}'\nanswers = [{{ id = 'a', {adds} }}]");
            parse(&text).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(file("always", "kinds = ['physical']"), Ok(()));
        for (ask, adds, what) in [
            ("sometimes", "kinds = []", "'sometimes' is no reason to ask"),
            ("always", "kinds = ['pain']", "'pain' is no kind"),
            ("always", "flags = ['fear']", "'fear' is no flag"),
            ("always", "signs = ['luck']", "'luck' is no sign"),
            ("always", "shows = 'film'", "'film' is no card to show"),
        ] {
            assert_eq!(file(ask, adds), Err(format!("content/questions.toml: question q: {what}")));
        }
        assert!(parse("schema = 2\nquestion = []").is_err());
        assert!(file("always", "colour = 'red'").is_err());
    }

    #[test]
    fn no_answer_takes_anything_away_or_lowers_the_urgency() {
        let urgency = |known: Known| crate::triage::urgency(known.flags, known.kinds, known.signs);
        let child = Known { flags: Flags::NONE.with(Flag::Minor), ..Known::default() };
        let told = Known { kinds: Kind::ALL.into_iter().collect(), signs: Sign::ALL.into_iter().collect(), ..child };
        for known in [Known::default(), child, told] {
            for answer in all().iter().flat_map(|question| &question.answers) {
                let after = known.and(answer);
                assert!(urgency(after) >= urgency(known), "{}", answer.text);
                assert!(known.kinds.iter().all(|kind| after.kinds.has(kind)), "{}", answer.text);
                assert!(known.signs.iter().all(|sign| after.signs.has(sign)), "{}", answer.text);
            }
        }
    }

    #[test]
    fn the_questions_are_asked_in_one_direction_and_back_again() {
        for pick in 0..6 {
            let (mut known, mut from, mut asked) = (Known::default(), 0, Vec::new());
            while let Some(at) = next(from, known) {
                assert!(asked.last().is_none_or(|last| *last < at));
                asked.push(at);
                known = known.and(&all()[at].answers[pick % all()[at].answers.len()]);
                from = at + 1;
            }
            assert_eq!(asked.first(), Some(&0));
            assert_eq!(asked.last(), Some(&(all().len() - 1)), "the last question is for everybody");
            assert_eq!(before(0, known), None);
            assert!(before(all().len() - 1, known).is_some_and(|at| at < all().len() - 1));
        }
    }

    #[test]
    fn the_true_answer_is_offered_whatever_is_known_and_the_last_question_asks_for_something_else() {
        let known = Known { kinds: Kind::ALL.into_iter().collect(), ..Known::default() };
        let (last, others) = all().split_last().expect("questions");
        assert!(others.iter().all(|question| question.offered(known).count() == question.answers.len()));
        let left: Vec<&str> = last.offered(known).map(|(_, answer)| answer.text.as_str()).collect();
        assert_eq!(left, ["answer-other-nothing"]);
    }

    #[test]
    fn who_said_she_thinks_of_dying_is_not_asked_whether_she_does() {
        let asks = |known: Known| {
            (0..all().len()).any(|at| next(at, known) == Some(at) && all()[at].text == "ask-cannot_name")
        };
        assert!(asks(Known::default()));
        assert!(!asks(Known { flags: Flags::NONE.with(Flag::SelfHarm), ..Known::default() }));
    }
}
