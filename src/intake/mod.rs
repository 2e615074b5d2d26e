//! One turn: row, conversation, effects, row again.
