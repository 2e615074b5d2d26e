//! The directory in use, shared by the rooms that draw cards.

use super::Directory;
use std::sync::{Arc, PoisonError, RwLock};

/// The shipped directory, or the signed file that an operator put over it. Every clone is the same directory.
#[derive(Clone)]
pub struct CurrentDirectory(Arc<RwLock<Arc<Directory>>>);

impl CurrentDirectory {
    /// The directory that is part of the binary.
    #[must_use]
    pub fn shipped() -> CurrentDirectory {
        CurrentDirectory(Arc::new(RwLock::new(Arc::new(Directory::shipped().clone()))))
    }

    /// The directory of this moment. A card is drawn and put into words with one of them: a handle of another
    /// directory could lead to another number.
    #[must_use]
    pub fn get(&self) -> Arc<Directory> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the next directory into use, once it was verified.
    pub fn replace(&self, directory: Directory) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(directory);
    }
}
