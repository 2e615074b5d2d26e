//! A second current copy of the ring (`threats.md` D2): a ring lost is the waiting queue lost.
//!
//! A copy is byte for byte the ring of this moment. It may go over an older state of the same ring and over nothing
//! else: not over a newer one (then this is the old copy), not over another deployment's, not over a ring that was
//! made anew, not over a file that is no ring.

use super::{Place, Result, beside_the_clock, date, is_same_file};
use crate::clock::Moment;
use crate::keyring::{self, KeyRing, Purpose};
use crate::store::ring_file;
use anyhow::{Context as _, bail, ensure};
use std::io::Write;
use std::path::Path;
use subtle::ConstantTimeEq as _;

/// What a copy may be put over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// Over nothing: the file must be new.
    Nothing,
    /// Over an older state of the same ring.
    AnOlderCopy,
}

pub(super) fn run(place: &Place, to: &Path, over: Over, now: Moment, out: &mut impl Write) -> Result<()> {
    let ring = ring_file::read(&place.keyring, &place.deployment)?;
    ensure!(!is_same_file(&place.keyring, to), "{} is the key ring itself; a copy is another file", to.display());
    match (over, to.symlink_metadata().is_ok()) {
        (Over::AnOlderCopy, true) => {
            check_older(&ring, place, to)?;
            ring_file::replace(to, &ring)?;
        }
        (Over::Nothing, true) => bail!(
            "{} exists already; nothing is overwritten (--replace puts the newest state over an older copy)",
            to.display()
        ),
        (_, false) => ring_file::create(to, &ring)?,
    }
    // Only what can be read again is a copy: a medium that keeps no modes would show the keys to everybody.
    if let Err(error) = ring_file::read(to, &place.deployment) {
        let removed = std::fs::remove_file(to);
        let what = if removed.is_ok() { "it was removed" } else { "remove it by hand: it holds keys" };
        bail!("the copy cannot be used: {error}; {what}");
    }
    let epoch = ring.newest().epoch();
    writeln!(out, "copy         {} (mode 0600)", to.display())?;
    writeln!(out, "epoch        {epoch} ({})", date(epoch)?)?;
    writeln!(out, "clock        {}", beside_the_clock(&ring, now))?;
    writeln!(
        out,
        "A copy that lies switched off keeps keys that the service destroys tonight: whoever finds it can open"
    )?;
    writeln!(
        out,
        "what should have expired. Bring it up to date every day with --replace, and destroy it when it is no"
    )?;
    writeln!(out, "longer kept up to date.")?;
    Ok(())
}

/// Whether what stands at `to` is an older state of this ring, or the same one.
fn check_older(ring: &KeyRing, place: &Place, to: &Path) -> Result<()> {
    let mut old = match ring_file::read(to, &place.deployment) {
        Err(ring_file::Error::Ring { source: keyring::Error::OtherDeployment, .. }) => {
            bail!("{} is the key ring of another deployment; it is not replaced", to.display())
        }
        read => read.with_context(|| {
            format!("what stands at {} cannot be told to be an older copy, and is not replaced", to.display())
        })?,
    };
    let (newest, other) = (ring.newest().epoch(), old.newest().epoch());
    let signed = |ring: &KeyRing| ring.hotlines_mark().map_or("no time".to_owned(), |time| time.to_string());
    let version = |ring: &KeyRing| ring.roster_mark().map_or(0, |mark| mark.version);
    ensure!(
        other <= newest && version(&old) <= version(ring) && old.hotlines_mark() <= ring.hotlines_mark(),
        "{} is newer than {} (epoch {other}, roster {} and hotlines of {}, against epoch {newest}, roster {} and \
         hotlines of {}); it is not replaced",
        to.display(),
        place.keyring.display(),
        version(&old),
        signed(&old),
        version(ring),
        signed(ring),
    );
    // Where the old copy would be today: the same ring comes to the same key, another one does not.
    let followed = old.advance_on_operators_word(Moment(newest.saturating_mul(86_400))).is_ok();
    let key = |ring: &KeyRing| ring.newest().subkey(Purpose::Alias);
    ensure!(
        followed && bool::from(key(&old)[..].ct_eq(&key(ring)[..])),
        "{} holds another ring of this deployment, with other keys; it is not replaced",
        to.display()
    );
    Ok(())
}
