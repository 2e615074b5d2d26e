//! Programs of other makers that a test uses: there, or the test is skipped and says so. Shared by the tests with
//! `#[path]`.

/// What was found of a program that may be missing. Where it is missing, the test is skipped and the command that
/// installs it is printed; where the setting `JANYNDA_REQUIRE` (names with commas between) names it, the test fails.
#[track_caller]
pub fn or_skip<T>(found: Option<T>, name: &str, install: &str) -> Option<T> {
    if found.is_none() {
        let required = std::env::var("JANYNDA_REQUIRE").unwrap_or_default();
        let is_required = required.split(',').any(|one| one == name);
        assert!(!is_required, "{name} is required and not installed; to install it: {install}");
        println!("skipped: {name} is not installed; to install it: {install}");
    }
    found
}
