//! An operator's hotline file in the place of the shipped one: a false number can kill.

use crate::machine::{Desk, NOW, deployment};
use janynda::cli::hotlines::{Args, run};
use janynda::clock::Moment;
use janynda::directory::{Directory, SHIPPED, Unfit};
use janynda::roster::AuthoritySecret;
use janynda::signed::hotlines::{self, Error, SignedHotlines, UntrustedHotlines};
use janynda::signed::{self, sign};
use std::process::ExitCode;

const DAY: i64 = 86_400;

/// The number of a line that an invented correction changes, before and after.
const OLD: &str = "+77081060810";
const NEW: &str = "+77080000001";

fn corrected() -> String {
    SHIPPED.replacen(&format!("numbers = [\"{OLD}\"]"), &format!("numbers = [\"{NEW}\"]"), 1)
}

/// The corrected file, gone through on this day of the month.
fn of_day(day: u32) -> String {
    corrected().replacen("collected = 2026-11-24", &format!("collected = 2026-11-{day}"), 1)
}

/// What `janynda hotlines sign` writes beside a signature made so many seconds after [`NOW`].
fn purpose_in(seconds: i64) -> String {
    let signed = jiff::Timestamp::from_second(NOW.plus(seconds).0).unwrap();
    format!("janynda hotlines almaty-1 signed {signed}")
}

impl Desk {
    /// Puts a hotline file on the server, with the authority's signature for these bytes and this purpose.
    fn puts(&self, text: &str, purpose: &str) {
        std::fs::write(self.path("own.toml"), text).unwrap();
        let signature = sign(text.as_bytes(), purpose, &self.authority).unwrap();
        std::fs::write(self.path("own.toml.minisig"), signature).unwrap();
    }
}

/// The number of the line in use.
fn number(directory: &Directory) -> &str {
    let entry = directory.by_id("trust-150-whatsapp").and_then(|at| directory.get(at)).unwrap();
    entry.numbers()[0].dial()
}

#[tokio::test]
async fn a_number_is_mended_without_a_restart_and_the_next_person_reads_it() {
    let desk = Desk::new();
    let mut machine = desk.starts().await;
    let read = machine.reads_where_to_write().await;
    assert!(read.contains(OLD) && !read.contains(NEW), "{read}");
    desk.puts(&corrected(), &purpose_in(0));
    machine.passes(30).await;
    let read = machine.reads_where_to_write().await;
    assert!(read.contains(NEW) && !read.contains(OLD), "{read}");
}

#[tokio::test]
async fn a_file_that_stands_there_at_the_start_is_shown_from_the_first_card_on() {
    let desk = Desk::new();
    desk.puts(&corrected(), &purpose_in(0));
    let machine = desk.starts().await;
    assert_eq!(number(&machine.directory.get()), NEW);
}

#[tokio::test]
async fn a_file_that_is_refused_changes_nothing_and_what_was_in_use_stays() {
    let desk = Desk::new();
    let purpose = &purpose_in(0);
    let stranger = AuthoritySecret::generate(None).unwrap();
    let stranger = AuthoritySecret::unlock(&stranger.secret_file, None).unwrap();
    let (own, beside) = (desk.path("own.toml"), desk.path("own.toml.minisig"));
    desk.brings(&desk.roster(1, 2));
    let roster_signature = std::fs::read(desk.path("roster.txt.minisig")).unwrap();
    let worse = |from: &str, to: &str| {
        let text = SHIPPED.replacen(from, to, 1);
        assert_ne!(text, SHIPPED, "{from}");
        desk.puts(&text, purpose);
    };
    let bends: [(&str, &dyn Fn()); 16] = [
        ("unsigned", &|| std::fs::write(&own, corrected()).unwrap()),
        ("the roster's signature beside it", &|| {
            std::fs::write(&own, corrected()).unwrap();
            std::fs::write(&beside, &roster_signature).unwrap();
        }),
        ("signed by somebody else", &|| {
            desk.puts(&corrected(), purpose);
            std::fs::write(&beside, sign(corrected().as_bytes(), purpose, &stranger).unwrap()).unwrap();
        }),
        ("changed after it was signed", &|| {
            desk.puts(SHIPPED, purpose);
            std::fs::write(&own, corrected()).unwrap();
        }),
        ("signed as a roster", &|| desk.puts(&corrected(), "janynda roster almaty-1 version 7")),
        ("signed for another deployment", &|| desk.puts(&corrected(), &purpose.replace("almaty", "shymkent"))),
        ("signed for a deployment whose name begins the same", &|| {
            desk.puts(&corrected(), &purpose.replace("almaty-1", "almaty-11"));
        }),
        ("signed the day after tomorrow", &|| desk.puts(&corrected(), &purpose_in(2 * DAY))),
        ("signed without a time", &|| desk.puts(&corrected(), "janynda hotlines almaty-1")),
        ("signed with a time in another spelling", &|| {
            desk.puts(&corrected(), "janynda hotlines almaty-1 signed 2026-11-24T12:00Z");
        }),
        ("gone through earlier than the shipped one", &|| desk.puts(&of_day(23), purpose)),
        ("gone through the day after tomorrow", &|| desk.puts(&of_day(26), purpose)),
        ("without one emergency line", &|| worse("\"police-102\", \"ambulance-103\"]", "\"police-102\"]")),
        ("with a broken line", &|| worse("hours = \"24/7\"", "hours = \"always\"")),
        ("taken away", &|| std::fs::remove_file(&own).unwrap()),
        ("its signature taken away", &|| {
            std::fs::write(&own, corrected()).unwrap();
            std::fs::remove_file(&beside).unwrap();
        }),
    ];
    for (name, bend) in bends {
        for before in [SHIPPED.to_owned(), corrected().replacen(NEW, "+77080000002", 1)] {
            desk.puts(&before, purpose);
            let mut machine = desk.starts().await;
            let number = |machine: &crate::machine::Machine| number(&machine.directory.get()).to_owned();
            let in_use = number(&machine);
            bend();
            machine.passes(30).await;
            machine.keeper.read_again();
            assert_eq!(number(&machine), in_use, "{name}");
        }
    }
}

