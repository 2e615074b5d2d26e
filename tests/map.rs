//! Holds the house to its map: reads the floor table of `src/lib.rs` and every file of `src/`, and names what breaks
//! a rule. Each rule is tried against a planted violation too, so that a rule that sees nothing cannot pass for one
//! that finds nothing.

#[path = "map/rules.rs"]
mod rules;
#[path = "map/source.rs"]
mod source;

use rules::{Code, File, Map};
use std::collections::BTreeSet;
use std::path::Path;

fn read_folder(folder: &Path, under: &str, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the crate") {
        let path = entry.expect("an entry of a folder of the crate").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let inside = if under.is_empty() { name } else { format!("{under}/{name}") };
        if path.is_dir() {
            read_folder(&path, &inside, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(File { path: inside, text: std::fs::read_to_string(&path).expect("UTF-8 source") });
        }
    }
}

fn folder(name: &str) -> Vec<File> {
    let mut files = Vec::new();
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name), "", &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn lib() -> String {
    folder("src").into_iter().find(|file| file.path == "lib.rs").expect("src/lib.rs").text
}

fn map() -> Map {
    Map::parse(&lib()).expect("the floor table")
}

#[track_caller]
fn holds(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// A room that is compiled for people: test-only files are left out.
fn product_files() -> Vec<File> {
    let files = folder("src");
    let tests = rules::test_files(&files);
    files.into_iter().filter(|file| !tests.contains(&file.path)).collect()
}

#[test]
fn every_room_stands_on_a_floor_and_every_room_of_the_table_stands_in_the_house() {
    let map = map();
    let standing: BTreeSet<String> =
        folder("src").iter().filter(|file| file.is_a_room()).map(|file| file.room().to_owned()).collect();
    assert_eq!(standing, map.floor.keys().cloned().collect());
    let lib = source::strip(&lib());
    for room in map.floor.keys() {
        assert!(lib.contains(&format!("pub mod {room};")), "src/lib.rs does not open {room}");
    }
}

#[test]
fn a_room_uses_lower_floors_and_the_named_rooms_of_its_own() {
    let (map, files) = (map(), folder("src"));
    let tests = rules::test_files(&files);
    let code = |file: &File| if tests.contains(&file.path) { Code::Test } else { Code::Product };
    holds(files.iter().flat_map(|file| rules::uses(&map, file, code(file))));
}

#[test]
fn pure_and_sealed_rooms_neither_wait_nor_look_around_nor_draw_lots() {
    let map = map();
    holds(product_files().iter().flat_map(|file| rules::purity(&map, file)));
}

#[test]
fn effects_are_confirmed_chats_named_and_requests_sealed_only_where_that_is_the_work() {
    holds(product_files().iter().flat_map(rules::owned_names));
}

#[test]
fn nothing_is_left_unfinished_silenced_or_skipped() {
    let all = folder("src").into_iter().chain(folder("tests"));
    holds(all.flat_map(|file| rules::unfinished(&file.path, &file.text)));
}

#[test]
fn nothing_a_survivor_sends_meets_an_unwrap() {
    holds(product_files().iter().flat_map(rules::unwraps));
}

#[test]
fn every_file_says_what_it_does_and_ends_before_it_becomes_two() {
    holds(folder("src").iter().flat_map(rules::shape));
}

#[test]
fn no_name_is_empty_of_meaning() {
    let all = folder("src").into_iter().chain(folder("tests"));
    holds(all.flat_map(|file| rules::names(&file)));
}

// --- planted violations --------------------------------------------------------------------------------------------

const TABLE: &str = "//! | floor | rooms | same-floor edges |
//! |---|---|---|
//! | 0 words | `vocab` `clock` | - |
//! | 1 pure | `talk` `lists` `maps` | talk -> lists |
//! | 3 doors | `store` `telegram` `seal` | seal, telegram -> -; telegram -> store |
";

fn file(path: &str, text: &str) -> File {
    File { path: path.into(), text: text.into() }
}

fn planted() -> Map {
    Map::parse(TABLE).expect("the planted table")
}

/// Whether code in a file of the planted house breaks the rule about rooms.
fn trespasses(path: &str, text: &str) -> bool {
    !rules::uses(&planted(), &file(path, text), Code::Product).is_empty()
}

#[test]
fn the_table_is_read_and_a_broken_one_refused() {
    let map = planted();
    assert_eq!(map.floor["lists"], 1);
    assert!(map.edges.contains(&("telegram".into(), "store".into())));
    assert_eq!(map.edges.len(), 2);
    for broken in [
        "",
        "//! | 0 words | `vocab` |",
        "//! | ground | `vocab` | - |",
        "//! | 0 words | `vocab` | - |\n//! | 1 pure | `vocab` | - |",
        "//! | 0 words | `vocab` | - |\n//! | 1 pure | `talk` | talk -> vocab |",
        "//! | 1 pure | `talk` | talk -> nowhere |",
    ] {
        assert!(Map::parse(broken).is_err(), "{broken}");
    }
}

#[test]
fn a_room_that_climbs_is_caught_however_it_is_written() {
    for climbing in [
        "use crate::store;",
        "use crate::store::Store;",
        "use crate::{vocab, store::{Store, Row}};",
        "use crate::{\n    vocab::Lang,\n    store,\n};",
        "fn f() { crate::store::open() }",
        "fn f() { janynda::store::open() }",
        "use super::super::store;",
        "use crate::maps;",
        "use crate::*;",
        "use crate::nowhere;",
        "pub use crate::store as s;",
        "fn f() -> &'static str { let c = '\"'; crate::store::open(c); \"\" }",
        "#[cfg(test)] use crate::lists::x; fn f() { crate::store::open() }",
    ] {
        assert!(trespasses("talk/scene.rs", climbing), "{climbing}");
    }
    assert!(trespasses("talk.rs", "use super::store;"));
    assert!(trespasses("lists.rs", "use crate::talk;"), "an edge has a direction");
    assert!(!trespasses("talk.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use super::*; }"));
    assert!(trespasses("talk.rs", "#[cfg(test)]\nmod tests { use super::super::store; }"));
}

#[test]
fn lower_floors_named_edges_comments_texts_and_tests_of_the_same_floor_pass() {
    for fine in [
        "use crate::{vocab::Lang, clock, lists};",
        "use crate::talk::place::Place;",
        "pub(in crate::talk) fn f() {}\npub(crate) fn g() {}",
        "use super::place;",
        "mod tests { use super::*; }",
        "// use crate::store;",
        "/* /* nested */ crate::store */",
        "/// See [`crate::store`].\nfn f() {}",
        "const TEXT: &str = \"crate::store\";",
        "const TEXT: &str = r#\"\"crate::store\"#;",
        "const TEXT: &[u8] = b\"\\\"crate::store\";",
        "#[cfg(test)]\nmod tests { use crate::maps; }",
        "fn f<'a>(x: &'a str) -> char { '\\u{1f}' }",
    ] {
        assert!(!trespasses("talk/scene.rs", fine), "{fine}");
    }
    assert!(trespasses("talk/scene.rs", "#[cfg(test)]\nmod tests { use crate::store; }"), "tests do not climb either");
}

#[test]
fn test_files_are_known_by_how_they_are_declared() {
    let files = [
        file("talk/mod.rs", "#[cfg(test)]\nmod tests;\nmod place;"),
        file("talk/tests.rs", ""),
        file("talk/place.rs", "#[cfg(test)]\nmod walk;"),
        file("talk/place/walk/far.rs", ""),
        file("lists/tests.rs", ""),
    ];
    let found = rules::test_files(&files);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["talk/place/walk/far.rs", "talk/tests.rs"]);
    assert!(rules::uses(&planted(), &file("talk/tests.rs", "use crate::maps;"), Code::Test).is_empty());
    assert!(!rules::uses(&planted(), &file("talk/tests.rs", "use crate::store;"), Code::Test).is_empty());
}

