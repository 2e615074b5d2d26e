//! Hotlines: the typed data file and the choice of what to show.
