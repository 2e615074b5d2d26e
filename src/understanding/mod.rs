//! What a typed text says: danger and thoughts of dying first.
