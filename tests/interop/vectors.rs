//! The age vectors of npm `cctv-age`, read as the package describes them and put before the calls to the `age` crate
//! that the program makes.

use age::armor::ArmoredReader;
use age::secrecy::SecretString;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::path::Path;

/// One vector.
pub struct Vector {
    pub name: String,
    pub expect: String,
    /// SHA-256 of everything that may be handed out, in hex.
    payload: Option<String>,
    identities: Vec<String>,
    passphrases: Vec<String>,
    armored: bool,
    /// Keys of its head that this reader does not know.
    unknown: Vec<String>,
    pub file: Vec<u8>,
}

/// Which of the program's two readers a vector is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// `seal::open`: binary, X25519.
    Envelope,
    /// `counsellor::identity::unlock`: binary or armored, a passphrase.
    IdentityFile,
    /// The armor of `unlock` around an X25519 file, which is what most vectors of armor are.
    Armor,
}

/// Why a vector is not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Hybrid keys (ML-KEM with X25519), which the program refuses in rosters and never makes.
    Hybrid,
    /// More than a MiB: three vectors of 257 chunks. An envelope has one chunk and at most 8 KiB, and without
    /// optimisation they take half a minute.
    Long,
    /// A head with keys that nobody has told us of: the package says to leave such a vector out.
    Unknown,
}

impl Vector {
    fn parse(name: &str, bytes: &[u8]) -> Vector {
        let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
        let mut vector = Vector {
            name: name.to_owned(),
            expect: String::new(),
            payload: None,
            identities: Vec::new(),
            passphrases: Vec::new(),
            armored: false,
            unknown: Vec::new(),
            file: bytes[end + 2..].to_vec(),
        };
        for line in std::str::from_utf8(&bytes[..end]).unwrap().lines() {
            let (key, value) = line.split_once(": ").unwrap();
            let value = value.to_owned();
            match key {
                "expect" => vector.expect = value,
                "payload" => vector.payload = Some(value),
                "identity" => vector.identities.push(value),
                "passphrase" => vector.passphrases.push(value),
                "armored" => vector.armored = value == "yes",
                // For whoever writes a vector back, and for whoever reads about it.
                "file key" | "comment" => {}
                _ => vector.unknown.push(key.to_owned()),
            }
        }
        vector
    }

    /// All vectors of a folder, by name.
    pub fn read(folder: &Path) -> Vec<Vector> {
        let mut vectors: Vec<Vector> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| Vector::parse(path.file_name().unwrap().to_str().unwrap(), &std::fs::read(&path).unwrap()))
            .collect();
        vectors.sort_by(|one, other| one.name.cmp(&other.name));
        vectors
    }

    /// Which reader it is for, if for one of ours.
    pub fn reader(&self) -> Result<Reader, Skip> {
        if !self.unknown.is_empty() {
            Err(Skip::Unknown)
        } else if self.identities.iter().any(|identity| identity.starts_with("AGE-SECRET-KEY-PQ-1")) {
            Err(Skip::Hybrid)
        } else if self.file.len() > 1024 * 1024 {
            Err(Skip::Long)
        } else if !self.passphrases.is_empty() {
            Ok(Reader::IdentityFile)
        } else if self.armored {
            Ok(Reader::Armor)
        } else {
            Ok(Reader::Envelope)
        }
    }

    /// The passphrase that `unlock` is given: a counsellor types one.
    pub fn passphrase(&self) -> SecretString {
        SecretString::from(self.passphrases[0].clone())
    }

    /// What age makes of it, in the words of the vectors. Where that is what they expect, what was handed out is
    /// compared with the payload they name.
    pub fn outcome(&self) -> &'static str {
        let keys: Vec<Identity> = self.identities.iter().map(|key| key.parse().unwrap()).collect();
        let keys = keys.iter().map(|key| key as &dyn age::Identity);
        let (result, given) = match self.reader().unwrap() {
            Reader::Envelope => read(Decryptor::new_buffered(&self.file[..]), keys),
            Reader::Armor => read(Decryptor::new_buffered(ArmoredReader::new(&self.file[..])), keys),
            Reader::IdentityFile => {
                let mut key = age::scrypt::Identity::new(self.passphrase());
                key.set_max_work_factor(20);
                let key = std::iter::once(&key as &dyn age::Identity);
                read(Decryptor::new_buffered(ArmoredReader::new(&self.file[..])), key)
            }
        };
        if result == self.expect {
            let hash = Sha256::digest(&given).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
            match &self.payload {
                Some(wanted) => assert_eq!(hash, *wanted, "{}: something else was handed out", self.name),
                None => assert!(given.is_empty(), "{}: something was handed out", self.name),
            }
        }
        result
    }
}

/// Opens and reads to the end: how that went, and what was handed out on the way.
fn read<'a, R: io::BufRead>(
    decryptor: Result<Decryptor<R>, DecryptError>,
    keys: impl Iterator<Item = &'a dyn age::Identity>,
) -> (&'static str, Vec<u8>) {
    let mut reader = match decryptor.and_then(|decryptor| decryptor.decrypt(keys)) {
        Ok(reader) => reader,
        Err(error) => return (name_of(&error), Vec::new()),
    };
    let mut given = Vec::new();
    match reader.read_to_end(&mut given) {
        Ok(_) => ("success", given),
        Err(error) if is_armor(&error) => ("armor failure", given),
        Err(_) => ("payload failure", given),
    }
}

fn name_of(error: &DecryptError) -> &'static str {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed => "no match",
        DecryptError::InvalidMac => "HMAC failure",
        DecryptError::Io(error) if is_armor(error) => "armor failure",
        DecryptError::InvalidHeader
        | DecryptError::ExcessiveWork { .. }
        | DecryptError::UnknownFormat
        | DecryptError::Io(_) => "header failure",
        _ => "something new",
    }
}

fn is_armor(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(inner) if inner.is::<age::armor::ArmoredReadError>())
}
