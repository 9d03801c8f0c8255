//! A Redis of a test's own, which can be stopped and started again. That of `script/with-services` serves all others.

use std::net::Ipv4Addr;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// A running `redis-server`. Dropped, it is killed.
pub struct RedisServer {
    port: u16,
    folder: TempDir,
    more: Vec<String>,
    child: Child,
}

impl RedisServer {
    /// Starts one on a free port, with further arguments.
    ///
    /// # Panics
    /// As all that is here, when something of it does not work.
    pub async fn start(more: &[&str]) -> Self {
        let port = free_port().await;
        let folder = done(tempfile::tempdir());
        let more = more.iter().map(|argument| (*argument).to_owned()).collect();
        let child = run(port, &folder, &more).await;
        Self { port, folder, more, child }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn socket(&self) -> String {
        self.folder.path().join("redis.sock").display().to_string()
    }

    /// As a crash would: SIGKILL.
    pub async fn kill(&mut self) {
        done(self.child.kill().await);
    }

    /// Starts it again on the same port, empty.
    pub async fn start_again(&mut self) {
        self.child = run(self.port, &self.folder, &self.more).await;
    }

    /// SIGSTOP makes it hang, SIGCONT lets it go on.
    pub async fn signal(&self, name: &str) {
        let id = self.child.id().map(|id| id.to_string()).unwrap_or_default();
        assert!(done(Command::new("kill").args(["-s", name, &id]).status().await).success());
    }
}

/// Below those that the kernel gives to others, so that it is still free when Redis starts again.
async fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        // Processes that run beside this one begin elsewhere.
        let place = std::process::id().wrapping_mul(97).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 20_000 + u16::try_from(place % 12_000).unwrap_or_default();
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
            return port;
        }
    }
}

/// Runs `redis-server` until it says that it is ready.
async fn run(port: u16, folder: &TempDir, more: &Vec<String>) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    command.arg("--unixsocket").arg(folder.path().join("redis.sock")).args(more);
    command.current_dir(folder.path()).stdout(Stdio::piped()).stdin(Stdio::null()).kill_on_drop(true);
    let mut child = done(command.spawn());
    let Some(output) = child.stdout.take() else { panic!("redis-server has no output") };
    let mut lines = BufReader::new(output).lines();
    let mut said = String::new();
    while let Some(line) = done(lines.next_line().await) {
        if line.contains("eady to accept connections") {
            // Its output is read on, so that it never waits for us.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return child;
        }
        said.push_str(&line);
        said.push('\n');
    }
    panic!("redis-server did not start (script/setup-tests installs it): {said}");
}

fn done<T>(result: std::io::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("a Redis for this test (script/setup-tests installs it): {error}"))
}
