//! The signed roster: who can read requests.
