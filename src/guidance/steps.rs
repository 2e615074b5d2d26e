//! The steps of `content/guidance.toml`: read and checked, and chosen for a situation.

use super::error::{Error, entry, is_an_address, is_an_id, read};
use super::situation::{Situation, Topic};
use crate::directory::AsOf;
use crate::vocab::Sign;
use serde::Deserialize;
use std::collections::HashSet;

const FILE: &str = "content/guidance.toml";

/// The longest source that is shown: one line of a phone, or little more.
const LONGEST_SOURCE: usize = 80;

/// Whom a step is for, where it is not for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// A child or teenager.
    Minor,
    /// Whoever did not say to be under 18, or to write for a child.
    Adult,
    /// Whoever answered so.
    After(Sign),
}

/// What became of a step that a lawyer must confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Review {
    /// It says nothing of the law.
    NotNeeded,
    /// Nobody confirmed it yet: it is shown nowhere.
    Withheld,
    /// A lawyer confirmed it.
    Done {
        /// Her initials.
        by: String,
        /// The day.
        on: AsOf,
    },
}

/// One thing that can be done.
#[derive(Debug)]
pub struct Step {
    /// Its id in the data file.
    pub id: String,
    /// The Fluent id of its text.
    pub text: String,
    /// What it is about.
    pub topic: Topic,
    /// Whom it is for; none: everybody.
    pub only: Option<Only>,
    /// Publisher and title, as people read them.
    pub source: String,
    /// Where the source can be read.
    pub url: String,
    /// The source's date, as people read it.
    pub as_of: String,
    /// The address of a site that the text names.
    pub site: Option<String>,
    /// Whether a lawyer must confirm it, and did.
    pub review: Review,
}

impl Step {
    /// Whether a lawyer must still confirm it.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.review == Review::Withheld
    }

    fn fits(&self, situation: Situation) -> bool {
        match self.only {
            None => true,
            Some(Only::Minor) => situation.is_of_a_child(),
            Some(Only::Adult) => !situation.is_of_a_child(),
            Some(Only::After(sign)) => situation.signs.has(sign),
        }
    }
}

/// Every step, in the order of the file.
#[derive(Debug)]
pub struct Guidance {
    steps: Vec<Step>,
}

impl Guidance {
    /// Reads and checks a file of steps. Wrong names, dates and half reviews are refused with the step's id.
    pub fn parse(text: &str) -> Result<Guidance, Error> {
        let file: File = read(FILE, text)?;
        if file.schema != 1 {
            return Err(Error::Schema { file: FILE, schema: file.schema });
        }
        let mut ids = HashSet::new();
        let mut steps = Vec::with_capacity(file.step.len());
        for written in file.step {
            if !ids.insert(written.id.clone()) {
                return Err(entry(FILE, &written.id, "this id stands twice"));
            }
            steps.push(step(written)?);
        }
        let guidance = Guidance { steps };
        match Topic::on_help().find(|topic| guidance.for_everybody(*topic) < 2) {
            Some(topic) => Err(Error::TooFew { file: FILE, topic: topic.name() }),
            None => Ok(guidance),
        }
    }

    /// Every step of the file, withheld ones too: for those who check them.
    #[must_use]
    pub fn every(&self) -> &[Step] {
        &self.steps
    }

    /// The steps of a topic that fit a situation, in the order of the file; never one that is withheld. None about proof
    /// where a child is concerned.
    #[must_use]
    pub fn of(&self, topic: Topic, situation: Situation) -> Vec<&Step> {
        if topic == Topic::Evidence && situation.is_of_a_child() {
            return Vec::new();
        }
        let shown = self.steps.iter().filter(|step| step.topic == topic && !step.is_withheld());
        shown.filter(|step| step.fits(situation)).collect()
    }

    /// The two steps of the first card of help: the first two of the foremost topic, or one of each of two. Nothing of
    /// the law is among them, confirmed or not.
    #[must_use]
    pub fn two(&self, situation: Situation) -> Vec<&Step> {
        let topics = situation.foremost();
        let of_each = if topics.len() > 1 { 1 } else { 2 };
        let steps = topics.into_iter().map(|topic| {
            let plain = self.of(topic, situation).into_iter().filter(|step| step.review == Review::NotNeeded);
            plain.take(of_each)
        });
        steps.flatten().take(2).collect()
    }

