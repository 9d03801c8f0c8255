//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Practise job interviews out loud: record, transcribe, measure, judge with quotes as evidence.
#[derive(Debug, Parser)]
#[command(name = "greenroom", version, about)]
pub struct Cli {
    /// The file of settings; without it greenroom.toml in the working folder, if it is there.
    #[arg(long, global = true, env = "GREENROOM_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

impl Cli {
    /// What to do; without a word: serve.
    pub fn command(self) -> Command {
        self.command.unwrap_or(Command::Serve { no_workers: false })
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve HTTP and sockets, and do the jobs.
    Serve {
        /// Leave the jobs to `greenroom worker`.
        #[arg(long)]
        no_workers: bool,
    },
    /// Do the jobs only.
    Worker,
    /// Bring the database to this release. Serving does it too.
    Migrate,
    /// Try the settings and everything they name, and say in words how it is.
    Check,
    /// Ask the running server of these settings whether it is well. For health checks of containers.
    Health {
        /// Ask a process that only works.
        #[arg(long)]
        worker: bool,
    },
    /// Write everything that users have given into a folder, while the server goes on.
    Backup(Backup),
    /// Bring back what a backup holds. No server may be running.
    Restore(Restore),
    /// Print the settings in force and where each came from, secrets redacted.
    Config,
    /// Print the OpenAPI document.
    Openapi,
    /// Speech models.
    #[command(subcommand)]
    Models(Models),
    /// Transcribe recordings with the configured speech engine.
    Transcribe(Transcribe),
    /// The coach, apart from the server.
    #[command(subcommand)]
    Coach(Coach),
}

#[derive(Debug, Args)]
pub struct Backup {
    /// A folder that is not there yet.
    #[arg(value_name = "FOLDER", required_unless_present = "tombstones")]
    pub folder: Option<PathBuf>,
    /// Write only word of what was deleted, into this file: small, to be kept elsewhere, often.
    #[arg(long, value_name = "FILE", conflicts_with = "folder")]
    pub tombstones: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The folder that `greenroom backup` wrote.
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Only look whether the backup is whole.
    #[arg(long)]
    pub check: bool,
    /// Remove what is there. Without it, only an empty server is restored into.
    #[arg(long, conflicts_with = "check")]
    pub replace: bool,
    /// What was deleted since, as `greenroom backup --tombstones` wrote it: it stays deleted.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub tombstones: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Models {
    /// Fetch a speech model for this machine.
    Pull,
}

#[derive(Debug, Args)]
pub struct Transcribe {
    /// Recordings, in any format that may be uploaded.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Files with what was really said, one for each recording in the same order: prints the word error rate.
    #[arg(long, value_name = "FILE", conflicts_with = "reference_text")]
    pub reference: Vec<PathBuf>,
    /// What was really said, one text for each recording in the same order.
    #[arg(long, value_name = "TEXT")]
    pub reference_text: Vec<String>,
    /// Print JSON, with every word and its times.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Coach {
    /// Measure how far the configured coach can be trusted, on labelled answers. A language model's result is kept, and decides
    /// whether its scores are shown.
    JudgeCard(JudgeCard),
    /// Print the claims that users contested, with their answers but without anybody's id, as a labelled set.
    Contested,
}

#[derive(Debug, Args)]
pub struct JudgeCard {
    /// Labelled answers; without it the built-in set.
    #[arg(long, value_name = "FILE")]
    pub labelled: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}
