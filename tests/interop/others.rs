//! The three other programs that read and write age, each behind the same five verbs.

use super::programs::or_skip;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Another maker's age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// `age-encryption` of npm: JavaScript.
    AgeEncryption,
    /// `pyrage` of the Python Package Index.
    Pyrage,
    /// The standard `age` and `age-keygen`: Go.
    Age,
}

/// An identity that another program made, as texts.
pub struct Made {
    /// What it writes into an identity file.
    pub file: String,
    /// `AGE-SECRET-KEY-1…`
    pub secret: String,
    /// What it says the public key is.
    pub recipient: String,
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop")
}

fn runs(command: &mut Command) -> Option<()> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then_some(())
}

/// node with the packages of `tests/interop/package.json`.
pub fn node() -> Option<()> {
    let found = runs(Command::new("node").arg("--version")).filter(|()| here().join("node_modules/cctv-age").exists());
    or_skip(found, "node", "npm ci --prefix tests/interop (node 20.19 or newer, npm)")
}

fn python() -> Option<()> {
    let found = runs(Command::new(here().join(".venv/bin/python")).args(["-c", "import pyrage"]));
    let install = "python3 -m venv tests/interop/.venv && \
                   tests/interop/.venv/bin/pip install -r tests/interop/requirements.txt";
    or_skip(found, "python", install)
}

/// The `age` tool, and a `script` that gives it the terminal from which alone it takes a passphrase.
fn age() -> Option<()> {
    let script = || Command::new("script").arg("--version").output().ok();
    let found = runs(Command::new("age").arg("--version"))
        .and_then(|()| script())
        // Other makers' `script` takes other arguments.
        .filter(|said| String::from_utf8_lossy(&said.stdout).contains("util-linux"));
    or_skip(found, "age", "apt-get install age bsdutils").map(|_| ())
}

impl Other {
    /// Those that are installed; each of the rest is said to be skipped.
    pub fn installed() -> impl Iterator<Item = Other> {
        let found = [(Other::AgeEncryption, node()), (Other::Pyrage, python()), (Other::Age, age())];
        found.into_iter().filter_map(|(other, found)| found.map(|()| other))
    }

    /// Makes an identity.
    pub fn make(self) -> Made {
        let file = match self {
            Other::Age => text(run(Command::new("age-keygen").stderr(Stdio::null()), b"")),
            _ => text(self.script("make", &[], b"")),
        };
        let secret = file.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).unwrap().to_owned();
        let recipient = file.split_whitespace().find(|word| word.starts_with("age1")).unwrap().to_owned();
        // The scripts print the recipient behind the secret; what age-keygen prints is an identity file already.
        let file = if self == Other::Age { file } else { format!("{secret}\n") };
        Made { file, secret, recipient }
    }

    /// Encrypts to recipients: a binary age file.
    pub fn seal(self, recipients: &[String], plaintext: &[u8]) -> Vec<u8> {
        match self {
            Other::Age => {
                let named = recipients.iter().flat_map(|recipient| ["-r", recipient]);
                run(Command::new("age").args(named), plaintext)
            }
            _ => self.script("seal", recipients, plaintext),
        }
    }

    /// Opens an age file with an identity.
    pub fn open(self, secret: &str, sealed: &[u8]) -> Vec<u8> {
        match self {
            Other::Age => {
                let folder = folder_with(&[("key", secret.as_bytes())]);
                run(Command::new("age").current_dir(&folder).args(["-d", "-i", "key"]), sealed)
            }
            _ => self.script("open", &[secret.to_owned()], sealed),
        }
    }

    /// Closes a text with a passphrase: an armored age file.
    pub fn lock(self, passphrase: &str, content: &str) -> Vec<u8> {
        match self {
            Other::Age => {
                let folder = folder_with(&[("open", content.as_bytes())]);
                // Asked for once, and once more.
                at_a_terminal(&folder, "age -p -a -o closed open", &[passphrase, passphrase]);
                std::fs::read(folder.path().join("closed")).unwrap()
            }
            _ => self.script("lock", &[passphrase.to_owned()], content.as_bytes()),
        }
    }

    /// Opens an armored age file with a passphrase.
    pub fn unlock(self, passphrase: &str, closed: &[u8]) -> String {
        match self {
            Other::Age => {
                let folder = folder_with(&[("closed", closed)]);
                at_a_terminal(&folder, "age -d -o open closed", &[passphrase]);
                std::fs::read_to_string(folder.path().join("open")).unwrap()
            }
            _ => text(self.script("unlock", &[passphrase.to_owned()], closed)),
        }
    }

    fn script(self, verb: &str, words: &[String], input: &[u8]) -> Vec<u8> {
        let mut command = match self {
            Other::AgeEncryption => Command::new("node"),
            Other::Pyrage => Command::new(here().join(".venv/bin/python")),
            Other::Age => panic!("age is not a script"),
        };
        let script = if self == Other::AgeEncryption { "with_age_encryption.mjs" } else { "with_pyrage.py" };
        run(command.arg(here().join(script)).arg(verb).args(words), input)
    }
}

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// The standard tool opens a file with the identity file as it is, asking for its passphrase.
pub fn age_with_identity_file(identity_file: &str, passphrase: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    age()?;
    let folder = folder_with(&[("me.age", identity_file.as_bytes()), ("sealed", sealed)]);
    at_a_terminal(&folder, "age -d -i me.age -o open sealed", &[passphrase]);
    Some(std::fs::read(folder.path().join("open")).unwrap())
}

/// The age vectors of npm `cctv-age`, one file each.
pub fn vectors() -> Option<TempDir> {
    node()?;
    let folder = tempfile::tempdir().unwrap();
    run(Command::new("node").arg(here().join("vectors.mjs")).arg(folder.path()), b"");
    Some(folder)
}

fn folder_with(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

/// Runs a line as if typed, with these lines typed behind it.
#[track_caller]
fn at_a_terminal(folder: &TempDir, line: &str, typed: &[&str]) {
    let typed: String = typed.iter().flat_map(|line| [line, "\n"]).collect();
    let mut script = Command::new("script");
    run(script.current_dir(folder).args(["-q", "-e", "-c", line, "/dev/null"]), typed.as_bytes());
}

/// Runs a command with this input; what it printed.
#[track_caller]
fn run(command: &mut Command, input: &[u8]) -> Vec<u8> {
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    process.stdin.take().unwrap().write_all(input).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stdout));
    output.stdout
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}