    /// What else can be done: the steps of the kinds chosen that do not stand on the first card of help, then those
    /// that hold for everybody.
    #[must_use]
    pub fn rest(&self, situation: Situation) -> Vec<&Step> {
        let two = self.two(situation);
        let topics = situation.chosen().into_iter().chain([Topic::Everyone]);
        let steps = topics.flat_map(|topic| self.of(topic, situation));
        steps.filter(|step| !two.iter().any(|one| one.id == step.id)).collect()
    }

    /// The topics with a card of their own that have a place in a situation and something to say in it.
    #[must_use]
    pub fn offered(&self, situation: Situation) -> Vec<Topic> {
        Topic::all().filter(|topic| situation.calls_for(*topic) && !self.of(*topic, situation).is_empty()).collect()
    }

    fn for_everybody(&self, topic: Topic) -> usize {
        let steps = self.steps.iter().filter(|step| step.topic == topic);
        steps.filter(|step| step.only.is_none() && step.review == Review::NotNeeded).count()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    step: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(rename = "for")]
    topic: String,
    only: Option<String>,
    source: String,
    url: String,
    as_of: String,
    site: Option<String>,
    #[serde(default)]
    legal: bool,
    #[serde(default)]
    reviewed_by: String,
    #[serde(default)]
    reviewed_on: String,
}

fn step(written: Written) -> Result<Step, Error> {
    let fault = |what: String| entry(FILE, &written.id, what);
    if !is_an_id(&written.id) {
        return Err(fault("an id has small letters, digits, '-' and '_'".to_owned()));
    }
    let topic = Topic::named(&written.topic).ok_or_else(|| fault(format!("'{}' is no topic", written.topic)))?;
    let only = match written.only.as_deref() {
        None => None,
        Some("minor") => Some(Only::Minor),
        Some("adult") => Some(Only::Adult),
        Some(name) => match Sign::ALL.into_iter().find(|sign| sign.name() == name) {
            Some(sign) => Some(Only::After(sign)),
            None => return Err(fault(format!("only: '{name}' is neither minor, adult nor a sign"))),
        },
    };
    if written.source.trim().is_empty() || written.source.chars().count() > LONGEST_SOURCE {
        return Err(fault(format!("source: 1 to {LONGEST_SOURCE} characters, as people read it")));
    }
    if !is_an_address(&written.url) {
        return Err(fault("url: an address that begins with https:// or http://".to_owned()));
    }
    let known = |text: &str| AsOf::read(text).filter(|as_of| as_of.first_day().is_some_and(|day| day.year() >= 2000));
    if known(&written.as_of).is_none() {
        return Err(fault(format!("as_of: '{}' is not YYYY, YYYY-MM or YYYY-MM-DD since 2000", written.as_of)));
    }
    if written.site.as_ref().is_some_and(|site| !site.contains('.') || site.contains(char::is_whitespace)) {
        return Err(fault("site: the name of a site, as people type it".to_owned()));
    }
    let review = match (written.legal, written.reviewed_by.trim(), written.reviewed_on.trim()) {
        (false, "", "") => Review::NotNeeded,
        (true, "", "") => Review::Withheld,
        (false, _, _) => return Err(fault("reviewed_by and reviewed_on stand only with legal = true".to_owned())),
        (true, "", _) | (true, _, "") => {
            return Err(fault("reviewed_by and reviewed_on are filled both or neither".to_owned()));
        }
        (true, by, on) => match AsOf::read(on) {
            Some(day @ AsOf::Day(_)) => Review::Done { by: by.to_owned(), on: day },
            _ => return Err(fault(format!("reviewed_on: '{on}' is not YYYY-MM-DD"))),
        },
    };
    Ok(Step {
        text: format!("step-{}", written.id),
        topic,
        only,
        source: written.source,
        url: written.url,
        as_of: written.as_of,
        site: written.site,
        review,
        id: written.id,
    })
}
