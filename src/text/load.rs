//! Loads the locales and refuses a set that is not whole.

use super::Value;
use crate::vocab::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use unic_langid::LanguageIdentifier;

macro_rules! locale {
    ($lang:literal) => {
        [
            (concat!($lang, "/system.ftl"), include_str!(concat!("../../content/locales/", $lang, "/system.ftl"))),
            (concat!($lang, "/cards.ftl"), include_str!(concat!("../../content/locales/", $lang, "/cards.ftl"))),
            (concat!($lang, "/request.ftl"), include_str!(concat!("../../content/locales/", $lang, "/request.ftl"))),
            (concat!($lang, "/buttons.ftl"), include_str!(concat!("../../content/locales/", $lang, "/buttons.ftl"))),
            (concat!($lang, "/hotlines.ftl"), include_str!(concat!("../../content/locales/", $lang, "/hotlines.ftl"))),
            (
                concat!($lang, "/own_words.ftl"),
                include_str!(concat!("../../content/locales/", $lang, "/own_words.ftl")),
            ),
            (
                concat!($lang, "/follow_up.ftl"),
                include_str!(concat!("../../content/locales/", $lang, "/follow_up.ftl")),
            ),
            (concat!($lang, "/guidance.ftl"), include_str!(concat!("../../content/locales/", $lang, "/guidance.ftl"))),
        ]
    };
}

/// The files of one language: name and content.
type Files<'a> = (Lang, Vec<(&'a str, &'a str)>);

/// The locales that are part of the binary.
#[must_use]
pub fn shipped() -> [Files<'static>; 3] {
    [(Lang::Kk, locale!("kk").to_vec()), (Lang::Ru, locale!("ru").to_vec()), (Lang::En, locale!("en").to_vec())]
}

/// Why a set of locales is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A file is not Fluent.
    Syntax {
        /// The file.
        file: String,
        /// What the parser said.
        what: String,
    },
    /// An id stands twice in one language.
    Twice {
        /// The language.
        lang: Lang,
        /// The id.
        id: String,
    },
    /// A language lacks an id that another has.
    Missing {
        /// The language.
        lang: Lang,
        /// The id.
        id: String,
    },
    /// A text uses other variables than the same text in English.
    Variables {
        /// The language.
        lang: Lang,
        /// The id.
        id: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Syntax { file, what } => write!(f, "{file}: not Fluent: {what}"),
            Problem::Twice { lang, id } => write!(f, "{}: '{id}' stands twice", lang.code()),
            Problem::Missing { lang, id } => write!(f, "{}: '{id}' is missing", lang.code()),
            Problem::Variables { lang, id } => {
                write!(f, "{}: '{id}' uses other variables than the other languages", lang.code())
            }
        }
    }
}

/// Three languages with the same ids and variables.
pub struct Words {
    bundles: [FluentBundle<FluentResource>; 3],
    ids: BTreeSet<String>,
}

impl Words {
    /// Loads the three languages, or says everything that is wrong with them.
    pub fn load(locales: &[Files<'_>; 3]) -> Result<Words, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut variables: BTreeMap<Lang, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        let mut bundle = |(lang, files): &Files<'_>| {
            let locale: LanguageIdentifier = lang.code().parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![locale]);
            // Isolating marks are invisible characters around every number: they would be copied with it.
            bundle.set_use_isolating(false);
            for (file, text) in files {
                let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
                    let what = errors.first().map_or_else(String::new, ToString::to_string);
                    problems.push(Problem::Syntax { file: (*file).to_owned(), what });
                    resource
                });
                let seen = variables.entry(*lang).or_default();
                seen.extend(used_variables(text));
                for error in bundle.add_resource(resource).err().unwrap_or_default() {
                    if let FluentError::Overriding { id, .. } = error {
                        problems.push(Problem::Twice { lang: *lang, id });
                    }
                }
            }
            bundle
        };
        let bundles = [bundle(&locales[0]), bundle(&locales[1]), bundle(&locales[2])];
        let ids: BTreeSet<String> = variables.values().flat_map(BTreeMap::keys).cloned().collect();
        for (lang, texts) in &variables {
            for id in &ids {
                match (texts.get(id), variables.get(&Lang::En).and_then(|english| english.get(id))) {
                    (None, _) => problems.push(Problem::Missing { lang: *lang, id: id.clone() }),
                    (Some(here), Some(english)) if here != english => {
                        problems.push(Problem::Variables { lang: *lang, id: id.clone() });
                    }
                    _ => {}
                }
            }
        }
        if problems.is_empty() { Ok(Words { bundles, ids }) } else { Err(problems) }
    }

    /// The text with this id. An id that does not exist gives nothing: a test walks every card and finds it.
    #[must_use]
    pub fn say(&self, lang: Lang, id: &str, args: &[(&str, Value<'_>)]) -> String {
        let bundle = &self.bundles[lang as usize];
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return String::new();
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(
                *name,
                match value {
                    Value::Text(text) => FluentValue::from(text.as_ref()),
                    Value::Count(count) => FluentValue::from(*count),
                },
            );
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
    }

    /// Every id, sorted.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.ids.iter().map(String::as_str).collect()
    }
}

/// The variables each message of a file uses, by id.
fn used_variables(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut id = None;
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((name, _)) = line.split_once('=')
        {
            let name = name.trim().to_owned();
            all.entry(name.clone()).or_default();
            id = Some(name);
        }
        if line.starts_with('#') {
            continue;
        }
        let Some(used) = id.as_ref().and_then(|id| all.get_mut(id)) else { continue };
        for piece in line.split('$').skip(1) {
            let end = piece.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(piece.len());
            used.insert(piece[..end].to_owned());
        }
    }
    all
}
