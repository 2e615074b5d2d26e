//! The search that ends every story, and the control that shows it finds what it searches for.

use crate::house::House;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use janynda::vocab::Lang;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The fewest bytes that a form has.
const SHORTEST: usize = 5;

/// Something that must be nowhere, in every form it could take.
pub struct Marker {
    pub name: String,
    pub forms: Vec<Vec<u8>>,
}

impl Marker {
    /// A text: raw, UTF-16, hexadecimal, base64, JSON-escaped, percent-escaped, and in upper and lower case.
    pub fn text(text: &str) -> Marker {
        let mut forms = Vec::new();
        for text in [text.to_owned(), text.to_lowercase(), text.to_uppercase()] {
            forms.push(text.clone().into_bytes());
            forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
            forms.push(hex(text.as_bytes()).into_bytes());
            forms.push(hex(text.as_bytes()).to_uppercase().into_bytes());
            forms.extend(base64_forms(text.as_bytes()));
            let mut escaped = String::new();
            for unit in text.encode_utf16() {
                write!(escaped, "\\u{unit:04x}").unwrap();
            }
            forms.push(escaped.into_bytes());
            let percent = percent(text.as_bytes());
            forms.push(percent.to_uppercase().into_bytes());
            forms.push(percent.into_bytes());
        }
        Marker::of(text, forms)
    }

    /// A chat's number: in digits, and as eight bytes in both orders.
    pub fn chat(id: i64) -> Marker {
        let digits = id.to_string();
        let mut forms = vec![digits.clone().into_bytes(), hex(digits.as_bytes()).into_bytes()];
        forms.extend(base64_forms(digits.as_bytes()));
        for bytes in [id.to_be_bytes(), id.to_le_bytes()] {
            forms.push(bytes.to_vec());
            forms.push(hex(&bytes).into_bytes());
            forms.extend(base64_forms(&bytes));
        }
        Marker::of(&digits, forms)
    }

    fn of(name: &str, mut forms: Vec<Vec<u8>>) -> Marker {
        forms.sort();
        forms.dedup();
        // Shorter ones are found by accident.
        forms.retain(|form| form.len() >= SHORTEST);
        // What was written must itself be searched, not only what it could be turned into.
        assert!(forms.iter().any(|form| form == name.as_bytes()), "{name} is too short to be searched for");
        Marker { name: name.to_owned(), forms }
    }
}

/// A text inside a longer base64 stands at one of three positions; the characters at its edges depend on its
/// neighbours and are left out.
fn base64_forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for shift in 0..3 {
        let mut shifted = vec![b'x'; shift];
        shifted.extend_from_slice(bytes);
        for encoded in [STANDARD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            let encoded = encoded.trim_end_matches('=');
            let end = encoded.len().saturating_sub(2);
            if let Some(middle) = encoded.get(4.min(end)..end)
                && middle.len() >= 8
            {
                forms.push(middle.as_bytes().to_vec());
            }
        }
    }
    forms
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

/// Everything but unreserved characters as `%d0%96`, as in an address.
fn percent(bytes: &[u8]) -> String {
    let mut escaped = String::new();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            escaped.push(char::from(*byte));
        } else {
            write!(escaped, "%{byte:02x}").unwrap();
        }
    }
    escaped
}

/// Many markers in one pass: at every place of a file, the five bytes there are looked up among the beginnings of all
/// forms.
pub struct Search<'a> {
    markers: &'a [Marker],
    /// For each hash of a beginning, whether there is one: nearly every place is passed by at once.
    maybe: Vec<bool>,
    /// For each beginning, how long the forms are that begin so.
    lengths: HashMap<u64, BTreeSet<usize>>,
    /// Whole forms, and the places of their markers.
    forms: HashMap<&'a [u8], Vec<usize>>,
}

impl<'a> Search<'a> {
    pub fn of(markers: &'a [Marker]) -> Search<'a> {
        let maybe = vec![false; 1 << HASH_BITS];
        let mut search = Search { markers, maybe, lengths: HashMap::new(), forms: HashMap::new() };
        for (at, marker) in markers.iter().enumerate() {
            for form in &marker.forms {
                let beginning = form[..SHORTEST].iter().fold(0, |beginning, byte| beginning << 8 | u64::from(*byte));
                search.maybe[hash(beginning)] = true;
                search.lengths.entry(beginning).or_default().insert(form.len());
                search.forms.entry(form).or_default().push(at);
            }
        }
        search
    }

    /// The names of the markers that stand in these bytes.
    pub fn in_bytes(&self, bytes: &[u8]) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut beginning = 0;
        for (end, byte) in bytes.iter().enumerate() {
            beginning = (beginning << 8 | u64::from(*byte)) & BEGINNING;
            if !self.maybe[hash(beginning)] || end + 1 < SHORTEST {
                continue;
            }
            let here = &bytes[end + 1 - SHORTEST..];
            let lengths = self.lengths.get(&beginning).into_iter().flatten();
            let forms = lengths.filter_map(|length| self.forms.get(here.get(..*length)?)).flatten();
            found.extend(forms.map(|marker| self.markers[*marker].name.as_str()));
        }
        found
    }

