//! The sheets for native readers and counsellors: every text is in them, nothing leaves them but what is saved.
#![cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]

#[path = "programs/mod.rs"]
mod programs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Parser as _;
use janynda::cli::content::{Args, review_sheet, run};
use janynda::directory::Directory;
use janynda::guidance;
use janynda::text;
use janynda::vocab::Lang;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::process::Command;

#[derive(Debug, clap::Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

/// The content between two marks, from the first of them.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap_or_else(|| panic!("no {from}")) + from.len();
    let end = text[start..].find(to).unwrap_or_else(|| panic!("no {to} after {from}"));
    &text[start..start + end]
}

#[test]
fn every_text_that_people_are_shown_stands_in_each_sheet_once() {
    for lang in Lang::ALL {
        let sheet = review_sheet(lang);
        for id in text::ids() {
            assert_eq!(sheet.matches(&format!("<article data-id=\"{id}\">")).count(), 1, "{} {id}", lang.code());
        }
        for hotline in Directory::shipped().every() {
            let row = format!("<article data-id=\"hotline:{}.name\">", hotline.id());
            assert_eq!(sheet.contains(&row), hotline.is_shown(), "{}", hotline.id());
        }
        assert!(!sheet.contains("<h2></h2>"), "a place without a name");
        assert!(!sheet.contains("<p></p>"), "a text without words");
    }
}

#[test]
fn a_text_stands_beside_its_other_languages_with_length_and_source() {
    let sheet = review_sheet(Lang::Ru);
    let row = between(&sheet, "<article data-id=\"help-thanks\">", "</article>");
    for lang in Lang::ALL {
        assert!(row.contains(&text::say(lang, "help-thanks", &[])), "{row}");
    }
    let length = text::say(Lang::Ru, "help-thanks", &[]).chars().count();
    assert!(row.contains(&format!("<span>{length} знаков</span>")), "{row}");
    assert!(row.contains("content/locales/ru/cards.ftl:"), "{row}");
    assert!(row.contains("<textarea"), "{row}");
    let before = &sheet[..sheet.find("data-id=\"help-thanks\"").expect("it is there")];
    assert!(before[before.rfind("<h2>").expect("a place")..].starts_with("<h2>Помощь</h2>"));

    let row = between(&sheet, "<article data-id=\"hotline:contact-111.card\">", "</article>");
    assert!(row.contains("2025-11-06 · https://online.zakon.kz/"), "{row}");
}

#[test]
fn a_step_and_a_fact_stand_with_source_date_and_address_and_a_step_of_the_law_with_its_review() {
    for (lang, withheld) in [
        (Lang::Kk, "Әзірге ешкімге көрсетілмейді: заңгер растауы керек"),
        (Lang::Ru, "Пока никому не показывается: должен подтвердить юрист"),
        (Lang::En, "Shown to nobody yet: a lawyer must confirm it"),
    ] {
        let sheet = review_sheet(lang);
        let row = |id: &str| between(&sheet, &format!("<article data-id=\"{id}\">"), "</article>");
        for step in guidance::steps().every() {
            let row = row(&step.text);
            let source = format!("{}, {} · {}", step.source, step.as_of, step.url);
            assert!(row.contains(&escaped(&source)), "{row}");
            assert_eq!(row.contains(withheld), step.is_withheld(), "{row}");
            assert!(step.site.as_ref().is_none_or(|site| row.contains(site.as_str())), "{row}");
        }
        for fact in guidance::facts().every().iter().filter(|fact| fact.is_shown) {
            let row = row(&fact.text);
            let source = format!("{}, {} · {}", fact.publisher, fact.year, fact.url);
            assert!(row.contains(&escaped(&source)), "{row}");
            assert!(fact.figures.iter().all(|figure| row.contains(figure.as_str())), "{row}");
        }
        let hidden = guidance::facts().every().iter().filter(|fact| !fact.is_shown);
        assert!(hidden.into_iter().all(|fact| !sheet.contains(&fact.text)));
    }
    // A counsellor and a lawyer read topic by topic.
    let sheet = review_sheet(Lang::En);
    let before = &sheet[..sheet.find("data-id=\"step-medical-72-hours\"").expect("it is there")];
    let place = &before[before.rfind("<h2>").expect("a place")..];
    assert!(place.starts_with("<h2>What can be done: Seeing a doctor</h2>"), "{place:.80}");
}

/// A text as it stands in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('\'', "&#39;")
}

#[test]
fn what_a_text_counts_is_read_in_every_form() {
    let sheet = review_sheet(Lang::Ru);
    let row = between(&sheet, "<article data-id=\"wait-pace\">", "</article>");
    let own = between(row, "<div class=\"own\">", "</div>");
    assert_eq!(own.matches("<p>").count(), 3, "{own}");
    let danger = between(&sheet, "<article data-id=\"danger-call\">", "</article>");
    assert!(danger.contains("112") && danger.contains("102"), "{danger}");
}

#[test]
fn a_sheet_asks_no_network_for_anything_and_runs_its_own_script_only() {
    for lang in Lang::ALL {
        let sheet = review_sheet(lang);
        let policy = between(&sheet, "Content-Security-Policy\" content=\"", "\"");
        let script = between(&sheet, "<script>", "</script>");
        let style = between(&sheet, "<style>", "</style>");
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
        let expected = format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash(script),
            hash(style)
        );
        assert_eq!(policy, expected);
        for reach in [" src=", "<link", "<img", "<iframe", "@import", "url(", " style=", " onclick"] {
            assert!(!sheet.contains(reach), "{reach}");
        }
        for href in sheet.split("href=\"").skip(1) {
            assert!(href.starts_with("#s"), "{}", &href[..20]);
        }
        for reach in ["fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "localStorage", "innerHTML"] {
            assert!(!script.contains(reach), "{reach}");
        }
    }
}

