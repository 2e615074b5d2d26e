//! Proof that something happened, for texts that say so.

use std::marker::PhantomData;

/// Evidence that the effect `E` happened. Texts that claim an effect take one as an argument, so they cannot be
/// shown before it. `tests/map.rs` lets only the executor of an effect call [`Confirmed::by_executor`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmed<E>(PhantomData<E>);

/// A callback request stands in the queue, committed to disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {}

/// Telegram confirmed that messages are deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {}

/// A callback request was withdrawn and its content taken out of the live database, committed to disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {}

/// The unsent answers of a chat were taken out of its cards' rows, committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgotten {}

impl<E> Confirmed<E> {
    /// Called by the executor of the effect, right after it saw the effect happen.
    #[must_use]
    pub const fn by_executor() -> Confirmed<E> {
        Confirmed(PhantomData)
    }
}