#[test]
fn an_impure_word_is_caught_in_a_pure_room_only() {
    let impure = |path: &str, text: &str| !rules::purity(&planted(), &file(path, text)).is_empty();
    for text in [
        "async fn f() {}",
        "fn f() { x.await }",
        "use tokio::time;",
        "use std::fs;",
        "use std::{io, fs::File};",
        "fn f() { std::env::var(\"A\") }",
        "use std::net::TcpStream;",
        "fn f() { std::time::SystemTime::now() }",
        "fn f() { Instant::now() }",
        "fn f() { getrandom::fill(&mut b) }",
        "fn f() { println!() }",
    ] {
        assert!(impure("talk.rs", text), "{text}");
        assert!(!impure("store.rs", text), "{text}");
    }
    assert!(!impure("clock.rs", "use std::time::SystemTime;"));
    assert!(impure("clock.rs", "use std::fs;"));
    assert!(!impure("talk.rs", "// async\nuse std::fmt;\n#[cfg(test)]\nmod tests { use std::fs; }"));
}

#[test]
fn a_name_is_caught_outside_the_rooms_that_own_it() {
    let owned = |path: &str, text: &str| rules::owned_names(&file(path, text)).is_empty();
    for (owner, other, text) in [
        ("store/queue.rs", "talk.rs", "fn f() { Confirmed::by_executor() }"),
        ("vocab/confirmed.rs", "vocab/lane.rs", "fn by_executor() {}"),
        ("sandbox/world.rs", "store.rs", "struct Row { chat_id: i64 }"),
        ("telegram/mod.rs", "intake.rs", "fn f(id: ChatId) {}"),
        ("telegram/mod.rs", "intake.rs", "fn f(from_chat_ids: ()) {}"),
        ("seal/mod.rs", "store.rs", "fn f() { Sealed(vec![]) }"),
        ("seal/mod.rs", "store.rs", "fn f() { seal::Sealed (vec![]) }"),
        ("counsellor/desk.rs", "intake/save.rs", "fn f() { Sealed::from_age_file(bytes) }"),
        ("store/queue.rs", "desk.rs", "fn f() { seal::Wrapped::from_stored(bytes) }"),
        ("store/queue.rs", "seal/wrap.rs", "fn f() { bytes.map(Wrapped::from_stored) }"),
    ] {
        assert!(owned(owner, text), "{owner}: {text}");
        assert!(!owned(other, text), "{other}: {text}");
    }
    assert!(owned(
        "store.rs",
        "fn f(sealed: &Sealed) {} // chat_id\n#[cfg(test)]\nmod tests { fn f(chat_id: i64) {} }"
    ));
}

