//! An authority's day, typed as on a terminal.

use super::*;
use clap::Parser;

const NOW: Moment = Moment(1_795_521_600);

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        desk.says(&["init", ".", "--deployment", "almaty-1", "--no-password"]);
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs a command; words that are names of files stand for files of this desk.
    fn run(&self, words: &[&str]) -> Result<String> {
        let words = words.iter().map(|word| match *word {
            "." | "roster.txt" | "authority.key" | "authority.pub" | "password" => self.path(word),
            word => word.to_owned(),
        });
        let line = Line::try_parse_from(std::iter::once("roster".to_owned()).chain(words))?;
        let mut out = Vec::new();
        run(&line.args, NOW, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    fn says(&self, words: &[&str]) -> String {
        self.run(words).unwrap_or_else(|error| panic!("{words:?}: {error:#}"))
    }

    fn refuses(&self, words: &[&str]) -> String {
        format!("{:#}", self.run(words).expect_err("a wrong command was taken"))
    }

    fn add(&self, alias: &str, recipient: &str) -> String {
        self.says(&[
            "add",
            "roster.txt",
            "--alias",
            alias,
            "--recipient",
            recipient,
            "--languages",
            "ru,kk",
            "--audiences",
            "adult",
            "--duty",
            "mon-fri/09:00-18:00",
        ])
    }
}

fn fresh() -> String {
    age::x25519::Identity::generate().to_public().to_string()
}

#[test]
fn an_authority_lists_signs_and_verifies_and_every_signature_is_a_new_version() {
    let desk = Desk::new();
    let sign = ["sign", "roster.txt", "--key", "authority.key"];
    let verify = ["verify", "roster.txt", "--authority", "authority.pub"];
    assert!(desk.refuses(&sign).contains("0 recipients, at least 2"));

    let aigul = fresh();
    assert!(desk.add("aigul", &aigul).contains("fingerprint  "));
    assert!(desk.refuses(&sign).contains("1 recipients, at least 2"));
    desk.says(&["add", "roster.txt", "--recovery", &fresh()]);
    assert!(desk.says(&sign).contains("version 2 signed, valid until 2027-02-22"));
    let verified = desk.says(&verify);
    assert!(verified.contains("version      2 ") && verified.contains("90 days left"), "{verified}");
    assert!(verified.contains("lane adult/kk  2 recipients, somebody is on duty now"), "{verified}");
    assert!(verified.contains("NOBODY serves it"), "the minor lanes: {verified}");

    desk.add("dana", &fresh());
    assert!(desk.refuses(&verify).contains("signature does not fit"), "edited is unsigned");
    assert!(desk.says(&sign).contains("version 3 signed"));
    desk.says(&verify);
    assert!(desk.refuses(&[&verify[..], &["--deployment", "shymkent-1"]].concat()).contains("expected shymkent-1"));
    let shown = desk.says(&["show", "roster.txt"]);
    assert!(shown.starts_with("NOT VERIFIED") && shown.contains(&aigul), "{shown}");
}

#[test]
fn who_was_removed_cannot_come_back_with_the_same_key() {
    let desk = Desk::new();
    let (aigul, recovery) = (fresh(), fresh());
    desk.add("aigul", &aigul);
    desk.says(&["add", "roster.txt", "--recovery", &recovery]);
    desk.says(&["remove", "roster.txt", "aigul"]);
    let again = desk.refuses(&["add", "roster.txt", "--recovery", &aigul]);
    assert!(again.contains("was revoked"), "{again}");
    desk.says(&["remove", "roster.txt", &recovery]);
    let text = std::fs::read_to_string(desk.path("roster.txt")).unwrap();
    assert!(text.contains(&format!("revoked recipient={aigul} on=2026-11-24\n")));
    assert!(!text.contains("counsellor") && !text.contains("recovery"));
    assert!(desk.refuses(&["remove", "roster.txt", "nobody"]).contains("nobody in the roster"));
}

#[test]
fn what_the_authority_mistypes_is_refused_at_once() {
    let desk = Desk::new();
    let aigul = fresh();
    desk.add("aigul", &aigul);
    let add = |alias: &str, recipient: &str, more: [&str; 2]| {
        let words =
            ["add", "roster.txt", "--alias", alias, "--recipient", recipient, "--languages", "ru", "--audiences"];
        desk.refuses(&[&words[..], &["adult"], &more].concat())
    };
    let role = ["--role", "lead"];
    assert!(add("aigul", &fresh(), role).contains("aigul is in the roster already"));
    assert!(add("dana", &aigul, role).contains("already"));
    assert!(add("Дана", &fresh(), role).contains("expected 2 to 32 characters"));
    assert!(add("dana", "ssh-ed25519", role).contains("not an X25519"));
    assert!(add("dana", &fresh(), ["--role", "boss"]).contains("expected counsellor or lead"));
    assert!(add("dana", &fresh(), ["--duty", "9-18"]).contains("expected 24/7"));
    assert!(desk.refuses(&["add", "roster.txt", "--alias", "dana"]).contains("required"));
    let init = desk.refuses(&["init", ".", "--deployment", "almaty-1", "--no-password"]);
    assert!(init.contains("nothing is overwritten"), "{init}");
}

#[test]
fn a_key_with_a_password_signs_only_with_it() {
    let desk = Desk::new();
    desk.add("aigul", &fresh());
    desk.says(&["add", "roster.txt", "--recovery", &fresh()]);
    for name in ["authority.key", "authority.pub"] {
        std::fs::remove_file(desk.path(name)).unwrap();
    }
    // The pair of `init` with a password, beside the roster that is there already.
    let new = AuthoritySecret::generate(Some("an invented password")).unwrap();
    std::fs::write(desk.path("authority.key"), &*new.secret_file).unwrap();
    let sign = ["sign", "roster.txt", "--key", "authority.key", "--password-file", "password"];
    std::fs::write(desk.path("password"), "another password\n").unwrap();
    assert!(desk.refuses(&sign).contains("does not open"));
    std::fs::write(desk.path("password"), "an invented password\n").unwrap();
    desk.says(&sign);
    desk.says(&["verify", "roster.txt", "--authority", &new.public]);
}

#[test]
fn a_version_counts_up_though_the_signature_was_carried_away() {
    let desk = Desk::new();
    desk.add("aigul", &fresh());
    desk.says(&["add", "roster.txt", "--recovery", &fresh()]);
    let sign = ["sign", "roster.txt", "--key", "authority.key"];
    assert!(desk.says(&sign).contains("version 2 signed"));
    std::fs::remove_file(desk.path("roster.txt.minisig")).unwrap();
    desk.add("dana", &fresh());
    assert!(desk.says(&sign).contains("version 3 signed"));
}

#[test]
fn whoever_signs_sees_who_would_read_before_she_types_her_password() {
    let desk = Desk::new();
    let (aigul, recovery) = (fresh(), fresh());
    desk.add("aigul", &aigul);
    desk.says(&["add", "roster.txt", "--recovery", &recovery]);
    let new = AuthoritySecret::generate(Some("an invented password")).unwrap();
    std::fs::write(desk.path("authority.key"), &*new.secret_file).unwrap();
    std::fs::write(desk.path("password"), "another password\n").unwrap();
    let (roster, before) = (PathBuf::from(desk.path("roster.txt")), std::fs::read(desk.path("roster.txt")).unwrap());
    let (key, password) = (PathBuf::from(desk.path("authority.key")), PathBuf::from(desk.path("password")));
    let mut out = Vec::new();
    sign_roster(&roster, &key, Some(&password), 90, NOW, &mut out).unwrap_err();
    let said = String::from_utf8(out).unwrap();
    let print = |recipient: &str| fingerprint(&recipient.parse().unwrap());
    for line in [
        "To be signed for almaty-1: version 2\n".to_owned(),
        format!("counsellor   {}  aigul\n", print(&aigul)),
        format!("recovery     {}\n", print(&recovery)),
    ] {
        assert!(said.contains(&line), "{line}{said}");
    }
    assert_eq!(std::fs::read(&roster).unwrap(), before, "what was not signed is not changed");
}
