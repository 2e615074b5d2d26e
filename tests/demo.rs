//! The demonstration as somebody meets it on a fresh machine: two addresses, two pages, nothing left behind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where it broke")]

#[path = "programs/mod.rs"]
mod programs;

use programs::or_skip;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

struct Demo {
    folder: TempDir,
    process: Child,
    /// Kept open: the demonstration says goodbye when it ends.
    said: BufReader<ChildStdout>,
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
        let said = BufReader::new(process.stdout.take().unwrap());
        // Whatever fails from here on, the process ends with the test.
        let mut demo = Demo { folder, process, said, chat: String::new(), desk: String::new() };
        let first = demo.line();
        assert!(first.contains("demonstration") && first.contains("not Telegram"), "{first}");
        (demo.chat, demo.desk) = (demo.address(), demo.address());
        demo
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The address at the end of the next line.
    fn address(&mut self) -> String {
        self.line().rsplit_once(' ').unwrap().1.to_owned()
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
        let status = self.process.wait().unwrap();
        assert!(status.success(), "{status}");
        let left: Vec<_> = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(left.is_empty(), "{left:?} stayed");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
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

/// A browser that is spoken to over its own pipe, in JSON with a zero byte after each message.
struct Browser {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u64,
    _profile: TempDir,
}

impl Browser {
    fn start(program: &str) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        // The browser reads its orders from 3 and answers on 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec 3<&0 4>&1; exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program])
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
            .args(["--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        Browser { process, to, from, asked: 0, _profile: profile }
    }

    /// Gives an order and waits for its answer.
    fn ask(&mut self, session: Option<&str>, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let mut order = json!({"id": self.asked, "method": method, "params": params});
        if let Some(session) = session {
            order["sessionId"] = json!(session);
        }
        self.to.write_all(format!("{order}\0").as_bytes()).unwrap();
        loop {
            let mut answer = Vec::new();
            self.from.read_until(0, &mut answer).unwrap();
            let answer: Value = serde_json::from_slice(answer.strip_suffix(b"\0").unwrap()).unwrap();
            if answer["id"] == self.asked {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// Opens a page and runs a script in it until it gives a text, for twenty seconds at most.
    fn until(&mut self, address: &str, script: &str) -> String {
        let target = self.ask(None, "Target.createTarget", &json!({"url": "about:blank"}))["targetId"].clone();
        let attached = self.ask(None, "Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        let session = attached["sessionId"].as_str().unwrap();
        self.ask(Some(session), "Page.navigate", &json!({"url": address}));
        let wait = format!(
            "new Promise((done) => {{ const end = Date.now() + 20000; const look = () => {{
               const found = (() => {{ {script} }})();
               if (found) done(found);
               else if (Date.now() > end) done('nothing came: ' + document.body.innerText);
               else setTimeout(look, 20);
             }}; look(); }})"
        );
        let params = json!({"expression": wait, "awaitPromise": true, "returnByValue": true});
        self.ask(Some(session), "Runtime.evaluate", &params)["result"]["value"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        // It closes its end when all of its processes are going.
        let _ = self.from.read_to_end(&mut Vec::new());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn chromium() -> Option<&'static str> {
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
    or_skip(known.into_iter().find(|path| std::path::Path::new(path).exists()), "chromium", "apt-get install chromium")
}

#[test]
fn both_pages_come_to_life_in_a_browser() {
    let Some(chromium) = chromium() else { return };
    let demo = Demo::start();
    let mut browser = Browser::start(chromium);
    // The button to begin with is hidden until the script runs; after a press on it the bot's first card comes.
    let chat = "const start = document.getElementById('start');
        if (start && !start.hidden && !window.pressed) { window.pressed = true; start.click(); }
        const card = document.querySelector('#log .message:not(.mine) .key') && document.getElementById('log');
        return card && card.innerText;";
    let card = browser.until(&demo.chat, chat);
    assert!(["112", "102", "103"].iter().all(|number| card.contains(number)), "{card}");
    // The queue is counted by the script alone.
    let desk = "const count = document.getElementById('count');
        return count && !count.textContent.includes('…') && count.textContent;";
    assert_eq!(browser.until(&demo.desk, desk), "nobody is waiting");
    drop(browser);
    demo.end();
}

/// A desk in place of the real one: one request, claimed and opened by whoever looks.
const DESK_OF_ONE: &str = "if (!window.invented) {
    window.invented = true;
    const one = { id: 'ab'.repeat(16), lane: 'adult/ru', urgent: true, arrived_almaty: '2026-11-24 15:00', status: 'mine',
        until: new Date(Date.now() + 5400e3).toISOString(), until_almaty: '2026-11-24 17:00', fence: 1 };
    const opened = { safe_contact: { how: 'call', number: '+77010000042', part: 'any', days: 'any',
        someone_else: 'hang_up', name: null, code_word: null, voicemail: 'no', sms: 'no' }, kinds: [], flags: [],
        urgency: 'high', who: null, region_name: null, words: null, sealed_almaty: '2026-11-24 15:00', roster_version: 1 };
    const checked = { name: 'aigul', role: 'lead', roster_version: 1, roster_until: '2027-02-10', audit_entries: 5,
        audit_before: null, at_almaty: '2026-11-24 15:00' };
    const closed = { waits: false, muting: 'not_written' };
    const answers = { '/requests': { requests: [one], more: true, checked }, '/open': opened, '/close': closed };
    window.fetch = async (path) => ({ ok: true, json: async () => answers[path] });
}";

#[test]
fn on_the_counsellors_page_holding_a_claim_longer_is_no_way_of_ending_a_request() {
    let Some(chromium) = chromium() else { return };
    let demo = Demo::start();
    let mut browser = Browser::start(chromium);
    // She chooses the request and opens it; what stands under each heading is told with its buttons.
    let script = format!(
        "{DESK_OF_ONE}
        const named = (within, text) => [...document.querySelectorAll(within)].find((one) => one.textContent === text);
        const cards = [...document.querySelectorAll('#detail .card')];
        const told = cards.map((card) => card.querySelector('h2').textContent + ': '
            + [...card.querySelectorAll('button')].map((one) => one.textContent).join(', '));
        if (named('#detail h2', 'Safe contact')) return told.join('; ') + '; ' + document.getElementById('count').textContent;
        const next = named('#detail button', 'Open it') || document.querySelector('#list button');
        if (next) next.click();"
    );
    let told = browser.until(&demo.desk, &script);
    assert!(
        told.contains("; Your claim: Hold it two more hours, Give it back; End this request: Close it…; "),
        "{told}"
    );
    assert!(told.ends_with("; nobody is waiting, and more than fit here"), "{told}");
    drop(browser);
    demo.end();
}

#[test]
fn on_the_counsellors_page_a_mute_that_failed_is_not_said_to_have_had_nobody_to_mute() {
    let Some(chromium) = chromium() else { return };
    let demo = Demo::start();
    let mut browser = Browser::start(chromium);
    let script = format!(
        "{DESK_OF_ONE}
        const said = document.getElementById('said')?.textContent;
        if (said) return said;
        const named = (text) => [...document.querySelectorAll('#detail button')].find((one) => one.textContent === text);
        const joke = document.querySelector('input[value=\"not-genuine\"]');
        if (joke && !joke.checked) joke.click();
        else (named('Open it') || named('Close it…') || named('Close the request')
            || document.querySelector('#list button'))?.click();"
    );
    let said = browser.until(&demo.desk, &script);
    assert!(said.contains("Whoever sent it was not muted, because the desk could not write that down"), "{said}");
    drop(browser);
    demo.end();
}
