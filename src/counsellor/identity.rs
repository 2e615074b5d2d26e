//! A counsellor's identity: one age key, kept in a file that only her passphrase opens.
//!
//! The file is what the standard `age` tool writes and reads: an identity file, encrypted with a passphrase, armored.
//! The secret key is made here and exists nowhere else; whoever loses file or passphrase enrols again. This room
//! never writes a file and never keeps a passphrase.

use crate::clock::Moment;
use crate::roster::Recipient;
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::{ExposeSecret, SecretString};
use age::x25519::Identity;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use zeroize::Zeroizing;

/// scrypt's work factor, 2^16: 18 takes over two seconds in a browser (`threats.md` D10).
const WORK_FACTOR: u8 = 16;
/// More is refused: a planted file could keep the machine busy for hours.
const MOST_WORK: u8 = 20;
/// A file can be tried offline for ever, so short passphrases are refused.
pub const SHORTEST_PASSPHRASE: usize = 12;
/// An identity file has some 500 bytes.
const MOST_BYTES: usize = 16 * 1024;

/// Why an identity cannot be made or unlocked. Never repeats a key or a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Too easy to guess.
    #[error("the passphrase has {found} characters, at least {SHORTEST_PASSPHRASE} are needed")]
    ShortPassphrase {
        /// Characters found.
        found: usize,
    },
    /// Not an age file.
    #[error("this is not an age file")]
    NotAnAgeFile,
    /// An identity that lies open, or a file sealed to somebody's key.
    #[error("this file is not protected by a passphrase")]
    NoPassphrase,
    /// A work factor above the limit.
    #[error("opening this file would take more work than is allowed (work factor above {MOST_WORK})")]
    TooMuchWork,
    /// Wrong passphrase, or a damaged file; which of them cannot be told.
    #[error("the passphrase does not open this file")]
    WrongPassphrase,
    /// It opened, and there is not exactly one X25519 key in it.
    #[error("the file does not hold exactly one age identity (AGE-SECRET-KEY-1…)")]
    NotOneIdentity,
    /// age refused.
    #[error("age could not make an identity file")]
    Age,
}

/// A new identity. The secret is only inside `file`.
pub struct NewIdentity {
    /// The text of the identity file, for her own disk.
    pub file: String,
    /// Her public key, for the authority.
    pub recipient: Recipient,
}

/// Makes an identity and closes it with `passphrase`. Takes a noticeable moment, as scrypt should.
pub fn create(passphrase: &SecretString, now: Moment) -> Result<NewIdentity, Error> {
    let found = passphrase.expose_secret().chars().count();
    if found < SHORTEST_PASSPHRASE {
        return Err(Error::ShortPassphrase { found });
    }
    let identity = Identity::generate();
    let recipient = recipient(&identity)?;
    let created = jiff::Timestamp::from_second(now.0).map_err(|_| Error::Age)?;
    let secret = identity.to_string();
    let content =
        Zeroizing::new(format!("# created: {created}\n# public key: {recipient}\n{}\n", secret.expose_secret()));

    let mut lock = age::scrypt::Recipient::new(passphrase.clone());
    lock.set_work_factor(WORK_FACTOR);
    let encryptor =
        age::Encryptor::with_recipients(std::iter::once(&lock as &dyn age::Recipient)).map_err(|_| Error::Age)?;
    let mut file = Vec::new();
    ArmoredWriter::wrap_output(&mut file, Format::AsciiArmor)
        .and_then(|armor| encryptor.wrap_output(armor))
        .and_then(|mut writer| {
            writer.write_all(content.as_bytes())?;
            writer.finish()?.finish()
        })
        .map_err(|_| Error::Age)?;
    let file = String::from_utf8(file).map_err(|_| Error::Age)?;
    Ok(NewIdentity { file, recipient })
}

/// Unlocks an identity file, armored or binary.
pub fn unlock(file: &[u8], passphrase: &SecretString) -> Result<Identity, Error> {
    if file.len() > MOST_BYTES {
        return Err(Error::NotAnAgeFile);
    }
    let decryptor = age::Decryptor::new_buffered(ArmoredReader::new(file)).map_err(|_| Error::NotAnAgeFile)?;
    if !decryptor.is_scrypt() {
        return Err(Error::NoPassphrase);
    }
    let mut key = age::scrypt::Identity::new(passphrase.clone());
    key.set_max_work_factor(MOST_WORK);
    let mut reader = decryptor.decrypt(std::iter::once(&key as &dyn age::Identity)).map_err(|error| match error {
        age::DecryptError::ExcessiveWork { .. } => Error::TooMuchWork,
        _ => Error::WrongPassphrase,
    })?;
    // Its content is shorter than the file, so the buffer never grows and leaves no copy of the key behind.
    let mut content = Zeroizing::new(Vec::with_capacity(file.len()));
    reader.read_to_end(&mut content).map_err(|_| Error::WrongPassphrase)?;
    let content = std::str::from_utf8(&content).map_err(|_| Error::NotOneIdentity)?;
    let mut keys = content.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    match (keys.next(), keys.next()) {
        (Some(key), None) => key.parse().map_err(|_| Error::NotOneIdentity),
        _ => Err(Error::NotOneIdentity),
    }
}

