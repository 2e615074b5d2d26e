//! What the danger scan hears, and what it lets pass. The sentences are invented; they stand in
//! `content/disclosures/train/danger.tsv` as data, and here where one rule is meant.

use super::fold::fold;
use super::label::Label;
use super::lexicon::{Error, Piece, parse, shipped};
use super::scanner::Scanner;
use super::table::{Columns, Row, rows};
use super::{Told, read};
use crate::vocab::{Flag, Flags, Lang};
use proptest::prelude::*;
use std::collections::BTreeSet;

const BOTH: [Flag; 2] = [Flag::ImmediateDanger, Flag::SelfHarm];

struct Example {
    lang: Lang,
    flags: Flags,
    text: &'static str,
}

fn examples() -> Vec<Example> {
    let rows = rows(include_str!("../../content/disclosures/train/danger.tsv"), Columns::Labelled).expect("a table");
    let urgent = |flags: Flags| flags.iter().filter(|flag| BOTH.contains(flag)).collect();
    let example = |row: Row<'static>| Example {
        lang: row.lang.parse().expect("a language"),
        flags: urgent(row.labels.flags),
        text: row.text,
    };
    rows.into_iter().map(example).collect()
}

/// Rows of a language with a flag, and those of them that the scan hears.
fn heard(lang: Lang, flag: Flag) -> (usize, usize) {
    let rows: Vec<_> = examples().into_iter().filter(|row| row.lang == lang && row.flags.has(flag)).collect();
    (rows.iter().filter(|row| read(row.text).flags.has(flag)).count(), rows.len())
}

#[track_caller]
fn check(text: &str, wanted: &[Flag]) {
    let verdict = read(text);
    let wanted: Flags = wanted.iter().copied().collect();
    let rules: Vec<_> = verdict.reasons.iter().map(|reason| reason.rule()).collect();
    assert!(verdict.flags == wanted, "{text}: {rules:?}");
}

#[test]
fn in_each_language_nearly_everybody_who_writes_of_danger_or_dying_is_heard() {
    for (lang, flag) in Lang::ALL.into_iter().flat_map(|lang| BOTH.map(|flag| (lang, flag))) {
        let (heard, rows) = heard(lang, flag);
        assert!(rows >= 25, "{} {}: {rows} sentences are too few to measure with", lang.code(), flag.name());
        // One miss in twenty is the aim for sentences that the lists were tuned on.
        assert!(heard * 20 >= rows * 19, "{} {}: {heard} of {rows}", lang.code(), flag.name());
    }
}

#[test]
fn somebody_who_asks_about_the_weather_or_tells_a_joke_is_seldom_shown_the_danger_card() {
    for lang in Lang::ALL {
        let quiet = examples().into_iter().filter(|row| row.lang == lang && row.flags.is_empty()).collect::<Vec<_>>();
        let alarms = quiet.iter().filter(|row| !read(row.text).flags.is_empty()).count();
        assert!(quiet.len() >= 20);
        // Eight in a hundred: more, and people learn to look past the card.
        assert!(alarms * 100 <= quiet.len() * 8, "{}: {alarms} of {}", lang.code(), quiet.len());
    }
}

#[test]
fn an_example_stands_once_and_the_lists_do_not_simply_repeat_it() {
    let texts: Vec<String> = examples().iter().map(|row| fold(row.text)).collect();
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len());
    let lexicon = shipped().expect("the lists parse");
    let longest = lexicon.groups.iter().flatten().map(|phrase| phrase.0.len()).max().unwrap_or(0);
    assert!(longest <= 7, "a phrase of {longest} words is a sentence somebody wrote, not a pattern");
}

#[test]
fn one_cry_is_heard_in_every_spelling() {
    for text in [
        "Өлгім келеді",
        "олгим келеди",
        "olgim keledi",
        "ӨЛГІМ   КЕЛЕДІ!!!",
        "ө\u{200b}лгім келеді",
        "өөөлгім келедіііі",
        "не хочу жить",
        "ne hochu zhit",
        "ne xochu jit",
        "нe xoчу жить",
        "н\u{202e}е хочу жить",
        "I don't want to live",
        "i dont want to live",
        "𝐈 𝐝𝐨𝐧𝐭 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐥𝐢𝐯𝐞",
        "Ｉ ｄｏｎｔ ｗａｎｔ ｔｏ ｌｉｖｅ",
    ] {
        check(text, &[Flag::SelfHarm]);
    }
}

