//! The demonstration as somebody meets it on a fresh machine: two addresses, two pages, nothing left behind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where it broke")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

struct Demo {
    folder: TempDir,
    process: Child,
    chat: String,
    desk: String,
}

impl Demo {
    fn start() -> Demo {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_janynda"))
            .arg("demo")
            .current_dir(folder.path())
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let first = lines.next().unwrap();
        assert!(first.contains("demonstration") && first.contains("not Telegram"), "{first}");
        let mut address = || lines.next().unwrap().rsplit_once(' ').unwrap().1.to_owned();
        Demo { chat: address(), desk: address(), folder, process }
    }

    /// What a GET of the address answers: head and body.
    fn get(address: &str) -> String {
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn end(mut self) {
        Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(self.process.wait().unwrap().success());
        let left: Vec<_> = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(left.is_empty(), "{left:?} stayed");
    }
}

#[test]
fn it_shows_two_pages_on_this_machine_only_and_leaves_nothing_behind() {
    let demo = Demo::start();
    for address in [&demo.chat, &demo.desk] {
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        let page = Demo::get(address);
        assert!(page.starts_with("HTTP/1.1 200"));
        assert!(page.to_lowercase().contains("content-security-policy: default-src 'none'"));
        assert!(page.contains("demonstration"));
    }
    demo.end();
}

#[test]
fn both_pages_come_to_life_in_a_browser() {
    let required = std::env::var("JANYNDA_REQUIRE").unwrap_or_default().split(',').any(|one| one == "chromium");
    let Some(chromium) =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser"].into_iter().find(|path| std::path::Path::new(path).exists())
    else {
        assert!(!required, "chromium is required and not installed");
        println!("skipped: chromium is not installed");
        return;
    };
    let demo = Demo::start();
    for (address, words) in [(&demo.chat, "START"), (&demo.desk, "Open requests")] {
        let profile = tempfile::tempdir().unwrap();
        let output = Command::new(chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
            .args(["--disable-background-networking", "--disable-component-update", "--virtual-time-budget=4000"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(["--dump-dom", address])
            .output()
            .unwrap();
        let page = String::from_utf8_lossy(&output.stdout);
        assert!(page.contains(words), "{page}");
    }
    demo.end();
}
