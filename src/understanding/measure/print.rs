//! A score as text: the tables of `score.py`.

use super::{Label, Over, Part, Score, Share};
use crate::vocab::Flag;
use std::fmt::{self, Write as _};

/// Whether Wilson intervals stand beside the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intervals {
    /// Beside precision, recall, false alarms.
    Shown,
    /// Exactly what `score.py` prints.
    Left,
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "  n/a".to_owned(), |value| format!("{value:5.3}"))
}

fn interval(share: Share) -> String {
    share.interval().map_or_else(|| "        n/a".to_owned(), |(low, high)| format!("{low:.3}-{high:.3}"))
}

/// The tables, as `score.py` prints them; with intervals, they stand at the end of each line.
impl Score {
    /// Renders the score; see [`Intervals`].
    #[must_use]
    pub fn print(&self, intervals: Intervals) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut out, intervals);
        out
    }

    fn write(&self, out: &mut String, intervals: Intervals) -> fmt::Result {
        let shown = intervals == Intervals::Shown;
        if self.missing > 0 {
            writeln!(out, "WARNING: {} gold ids have no prediction (counted as empty)\n", self.missing)?;
        }
        for (name, part) in &self.parts {
            writeln!(out, "== {name}: {} rows", part.rows)?;
            let head = if shown { "   precision 95%  recall 95%" } else { "" };
            writeln!(out, "{:<18}{:>5}{:>5}   prec   rec    f1{head}", "label", "gold", "pred")?;
            for (label, counted) in Label::ALL.into_iter().zip(&part.labels) {
                let of = |share: Share| number(Some(share.value().unwrap_or(0.0)));
                write!(out, "{:<18}{:>5}{:>5}", label.name(), counted.gold, counted.predicted)?;
                write!(out, "  {}", of(counted.precision()))?;
                write!(out, "  {}  {}", of(counted.recall()), number(Some(counted.f1())))?;
                if shown {
                    write!(out, "   {}    {}", interval(counted.precision()), interval(counted.recall()))?;
                }
                writeln!(out)?;
            }
            writeln!(out)?;
        }
        write!(out, "{:<26}", "summary")?;
        for (name, _) in &self.parts {
            write!(out, "{name:>8}")?;
        }
        writeln!(out)?;
        for (name, value) in SUMMARY {
            write!(out, "{name:<26}")?;
            for (_, part) in &self.parts {
                write!(out, "{:>8}", value(part))?;
            }
            writeln!(out)?;
        }
        if shown {
            self.write_intervals(out)?;
        }
        Ok(())
    }

    fn write_intervals(&self, out: &mut String) -> fmt::Result {
        write!(out, "\n{:<26}", "95 % (Wilson)")?;
        for (name, _) in &self.parts {
            write!(out, "{name:>13}")?;
        }
        writeln!(out)?;
        for (name, share) in SHARES {
            write!(out, "{name:<26}")?;
            for (_, part) in &self.parts {
                write!(out, "{:>13}", interval(share(part)))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

fn recall(part: &Part, flag: Flag) -> Share {
    part.of(Label::Flag(flag)).recall()
}

type Line<T> = (&'static str, fn(&Part) -> T);

const SUMMARY: [Line<String>; 14] = [
    ("macro_f1_kinds", |part| number(part.macro_f1(Over::Kinds))),
    ("macro_f1_flags", |part| number(part.macro_f1(Over::Flags))),
    ("macro_f1_all", |part| number(part.macro_f1(Over::All))),
    ("micro_f1_kinds", |part| number(Some(part.micro_f1_kinds()))),
    ("recall_immediate_danger", |part| number(recall(part, Flag::ImmediateDanger).value())),
    ("recall_self_harm", |part| number(recall(part, Flag::SelfHarm).value())),
    ("negatives", |part| part.false_alarm_any.of.to_string()),
    ("false_alarm_kinds", |part| number(part.false_alarm_kinds.value())),
    ("false_alarm_any", |part| number(part.false_alarm_any.value())),
    ("false_urgent_rate", |part| number(part.false_urgent.value())),
    ("missed_entirely", |part| number(part.missed_entirely.value())),
    ("some_kind_right", |part| number(part.some_kind_right.value())),
    ("kinds_exact", |part| number(part.kinds_exact.value())),
    ("row_exact", |part| number(part.row_exact.value())),
];

const SHARES: [Line<Share>; 9] = [
    ("recall_immediate_danger", |part| recall(part, Flag::ImmediateDanger)),
    ("recall_self_harm", |part| recall(part, Flag::SelfHarm)),
    ("false_alarm_kinds", |part| part.false_alarm_kinds),
    ("false_alarm_any", |part| part.false_alarm_any),
    ("false_urgent_rate", |part| part.false_urgent),
    ("missed_entirely", |part| part.missed_entirely),
    ("some_kind_right", |part| part.some_kind_right),
    ("kinds_exact", |part| part.kinds_exact),
    ("row_exact", |part| part.row_exact),
];