#[tokio::test]
async fn of_two_corrections_of_one_day_the_earlier_never_comes_back_also_after_a_restart() {
    let desk = Desk::new();
    desk.puts(SHIPPED, &purpose_in(0));
    let earlier = ["own.toml", "own.toml.minisig"].map(|name| desk.path(name)).map(|path| std::fs::read(path).unwrap());
    let mut machine = desk.starts().await;
    desk.puts(&corrected(), &purpose_in(1));
    machine.passes(30).await;
    assert_eq!(number(&machine.directory.get()), NEW);
    let put_back = || {
        std::fs::write(desk.path("own.toml"), &earlier[0]).unwrap();
        std::fs::write(desk.path("own.toml.minisig"), &earlier[1]).unwrap();
    };
    put_back();
    machine.keeper.read_again();
    assert_eq!(number(&machine.directory.get()), NEW);
    drop(machine);
    desk.puts(&corrected().replacen(NEW, "+77080000002", 1), &purpose_in(0));
    let machine = desk.starts().await;
    assert_eq!(number(&machine.directory.get()), OLD, "a file that was refused is shown");
}

#[tokio::test]
async fn a_file_taken_without_a_ring_gives_way_once_the_ring_remembers_a_later_one() {
    let desk = Desk::new();
    desk.puts(SHIPPED, &purpose_in(1));
    drop(desk.starts().await);
    desk.puts(&corrected(), &purpose_in(0));
    std::fs::rename(desk.path("ring"), desk.path("elsewhere")).unwrap();
    let mut machine = desk.starts().await;
    assert_eq!(number(&machine.directory.get()), NEW, "nobody could know");
    std::fs::rename(desk.path("elsewhere"), desk.path("ring")).unwrap();
    machine.passes(30).await;
    assert_eq!(number(&machine.directory.get()), OLD);
}

#[tokio::test]
async fn a_number_is_mended_also_while_the_ring_is_laid_aside_or_cannot_be_written() {
    for spoil in ["no ring", "something else in its place"] {
        let desk = Desk::new();
        let mut machine = desk.starts().await;
        desk.puts(&corrected(), &purpose_in(0));
        if spoil == "no ring" {
            machine.ring.change(|ring| *ring = None);
        } else {
            std::fs::remove_file(desk.path("ring")).unwrap();
            std::fs::create_dir(desk.path("ring")).unwrap();
        }
        machine.passes(30).await;
        assert_eq!(number(&machine.directory.get()), NEW, "{spoil}");
    }
}

fn verified(text: &str, now: Moment) -> Result<SignedHotlines, Error> {
    let new = AuthoritySecret::generate(None).unwrap();
    let secret = AuthoritySecret::unlock(&new.secret_file, None).unwrap();
    let signature = sign(text.as_bytes(), &purpose_in(0), &secret).unwrap();
    let untrusted = UntrustedHotlines { text: text.as_bytes(), signature: &signature };
    untrusted.verify(&[secret.public().unwrap()], &deployment(), now, None)
}

fn refusal(text: &str) -> Error {
    verified(text, NOW).expect_err("a bent file was taken")
}

#[test]
fn every_refusal_says_what_is_wrong_and_in_which_line() {
    let error = refusal(&SHIPPED.replacen("hours = \"24/7\"", "hours = \"always\"", 1));
    assert!(matches!(&error, Error::Rules { first, more: 0 } if first.line == 38), "{error}");
    assert!(
        !error.to_string().contains("more") && error.to_string().starts_with("line 38: hours: 'always'"),
        "{error}"
    );
    let error = refusal(&SHIPPED.replace("hours = \"24/7\"", "hours = \"always\""));
    assert!(error.to_string().contains(" more (janynda hotlines check lists them)"), "{error}");
    assert_eq!(refusal(&of_day(26)), Error::FutureDated { line: 6 });
    let older = refusal(&of_day(23));
    assert!(older.to_string().contains("2026-11-23") && older.to_string().contains("2026-11-24"), "{older}");
    assert!(matches!(older, Error::OlderThanShipped { .. }));
    assert!(verified(&of_day(25), NOW.plus(DAY)).is_ok());
    assert!(matches!(refusal("\u{feff}"), Error::Rules { .. }));
    assert!(matches!(refusal(&SHIPPED.replace('\n', "\r\n")), Error::Rules { .. }));
}

