//! The real binary as a counsellor starts it: her settings and her files, and nothing of a server.

use super::world::{Made, Trial, World, request};
use janynda::clock::Clock;
use serde_json::Value;
use std::process::{Command, Output};
use std::sync::LazyLock;

/// A trial of today: the binary has the machine's clock.
static TODAY: LazyLock<Trial> = LazyLock::new(|| Trial::write(Clock::System.now()));

async fn types(world: &World, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_janynda"));
    command
        .arg("counsellor")
        .args(words)
        .args(["--identity", "me.age", "--passphrase-file", "passphrase"])
        .current_dir(world.path("computer"))
        .env_clear();
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_settings_an_identity_and_a_passphrase_are_all_that_a_counsellor_needs() {
    let made = Made { trial: &TODAY, clock: Clock::System, deployment: TODAY.deployment.clone(), ..Made::default() };
    let world = World::of(made).await;
    let one = world.leave(request(1)).await.to_string();
    std::fs::create_dir(world.path("computer")).unwrap();
    let file = |name: &str, content: &[u8]| std::fs::write(world.path("computer").join(name), content).unwrap();
    file("me.age", &TODAY.counsellors[0].0);
    file("passphrase", TODAY.passphrase.as_bytes());
    let settings = format!(
        "DESK_ORIGIN={}\nDEPLOYMENT_ID={}\nROSTER_AUTHORITY={}\n",
        world.origin, TODAY.deployment, TODAY.authority
    );
    file(".env", settings.as_bytes());

    let claimed = types(&world, &["claim", "--json"]).await;
    assert!(claimed.status.success(), "{}", String::from_utf8_lossy(&claimed.stderr));
    let claimed_json: Value = serde_json::from_slice(&claimed.stdout).unwrap();
    assert_eq!(claimed_json["id"], one);
    assert!(String::from_utf8(claimed.stderr).unwrap().starts_with("This is your first visit"));

    let opened = types(&world, &["open", &one]).await;
    assert!(String::from_utf8(opened.stdout).unwrap().contains("  | Нужна помощь CANARY\n"));
    assert!(opened.stderr.is_empty());
    let fetched = types(&world, &["fetch", &one]).await;
    assert!(fetched.stdout.starts_with(b"age-encryption.org/v1\n"));
    assert!(types(&world, &["close", &one, "--outcome", "helped"]).await.status.success());
    let refused = types(&world, &["open", &one]).await;
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(String::from_utf8(refused.stderr).unwrap().starts_with("this request is not yours. "));

    let mut left: Vec<_> = std::fs::read_dir(world.path("computer"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, [".env", "me.age", "me.age.desk", "passphrase"], "no request stays on her computer");
    let memory = std::fs::read_to_string(world.path("computer/me.age.desk")).unwrap();
    assert!(!memory.contains("CANARY") && !memory.contains(&one));

    file(".env", b"DEPLOYMENT_ID=Nowhere\n");
    let refused = types(&world, &["list"]).await;
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(said.contains("DEPLOYMENT_ID: expected a name of 3 to 64 characters a-z 0-9 -, found \"Nowhere\"; ask"));
}
