//! The receipt of a request: its code, and what it tells about the request.

use std::fmt;

/// The 12 digits by which a person finds her request again. `Debug` prints the type name; `Display` three groups of
/// four, like a parcel's number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReceiptCode(u64);

impl ReceiptCode {
    /// How many codes there are: every number of twelve digits, zeros in front included.
    pub const COUNT: u64 = 1_000_000_000_000;

    /// The code with this number; larger numbers are taken modulo [`ReceiptCode::COUNT`].
    #[must_use]
    pub const fn from_number(number: u64) -> ReceiptCode {
        ReceiptCode(number % ReceiptCode::COUNT)
    }

    /// Its number, for the MAC in the request's row and the sealed row of a card.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Reads a typed code: twelve digits, with whatever spaces, dots or dashes people put between them.
    #[must_use]
    pub fn read(text: &str) -> Option<ReceiptCode> {
        let mut number = 0;
        let mut digits = 0;
        for c in text.trim().chars() {
            match c.to_digit(10) {
                Some(digit) if digits < 12 => (number, digits) = (number * 10 + u64::from(digit), digits + 1),
                None if c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.' | '·') => {}
                _ => return None,
            }
        }
        (digits == 12).then_some(ReceiptCode(number))
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let four = |power: u64| self.0 / power % 10_000;
        write!(f, "{:04} {:04} {:04}", four(100_000_000), four(10_000), four(1))
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode")
    }
}

/// What a person is told about a request of hers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for a counsellor.
    Waiting,
    /// A counsellor has it now.
    Taken,
    /// A counsellor tried and reached nobody; another try is planned.
    Tried,
    /// A counsellor closed it after reaching the person.
    Answered,
    /// A counsellor closed it in another way.
    Closed,
    /// Its days passed and nobody took it.
    Nobody,
    /// The person withdrew it.
    Withdrawn,
    /// Nothing is kept about it any more.
    NotKept,
    /// It was taken, and ended before anybody closed it: its days passed, or its key is gone.
    Unanswered,
}

impl Standing {
    /// Every standing; the position is the number kept in a card's row, so that a new one comes last.
    pub const ALL: [Standing; 9] = [
        Standing::Waiting,
        Standing::Taken,
        Standing::Tried,
        Standing::Answered,
        Standing::Closed,
        Standing::Nobody,
        Standing::Withdrawn,
        Standing::NotKept,
        Standing::Unanswered,
    ];

    /// Whether the request is still open, so that it can be withdrawn.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Standing::Waiting | Standing::Taken | Standing::Tried)
    }
}

/// The way back to a chat, sealed for the server: 56 bytes that say nothing to whoever reads the request
/// (`threats.md` D6).
#[derive(Clone, PartialEq, Eq)]
pub struct ReturnAddress([u8; 56]);

impl ReturnAddress {
    /// The address with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 56]) -> ReturnAddress {
        ReturnAddress(bytes)
    }

    /// Its bytes: nonce, sealed route and random bytes, tag.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 56] {
        &self.0
    }
}

impl fmt::Debug for ReturnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnAddress")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_people_space_it_and_nothing_else_is_a_code() {
        let code = ReceiptCode::from_number(12_345_678_901);
        assert_eq!(code.to_string(), "0123 4567 8901");
        for text in ["0123 4567 8901", " 012345678901 ", "0123-4567-8901", "0123\u{a0}4567.8901"] {
            assert_eq!(ReceiptCode::read(text), Some(code), "{text}");
        }
        for text in ["", "012345678", "0123456789012", "+77010000042", "0123 4567 890a", "٠١٢٣ 4567 8901"] {
            assert_eq!(ReceiptCode::read(text), None, "{text}");
        }
        assert_eq!(format!("{code:?}"), "ReceiptCode");
    }
}
