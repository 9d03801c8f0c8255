//! The server as a process of its own, for what only a process can show: command lines, signals, kill -9.

use std::path::Path;
use std::process::{Output, Stdio};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A `greenroom` process that serves. Dropped, it is killed.
pub struct Process {
    pub origin: String,
    child: Child,
    /// Kept open: a process whose output nobody reads any more might stumble.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts `greenroom serve` on a free port with its data in `data`, and waits until it says that it is ready.
    pub async fn serve(data: &Path, variables: &[(&str, &str)]) -> Self {
        let mut child =
            command(data, &["serve"], variables).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = output.next_line().await.unwrap().expect("the server ended before it was ready");
        let origin = first.rsplit(' ').next().unwrap().trim_end_matches('/').to_owned();
        assert!(first.contains("is ready at http://"), "{first}");
        Self { origin, child, _output: output }
    }

    /// Runs a command to its end.
    pub async fn run(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        command(data, arguments, variables).output().await.unwrap()
    }

    /// As a power cut would: SIGKILL, and no goodbye.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// As a service manager does: SIGTERM, then its exit code.
    pub async fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        self.child.wait().await.unwrap().code()
    }
}

/// The program with nothing of our own environment but what it needs to run.
fn command(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_greenroom"));
    command.args(arguments).env_clear().current_dir(data).stdin(Stdio::null()).kill_on_drop(true);
    command.env("PORT", "0").env("GREENROOM_METRICS__PORT", "0").env("GREENROOM_AUTH__BCRYPT_COST", "4");
    command.env("GREENROOM_DATA_DIR", data.join("data")).env("RUST_LOG", "warn");
    command.envs(variables.iter().copied());
    command
}

/// A folder for a process, empty and private.
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("greenroom-process").tempdir().unwrap()
}
