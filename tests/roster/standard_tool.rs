//! The standard `minisign` tool and this program take each other's signatures.

use super::*;
use crate::programs::or_skip;
use std::path::Path;
use std::process::Command;

fn minisign(folder: &Path, arguments: &[&str]) -> bool {
    Command::new("minisign").current_dir(folder).args(arguments).output().is_ok_and(|output| output.status.success())
}

#[test]
fn the_standard_minisign_tool_verifies_our_signature_and_we_verify_its() {
    let found = Command::new("minisign").arg("-v").output().ok();
    if or_skip(found, "minisign", "apt-get install minisign").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let text = good();
    write("roster", &text);

    // Ours, verified and used by the tool.
    let new = AuthoritySecret::generate(None).unwrap();
    let ours = AuthoritySecret::unlock(&new.secret_file, None).unwrap();
    write("our.pub", &new.public_file);
    write("our.key", &new.secret_file);
    write("roster.minisig", &sign(&text, &ours).unwrap());
    assert!(minisign(folder.path(), &["-V", "-m", "roster", "-p", "our.pub"]));
    assert!(minisign(folder.path(), &["-V", "-m", "roster", "-P", &new.public]));
    write("roster", &text.replace("version 7", "version 8"));
    assert!(!minisign(folder.path(), &["-V", "-m", "roster", "-p", "our.pub"]), "control: a changed roster");
    write("roster", &text);
    assert!(minisign(folder.path(), &["-S", "-m", "roster", "-s", "our.key", "-x", "by-tool.minisig"]));
    let keys = [new.public.parse().unwrap()];
    verify_with(text.as_bytes(), &read("by-tool.minisig"), &keys, NOW, None).unwrap();

    // The tool's, verified by us.
    assert!(minisign(folder.path(), &["-G", "-W", "-p", "tool.pub", "-s", "tool.key"]));
    let tool: AuthorityKey = read("tool.pub").parse().unwrap();
    assert!(minisign(folder.path(), &["-S", "-m", "roster", "-s", "tool.key", "-x", "tool.minisig"]));
    verify_with(text.as_bytes(), &read("tool.minisig"), std::slice::from_ref(&tool), NOW, None).unwrap();

    // The tool's old mode signs the text itself, not its hash: refused.
    assert!(minisign(folder.path(), &["-S", "-l", "-m", "roster", "-s", "tool.key", "-x", "legacy.minisig"]));
    let legacy = verify_with(text.as_bytes(), &read("legacy.minisig"), &[tool], NOW, None);
    assert_eq!(legacy.map(|_| ()), Err(Error::Signature(signed::Error::LegacySignature)));
}
