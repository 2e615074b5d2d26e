//! The guided conversation: pure and total.
