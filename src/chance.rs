//! Randomness as an argument. The only place of ours that asks the machine for random bytes
//! (the age and minisign libraries draw their own).

/// The machine has no random bytes to give: nothing may be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoEntropy;

/// `N` fresh random bytes from the operating system.
#[expect(clippy::disallowed_methods, reason = "the one place that draws random bytes")]
pub fn fresh<const N: usize>() -> Result<[u8; N], NoEntropy> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoEntropy)?;
    Ok(bytes)
}