#[test]
fn the_sheets_are_written_into_a_folder_and_a_later_run_replaces_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("sheets");
    let args = Line::try_parse_from(["content", "review", "--out", out.to_str().expect("a name")]).expect("good words");
    for _ in 0..2 {
        let mut said = Vec::new();
        run(&args.args, &mut said).expect("written");
        let said = String::from_utf8(said).expect("UTF-8");
        for lang in Lang::ALL {
            let name = format!("review-{}.html", lang.code());
            assert!(said.contains(&name), "{said}");
            assert_eq!(std::fs::read_to_string(out.join(&name)).expect("a sheet"), review_sheet(lang));
        }
    }
    assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), 3);
    let in_the_way = Line::try_parse_from(["content", "review", "--out", "/dev/null"]).expect("good words");
    assert!(run(&in_the_way.args, &mut Vec::new()).is_err());
}

/// What a browser makes of a page, as HTML; none where there is no browser.
fn in_a_browser(page: &Path, folder: &Path) -> Option<String> {
    let browser = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|done| done.status.success()));
    let browser = programs::or_skip(browser, "chromium", "apt-get install chromium")?;
    let done = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.join("browser").display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser starts");
    Some(String::from_utf8(done.stdout).expect("UTF-8"))
}

#[test]
fn the_script_of_a_sheet_runs_from_the_disk_under_its_own_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("review-kk.html");
    let sheet = review_sheet(Lang::Kk);
    std::fs::write(&page, &sheet).expect("written");
    let Some(shown) = in_a_browser(&page, folder.path()) else { return };
    let rows = sheet.matches("<article ").count();
    assert!(shown.contains(&format!("<output id=\"progress\">0 / {rows}</output>")), "the script did not run");
}

/// A reader ticks one text, comments on another, saves, loses the page and goes on from the file. One text of the file
/// is no longer the one in the sheet.
const READER: &str = r##"<script>
// What a browser reads from a file comes when the disk likes; here it is there at once, so that the order is one.
const written = new WeakMap();
const RealBlob = Blob;
window.Blob = class extends RealBlob {
  constructor(parts, kind) { super(parts, kind); written.set(this, parts.join("")); }
};
let chosen = "";
File.prototype.text = () => Promise.resolve(chosen);
let saved = "";
const make = URL.createObjectURL;
URL.createObjectURL = (file) => { saved = written.get(file); return make.call(URL, file); };
const row = (id) => document.querySelector(`[data-id="${id}"]`);
const tick = row("help-thanks").querySelector("input");
const words = row("help-steps").querySelector("textarea");
const report = (name, text) => {
  const note = document.createElement("pre");
  note.id = name;
  note.textContent = text;
  document.body.append(note);
};
const pick = (text) => {
  chosen = text;
  const list = new DataTransfer();
  list.items.add(new File([text], "review-en.json"));
  const input = document.querySelector("#resume");
  input.files = list.files;
  input.dispatchEvent(new Event("change"));
};
const soon = () => new Promise((done) => setTimeout(done, 0));
(async () => {
  tick.click();
  words.value = "better: <b>\"x\"</b>\nsecond line";
  words.dispatchEvent(new Event("input"));
  document.querySelector("#save").click();
  report("saved", saved);
  tick.checked = false;
  words.value = "";
  pick(saved.replace("What you can do", "What one did"));
  await soon();
  report("resumed", JSON.stringify([tick.checked, words.value, document.querySelector("#state").textContent]));
  pick("{}");
  await soon();
  report("refused", document.querySelector("#state").textContent);
})();
</script></body>"##;

#[test]
fn what_a_reader_writes_comes_back_as_a_file_and_is_taken_up_from_it() {
    let sheet = review_sheet(Lang::En);
    let policy = format!("<meta http-equiv=\"{}>", between(&sheet, "<meta http-equiv=\"", ">"));
    let probed = sheet.replace(&policy, "").replace("</body>", READER);
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("probe.html");
    std::fs::write(&page, probed).expect("written");
    let Some(shown) = in_a_browser(&page, folder.path()) else { return };
    let read = |id: &str| {
        let text = between(&shown, &format!("<pre id=\"{id}\">"), "</pre>");
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    let saved: serde_json::Value = serde_json::from_str(&read("saved")).expect("JSON");
    assert_eq!((&saved["form"], &saved["lang"]), (&"janynda-review-1".into(), &"en".into()));
    let comments = saved["comments"].as_array().expect("a list");
    assert_eq!(comments.len(), 2, "{saved}");
    assert_eq!(comments[0]["id"], "help-thanks");
    assert_eq!(comments[0]["text"], text::say(Lang::En, "help-thanks", &[]));
    assert_eq!((&comments[0]["good"], &comments[0]["place"]), (&true.into(), &"Help".into()));
    assert_eq!(comments[1]["comment"], "better: <b>\"x\"</b>\nsecond line");

    let resumed: serde_json::Value = serde_json::from_str(&read("resumed")).expect("JSON");
    assert_eq!((&resumed[0], &resumed[1]), (&true.into(), &"better: <b>\"x\"</b>\nsecond line".into()));
    assert!(resumed[2].as_str().is_some_and(|state| state.ends_with("changed since: help-steps")), "{resumed}");
    assert_eq!(read("refused"), "This file does not belong to this page.");
}
