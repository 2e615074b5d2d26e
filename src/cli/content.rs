//! `janynda content`: the texts of this program, for people who read them with care.
//!
//! `review` writes one HTML file for each language. It opens from a disk, asks no network for anything and is told so
//! by its own content policy; what a reader writes into it leaves it only as a file that she saves. A sheet holds texts
//! of the program and the public hotline entries that people are shown, and nothing about anybody.

mod places;
mod sheet;
mod texts;
mod words;

use super::new_file::replace;
use crate::directory::Directory;
use crate::vocab::Lang;
use anyhow::{Context as _, Result};
use clap::Subcommand;
use std::io::Write;
use std::path::PathBuf;

/// Work with the texts.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done with the texts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a sheet per language for native readers and counsellors: it opens in a browser, works without a network,
    /// and gives their comments back as a file.
    Review(ReviewArgs),
}

/// Where the sheets go.
#[derive(Debug, clap::Args)]
pub struct ReviewArgs {
    /// The folder, made if it is not there. Sheets of an earlier time in it are replaced.
    #[arg(long, value_name = "DIR", default_value = "review")]
    pub out: PathBuf,
}

/// Does what the arguments ask for, and says what was written.
pub fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    let Command::Review(ReviewArgs { out: folder }) = &args.command;
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for lang in Lang::ALL {
        let path = folder.join(format!("review-{}.html", lang.code()));
        replace(&path, &review_sheet(lang))?;
        writeln!(out, "{}", path.display())?;
    }
    writeln!(out, "Open one in a browser. What is saved there is a file: docs/content.md says what becomes of it.")?;
    Ok(())
}

/// The sheet of one language: the texts of the locales and of the shipped hotlines that people are shown.
#[must_use]
pub fn review_sheet(lang: Lang) -> String {
    sheet::html(lang, &texts::all(Directory::shipped()))
}