/// The public key of an identity, as it stands in rosters.
pub fn recipient(identity: &Identity) -> Result<Recipient, Error> {
    identity.to_public().to_string().parse().map_err(|_| Error::NotOneIdentity)
}

/// A recipient as five groups of four digits, to be read aloud when it is handed to the authority by another way:
/// the first 16 bytes of SHA-256 of its text, as a number modulo 10^20. 66 bits: nobody finds a second key for it.
#[must_use]
pub fn fingerprint(recipient: &Recipient) -> String {
    let hash = Sha256::digest(recipient.as_str());
    let number = hash[..16].iter().fold(0u128, |number, byte| (number << 8) | u128::from(*byte)) % 10u128.pow(20);
    let digits = format!("{number:020}");
    let groups: Vec<&str> = (0..5).map(|group| &digits[group * 4..group * 4 + 4]).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_795_521_600);

    fn words(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    /// An age file closed with a passphrase and little work: only opening is tested.
    fn closed(content: &str, work_factor: u8) -> Vec<u8> {
        let mut lock = age::scrypt::Recipient::new(words("PASSCANARY-long-enough"));
        lock.set_work_factor(work_factor);
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&lock as &dyn age::Recipient)).unwrap();
        let mut out = Vec::new();
        let mut writer = encryptor.wrap_output(&mut out).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
        writer.finish().unwrap();
        out
    }

    fn refusal(file: &[u8], passphrase: &str) -> Error {
        let error = unlock(file, &words(passphrase)).err().unwrap();
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        error
    }

    #[test]
    fn her_passphrase_opens_her_identity_file_and_another_does_not() {
        let new = create(&words("PASSCANARY-long-enough"), NOW).unwrap();
        assert!(new.file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
        let identity = unlock(new.file.as_bytes(), &words("PASSCANARY-long-enough")).unwrap();
        assert_eq!(recipient(&identity).unwrap(), new.recipient);
        assert_eq!(refusal(new.file.as_bytes(), "another passphrase"), Error::WrongPassphrase);
        // The work factor stands in the header: `-> scrypt <salt> 16`.
        let mut binary = Vec::new();
        ArmoredReader::new(new.file.as_bytes()).read_to_end(&mut binary).unwrap();
        let header = String::from_utf8_lossy(&binary);
        assert!(header.lines().nth(1).is_some_and(|line| line.starts_with("-> scrypt ") && line.ends_with(" 16")));
    }

    #[test]
    fn a_short_passphrase_is_refused_before_anything_is_made() {
        assert_eq!(create(&words("қысқа"), NOW).err(), Some(Error::ShortPassphrase { found: 5 }));
    }

    #[test]
    fn files_that_are_no_identity_are_each_named() {
        let open = Identity::generate();
        let secret = open.to_string().expose_secret().to_owned();
        let pass = "PASSCANARY-long-enough";
        assert_eq!(refusal(secret.as_bytes(), pass), Error::NotAnAgeFile);
        assert_eq!(refusal(&vec![b'x'; 100_000], pass), Error::NotAnAgeFile);
        let to_key = age::encrypt(&open.to_public(), b"x").unwrap();
        assert_eq!(refusal(&to_key, pass), Error::NoPassphrase);
        assert_eq!(refusal(&closed("nothing", 1), pass), Error::NotOneIdentity);
        assert_eq!(refusal(&closed(&format!("{secret}\n{secret}\n"), 1), pass), Error::NotOneIdentity);
        assert!(unlock(&closed(&format!("# note\n\n{secret}\r\n"), 1), &words(pass)).is_ok());
        let text = String::from_utf8_lossy(&closed(&secret, 1)).into_owned();
        assert!(text.contains(" 1\n"));
        let mut costly = closed(&secret, 1);
        let at = costly.windows(3).position(|window| window == b" 1\n").unwrap();
        costly.splice(at..at + 3, *b" 21\n");
        assert_eq!(refusal(&costly, pass), Error::TooMuchWork);
    }

    #[test]
    fn a_fingerprint_is_twenty_digits_and_belongs_to_one_recipient() {
        let text = format!("age1{}5cu47z", "q".repeat(52));
        // Computed apart from this program with Python's hashlib.
        assert_eq!(fingerprint(&text.parse().unwrap()), "5365 4710 2662 5095 2455");
        let other = recipient(&Identity::generate()).unwrap();
        assert_ne!(fingerprint(&other), fingerprint(&text.parse().unwrap()));
    }
}