    /// Where markers stand: marker and file, for every file below a folder.
    pub fn in_folder(&self, folder: &Path) -> Vec<String> {
        let mut all = Vec::new();
        for path in files(folder) {
            // A database that is being closed takes its log away: what is gone is no trace.
            let bytes = match std::fs::read(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                read => read.unwrap(),
            };
            all.extend(self.in_bytes(&bytes).into_iter().map(|name| format!("{name} in {}", path.display())));
        }
        all
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The bits of a beginning.
const BEGINNING: u64 = (1 << (8 * SHORTEST)) - 1;
const HASH_BITS: u32 = 22;

/// The upper bits of a product: enough to spread texts that look alike.
fn hash(beginning: u64) -> usize {
    usize::try_from(beginning.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH_BITS)).unwrap()
}

/// Where markers stand: file and marker, for every file below a folder.
pub fn found(folder: &Path, markers: &[Marker]) -> Vec<String> {
    Search::of(markers).in_folder(folder)
}

/// Copies a folder as it is at this moment, also while somebody writes in it.
pub fn copy(folder: &Path, to: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let (path, to) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&path, &to);
            continue;
        }
        match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            read => std::fs::write(to, read.unwrap()).unwrap(),
        }
    }
}

/// Fails when a marker stands in any file below the folder: database, write-ahead log, ring, logs.
pub fn assert_no_trace(folder: &Path, markers: &[Marker]) {
    assert_eq!(found(folder, markers), Vec::<String>::new());
}

#[test]
fn the_search_finds_every_marker_that_is_planted_in_every_form() {
    let (text, chat) = ("Қызғалдақ marker", 7_312_000_555_i64);
    for marker in [Marker::text(text), Marker::chat(chat)] {
        for form in &marker.forms {
            let folder = tempfile::tempdir().unwrap();
            let inner = folder.path().join("deep");
            std::fs::create_dir(&inner).unwrap();
            let planted = [&b"some bytes before "[..], form, b" and after"].concat();
            std::fs::write(inner.join("janynda.db-wal"), planted).unwrap();
            let marker = Marker { name: marker.name.clone(), forms: marker.forms.clone() };
            assert_eq!(found(folder.path(), &[marker]).len(), 1);
        }
    }
    // Inside a longer text, whatever stands before it.
    for before in ["", "a", "ab", "abc"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("log"), STANDARD.encode(format!("{before}{text} tail"))).unwrap();
        assert_eq!(found(folder.path(), &[Marker::text(text)]).len(), 1, "{before}");
    }
}

#[test]
fn markers_that_overlap_or_begin_alike_are_all_found() {
    let markers = ["MARKERONE", "MARKERONETWO", "ONETWO", "MARKER"].map(Marker::text);
    let search = Search::of(&markers);
    assert_eq!(search.in_bytes(b"MARKERONETWO").len(), 4);
    assert_eq!(search.in_bytes(b"MARKERONETW").into_iter().collect::<Vec<_>>(), ["MARKER", "MARKERONE"]);
    assert_eq!(search.in_bytes(b"MARKE").len(), 0);
    assert_eq!(search.in_bytes(b"").len(), 0);
}

#[test]
#[should_panic(expected = "too short to be searched for")]
fn a_marker_that_would_not_be_searched_as_it_was_written_is_refused() {
    let _ = Marker::text("7701");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_reads_the_write_ahead_log_of_a_bot_that_still_runs() {
    let house = House::open().await;
    let teller = house.person(7_312_000_561, Lang::En);
    teller.start().await;
    let live = house.copied();
    // The alias of the open card is in the log; its sixteen bytes are what the search must be able to find there.
    let alias = house.alias_of_the_only_card().await;
    let marker = Marker { name: "an alias".to_owned(), forms: vec![alias] };
    let found = found(live.path(), &[marker]);
    assert!(found.iter().any(|one| one.ends_with("janynda.db-wal")), "{found:?}");
    house.ends(&[&teller], &[]);
}

#[test]
fn the_search_finds_nothing_where_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log"), "INFO janynda: the database is open behind=0").unwrap();
    assert_no_trace(folder.path(), &[Marker::text("MARKERTEXT"), Marker::chat(7_312_000_555)]);
}
