//! Texts in three languages.
