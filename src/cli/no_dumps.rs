//! No picture of this process's memory on any disk (`threats.md` D15).
//!
//! Keys, the bot's token, drafts and opened requests stand in memory. A core dump would write them out, and another
//! process of the same user could read them. Both are switched off before anything secret is read. Swap is the
//! machine's to switch off.

use rustix::process::{Resource, Rlimit, setrlimit};
use std::io;

/// Switches core dumps off for this process and what it starts, and closes its memory to other processes of its user.
pub fn forbid() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::getrlimit;

    #[test]
    fn nobody_can_have_a_picture_of_the_memory() {
        forbid().unwrap();
        assert_eq!(getrlimit(Resource::Core), Rlimit { current: Some(0), maximum: Some(0) });
        #[cfg(any(target_os = "linux", target_os = "android"))]
        {
            use rustix::process::{DumpableBehavior, dumpable_behavior};
            assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        }
    }
}
