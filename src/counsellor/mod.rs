//! The counsellor's side: her identity, the desk where she lists, claims and opens, and what she is shown.
//!
//! Whatever she opens is opened on her own machine, by the key that only she has. This room keeps nothing that was
//! opened, writes no file, and takes nobody's word for who may read: only a verified roster says so.

pub mod identity;
pub mod show;
