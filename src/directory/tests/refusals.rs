//! Every rule of `content/SCHEMA.md` refuses the file that breaks it, at the line that breaks it.

use super::{broken, problems};
use crate::directory::{Directory, SHIPPED};
use Line::{Here, Next, Of};

/// Where the problem must be said.
enum Line {
    /// In the line where the change starts.
    Here,
    /// One line below.
    Next,
    /// In the first line that starts like this.
    Of(&'static str),
}

/// Behind `after`, `from` becomes `to`; a problem must have these words, at this line.
type Mutant = (&'static str, &'static str, &'static str, &'static str, Line);

const HOURS: &str = "hours = \"unknown\"";
const AS_OF: &str = "as_of = \"2024-09-16\"";
const NUMBER: &str = "\"+77081060810\"";
const UNCHECKED: &str = "verified_at = \"\"\nverified_by = \"\"";

#[rustfmt::skip]
const MUTANTS: &[Mutant] = &[
    ("", HOURS, r#"hours = "working hours""#, "hours: 'working hours' is not", Here),
    ("", HOURS, r#"hours = "fri-mon 09:00-18:00""#, "week order", Here),
    ("", HOURS, r#"hours = "mon-mon 09:00-18:00""#, "week order", Here),
    ("", HOURS, r#"hours = "abc 09:00-18:00""#, "week order", Here),
    ("", HOURS, r#"hours = "mon-fri 09:00-18:00; fri 17:00-19:00""#, "'fri 17:00-19:00' overlaps", Here),
    ("", HOURS, r#"hours = "mon 09:00-25:00""#, "times must", Here),
    ("", HOURS, r#"hours = "mon 09:60-10:00""#, "times must", Here),
    ("", HOURS, r#"hours = "mon 22:00-06:00""#, "times must", Here),
    ("", HOURS, r#"hours = "mon 9:00-18:00""#, "is not '24/7'", Here),
    ("", HOURS, r#"hours = "mon 09:00-18:00,tue 09:00-18:00""#, "is not '24/7'", Here),
    ("", r#"free = "yes""#, r#"free = "maybe""#, "free: unknown variant `maybe`, expected one of `yes`, `no`", Here),
    ("", r#"free = "yes""#, "free = true", "free: ", Here),
    ("", "tells_police = \"yes\"\n", "", "'tells_police' is missing", Of("[[hotline]]")),
    ("", r#"hours = "24/7""#, "hours = \"24/7\"\nhour = \"24/7\"", "unknown key 'hour'", Next),
    ("", r#"hours = "24/7""#, "hours = \"24/7\"\nhours = \"24/7\"", "TOML: duplicate key", Next),
    ("", r#"audience = ["women", "children"]"#, r#"audience = ["British nationals"]"#, "audience: unknown variant", Here),
    ("", r#"audience = ["women", "children"]"#, r#"audience = ["women", "women"]"#, "a value twice", Here),
    ("", r#"audience = ["anyone"]"#, r#"audience = ["anyone", "women"]"#, "alone", Here),
    ("", r#"audience = ["anyone"]"#, "audience = []", "audience must not be empty", Here),
    ("", r#"kinds = ["all"]"#, "kinds = []", "kinds must not be empty", Here),
    ("", r#"kinds = ["all"]"#, r#"kinds = ["all", "sexual"]"#, "alone", Here),
    ("", r#"kinds = ["all"]"#, r#"kinds = ["rude"]"#, "kinds: 'rude' is not one of physical, sexual", Here),
    ("", r#"kinds = ["all"]"#, r#"kinds = ["physical", "sexual", "psychological", "economic", "digital", "stalking", "bullying", "forced_marriage", "trafficking"]"#, "all nine", Here),
    ("", r#"flags = ["immediate_danger", "self_harm"]"#, r#"flags = ["cannot_speak"]"#, "flags: 'cannot_speak' is not", Here),
    ("", r#"languages = ["kk", "ru"]"#, r#"languages = ["uz"]"#, "languages: 'uz' is not one of kk, ru, en", Here),
    ("", r#"regions = ["KZ-10"]"#, r#"regions = ["KZ-99"]"#, "regions: 'KZ-99'", Here),
    ("", r#"regions = ["national"]"#, r#"regions = ["regions where introduced"]"#, "regions: ", Here),
    ("", r#"regions = ["KZ-10"]"#, r#"regions = ["KZ-10", "national"]"#, "alone", Here),
    ("", r#"regions = ["KZ-10"]"#, "regions = []", "regions must not be empty", Here),
    ("", AS_OF, r#"as_of = "undated""#, "as_of: 'undated'", Here),
    ("", AS_OF, r#"as_of = "2022 / 2026""#, "as_of: '2022 / 2026'", Here),
    ("", AS_OF, r#"as_of = "2031""#, "after 'collected'", Here),
    ("", AS_OF, r#"as_of = "1999""#, "before 2000", Here),
    ("", AS_OF, r#"as_of = "2024-13""#, "as_of: '2024-13'", Here),
    ("", AS_OF, r#"as_of = "2024-02-30""#, "as_of: '2024-02-30'", Here),
    ("", r#"as_of = "2023-08-25""#, r#"as_of = "unknown""#, "show = false", Here),
    ("", NUMBER, r#""+7 708 106 08 10""#, "numbers: '+7 708 106 08 10' is not of the allowed form; expected 3-5 digits or +E.164", Here),
    ("", NUMBER, r#""+7708106081""#, "a +7 number has 11 digits", Here),
    ("", NUMBER, r#""150""#, "a whatsapp number must be", Of("numbers = [\"150\"]\nchannels = [\"whatsapp\"]")),
    ("", r#"numbers = ["150"]"#, r#"numbers = ["15O"]"#, "numbers: '15O'", Here),
    ("", r#"numbers = ["150"]"#, r#"numbers = ["077"]"#, "numbers: '077'", Here),
    ("", r#"numbers = ["150"]"#, r#"numbers = ["1", "77"]"#, "numbers: '77'", Here),
    ("", r#"numbers = ["150"]"#, r#"numbers = ["150", "150"]"#, "numbers has a value twice", Here),
    ("", r#"numbers = ["150"]"#, "numbers = []", "need each other", Next),
    ("", r#"numbers = ["150"]"#, r#"numbers = "150""#, "numbers must be a list", Here),
    ("", r#"web = ["https://stopncii.org"]"#, r#"web = ["http://stopncii.org"]"#, "web: 'http://stopncii.org' is not an https", Here),
    ("", r#"web = ["https://stopncii.org"]"#, r#"web = ["https://who@stopncii.org"]"#, "is not an https", Here),
    ("", r#"channels = ["web"]"#, "channels = []", "need each other", Here),
    ("", r#"channels = ["phone"]"#, r#"channels = ["phone", "telegram"]"#, "channels: unknown variant `telegram`", Here),
    ("", "id = \"trust-150\"\n", "id = \"contact-111\"\n", "used twice", Here),
    ("", r#"id = "abai-semey""#, r#"id = "Abai_Semey""#, "kebab", Here),
    ("", r#"id = "abai-semey""#, r#"id = "abai--semey""#, "kebab", Here),
    ("", r#"name = { kk = "Полиция", "#, "name = { ", "exactly kk, ru, en", Here),
    ("", r#"name = { kk = "Полиция", "#, r#"name = { de = "Polizei", kk = "Полиция", "#, "exactly kk, ru, en", Here),
    ("", r#"en = "Police" }"#, r#"en = "Police helpline, of which nobody knows who thought of a name that is so very long" }"#, "at most 80", Here),
    ("", r#"en = "Police" }"#, r#"en = "Police +77081060810" }"#, "name.en: number 77081060810 belongs in 'numbers'", Here),
    ("", r#"en = "Police" }"#, r#"en = "" }"#, "name.en must be a text", Here),
    ("", r#"en = "Police" }"#, r#"en = "Police  102" }"#, "double blanks", Here),
    ("", r#"en = "Police" }"#, r#"en = "Police \u202E" }"#, "name.en has control or invisible", Here),
    ("", r#"card = { kk = ""#, r#"card = { kk = "әәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәәә"#, "at most 90", Here),
    ("", r#"; ask 111 to connect you.""#, r#". Ask 111 to connect you.""#, "one sentence", Here),
    ("", r#"ask 111 to connect you.""#, r#"ask 111 to connect you""#, "full stop", Here),
    ("", "officers may be sent to you.", "it is so that now officers may be sent to where you are.", "at most 12", Here),
    ("", "officers may be sent to you.", "or call 1414.", "card.en: number 1414 belongs in 'numbers'", Here),
    ("", r#"ru = "Кризисный центр, Семей""#, r#"ru = "Кризисный центр для жертв, Семей""#, "banned list: 'жертв'", Here),
    ("", r#"kk = "Дағдарыс орталығы, Семей""#, r#"kk = "Құрбандарға көмек, Семей""#, "banned list: 'құрбан'", Here),
    ("", r#"it is free.""#, r#"we guarantee.""#, "banned list: 'guarantee'", Here),
    ("", r#"ru = "Есть места для проживания;"#, r#"ru = "Есть места, ул. Абая 1;"#, "address: 'ул.'", Here),
    ("", "связать Вас", "связать вас", "capital", Here),
    ("", r#"ru = "Есть места для проживания;"#, r#"ru = "Если Вы ушла;"#, "gender", Here),
    ("", "102-ге", "102-ға", "harmony", Here),
    ("", r#"связать Вас.""#, r#"связать Вас!""#, "exclamation", Here),
    ("", r#"en = "Abai region""#, r#"en = "Abai регион""#, "Cyrillic", Here),
    ("", r#"ru = "Полиция""#, r#"ru = "Полиция Өскемен""#, "Kazakh letters", Here),
    ("", r#"via = "contact-111""#, r#"via = "contact-000""#, "via: no other entry", Here),
    ("", r#"via = "contact-111""#, r#"via = "shymkent-komek""#, "have no via itself", Here),
    ("", r#"via = "contact-111""#, r#"via = "police-102-app""#, "with a number or web address", Here),
    ("", r#"via = "contact-111""#, r#"via = "ombudsman-child""#, "via: no other entry", Here),
    ("", "попросите 111 связать", "попросите их связать", "card.ru must name", Here),
    ("", r#"always = ["contact-111""#, r#"always = ["contact-112""#, "always: no entry 'contact-112'", Here),
    ("", r#"always = ["contact-111", "trust-150","#, r#"always = ["trust-150", "contact-111","#, "right before 'trust-150'", Here),
    ("", r#"always = ["contact-111""#, r#"always = ["stopncii""#, "must be shown, national", Here),
    ("", r#"emergency = ["emergency-112", "police-102", "ambulance-103"]"#, "emergency = []", "emergency must not be empty", Here),
    ("id = \"trust-150\"\n", "show = true", "show = false", "always: 'trust-150' must be shown", Of("always")),
    ("", r#"confidence = "high""#, r#"confidence = "low""#, "emergency: 'emergency-112' must be", Of("emergency")),
    ("", r#"confidence = "high""#, r#"confidence = "low""#, "low confidence never shows a number", Here),
    ("id = \"trafficking-11616\"", "show = false", "show = true", "low confidence", Of("confidence = \"low\"")),
    ("", r#"verified_at = """#, r#"verified_at = "2026-11-20""#, "both empty or both filled", Here),
    ("", UNCHECKED, "verified_at = \"2026-11\"\nverified_by = \"A\"", "is not YYYY-MM-DD", Here),
    ("", UNCHECKED, "verified_at = \"yesterday\"\nverified_by = \"A\"", "is not YYYY-MM-DD", Here),
    ("id = \"police-102\"\n", "sources = [\"https://www.zakon.kz/obshestvo/6509777-pravila-vyzova-102-i-otvetstvennost-chto-vazhno-znat-kazhdomu-kazakhstantsu.html\", \"https://www.gov.kz/memleket/entities/aqmola-zerendy/press/article/details/44952\", \"https://egov.kz/cms/en/articles/emergency_number_112?lang=ru\", \"https://fly1.wordsworth.site/government/publications/kazakhstan-information-for-victims-of-rape-and-sexual-assault/guidance-for-victims-of-rape-and-sexual-assault-in-kazakhstan\", \"https://kz.otyrar.kz/2023/12/shymkenttik-zhastar-zorlyq-zombylyqqa-qarsy\"]", "sources = []", "a number without a source", Here),
    ("", r#"sources = ["https://www.gov.kz"#, r#"sources = ["gov.kz"#, "is not an http(s) address", Here),
    ("", r#"note = ""#, r#"note = "ВКО "#, "no Cyrillic", Here),
    ("", r#"answers = { kk = "полиция диспетчерлері", ru = "диспетчеры полиции""#, r#"answers = { kk = "полиция диспетчерлері", ru = "диспетчеры""#, "2 to 6", Here),
    ("", "free = \"yes\"\nanonymous = \"no\"", "anonymous = \"no\"\nfree = \"yes\"", "keep the order", Next),
    ("", r#"channels = ["app"]"#, "channels = []", "way in", Here),
    ("", "show = true", "show = tru", "TOML: ", Here),
    ("", "show = true", "show = \"true\"", "show: ", Here),
    ("", r#"numbers = ["112"]"#, "numbers = [\n\"112\"]", "one whole 'key = value' line", Next),
    ("", r#"numbers = ["112"]"#, "numbers= [\"112\"]", "one whole", Here),
    ("", r#"numbers = ["112"]"#, "numbers = [\"112\"] ", "blanks at the end", Here),
    ("", r#"numbers = ["112"]"#, "numbers =\t[\"112\"]", "no tabs", Here),
    ("", r#"numbers = ["112"]"#, "name.kk = \"112\"", "one whole", Here),
    ("", "# One key a line", "# \u{202e}One key a line", "invisible", Here),
    ("", "schema = 2", "schema = 1", "schema must be 2", Here),
    ("", "schema = 2\n", "", "'schema' is missing", Of("#")),
    ("", "collected = 2026-11-24", "collected = \"2026-11-24\"", "collected must be a date", Here),
    ("", "collected = 2026-11-24", "collected = 2026-11-24T00:00:00Z", "collected must be a date", Here),
    ("", "schema = 2", "schema = 2\nversion = 7", "unknown top-level key 'version'", Next),
    ("", "KZ-10 = { kk = \"Абай облысы\"", "KZ-09 = { kk = \"Абай облысы\"", "region 'KZ-09'", Here),
    ("", "KZ-10 = { kk = \"Абай облысы\"", "KZ-09 = { kk = \"Абай облысы\"", "regions: KZ-10 is missing", Of("[regions]")),
    ("", "\n[[hotline]]", "\n[[unverified]]\nwhat = \"1414\"\n\n[[hotline]]", "one whole", Next),
    ("", "\n[[hotline]]", "\n[hotline]", "one whole", Next),
];

#[test]
fn a_file_that_breaks_one_rule_is_refused_at_the_line_that_breaks_it() {
    for (after, from, to, words, line) in MUTANTS {
        let (text, at) = broken(after, from, to);
        let line_of = |at: usize| 1 + text[..at].matches('\n').count();
        let expected = match line {
            Here => line_of(at),
            Next => line_of(at) + 1,
            Of(start) => line_of(text.find(start).unwrap_or_else(|| panic!("no {start}"))),
        };
        let found = problems(&text);
        assert!(
            found.iter().any(|problem| problem.line == expected && problem.what.contains(words)),
            "{from:?} -> {to:?}: expected line {expected} with {words:?}, found {found:#?}"
        );
    }
    assert!(MUTANTS.len() >= 58, "as many ways as the checker of the first collection");
}

#[test]
fn a_hidden_entry_says_why() {
    let at = SHIPPED.find("show = false").expect("there are hidden entries");
    let note = at + SHIPPED[at..].find("note = ").expect("every entry has a note");
    let end = note + SHIPPED[note..].find('\n').expect("the file goes on");
    let text = format!("{}note = \"\"{}", &SHIPPED[..note], &SHIPPED[end..]);
    let found = problems(&text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].what, "a hidden entry must say why in its note");
}

#[test]
fn every_problem_is_told_and_not_the_first_only() {
    let text = SHIPPED
        .replacen(r#"numbers = ["112"]"#, r#"numbers = ["7708", "+1"]"#, 1)
        .replacen(r#"free = "yes""#, r#"free = "maybe""#, 1)
        .replacen("102-ге", "102-ға", 1)
        .replacen(r#"kinds = ["all"]"#, r#"kinds = ["rude", "loud"]"#, 1);
    let found = problems(&text);
    let told = |words: &str| found.iter().filter(|problem| problem.what.contains(words)).count();
    assert_eq!([told("numbers: "), told("free: "), told("harmony"), told("kinds: ")], [1, 1, 1, 2], "{found:#?}");
    assert_eq!(found.len(), 5, "{found:#?}");
    assert!(found.is_sorted());
}

#[test]
fn a_problem_reads_as_one_line_with_its_place() {
    let text = SHIPPED.replacen(r#"numbers = ["112"]"#, r#"numbers = ["77080000"]"#, 1);
    let line = 1 + SHIPPED[..SHIPPED.find("numbers = ").expect("there are numbers")].matches('\n').count();
    let refused = Directory::parse(&text).expect_err("eight digits are no number of this file");
    let expected =
        format!("line {line}: numbers: '77080000' is not of the allowed form; expected 3-5 digits or +E.164");
    assert_eq!(refused.to_string(), expected);
}

#[test]
fn a_value_of_the_wrong_type_is_refused_at_its_line() {
    let lines: Vec<&str> = SHIPPED.split('\n').collect();
    let headers: Vec<usize> = (0..lines.len()).filter(|at| lines[*at] == "[[hotline]]").collect();
    let mut tried = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else { continue };
        // The head, the regions, the first two entries, and the first `via`s, which those do not have.
        if at > headers[1] && !(key == "via" && at < headers[16]) {
            continue;
        }
        for wrong in ["7", "[7]", "{ x = 7 }", "2026-11-24T10:00:00Z"] {
            let mut lines = lines.clone();
            let value = format!("{key} = {wrong}");
            lines[at] = &value;
            let found = problems(&lines.join("\n"));
            assert!(found.iter().any(|problem| problem.line == at + 1), "line {}: {value}: {found:#?}", at + 1);
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

#[test]
fn files_that_are_no_hotline_files_are_refused_and_nothing_panics() {
    let crlf = SHIPPED.replace('\n', "\r\n");
    let bom = format!("\u{feff}{SHIPPED}");
    let tabs = SHIPPED.replace(" = ", "\t=\t");
    let big = "x".repeat(1_000_000);
    let lines = "a = [\n".repeat(170_000);
    let nested = format!("a = {}", "[".repeat(1_000_000));
    let comments = "#\n".repeat(500_000);
    let too_big = "#".repeat(2 << 20);
    let half = &SHIPPED[..SHIPPED.char_indices().nth(20_000).expect("longer than that").0];
    let noise: String =
        (0..1_000_000_u32).filter_map(|n| char::from_u32(n.wrapping_mul(2_654_435_761) % 0x500)).collect();
    let noise = &noise[..noise.floor_char_boundary(1 << 20)];
    for text in ["", "\n", "[[hotline]]", &crlf, &bom, &tabs, &big, &lines, &nested, &comments, &too_big, half, noise] {
        let found = problems(text);
        assert!(!found.is_empty(), "{text:.80}");
        assert!(found.len() <= 1_000, "nobody reads {} problems", found.len());
    }
}

#[test]
fn good_hours_of_other_forms_are_taken() {
    for good in ["mon-fri 09:00-18:00; sat 10:00-14:00", "sun 00:00-24:00", "mon 09:00-13:00; mon 13:00-18:00"] {
        let (text, _) = broken("", HOURS, &format!("hours = \"{good}\""));
        let directory = Directory::parse(&text).unwrap_or_else(|problems| panic!("{good}: {problems}"));
        assert!(directory.every().iter().any(|hotline| hotline.hours().to_string() == good));
    }
}
