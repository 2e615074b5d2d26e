//! What is written down about the API is what it does.

use super::world::World;
use janynda::desk;
use janynda::protocol::{Code, paths};
use serde_json::Value;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/desk-api.json");

#[test]
fn the_written_description_is_the_one_generated_from_the_routes() {
    let generated = desk::description();
    if std::env::var_os("JANYNDA_RENEW").is_some() {
        std::fs::write(FILE, &generated).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        written == generated,
        "docs/desk-api.json is not what the routes say; renew it: JANYNDA_RENEW=1 cargo test --locked --test desk written"
    );
}

#[test]
fn every_path_of_the_protocol_and_every_error_code_is_described() {
    let text = desk::description();
    let described: Value = serde_json::from_str(&text).unwrap();
    let described_paths: Vec<&String> = described["paths"].as_object().unwrap().keys().collect();
    for path in [
        paths::CHALLENGE,
        paths::ANSWER,
        paths::LOGOUT,
        paths::REQUESTS,
        paths::CLAIM_NEXT,
        paths::CLAIM,
        paths::EXTEND,
        paths::RELEASE,
        paths::CLOSE,
        paths::BLOB,
        paths::ROSTER,
        paths::AUDIT,
        paths::MORE_CLAIMS,
    ] {
        assert!(described_paths.contains(&&path.to_owned()), "{path}");
    }
    assert_eq!(described_paths.len(), 13, "{described_paths:?}");
    for code in Code::ALL {
        assert!(
            described["info"]["description"].as_str().unwrap().contains(&format!("| `{code}` | {} |", code.status()))
        );
    }
    for (path, operations) in described["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            assert!(operation["responses"]["default"].is_object(), "{path}");
            let open = path.starts_with("/v1/login/");
            assert_eq!(operation["security"].is_null(), open, "{path}");
        }
    }
}

#[tokio::test]
async fn whoever_asks_the_desk_for_its_description_gets_the_same_bytes() {
    let world = World::new().await;
    let answered = world.stranger().get(paths::DESCRIPTION).await;
    assert_eq!((answered.status, answered.text()), (200, desk::description()));
}
