//! What may stand in a log line, and nothing else.
//!
//! A line is a sentence of ours and fields from this list: counts, codes, names of methods, errors of our own rooms
//! (which carry no text, chat, alias, kind or exact time). A field that is not on the list is left out, whoever wrote
//! it; a line of another crate is not printed at all.

/// The prefix of every target that may log: this crate.
pub const TARGET: &str = "janynda";

/// Fields that may be printed.
pub const FIELDS: [&str; 14] = [
    "message",
    "error",
    "refusal",
    "reason",
    "seconds",
    "messages",
    "behind",
    "expired",
    "method",
    "version",
    "days_left",
    "counsellors",
    "what",
    "how",
];

/// Whether a field may be printed.
#[must_use]
pub fn may_print(field: &str) -> bool {
    FIELDS.contains(&field)
}

/// Whether a line with this target may be printed.
#[must_use]
pub fn may_log(target: &str) -> bool {
    target == TARGET || target.strip_prefix(TARGET).is_some_and(|rest| rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_lines_and_listed_fields_are_printed() {
        assert!(may_log("janynda") && may_log("janynda::telegram::poll"));
        assert!(!may_log("janyndax") && !may_log("sqlx::query") && !may_log("teloxide_core"));
        assert!(may_print("error") && !may_print("chat") && !may_print("text") && !may_print("log.target"));
    }
}
