//! The counting is that of `score.py`: its own output on an invented file is the fixture.

use super::{Intervals, Score, Share};
use crate::understanding::table::{Columns, Error, rows};

const GOLD: &str = include_str!("../../../tests/understanding/gold.tsv");
const PREDICTED: &str = include_str!("../../../tests/understanding/predicted.tsv");
/// What `score.py gold.tsv predicted.tsv` printed, without the examples of its warning.
const SCORE: &str = include_str!("../../../tests/understanding/score.txt");

#[test]
fn the_numbers_are_those_that_the_public_program_prints() {
    let gold = rows(GOLD, Columns::Labelled).expect("gold");
    let predicted = rows(PREDICTED, Columns::Labelled).expect("predictions");
    let score = Score::of_predictions(&gold, &predicted).expect("a score");
    assert_eq!(score.print(Intervals::Left), SCORE);
}

#[test]
fn intervals_stand_beside_the_numbers_and_change_none() {
    let gold = rows(GOLD, Columns::Labelled).expect("gold");
    let predicted = rows(PREDICTED, Columns::Labelled).expect("predictions");
    let score = Score::of_predictions(&gold, &predicted).expect("a score");
    let shown = score.print(Intervals::Shown);
    for line in SCORE.lines() {
        assert!(shown.lines().any(|with| with.starts_with(line)), "{line}");
    }
}

#[test]
fn five_of_five_is_not_called_certain() {
    // Values of the Wilson score interval from a table of it.
    for (hits, of, low, high) in [(5, 5, 0.5655, 1.0), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962)] {
        let (from, to) = Share { hits, of }.interval().expect("something is counted");
        assert!((from - low).abs() < 1e-4 && (to - high).abs() < 1e-4, "{hits} of {of}: {from} {to}");
    }
    assert_eq!(Share::default().interval(), None);
}

#[test]
fn a_table_that_cannot_be_counted_is_refused_by_line_and_never_quoted() {
    let refused = |text| rows(text, Columns::Labelled).expect_err("a bad table");
    assert_eq!(refused("id\tkinds\ttext\n"), Error::NoColumn("flags"));
    assert_eq!(refused(""), Error::NoColumn("id"));
    assert_eq!(refused("id\tkinds\tflags\na\t\t\na\t\t\n"), Error::Twice { line: 3 });
    let unknown = refused("id\tkinds\tflags\na\tMARKER\t\n");
    assert_eq!(unknown, Error::UnknownLabel { line: 2, column: "kinds" });
    assert!(!unknown.to_string().contains("MARKER"));
    assert_eq!(refused("id\tkinds\tflags\na\tminor\t\n"), Error::UnknownLabel { line: 2, column: "kinds" });
    assert_eq!(refused("id\tkinds\tflags\na\t\tphysical\n"), Error::UnknownLabel { line: 2, column: "flags" });
    let gold = rows("id\tkinds\tflags\na\t\t\n", Columns::Labelled).expect("gold");
    let other = rows("id\tkinds\tflags\nb\t\t\n", Columns::Labelled).expect("predictions");
    assert_eq!(Score::of_predictions(&gold, &other), Err(Error::Strangers(1)));
}

#[test]
fn a_file_from_a_spreadsheet_is_read_too() {
    let read = rows("\u{feff}text\tid\tflags\tkinds\r\nhello\t1\tminor\tphysical, sexual\r\n\r\n", Columns::Labelled);
    let read = read.expect("a table");
    assert_eq!((read.len(), read[0].id, read[0].text), (1, "1", "hello"));
    assert_eq!(read[0].labels.kinds_cell(), "physical,sexual");
    assert_eq!(read[0].labels.flags_cell(), "minor");
    let texts = rows("id\ttext\tkinds\n1\thello\tnot looked at\n", Columns::Texts).expect("a table");
    assert!(texts[0].labels.is_empty());
}
