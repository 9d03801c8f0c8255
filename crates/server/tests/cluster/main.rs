//! The cluster: three instances behind a load balancer, on a MariaDB primary and its replica, Redis, a foreign S3 and an
//! OpenAI-compatible server, under load, while one part after the other is broken.
//!
//! Whatever a practiser was told is done is written down; at the end all of it is looked for. Run it with
//! `script/test cluster`. It prints a table and ends with 1 when something was lost, done twice or read too old.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a run that prints what it found"
)]

mod audit;
mod balancer;
mod disk_full;
mod infrastructure;
mod instance;
mod mariadb;
mod practiser;
mod program;
mod provider;
mod record;
mod redis;
mod road;
mod store;
mod story;
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "shared with the stories of one server, which use more of it"
)]
#[path = "../it/support/mod.rs"]
mod support;

use std::process::ExitCode;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::task::LocalSet;

/// Nothing takes longer, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The whole run takes three to four minutes; whoever waits for it is told after so many that it hangs.
const LONGEST_RUN: Duration = Duration::from_secs(20 * 60);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let folder = tempfile::Builder::new().prefix("greenroom-cluster").tempdir().unwrap();
    // MariaDB runs as another user.
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
    let run = async {
        // Practisers are of this thread; what they lean on has the others.
        let found = LocalSet::new().run_until(story::run(folder.path())).await;
        [found, disk_full::run(folder.path()).await].concat()
    };
    let mut told_to_stop = signal(SignalKind::terminate()).unwrap();
    // Either way everything that was started is dropped, and thereby ended.
    let wrong = tokio::select! {
        wrong = run => wrong,
        () = program::lasting(LONGEST_RUN) => vec![format!("not over after {LONGEST_RUN:?}")],
        _ = told_to_stop.recv() => vec!["told to stop before the end".to_owned()],
        _ = tokio::signal::ctrl_c() => vec!["interrupted".to_owned()],
    };
    for line in &wrong {
        println!("WRONG: {line}");
    }
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