#[test]
fn unfinished_and_silenced_code_is_caught() {
    for text in [
        "fn f() { todo!() }",
        "fn f() { unimplemented !() }",
        "fn f() { dbg!(1) }",
        "#[allow(dead_code)]\nfn f() {}",
        "#![ allow (dead_code)]",
        "#[ignore]\nfn f() {}",
        "#[ignore = \"slow\"]\nfn f() {}",
    ] {
        assert!(!rules::unfinished("talk.rs", text).is_empty(), "{text}");
    }
    assert!(
        rules::unfinished("talk.rs", "// todo!()\n#[expect(dead_code, reason = \"#[ignore]\")]\nfn f() {}").is_empty()
    );
}

#[test]
fn an_unwrap_is_caught_outside_tests() {
    assert!(!rules::unwraps(&file("talk.rs", "fn f() { x\n    .unwrap() }")).is_empty());
    assert!(
        rules::unwraps(&file("talk.rs", "fn f() { x.unwrap_or(1) } #[cfg(test)] mod t { fn f() { x.unwrap() } }"))
            .is_empty()
    );
}

#[test]
fn a_headless_long_or_badly_named_file_is_caught() {
    assert!(!rules::shape(&file("talk.rs", "fn f() {}")).is_empty());
    assert!(!rules::shape(&file("talk.rs", &format!("//! A head.\n{}", "\n".repeat(rules::LINES_MAX)))).is_empty());
    assert!(rules::shape(&file("talk.rs", &format!("//! A head.\n{}", "\n".repeat(rules::LINES_MAX - 1)))).is_empty());
    for (path, text) in
        [("utils.rs", ""), ("talk/helpers/mod.rs", ""), ("talk/misc.rs", ""), ("talk.rs", "mod common {}")]
    {
        assert!(!rules::names(&file(path, text)).is_empty(), "{path}");
    }
    assert!(rules::names(&file("talk/commonplace.rs", "mod place;")).is_empty());
}
