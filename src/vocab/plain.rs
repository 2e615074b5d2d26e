//! What a person wrote.

use std::fmt;
use zeroize::ZeroizeOnDrop;

/// What a person wrote. No `Display`, no `Serialize`, no `Clone`; `Debug` prints the type name; zeroed on drop.
#[derive(PartialEq, Eq, Default, ZeroizeOnDrop)]
pub struct Plain(String);

impl Plain {
    /// Takes what was typed.
    #[must_use]
    pub const fn new(text: String) -> Plain {
        Plain(text)
    }

    /// The words themselves: for scanning, sealing and showing the person her own draft. Never for a log.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space is there.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debugging_a_text_prints_its_type_and_nothing_of_it() {
        assert_eq!(format!("{:?}", Plain::new("MARKER".into())), "Plain");
    }
}
