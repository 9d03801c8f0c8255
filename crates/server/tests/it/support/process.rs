//! The server as a process of its own, for what only a process can show: command lines, signals, kill -9, logs.

use std::path::Path;
use std::process::{Output, Stdio};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use super::PATIENCE;

/// A `greenroom` process that serves or works. Dropped, it is killed.
pub(crate) struct Process {
    /// Where it is reached; of a worker, empty.
    pub(crate) origin: String,
    child: Child,
    /// Kept open: a process whose output nobody reads any more might stumble.
    _output: Lines<BufReader<ChildStdout>>,
    /// What it has logged and nobody has read yet.
    log: UnboundedReceiver<String>,
}

impl Process {
    /// Starts `greenroom serve` on a free port with its data in `data`, and waits until it says that it is ready.
    pub(crate) async fn serve(data: &Path, variables: &[(&str, &str)]) -> Self {
        Self::start(data, &["serve"], variables).await
    }

    /// Starts `greenroom` with these arguments, which serve or work, and waits until it says that it is ready.
    pub(crate) async fn start(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(data, arguments, variables);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (line_to, mut log) = unbounded_channel();
        let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
        tokio::spawn(async move {
            while let Ok(Some(line)) = errors.next_line().await {
                if line_to.send(line).is_err() {
                    return;
                }
            }
        });
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(first) = output.next_line().await.unwrap() else {
            panic!("it ended before it was ready: {}", rest_of(&mut log).await);
        };
        assert!(first.contains("is ready"), "{first}");
        let origin = first.split_once("http").map_or_else(String::new, |(_, rest)| format!("http{rest}"));
        Self { origin: origin.trim_end_matches('/').to_owned(), child, _output: output, log }
    }

    /// Runs a command to its end.
    pub(crate) async fn run(data: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        command(data, arguments, variables).output().await.unwrap()
    }

    /// As a power cut would: SIGKILL, and no goodbye.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// As a service manager does: SIGTERM, then its exit code.
    pub(crate) async fn terminate(mut self) -> Option<i32> {
        self.signal("TERM").await;
        self.child.wait().await.unwrap().code()
    }

    /// Ends it by SIGTERM and answers all that it has logged.
    pub(crate) async fn into_log(mut self) -> String {
        self.signal("TERM").await;
        rest_of(&mut self.log).await
    }

    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().await.unwrap().success());
    }

    /// Waits until it logs a line that holds these words.
    pub(crate) async fn logged(&mut self, words: &str) -> String {
        let mut passed = Vec::new();
        let found = async {
            loop {
                let line = self.log.recv().await?;
                if line.contains(words) {
                    return Some(line);
                }
                passed.push(line);
            }
        };
        match timeout(PATIENCE, found).await {
            Ok(Some(line)) => line,
            _ => panic!("it did not log {words:?}, but\n{}", passed.join("\n")),
        }
    }
}

/// Everything until it ends.
async fn rest_of(log: &mut UnboundedReceiver<String>) -> String {
    let mut lines = Vec::new();
    while let Some(line) = timeout(PATIENCE, log.recv()).await.expect("it did not end") {
        lines.push(line);
    }
    lines.join("\n")
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
pub(crate) fn folder() -> TempDir {
    tempfile::Builder::new().prefix("greenroom-process").tempdir().unwrap()
}
