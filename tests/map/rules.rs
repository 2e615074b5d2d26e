//! The rules of the house, each a function from text to what is wrong with it.

use super::source::{is_word, paths, strip, test_modules, without_tests, words};
use std::collections::{BTreeMap, BTreeSet};

/// The floor table of `src/lib.rs`: which room is on which floor, and which rooms of a floor may use one another.
#[derive(Default)]
pub struct Map {
    pub floor: BTreeMap<String, usize>,
    pub edges: BTreeSet<(String, String)>,
}

impl Map {
    /// Reads the table from the doc comment of `src/lib.rs`.
    pub fn parse(lib: &str) -> Result<Map, String> {
        let mut map = Map::default();
        for row in lib.lines().filter_map(|line| line.strip_prefix("//! |")) {
            let cells: Vec<&str> = row.trim().trim_end_matches('|').split('|').map(str::trim).collect();
            let [floor, rooms, edges] = cells[..] else { return Err(format!("not three columns: {row}")) };
            if floor == "floor" || floor.starts_with('-') {
                continue;
            }
            let number = floor.split(' ').next().and_then(|n| n.parse().ok());
            let number: usize = number.ok_or_else(|| format!("no floor number: {floor}"))?;
            for room in rooms.split_whitespace().map(|room| room.trim_matches('`').to_owned()) {
                if map.floor.insert(room.clone(), number).is_some() {
                    return Err(format!("{room} stands on two floors"));
                }
            }
            for (from, to) in edges.split(';').filter_map(|edge| edge.split_once("->")) {
                let names = |list: &str| list.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
                for from in names(from) {
                    for to in names(to).into_iter().filter(|to| to != "-") {
                        map.edges.insert((from.clone(), to));
                    }
                }
            }
        }
        for (from, to) in &map.edges {
            match (map.floor.get(from), map.floor.get(to)) {
                (Some(one), Some(other)) if one == other => {}
                _ => return Err(format!("{from} -> {to} is not an edge of one floor")),
            }
        }
        if map.floor.is_empty() { Err("no floor table".into()) } else { Ok(map) }
    }

    fn may_use(&self, from: &str, to: &str, code: Code) -> bool {
        let (Some(own), Some(other)) = (self.floor.get(from), self.floor.get(to)) else { return false };
        from == to
            || other < own
            || (other == own && (code == Code::Test || self.edges.contains(&(from.to_owned(), to.to_owned()))))
    }
}

/// Whether code runs for people or for tests only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Code {
    Product,
    Test,
}

/// One file of `src/`, by its path there: `conversation/place.rs`.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// The room: the first part of the path. `lib.rs` and `main.rs` stand outside the rooms.
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    pub fn is_a_room(&self) -> bool {
        !matches!(self.path.as_str(), "lib.rs" | "main.rs")
    }

    /// The module path inside the crate: `["conversation", "place"]`.
    fn module(&self) -> Vec<&str> {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        path.split('/').filter(|part| *part != "mod").collect()
    }
}

/// Files that are compiled for tests only, by the modules their parents declare so.
pub fn test_files(files: &[File]) -> BTreeSet<String> {
    let mut modules = Vec::new();
    for file in files {
        for name in test_modules(&strip(&file.text)) {
            modules.push([file.module().as_slice(), &[name.as_str()]].concat().join("/"));
        }
    }
    let inside = |file: &&File| {
        let own = file.module().join("/");
        modules.iter().any(|module| own == *module || own.starts_with(&format!("{module}/")))
    };
    files.iter().filter(inside).map(|file| file.path.clone()).collect()
}

/// The rooms that a piece of stripped code names: through `crate`, `janynda`, or `super` up to the root, which is
/// `depth` modules up.
fn rooms_named(stripped: &str, depth: usize) -> BTreeSet<String> {
    let room = |path: Vec<String>| {
        let supers = path.iter().take_while(|part| *part == "super").count();
        let at = match path.first()?.as_str() {
            "crate" | "janynda" => 1,
            "super" if supers >= depth => supers,
            _ => return None,
        };
        path.get(at).cloned()
    };
    paths(stripped).into_iter().filter_map(room).collect()
}

/// A room uses lower floors and the named rooms of its own floor.
pub fn uses(map: &Map, file: &File, code: Code) -> Vec<String> {
    if !file.is_a_room() {
        return Vec::new();
    }
    let all = strip(&file.text);
    let depth = file.module().len();
    let (product, tests) = match code {
        // A test module inside the file is one module deeper.
        Code::Product => (rooms_named(&without_tests(&all), depth), rooms_named(&all, depth + 1)),
        Code::Test => (BTreeSet::new(), rooms_named(&all, depth)),
    };
    let bad = |names: BTreeSet<String>, code| {
        names.into_iter().filter(move |name| !map.may_use(file.room(), name, code)).map(|name| {
            let room = file.room();
            format!("{}: {room} may not use {name}", file.path)
        })
    };
    let found: BTreeSet<String> = bad(product, Code::Product).chain(bad(tests, Code::Test)).collect();
    found.into_iter().collect()
}

