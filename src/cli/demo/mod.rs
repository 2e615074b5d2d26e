//! `janynda demo`: everything on one machine, for looking at. Nothing in here is for production.

pub mod counsellor_page;
