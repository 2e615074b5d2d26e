//! The facts of `content/facts.toml`: read and checked, and chosen for a situation.

use super::error::{Error, entry, is_an_address, is_an_id, read};
use super::situation::Situation;
use crate::vocab::{Kind, Kinds};
use serde::Deserialize;
use std::collections::HashSet;

const FILE: &str = "content/facts.toml";

/// The most figures of a text: its variables are `a` to `d`.
const MOST_FIGURES: usize = 4;

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The world.
    World,
    /// Kazakhstan.
    Kazakhstan,
}

/// One fact, with its source.
#[derive(Debug)]
pub struct Fact {
    /// Its id in the data file.
    pub id: String,
    /// The Fluent id of its text.
    pub text: String,
    /// The numbers of its text, in the order of the variables `a`, `b`, `c`, `d`.
    pub figures: Vec<String>,
    /// The kinds it speaks of.
    pub kinds: Kinds,
    /// Where it holds.
    pub scope: Scope,
    /// The year of the source, as people read it.
    pub year: String,
    /// Who says so, as people read it.
    pub publisher: String,
    /// Where it can be read.
    pub url: String,
    /// Whether it is shown to people who write here. Some figures help a reader of reports and nobody in distress.
    pub is_shown: bool,
}

/// Every fact, in the order of the file.
#[derive(Debug)]
pub struct Facts {
    facts: Vec<Fact>,
}

impl Facts {
    /// Reads and checks a file of facts. What breaks a rule is refused with the fact's id.
    pub fn parse(text: &str) -> Result<Facts, Error> {
        let file: File = read(FILE, text)?;
        if file.schema != 1 {
            return Err(Error::Schema { file: FILE, schema: file.schema });
        }
        let mut ids = HashSet::new();
        let mut facts = Vec::with_capacity(file.fact.len());
        for written in file.fact {
            if !ids.insert(written.id.clone()) {
                return Err(entry(FILE, &written.id, "this id stands twice"));
            }
            facts.push(fact(written)?);
        }
        Ok(Facts { facts })
    }

    /// Every fact of the file, hidden ones too: for those who check them.
    #[must_use]
    pub fn every(&self) -> &[Fact] {
        &self.facts
    }

    /// The facts for a situation: those of the kinds chosen first. A child is told of the kinds chosen and of bullying,
    /// and of nothing else.
    #[must_use]
    pub fn shown(&self, situation: Situation) -> Vec<&Fact> {
        let shown = self.facts.iter().filter(|fact| fact.is_shown);
        let (first, then): (Vec<&Fact>, Vec<&Fact>) = shown.partition(|fact| fact.kinds.overlaps(situation.kinds));
        let of_children = Kinds::NONE.with(Kind::Bullying);
        let then = then.into_iter().filter(|fact| !situation.is_of_a_child() || fact.kinds.overlaps(of_children));
        first.into_iter().chain(then).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    fact: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    value: String,
    text: String,
    figures: Vec<String>,
    kinds: Vec<String>,
    scope: String,
    year: u16,
    #[serde(default = "shown")]
    show_to_survivors: bool,
    #[serde(rename = "note", default)]
    _note: String,
    publisher: String,
    source: String,
}

const fn shown() -> bool {
    true
}

fn fact(written: Written) -> Result<Fact, Error> {
    let fault = |what: String| entry(FILE, &written.id, what);
    if !is_an_id(&written.id) {
        return Err(fault("an id has small letters, digits, '-' and '_'".to_owned()));
    }
    let kind = |name: &String| name.parse::<Kind>().map_err(|()| fault(format!("'{name}' is no kind")));
    let kinds = written.kinds.iter().map(kind).collect::<Result<Kinds, Error>>()?;
    if kinds.is_empty() {
        return Err(fault("kinds must not be empty".to_owned()));
    }
    let scope = match written.scope.as_str() {
        "world" => Scope::World,
        "kazakhstan" => Scope::Kazakhstan,
        name => return Err(fault(format!("scope: '{name}' is neither world nor kazakhstan"))),
    };
    if written.figures.len() > MOST_FIGURES {
        return Err(fault(format!("figures: at most {MOST_FIGURES}")));
    }
    let digits = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let told = [digits(&written.value), digits(&written.text)];
    if let Some(figure) = written.figures.iter().find(|one| !told.iter().any(|told| told.contains(&digits(one)))) {
        return Err(fault(format!("figures: '{figure}' stands neither in value nor in text")));
    }
    if !(2000..=2100).contains(&written.year) {
        return Err(fault(format!("year: {} is not a year since 2000", written.year)));
    }
    if written.publisher.trim().is_empty() {
        return Err(fault("publisher must not be empty".to_owned()));
    }
    if !is_an_address(&written.source) {
        return Err(fault("source: an address that begins with https:// or http://".to_owned()));
    }
    Ok(Fact {
        text: format!("fact-{}", written.id),
        figures: written.figures,
        kinds,
        scope,
        year: written.year.to_string(),
        publisher: written.publisher,
        url: written.source,
        is_shown: written.show_to_survivors,
        id: written.id,
    })
}
