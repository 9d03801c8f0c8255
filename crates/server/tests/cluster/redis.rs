//! Redis, which keeps nothing: it may be lost at any time.

use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::net::TcpStream;

use crate::program::{Program, free_port};

pub(crate) struct Redis {
    folder: PathBuf,
    port: u16,
    running: Option<Program>,
}

impl Redis {
    pub(crate) async fn make(folder: &Path) -> Self {
        let mut redis = Self { folder: folder.to_owned(), port: free_port(), running: None };
        redis.start().await;
        redis
    }

    pub(crate) async fn start(&mut self) {
        let port = self.port;
        let mut command = Command::new("redis-server");
        command.args([
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--port",
            &port.to_string(),
        ]);
        command.arg("--dir").arg(&self.folder);
        let program = Program::start("redis", &mut command, &self.folder);
        self.running =
            Some(program.until(async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await);
    }

    pub(crate) fn kill(&mut self) {
        self.running.take().unwrap().kill();
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}
