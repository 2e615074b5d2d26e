//! Tests of the room.
use super::*;

#[test]
fn the_shipped_file_keeps_every_rule() {
    match Directory::parse(SHIPPED) {
        Ok(directory) => assert_eq!(directory.every().len(), 60),
        Err(problems) => panic!("{problems}"),
    }
}
