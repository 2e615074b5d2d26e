//! Whether a text is in a language that nobody here reads.

use whatlang::{Detector, Lang, Script};

/// Languages that are ours, and those that look like Kazakh in Latin letters or like Russian: with them a detector is
/// as often wrong as right, and a person who writes Kazakh must not be answered as a stranger.
const NEAR: [Lang; 12] = [
    Lang::Eng,
    Lang::Rus,
    Lang::Ukr,
    Lang::Bul,
    Lang::Bel,
    Lang::Mkd,
    Lang::Srp,
    Lang::Tur,
    Lang::Aze,
    Lang::Uzb,
    Lang::Tuk,
    Lang::Lat,
];

/// Fewer words are no language: a name, a song, a slip of the finger.
const LEAST_WORDS: usize = 4;

/// Whether a text is surely in another language than Kazakh, Russian and English: by its letters, or, where it has ours,
/// by a detector that is sure. Total, and `false` whenever there is a doubt: the detector takes about one in two hundred
/// messages in Kazakh with Latin letters for something else, and is seldom sure of a short text. The phone's own
/// language, which the conversation knows, is the better sign; this adds to it.
#[must_use]
pub fn is_foreign(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let ours = text.chars().filter(|c| c.is_alphabetic() && is_our_letter(*c)).count();
    if letters >= 2 && ours * 2 < letters {
        return true;
    }
    if text.split_whitespace().count() < LEAST_WORDS {
        return false;
    }
    Detector::new().detect(text).is_some_and(|found| {
        let latin = found.script() == Script::Latin;
        latin && found.is_reliable() && !NEAR.contains(&found.lang())
    })
}

/// Latin with its marks, and Cyrillic.
const fn is_our_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{400}'..='\u{52f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_letters_and_other_languages_are_foreign() {
        for text in [
            "你好，我需要帮助",
            "मुझे नहीं पता",
            "مرحبا أحتاج مساعدة",
            "Ich weiß nicht, was ich tun soll, mein Mann schlägt mich",
            "Bonjour, j'ai besoin d'aide, mon mari me frappe tous les soirs",
        ] {
            assert!(is_foreign(text), "{text}");
        }
    }

    #[test]
    fn our_languages_in_any_letters_are_not_and_neither_is_what_has_no_letters() {
        for text in [
            "",
            "😀😀",
            "12 34",
            "Күйеуім ішіп келіп ұрысады",
            "kuieuim iship kelip urysady, ne isteu kerek bilmeimin",
            "kuyeuim qol koteredi, komektesinizshi otinemin",
            "Я не знаю, что мне делать",
            "ya ne znayu chto mne delat on menya ne puskaet",
            "I do not know what to do about him",
            "Men nima qilishni bilmayman",
            "la la la",
        ] {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
