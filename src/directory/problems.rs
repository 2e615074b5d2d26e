//! What is wrong with a hotline file, line by line.

use std::fmt;

/// One thing wrong with a hotline file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong, and what was expected.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// Why a hotline file is refused: every problem found, in the order of the lines, each once; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems in the order of the lines; at least one.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.0
    }
}

/// Gathers problems while a file is read.
#[derive(Debug, Default)]
pub(super) struct Gathered(Vec<Problem>);

impl Gathered {
    /// More than anybody reads at once; keeps a file that is no hotline file at all from filling the screen.
    const MOST: usize = 200;

    pub fn add(&mut self, line: usize, what: impl Into<String>) {
        self.0.push(Problem { line, what: what.into() });
    }

    pub fn is_full(&self) -> bool {
        self.0.len() >= Self::MOST
    }

    /// Goes on empty-handed, or stops with everything found.
    pub fn verdict(self) -> Result<Gathered, Problems> {
        if self.0.is_empty() { Ok(self) } else { Err(self.refused()) }
    }

    /// Everything found, in the order of the lines, each once.
    pub fn refused(self) -> Problems {
        let mut problems = self.0;
        problems.sort();
        problems.dedup();
        Problems(problems)
    }
}
