//! The words of the file, typed: numbers, channels, dates, and texts in three languages.

use crate::vocab::Lang;
use jiff::civil::Date;
use serde::Deserialize;
use std::fmt;

/// A telephone number: 3 to 5 digits, or E.164 with a plus.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Number(String);

impl Number {
    /// The number exactly as it is dialled: `111`, `+77081060810`.
    #[must_use]
    pub fn dial(&self) -> &str {
        &self.0
    }
}

/// A text that is no number.
#[derive(Debug, thiserror::Error)]
pub enum NumberError {
    /// Neither of the two forms.
    #[error("'{0}' is not of the allowed form; expected 3-5 digits or +E.164")]
    Form(String),
    /// Kazakhstan and Russia: one country code, ten digits.
    #[error("'{0}': a +7 number has 11 digits")]
    PlusSeven(String),
}

impl TryFrom<String> for Number {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Number, NumberError> {
        let (digits, lengths) = match text.strip_prefix('+') {
            Some(digits) => (digits, 8..=15),
            None => (text.as_str(), 3..=5),
        };
        let good = lengths.contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if !good {
            return Err(NumberError::Form(text));
        }
        if text.starts_with("+7") && text.len() != 12 {
            return Err(NumberError::PlusSeven(text));
        }
        Ok(Number(text))
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in the order of `content/SCHEMA.md`.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in the file.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }
    };
}

words! {
    /// A way to reach a hotline.
    Channel {
        /// By a call.
        Phone = "phone",
        /// In writing, as its card tells.
        Text = "text",
        /// By `WhatsApp`: the other side sees the writer's number.
        Whatsapp = "whatsapp",
        /// On a web page.
        Web = "web",
        /// In an app of its own.
        App = "app",
        /// By going there.
        Visit = "visit",
    }
}

impl Channel {
    /// Whether it can be used without a voice and without leaving.
    pub const fn is_written(self) -> bool {
        matches!(self, Channel::Text | Channel::Whatsapp | Channel::Web | Channel::App)
    }
}

words! {
    /// What the sources say: nothing is guessed.
    Tri {
        /// A source says so.
        Yes = "yes",
        /// A source says that it is not so.
        No = "no",
        /// No source says either.
        Unknown = "unknown",
    }
}
words! {
    /// Whom a hotline serves.
    Serves {
        /// Everybody; stands alone.
        Anyone = "anyone",
        /// Women.
        Women = "women",
        /// Men.
        Men = "men",
        /// Everybody under 18.
        Children = "children",
        /// Families and parents.
        Families = "families",
        /// People without Kazakhstani citizenship.
        Foreigners = "foreigners",
    }
}
words! {
    /// How far the sources can be trusted.
    Confidence {
        /// Named by the service, the state or a fresh report.
        High = "high",
        /// One source, or an older one.
        Medium = "medium",
        /// Never shown with a number.
        Low = "low",
    }
}

/// The same text in the three languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub kk: String,
    pub ru: String,
    pub en: String,
}

impl Words {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

/// How exactly the date of the newest source is known. Ordered by its first possible day, unknown before all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// No source has a date; such an entry is never shown.
    Unknown,
    /// A year.
    Year(i16),
    /// A year and a month, 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

impl AsOf {
    /// The first day it may mean; none when unknown.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        match self {
            AsOf::Unknown => None,
            AsOf::Year(year) => Date::new(year, 1, 1).ok(),
            AsOf::Month(year, month) => Date::new(year, month, 1).ok(),
            AsOf::Day(date) => Some(date),
        }
    }

    /// `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `unknown`; nothing else is read.
    #[must_use]
    pub fn read(text: &str) -> Option<AsOf> {
        if text == "unknown" {
            return Some(AsOf::Unknown);
        }
        let parts: Vec<&str> = text.split('-').collect();
        let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
        let as_of = match parts.as_slice() {
            [year] if digits(year, 4) => AsOf::Year(year.parse().ok()?),
            [year, month] if digits(year, 4) && digits(month, 2) => {
                AsOf::Month(year.parse().ok()?, month.parse().ok()?)
            }
            [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
                AsOf::Day(Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?)
            }
            _ => return None,
        };
        as_of.first_day().map(|_| as_of)
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AsOf::Unknown => f.write_str("unknown"),
            AsOf::Year(year) => write!(f, "{year:04}"),
            AsOf::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            AsOf::Day(date) => write!(f, "{date}"),
        }
    }
}