#[test]
fn two_languages_in_one_sentence_are_heard_together() {
    check("күйеуім пьяный, пышақпен размахивает", &[Flag::ImmediateDanger]);
    check("жить не хочу, шаршадым", &[Flag::SelfHarm]);
}

#[test]
fn an_attempt_under_way_is_both() {
    check("мен дәрінің бәрін ішіп қойдым", &BOTH);
    check("сегодня ночью убью себя", &BOTH);
    check("i swallowed all the pills", &BOTH);
}

#[test]
fn a_child_who_writes_of_school_is_no_emergency() {
    let verdict = read("одноклассники дразнят меня каждый день, прячут рюкзак. мне 12 лет");
    assert!(verdict.flags.has(Flag::Minor) && verdict.urgent().is_empty());
    assert!(read("помогите срочно").urgent().has(Flag::ImmediateDanger));
}

#[test]
fn a_word_inside_another_word_says_nothing() {
    for text in ["недорого", "женожницы", "засосало", "unskilled", "begun", "спасибо большое", "құтты болсын"]
    {
        check(text, &[]);
    }
}

#[test]
fn idioms_records_and_what_is_long_over_pass() {
    for text in [
        "не хочу умирать от скуки",
        "наш пловец бьет рекорды",
        "killed it lol",
        "убила весь день на уборку",
        "Бұрын ұратын, қазір бәрі жақсы",
        "муж не бьет, мы просто разводимся",
        "",
        "😂😂😂",
        "...",
    ] {
        check(text, &[]);
    }
}

#[test]
fn somebody_held_by_a_threat_of_suicide_is_not_taken_for_the_one_who_wants_to_die() {
    check("кетсең өзімді өлтірем дейді, қорқам", &[]);
    check("if i leave he says he will kill himself", &[]);
}

#[test]
fn whoever_hurts_another_and_asks_how_to_stop_is_told_from_whoever_suffers() {
    for text in [
        "I hit my wife and want to stop",
        "балама қол жұмсадым, өкінем",
        "баламды урып койдым, енди окинип отырмын",
        "я ударил жену, как остановиться",
        "ору на детей и бью сына, не могу себя контролировать",
    ] {
        let verdict = read(text);
        assert!(verdict.told == Told::ByOneWhoHurts, "{text}");
        assert!(verdict.reasons.iter().any(|reason| reason.rule() == "told-by-one-who-hurts"));
        assert!(verdict.kinds.is_empty() || verdict.flags.has(Flag::ThirdParty), "{text}");
    }
    for text in [
        "he hit me and I want him to stop",
        "муж ударил меня, как остановить его",
        "күйеуім қол жұмсады, өкінбейді",
        "he beats me. yesterday i hit him back, i regret it",
        "I hit my head on a shelf, how to stop the swelling",
        "",
    ] {
        assert!(read(text).told == Told::ByAnybody, "{text}");
    }
}

#[test]
fn words_that_stand_far_apart_do_not_meet() {
    let far = format!("help {} quickly", "and so on ".repeat(20));
    assert!(read(&far).reasons.iter().all(|reason| reason.rule() != "help-quickly"));
    assert!(read("help quickly").reasons.iter().any(|reason| reason.rule() == "help-quickly"));
    check("help quickly", &[Flag::ImmediateDanger]);
}

#[test]
fn a_verdict_prints_neither_the_text_nor_what_it_means() {
    let verdict = read("MARKER не хочу жить MARKER");
    assert!(verdict.flags.has(Flag::SelfHarm));
    assert_eq!(format!("{verdict:?}"), format!("Verdict({} reasons)", verdict.reasons.len()));
    assert_eq!(format!("{:?}", verdict.reasons[0]), "Reason");
}

#[test]
fn each_reason_names_a_rule_once() {
    let mut ids = shipped().expect("the lists parse").rules.into_iter().map(|rule| rule.id).collect::<Vec<_>>();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    ids.extend(Label::ALL.map(|label| label.weighed().to_owned()));
    let verdict = read("помогите срочно, помогите срочно, он за дверью, он за дверью");
    let named = verdict.reasons.iter().map(|reason| reason.rule()).collect::<BTreeSet<_>>();
    assert_eq!(named.len(), verdict.reasons.len());
    assert!(named.iter().all(|name| ids.iter().any(|id| id == name)));
}

#[test]
fn a_message_of_the_longest_kind_is_read_to_its_end() {
    // Telegram's limit is 4,096 characters; the word that matters may be the last.
    for filler in ["не хочу ", "ол қазір ", "door now kill ", "а", "\u{301}", "🆘"] {
        let text: String = filler.chars().cycle().take(4080).chain(" . өлгім келеді".chars()).collect();
        assert!(read(&text).flags.has(Flag::SelfHarm), "{filler}");
    }
}