#[test]
fn the_lines_that_the_cards_name_cannot_be_taken_away_or_given_another_number() {
    let without = |list: &str, id: &str| {
        let line = SHIPPED.lines().find(|line| line.starts_with(list)).unwrap();
        let shorter =
            line.replacen(&format!("\"{id}\""), "", 1).replace(", ,", ",").replace("[, ", "[").replace(", ]", "]");
        SHIPPED.replacen(line, &shorter, 1)
    };
    for (list, ids) in
        [("emergency", &["emergency-112", "police-102", "ambulance-103"][..]), ("always", &["police-102"][..])]
    {
        for id in ids {
            let error = refusal(&without(list, id));
            assert!(matches!(&error, Error::Unfit(Unfit::NotFirst { id: found, .. }) if found == id), "{error}");
        }
    }
    let swapped = SHIPPED
        .replacen("numbers = [\"112\"]", "numbers = [\"999\"]", 1)
        .replacen("numbers = [\"103\"]", "numbers = [\"112\"]", 1)
        .replacen("numbers = [\"999\"]", "numbers = [\"103\"]", 1);
    let error = refusal(&swapped);
    assert!(matches!(error, Error::Unfit(_) | Error::Rules { .. }), "{error}");
    assert!(hotlines::read(SHIPPED.as_bytes(), NOW).is_ok(), "control: the shipped file has them all");
}

#[test]
fn a_line_with_more_than_a_card_can_hold_is_refused() {
    let many = format!("numbers = [\"{OLD}\", \"+77080000002\", \"+77080000003\", \"+77080000004\"]");
    let error = refusal(&SHIPPED.replacen(&format!("numbers = [\"{OLD}\"]"), &many, 1));
    assert!(matches!(&error, Error::Unfit(Unfit::TooLong { id }) if id == "trust-150-whatsapp"), "{error}");
}

#[derive(Debug, clap::Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

#[test]
fn the_authority_signs_for_one_deployment_and_nothing_that_has_a_problem() {
    use clap::Parser as _;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let new = AuthoritySecret::generate(None).unwrap();
    std::fs::write(path("authority.key"), &*new.secret_file).unwrap();
    std::fs::write(path("own.toml"), corrected()).unwrap();
    let signs = |key: &str| {
        let words = ["hotlines", "sign", &path("own.toml"), key, &path("authority.key"), "--deployment", "almaty-1"];
        run(&Line::try_parse_from(words).unwrap().args, NOW)
    };
    assert_eq!(signs("--key"), ExitCode::SUCCESS);
    let signature = std::fs::read_to_string(path("own.toml.minisig")).unwrap();
    let keys = [new.public.parse().unwrap()];
    let text = corrected();
    let comment = signed::verify(text.as_bytes(), &signature, &keys).unwrap();
    assert_eq!(comment, "janynda hotlines almaty-1 signed 2026-11-24T12:00:00Z");
    let untrusted = UntrustedHotlines { text: text.as_bytes(), signature: &signature };
    assert_eq!(number(&untrusted.verify(&keys, &deployment(), NOW, None).unwrap().directory), NEW);
    let elsewhere = untrusted.verify(&keys, &"shymkent-1".parse().unwrap(), NOW, None);
    assert!(matches!(elsewhere, Err(Error::OtherPurpose { .. })));

    std::fs::remove_file(path("own.toml.minisig")).unwrap();
    for bad in [SHIPPED.replacen("free = \"yes\"", "free = \"maybe\"", 1), of_day(26), String::new()] {
        std::fs::write(path("own.toml"), bad).unwrap();
        assert_eq!(signs("--secret-key"), ExitCode::FAILURE);
        assert!(!folder.path().join("own.toml.minisig").exists(), "a file with a problem was signed");
    }
}

#[test]
fn the_comment_is_covered_by_the_signature_and_cannot_be_written_over() {
    let new = AuthoritySecret::generate(None).unwrap();
    let secret = AuthoritySecret::unlock(&new.secret_file, None).unwrap();
    let text = corrected();
    let signature = sign(text.as_bytes(), "janynda hotlines shymkent-1", &secret).unwrap();
    let signature = signature.replace("hotlines shymkent-1", "hotlines almaty-1");
    let untrusted = UntrustedHotlines { text: text.as_bytes(), signature: &signature };
    let refused = untrusted.verify(&[new.public.parse().unwrap()], &deployment(), NOW, None);
    assert_eq!(refused.map(|_| ()), Err(Error::Signature(signed::Error::BadSignature)));
}