/// Words that floors 0 to 2 do without: they neither wait, nor look around, nor draw lots, nor tell the time.
/// What age draws for itself happens inside age and names none of them.
const IMPURE: [&[&str]; 15] = [
    &["async"],
    &["await"],
    &["tokio"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["SystemTime"],
    &["Instant", "now"],
    &["Timestamp", "now"],
    &["Zoned", "now"],
    &["getrandom"],
    &["OsRng"],
    &["println"],
    &["eprintln"],
];

/// The two rooms that exist to ask the machine, each for one thing.
const ASKS_THE_MACHINE: [(&str, &str); 2] = [("clock", "SystemTime"), ("chance", "getrandom")];

/// A pure room names no impure word outside its tests.
pub fn purity(map: &Map, file: &File) -> Vec<String> {
    if !file.is_a_room() || map.floor.get(file.room()).is_none_or(|floor| *floor > 2) {
        return Vec::new();
    }
    let found = paths(&without_tests(&strip(&file.text)));
    let named = |word: &&[&str]| found.iter().any(|path| path.windows(word.len()).any(|part| *part == **word));
    let allowed = |word: &&[&str]| word.len() == 1 && ASKS_THE_MACHINE.contains(&(file.room(), word[0]));
    let bad = IMPURE.iter().copied().filter(|word| named(word) && !allowed(word));
    bad.map(|word| format!("{}: `{}` in a pure room", file.path, word.join("::"))).collect()
}

/// Names that belong to some rooms only, in code that runs for people.
pub fn owned_names(file: &File) -> Vec<String> {
    let code = without_tests(&strip(&file.text));
    let mut bad = Vec::new();
    let mut refuse = |what: &str| bad.push(format!("{}: {what}", file.path));
    let executors = matches!(file.room(), "store" | "intake" | "telegram") || file.path == "vocab/confirmed.rs";
    if !executors && words(&code).any(|word| word == "by_executor") {
        refuse("only the executor of an effect confirms it");
    }
    let chats = matches!(file.room(), "telegram" | "sandbox");
    if !chats && words(&code).any(|word| word.contains("chat_id") || word.contains("ChatId")) {
        refuse("only telegram and sandbox name a chat id");
    }
    if file.room() != "seal" && calls(&code, "Sealed", "(") {
        refuse("only seal makes a Sealed");
    }
    // A downloaded age file is a sealed request for the counsellor, who opens it; the queue gets one from `wrap`.
    let readers = matches!(file.room(), "seal" | "counsellor" | "store");
    if !readers && words(&code).any(|word| word == "from_age_file") {
        refuse("only seal, the counsellor and the store take an age file for a sealed request");
    }
    if file.room() != "store" && names_path(&code, &["Wrapped", "from_stored"]) {
        refuse("only store takes a wrapped request out of a row");
    }
    bad
}

/// Whether a path through `parts` stands in the code.
fn names_path(code: &str, parts: &[&str]) -> bool {
    paths(code).iter().any(|path| path.windows(parts.len()).any(|window| window == parts))
}

/// Whether `name` stands directly before `then`, with nothing but space between.
fn calls(code: &str, name: &str, then: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let starts = !code[..at].ends_with(is_word);
        starts && code[at + name.len()..].trim_start().starts_with(then)
    })
}

/// What no code of ours has, tests included.
pub fn unfinished(path: &str, text: &str) -> Vec<String> {
    let code = strip(text);
    let macros = ["todo", "unimplemented", "dbg"].into_iter().filter(|name| calls(&code, name, "!"));
    let mut bad: Vec<String> = macros.map(|name| format!("{path}: {name}!")).collect();
    let dense: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    for attribute in ["allow(", "ignore]", "ignore="] {
        if dense.contains(&format!("#[{attribute}")) || dense.contains(&format!("#![{attribute}")) {
            bad.push(format!("{path}: #[{attribute}"));
        }
    }
    bad
}

/// An `unwrap` in code that runs for people.
pub fn unwraps(file: &File) -> Vec<String> {
    let dense: String = without_tests(&strip(&file.text)).chars().filter(|c| !c.is_whitespace()).collect();
    let found = dense.contains(".unwrap()");
    found.then(|| format!("{}: unwrap outside tests", file.path)).into_iter().collect()
}

/// The longest source file: more is two files.
pub const LINES_MAX: usize = 400;

/// A file has a head that says what it does, and one thought's length.
pub fn shape(file: &File) -> Vec<String> {
    let mut bad = Vec::new();
    if !file.text.starts_with("//! ") {
        bad.push(format!("{}: no `//!` head", file.path));
    }
    let lines = file.text.lines().count();
    if lines > LINES_MAX {
        bad.push(format!("{}: {lines} lines, {LINES_MAX} are the most", file.path));
    }
    bad
}

/// A name that says nothing about what is inside.
pub fn names(file: &File) -> Vec<String> {
    let empty = |name: &str| matches!(name, "util" | "utils" | "common" | "helper" | "helpers" | "misc");
    let code = strip(&file.text);
    let declared = words(&code).zip(words(&code).skip(1)).filter(|(word, _)| *word == "mod").map(|(_, name)| name);
    let found: BTreeSet<&str> = file.module().into_iter().chain(declared).filter(|name| empty(name)).collect();
    found.into_iter().map(|name| format!("{}: `{name}` names nothing", file.path)).collect()
}