#[test]
fn a_broken_list_is_refused_and_named() {
    let lists = |text: &'static str| parse(&[("test.toml", text)]).err();
    assert!(matches!(lists("words = 1"), Some(Error::Shape { file: "test.toml", .. })));
    assert!(matches!(lists("[words]\na = [\"_\"]"), Some(Error::Phrase { .. })));
    assert!(matches!(lists("[words]\na = [\"по-русски\"]"), Some(Error::Phrase { .. })));
    assert!(matches!(lists("[words]\na = [\"*\"]"), Some(Error::Phrase { .. })));
    let unknown = "[[rule]]\nid = \"r\"\nflag = \"self_harm\"\nnear = [\"nowhere\"]";
    assert!(matches!(lists(unknown), Some(Error::UnknownGroup { .. })));
    assert!(matches!(lists("[[rule]]\nid = \"r\"\nflag = \"self_harm\""), Some(Error::SaysNothing { .. })));
    for label in
        ["", "\ntold = \"me\"", "\nflag = \"angry\"", "\nkind = \"minor\"", "\nflag = \"minor\"\nkind = \"physical\""]
    {
        let text = format!("[[rule]]\nid = \"r\"\nsays = [\"a\"]{label}");
        assert!(matches!(parse(&[("test.toml", &text)]), Err(Error::Label { .. })), "{label}");
    }
}

#[test]
fn every_rule_can_speak_and_no_group_is_empty() {
    let lexicon = shipped().expect("the lists parse");
    assert!(lexicon.groups.iter().all(|phrases| !phrases.is_empty()));
    assert_eq!(lexicon.names.iter().collect::<BTreeSet<_>>().len(), lexicon.groups.len());
    assert!(Scanner::new(lexicon).is_ok());
}

#[test]
fn a_range_of_numbers_is_each_number_and_a_star_any_word() {
    let text = "[words]\na = [\"мне {9-11}\", \"подн* * руку\"]";
    let lexicon = parse(&[("test.toml", text)]).expect("a list");
    assert_eq!(lexicon.groups[0].len(), 4);
    assert!(lexicon.groups[0].iter().any(|phrase| phrase.0.last() == Some(&Piece::Word("11".to_owned()))));
    assert!(lexicon.groups[0].iter().any(|phrase| phrase.0.get(1) == Some(&Piece::Gap)));
    assert!(matches!(parse(&[("test.toml", "[words]\na = [\"{9-x}\"]")]), Err(Error::Phrase { .. })));
}

#[test]
fn the_fold_makes_one_word_of_many_spellings() {
    for (written, folded) in [
        ("Өлтіремін!", " олтиремин . . . "),
        ("oltiremin", " олтиремин "),
        ("Щёлк", " шелк "),
        ("shch'", " ш "),
        ("xo4u, 4 года", " хочу 4 года "),
        ("лол)))", " лол ) "),
        ("əke yo", " аке е "),
        ("don't", " донт "),
        ("пoмoги", " помоги "),
        ("112", " 112 "),
        ("...", " "),
        ("", " "),
        ("Şaş", " шаш "),
    ] {
        assert_eq!(fold(written), folded, "{written}");
    }
}

proptest! {
    #[test]
    fn any_string_has_a_verdict_that_keeps_nothing_of_it(text in any::<String>()) {
        let printed = format!("{:?}", read(&text));
        prop_assert!(printed.starts_with("Verdict(") && printed.len() < 30);
    }

    #[test]
    fn danger_is_heard_whatever_was_written_in_the_sentence_before(
        before in "[a-zа-я ,😂]{0,60}",
        text in "(он за дверью|қазір ұрып жатыр|sos)",
    ) {
        let verdict = read(&format!("{before}. {text}"));
        prop_assert!(verdict.flags.has(Flag::ImmediateDanger));
    }

    #[test]
    fn the_fold_is_stable_and_has_single_spaces(text in any::<String>()) {
        let folded = fold(&text);
        prop_assert!(folded.starts_with(' ') && folded.ends_with(' ') && !folded.contains("  "));
    }

    #[test]
    fn letters_of_kazakh_russian_and_latin_in_any_mixture_are_read(text in "[а-яәғқңөұүһіa-z'😂.!_ *]{0,300}") {
        let verdict = read(&text);
        let silent = verdict.labels().is_empty() && verdict.told == Told::ByAnybody;
        prop_assert_eq!(verdict.reasons.is_empty(), silent);
    }
}
