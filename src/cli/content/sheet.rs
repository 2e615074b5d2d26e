//! A sheet as one HTML file. Its only script and style stand in it, and its policy lets in no others.

use super::texts::Text;
use super::{places, words};
use crate::vocab::Lang;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

const SCRIPT: &str = include_str!("sheet.js");
const STYLE: &str = include_str!("sheet.css");

/// The sheet of one language.
pub(super) fn html(lang: Lang, texts: &[Text]) -> String {
    let words = words::of(lang);
    let sections = sections(lang, texts);
    let mut page = head(lang, texts);
    // Writing to a string cannot fail.
    let _ = write!(page, "<h1>{}</h1>\n<ul>", words.title);
    for line in words.intro {
        let _ = write!(page, "<li>{line}</li>");
    }
    let _ = write!(page, "</ul>\n<noscript><p>{}</p></noscript>\n", words.without_script);
    let _ = writeln!(
        page,
        "<div id=\"tools\"><button id=\"save\" type=\"button\">{}</button><label class=\"file\">{}<input id=\"resume\" \
         type=\"file\" accept=\".json,application/json\"></label><label>{} <input id=\"reader\" \
         maxlength=\"20\" autocomplete=\"off\"></label><label><input id=\"unread\" type=\"checkbox\" \
         autocomplete=\"off\">{}</label><output id=\"progress\"></output><output id=\"state\"></output></div>",
        words.save, words.resume, words.reader, words.only_unread
    );
    let _ = write!(page, "<nav><h2>{}</h2><ul>", words.contents);
    for (number, (place, texts)) in (1..).zip(&sections) {
        let _ = write!(page, "<li><a href=\"#s{number}\">{}</a> ({})</li>", escaped(place), texts.len());
    }
    page.push_str("</ul></nav>\n");
    for (number, (place, texts)) in (1..).zip(&sections) {
        let _ = writeln!(page, "<section id=\"s{number}\"><h2>{}</h2>", escaped(place));
        for text in texts {
            article(&mut page, lang, text);
        }
        page.push_str("</section>\n");
    }
    let _ = write!(page, "<script>{SCRIPT}</script>\n</body>\n</html>\n");
    page
}

/// The texts by place, places in the order of their first text.
fn sections(lang: Lang, texts: &[Text]) -> Vec<(String, Vec<&Text>)> {
    let mut sections: Vec<(String, Vec<&Text>)> = Vec::new();
    for text in texts {
        let place = places::of(&text.id, lang, &text.heading);
        match sections.iter_mut().find(|(known, _)| *known == place) {
            Some((_, texts)) => texts.push(text),
            None => sections.push((place, vec![text])),
        }
    }
    sections
}

fn head(lang: Lang, texts: &[Text]) -> String {
    let words = words::of(lang);
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-\
         Policy\" content=\"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; base-uri \
         'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title} · {code}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body data-lang=\"{code}\" data-program=\"{version}\" data-texts=\"{texts}\" data-saved=\"{saved}\" \
         data-resumed=\"{resumed}\" data-other=\"{other}\" data-changed=\"{changed}\">\n",
        code = lang.code(),
        script = hash(SCRIPT),
        style = hash(STYLE),
        title = words.title,
        version = env!("CARGO_PKG_VERSION"),
        texts = fingerprint(texts),
        saved = words.saved,
        resumed = words.resumed,
        other = words.other_file,
        changed = words.changed,
    )
}

/// Which texts were read: two sheets with the same one hold the same texts.
fn fingerprint(texts: &[Text]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        for part in std::iter::once(&text.id).chain(text.forms.iter().flatten()) {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
    }
    digest.finalize().iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn article(page: &mut String, lang: Lang, text: &Text) {
    let words = words::of(lang);
    let (id, own) = (escaped(&text.id), &text.forms[lang as usize]);
    let length = own.iter().map(|form| form.chars().count()).max().unwrap_or(0);
    let _ = write!(
        page,
        "<article data-id=\"{id}\"><header><b>{id}</b><span>{length} {}</span><span>{}: {}</span></header>\n\
         <div class=\"own\">",
        words.characters,
        words.longest,
        own.iter().map(|form| longest_sentence(form)).max().unwrap_or(0),
    );
    for form in own {
        let _ = write!(page, "<p>{}</p>", escaped(form));
    }
    page.push_str("</div>\n");
    let review = &text.review[lang as usize];
    if !review.is_empty() {
        let _ = writeln!(page, "<p class=\"review\">{}</p>", escaped(review));
    }
    page.push_str("<div class=\"other\">");
    for other in Lang::ALL.into_iter().filter(|other| *other != lang) {
        let code = other.code();
        for form in &text.forms[other as usize] {
            let _ = write!(page, "<p lang=\"{code}\"><i>{code}</i>{}</p>", escaped(form));
        }
    }
    let _ = write!(
        page,
        "</div>\n<div class=\"answer\"><label><input type=\"checkbox\" autocomplete=\"off\"> {}</label><textarea \
         rows=\"1\" autocomplete=\"off\" placeholder=\"{comment}\" aria-label=\"{comment}: {id}\"></textarea></div>\n\
         <footer>{}: {}</footer></article>\n",
        words.good,
        words.source,
        escaped(&text.source[lang as usize]),
        comment = words.comment,
    );
}

fn longest_sentence(text: &str) -> usize {
    text.split(['.', '?', '!']).map(|sentence| sentence.split_whitespace().count()).max().unwrap_or(0)
}

/// The text as text, wherever it stands in the page.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
