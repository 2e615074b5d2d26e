//! Logs: an allow-list, and a panic hook that prints the location only.
