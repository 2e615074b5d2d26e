//! What may stand in a log line, and nothing else.
