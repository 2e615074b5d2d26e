//! Sealing: the only maker of ciphertext that the queue accepts.

pub mod cell;
