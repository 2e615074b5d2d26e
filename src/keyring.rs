//! The key ring: epochs that ratchet forward.
