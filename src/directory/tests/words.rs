//! The wording rules, one text at a time.

use crate::directory::wording::{card_faults, faults, has_kazakh_outside_quotes, names, numbers_outside};
use crate::vocab::Lang;

fn check(lang: Lang, text: &str, expected: &[&str]) {
    let found = faults(text, lang);
    assert_eq!(found.len(), expected.len(), "{text:?}: {found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{text:?}: {found:?}");
    }
}

#[test]
fn plain_texts_have_no_fault() {
    check(Lang::Kk, "111-ге қоңырау шалыңыз, 102-ден сұраңыз; Сізге жауап береді.", &[]);
    check(Lang::Ru, "Попросите 111 связать Вас; Вы можете прийти с детьми.", &[]);
    check(Lang::En, "Ask 111 to connect you; the road is not said.", &["address: 'road'"]);
}

#[test]
fn banned_words_are_found_in_every_case_and_inside_of_words() {
    check(Lang::Ru, "Для ЖЕРТВ насилия.", &["banned list: 'жертв'"]);
    check(Lang::Ru, "Мы гарантируем и всегда рядом.", &["'гарант'", "'всегда'"]);
    check(Lang::Kk, "ҚҰРБАНДАРҒА көмек.", &["'құрбан'"]);
    check(Lang::En, "Victims are told they will help.", &["'victim'", "'will help'"]);
}

#[test]
fn an_address_is_found_and_words_that_only_look_like_one_are_not() {
    check(Lang::Ru, "Центр, д. 5.", &["'д.'"]);
    check(Lang::Ru, "Центр, кв.12.", &["'кв.'"]);
    check(Lang::Ru, "Помощь с 9 до 18, мкр Самал.", &["'мкр'"]);
    check(Lang::Ru, "Переезд, город. 5 дней.", &[]);
    check(Lang::Kk, "Абай көшесі, 5-үй.", &["'көше'", "'-үй'"]);
    check(Lang::En, "12 Abay St. or Avenue, apt 3.", &["'st.'", "'avenue'", "'apt'"]);
    check(Lang::En, "Best. Broadly speaking.", &[]);
}

#[test]
fn the_past_of_the_reader_shows_no_gender() {
    check(Lang::Ru, "Если Вы ушла.", &["gender"]);
    check(Lang::Ru, "Вы уже один раз звонил.", &[]);
    check(Lang::Ru, "Вы уже там звонил.", &["gender"]);
    check(Lang::Ru, "Вы испугались, пришла помощь.", &[]);
    check(Lang::Ru, "Вы вернулся.", &["gender"]);
    check(Lang::Ru, "Вы", &[]);
}

#[test]
fn the_reader_is_addressed_with_respect() {
    check(Lang::Ru, "Спросите, где ваша помощь.", &["capital"]);
    check(Lang::Ru, "Слова важны.", &[]);
    check(Lang::Kk, "Біз сізге көмектесеміз.", &["Сіз with a capital"]);
    check(Lang::Kk, "Сен жалғыз емессің.", &["never сен"]);
    check(Lang::Kk, "Сенім телефоны.", &[]);
}

#[test]
fn kazakh_suffixes_follow_how_a_number_is_said() {
    check(Lang::Kk, "102-ға, 103-ге, 111-ні.", &["'102-ға'", "'103-ге'", "'111-ні'"]);
    check(Lang::Kk, "103-ке, 150-ді, 18-ден, 7-ға.", &[]);
    check(Lang::Kk, "1102-ға.", &[]);
}

#[test]
fn texts_are_quiet_and_visible() {
    check(Lang::En, "Call now!", &["exclamation"]);
    check(Lang::En, "Call now 📞", &["emoji"]);
    check(Lang::En, "Call\u{200b} now", &["invisible"]);
    check(Lang::En, " Call", &["blanks"]);
    check(Lang::En, "Қоңырау", &["Cyrillic"]);
    check(Lang::En, "", &["must be a text"]);
}

#[test]
fn a_card_is_one_sentence_of_twelve_words() {
    assert!(card_faults("One two three four five six seven eight nine ten eleven twelve.").is_empty());
    assert_eq!(card_faults("One two three four five six seven eight nine ten eleven twelve thirteen.").len(), 1);
    assert_eq!(card_faults("Call. Now").len(), 1);
}

#[test]
fn a_card_names_numbers_that_stand_everywhere_and_no_others() {
    assert_eq!(numbers_outside("Call 111 or 102, room 12.").count(), 0);
    assert_eq!(numbers_outside("Call 1111 or +77081060810.").collect::<Vec<_>>(), ["1111", "77081060810"]);
}

#[test]
fn a_service_is_named_by_a_whole_word() {
    assert!(names("111-ден сұраңыз", "111"));
    assert!(!names("1110", "111"));
    assert!(!names("", "111"));
}

#[test]
fn kazakh_names_may_stand_in_a_russian_text_in_quotes() {
    assert!(!has_kazakh_outside_quotes("Центр «Көмек», Шымкент"));
    assert!(has_kazakh_outside_quotes("Центр Көмек"));
    assert!(has_kazakh_outside_quotes("Центр «А» Көмек"));
}
