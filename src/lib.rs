//! janynda, "by your side": an anonymous help-request intake bot.
//!
//! This file is the map of the house (`ARCHITECTURE.md`). A room uses rooms on lower floors, and on its own floor
//! exactly those named here; `tests/map.rs` reads this file and holds the code to it.
//!
//! | floor | rooms | same-floor edges |
//! |---|---|---|
//! | 0 words | `vocab` `logsafe` `clock` `chance` | - |
//! | 1 pure | `conversation` `understanding` `triage` `guidance` `directory` `text` | conversation -> directory, guidance, triage, text, understanding; guidance -> directory |
//! | 2 sealed | `seal` `roster` `signed` `keyring` `alias` `proof` `audit` `protocol` | seal -> roster, keyring; alias -> keyring; proof, audit -> roster; roster -> signed |
//! | 3 doors | `store` `intake` `telegram` `keeper` `counsellor` `desk` `sandbox` | intake -> store; desk -> store; telegram -> intake; keeper -> store, intake, telegram |
//! | 4 front | `config` `cli` `telemetry` | config, telemetry -> -; cli -> config, telemetry |

// Floor 0: words.
pub mod chance;
pub mod clock;
pub mod logsafe;
pub mod vocab;

// Floor 1: pure. No async, no clock, no randomness, no input or output.
pub mod conversation;
pub mod directory;
pub mod guidance;
pub mod text;
pub mod triage;
pub mod understanding;

// Floor 2: sealed. No input or output; time and randomness are arguments.
pub mod alias;
pub mod audit;
pub mod keyring;
pub mod proof;
#[cfg(any(feature = "server", feature = "counsellor"))]
pub mod protocol;
pub mod roster;
pub mod seal;
pub mod signed;

// Floor 3: doors.
#[cfg(feature = "counsellor")]
pub mod counsellor;
#[cfg(all(feature = "bot", feature = "server"))]
pub mod desk;
#[cfg(feature = "bot")]
pub mod intake;
#[cfg(feature = "bot")]
pub mod keeper;
#[cfg(feature = "server")]
pub mod sandbox;
#[cfg(feature = "bot")]
pub mod store;
#[cfg(feature = "bot")]
pub mod telegram;

// Floor 4: front.
#[cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]
pub mod cli;
#[cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]
pub mod config;
#[cfg(all(feature = "bot", feature = "server", feature = "counsellor"))]
pub mod telemetry;
