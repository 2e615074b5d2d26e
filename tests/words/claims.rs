//! The ledger of claims: every text that says something was done names how the program knows it.

use super::filled;
use janynda::text;
use janynda::vocab::Lang;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Evidence under which a text may say that something is done.
const KNOWN: [&str; 7] = ["stored", "withdrawn", "forgotten", "looked", "row", "measured", "denies"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    stems: BTreeMap<String, Vec<String>>,
    done: BTreeMap<String, Vec<String>>,
    evidence: BTreeMap<String, Evidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    how: String,
    texts: Vec<String>,
}

impl Ledger {
    fn committed() -> Ledger {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/claims.toml");
        toml::from_str(&std::fs::read_to_string(path).expect("the ledger")).expect("a ledger")
    }

    /// The stem that makes a text a claim.
    fn claim(&self, lang: Lang, said: &str) -> Option<&str> {
        let words = words(said);
        self.stems[lang.code()].iter().map(String::as_str).find(|stem| words.contains(&format!(" {stem}")))
    }

    /// The form that says it is done.
    fn done(&self, lang: Lang, said: &str) -> Option<&str> {
        let words = words(said);
        self.done[lang.code()].iter().map(String::as_str).find(|form| words.contains(&format!(" {form} ")))
    }

    /// Under what evidence a text stands.
    fn evidence(&self, id: &str) -> Vec<&str> {
        let tables = self.evidence.iter().filter(|(_, evidence)| evidence.texts.iter().any(|text| text == id));
        tables.map(|(name, _)| name.as_str()).collect()
    }
}

/// The words of a text in lower case, with one space before and after each.
fn words(said: &str) -> String {
    let lower = said.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// A text in a language, in every form its counts give it.
fn forms(lang: Lang, id: &str) -> String {
    [1, 3, 15, 21].map(|count| filled(lang, id, count)).join(" ")
}

#[test]
fn every_text_that_says_something_was_done_names_how_we_know() {
    let ledger = Ledger::committed();
    let mut faults = Vec::new();
    for id in text::ids() {
        let found: Vec<String> = Lang::ALL
            .into_iter()
            .filter_map(|lang| Some(format!("{} '{}'", lang.code(), ledger.claim(lang, &forms(lang, id))?)))
            .collect();
        let evidence = ledger.evidence(id);
        match (found.is_empty(), evidence.len()) {
            (false, 1) | (true, 0) => {}
            (false, 0) => faults.push(format!("{id} says {} and stands under no evidence", found.join(", "))),
            (true, _) => faults.push(format!("{id} stands under {evidence:?} and says nothing of the kind")),
            (false, _) => faults.push(format!("{id} stands under {evidence:?}")),
        }
    }
    let ids: BTreeSet<&str> = text::ids().into_iter().collect();
    for (name, evidence) in &ledger.evidence {
        assert!(!evidence.how.is_empty(), "{name}");
        let gone = evidence.texts.iter().filter(|id| !ids.contains(id.as_str()));
        faults.extend(gone.map(|id| format!("{name}: there is no text {id}")));
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn what_is_said_to_be_done_already_is_never_only_a_promise() {
    let ledger = Ledger::committed();
    for id in text::ids() {
        for lang in Lang::ALL {
            let Some(form) = ledger.done(lang, &forms(lang, id)) else { continue };
            let evidence = ledger.evidence(id);
            assert!(
                evidence.iter().all(|one| KNOWN.contains(one)) && !evidence.is_empty(),
                "{} {id} says '{form}' and stands under {evidence:?}",
                lang.code()
            );
        }
    }
    for name in KNOWN {
        assert!(ledger.evidence.contains_key(name), "{name}");
    }
}

#[test]
fn the_scan_finds_claims_in_every_language() {
    let ledger = Ledger::committed();
    for (lang, said) in [
        (Lang::Kk, "Өтінішіңіз жіберілді."),
        (Lang::Kk, "Жазғандарыңыз сақталды."),
        (Lang::Kk, "Бәрі өшірілді."),
        (Lang::Kk, "Өтініш қайтарып алынды."),
        (Lang::Ru, "Заявка отправлена."),
        (Lang::Ru, "Ваши ответы сохранены."),
        (Lang::Ru, "Всё стёрто."),
        (Lang::Ru, "Сообщение удалено."),
        (Lang::Ru, "Заявка отменена."),
        (Lang::En, "I have erased it."),
        (Lang::En, "Your request was answered."),
        (Lang::En, "Your request is cancelled."),
    ] {
        assert!(ledger.claim(lang, said).is_some() && ledger.done(lang, said).is_some(), "{said}");
    }
    for (lang, said) in [
        (Lang::Kk, "Қай өңір?"),
        (Lang::Ru, "Какой регион?"),
        (Lang::En, "Choose the closest one, then change your passwords."),
    ] {
        assert!(ledger.claim(lang, said).is_none(), "{said}");
    }
}
