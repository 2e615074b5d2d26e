//! Learning is deterministic, learns what it is shown, and refuses weights that are not weights.

use super::{Example, Marked, digest, model, reader, without_author, without_part};
use crate::understanding::label::Label;
use crate::understanding::table::{Columns, rows};
use crate::vocab::Kind;
use std::fmt::Write as _;

/// A small world: blows in messages about a "brat", money in those about a "dom", nothing in the others.
fn examples() -> Vec<Example> {
    let mut table = String::from("id\tlang\tkinds\tflags\ttext\tauthor\n");
    for number in 0..40 {
        let (kinds, text) = match number % 4 {
            0 => ("physical", "сосед злой кулаками машет и синяки"),
            1 => ("economic", "карточку забрал и денег не дает"),
            2 => ("", "какая завтра погода в городе"),
            _ => ("", "спасибо и до свидания"),
        };
        writeln!(table, "{number}\tru\t{kinds}\t\t{text} слово{number}\t{}", number % 3).expect("a string");
    }
    let rows = rows(&table, Columns::Labelled).expect("a table");
    rows.iter().map(|row| Example::of(row, Marked::Fully)).collect()
}

#[test]
fn the_same_messages_give_the_same_weights_and_they_read_what_they_were_taught() {
    let weights = model(&examples(), [7; 32]);
    assert!(weights == model(&examples(), [7; 32]));
    assert!(weights.len() < 1_000_000);
    let read = reader(&weights).expect("weights");
    assert!(read("карточку мою забрал, денег не дает").has(Label::Kind(Kind::Economic)));
    assert!(read("какая погода завтра").is_empty());
}

#[test]
fn a_message_is_judged_by_weights_that_did_not_see_it() {
    let examples = examples();
    for given in [without_part(&examples), without_author(&examples)] {
        let right = examples.iter().zip(&given).filter(|(example, given)| example.labels == **given).count();
        assert!(right * 10 >= examples.len() * 9, "{right}");
    }
}

#[test]
fn weights_that_are_broken_or_of_another_version_are_refused() {
    let weights = model(&examples(), [7; 32]);
    assert!(reader(&weights[1..]).is_err());
    assert!(reader(&[]).is_err());
    let mut other = weights;
    other[0] ^= 1;
    assert!(reader(&other).is_err());
}

#[test]
fn a_digest_tells_names_from_texts() {
    let file = |name: &str, text: &str| [(name.to_owned(), text.to_owned())];
    assert_ne!(digest(&file("a", "bc")), digest(&file("ab", "c")));
    assert_eq!(digest(&file("a", "bc")), digest(&file("a", "bc")));
}
