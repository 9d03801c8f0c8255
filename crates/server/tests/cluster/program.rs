//! A program: something from the system's packages that runs beside us, logs into a file, and ends when we let go of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use tokio::time::{Instant, sleep_until};

use crate::PATIENCE;

/// A running program. Dropped, it is killed.
pub(crate) struct Program {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it with its output in `folder/name.log`.
    pub(crate) fn start(name: &'static str, command: &mut Command, folder: &Path) -> Self {
        let log = folder.join(format!("{name}.log"));
        let file = File::options().create(true).append(true).open(&log).unwrap();
        let child = command
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{name} can not be started: {error}; script/setup-tests installs it")
            });
        Self { name, child, log }
    }

    /// Waits until it is there, which `probe` tells.
    pub(crate) async fn until(mut self, probe: impl AsyncFn() -> bool) -> Self {
        let give_up = Instant::now() + PATIENCE;
        while !probe().await {
            if self.child.try_wait().unwrap().is_some() || Instant::now() > give_up {
                panic!(
                    "{} did not start:\n{}",
                    self.name,
                    std::fs::read_to_string(&self.log).unwrap_or_default()
                );
            }
            a_moment().await;
        }
        self
    }

    /// As a power cut would: SIGKILL.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn end(&mut self) {
        // Already ended is ended too.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}

/// A loopback port on which nothing listens, below those that the kernel gives to clients; none is given twice.
pub(crate) fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = rand::random_range(20_000..32_000);
        let is_free = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        if is_free && GIVEN.lock().unwrap().insert(port) {
            return port;
        }
    }
}

/// Between two looks at something that nobody announces.
pub(crate) async fn a_moment() {
    lasting(std::time::Duration::from_millis(50)).await;
}

/// The length of a fault whose length is what is tried.
pub(crate) async fn lasting(length: std::time::Duration) {
    sleep_until(Instant::now() + length).await;
}
