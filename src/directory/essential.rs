//! What every directory must hold before people are shown it: the cards name these lines in their sentences.

use super::{Directory, Hotline};

/// The lines that the cards name by their id, and what must be dialled; `None` where the number itself may change.
const NAMED: [(&str, Option<&str>); 5] = [
    ("emergency-112", Some("112")),
    ("police-102", Some("102")),
    ("ambulance-103", Some("103")),
    ("contact-111", None),
    ("trust-150", None),
];

/// The most lines in `always` or `emergency`: they stand together on cards that must fit into one message.
const MOST_FIRST: usize = 4;
/// The most numbers of an entry, and the most characters of its addresses together, for the same reason.
const MOST_NUMBERS: usize = 3;
const MOST_ADDRESSES: usize = 80;

/// Why a file that keeps every rule must still not stand in the place of the shipped one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A line that the cards name is not there, or has no number.
    #[error("the line '{id}' is missing or has no number; the cards name it")]
    Missing {
        /// Its id.
        id: &'static str,
    },
    /// An emergency line under another number.
    #[error("the line '{id}' must be dialled {wanted}")]
    OtherNumber {
        /// Its id.
        id: &'static str,
        /// Its number.
        wanted: &'static str,
    },
    /// A line that stands at the end of every answer, or on every danger card, does not stand there any more.
    #[error("'{id}' must stay in {list}")]
    NotFirst {
        /// Its id.
        id: String,
        /// `always` or `emergency`.
        list: &'static str,
    },
    /// Too many of these lines for one card.
    #[error("{list} has {found} lines, at most {MOST_FIRST} fit on a card")]
    TooManyFirst {
        /// `always` or `emergency`.
        list: &'static str,
        /// How many there are.
        found: usize,
    },
    /// An entry that could fill a card alone.
    #[error(
        "'{id}' has more than {MOST_NUMBERS} numbers or {MOST_ADDRESSES} characters of addresses: too much for a card"
    )]
    TooLong {
        /// Its id.
        id: String,
    },
}

impl Directory {
    /// Whether the cards can be drawn from it: the lines they name, the lists they end with, the space they have.
    pub fn fit(&self) -> Result<(), Unfit> {
        let shown = |id: &str| self.by_id(id).and_then(|at| self.get(at)).filter(|entry| !entry.numbers().is_empty());
        for (id, wanted) in NAMED {
            let number = shown(id).and_then(|entry| entry.numbers().first()).ok_or(Unfit::Missing { id })?;
            if let Some(wanted) = wanted
                && number.dial() != wanted
            {
                return Err(Unfit::OtherNumber { id, wanted });
            }
        }
        let shipped = Directory::shipped();
        let lists = [("always", self.always(), shipped.always()), ("emergency", self.emergency(), shipped.emergency())];
        for (list, own, wanted) in lists {
            let wanted = wanted.iter().filter_map(|at| shipped.get(*at)).map(Hotline::id);
            let own_ids: Vec<&str> = own.iter().filter_map(|at| self.get(*at)).map(Hotline::id).collect();
            for id in wanted {
                if !own_ids.contains(&id) {
                    return Err(Unfit::NotFirst { id: id.to_owned(), list });
                }
            }
            if own.len() > MOST_FIRST {
                return Err(Unfit::TooManyFirst { list, found: own.len() });
            }
        }
        let long = |entry: &&Hotline| {
            let addresses: usize = entry.web().iter().map(|address| address.chars().count()).sum();
            entry.is_shown() && (entry.numbers().len() > MOST_NUMBERS || addresses > MOST_ADDRESSES)
        };
        match self.every().iter().find(long) {
            Some(entry) => Err(Unfit::TooLong { id: entry.id().to_owned() }),
            None => Ok(()),
        }
    }
}
