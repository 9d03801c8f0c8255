//! An instance of the server, on a port of its own that it keeps over restarts.

use std::path::PathBuf;
use std::time::Duration;

use crate::program::free_port;
use crate::support::Process;

pub(crate) struct Instance {
    pub(crate) port: u16,
    folder: PathBuf,
    variables: Vec<(String, String)>,
    running: Option<Process>,
}

impl Instance {
    /// Does not start it yet. Its data folder is its own; all else is in the variables.
    pub(crate) fn new(folder: PathBuf, variables: &[(&str, &str)]) -> Self {
        std::fs::create_dir(&folder).unwrap();
        let variables =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { port: free_port(), folder, variables, running: None }
    }

    pub(crate) async fn start(&mut self) {
        let port = self.port.to_string();
        let mut variables: Vec<(&str, &str)> =
            self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        variables.push(("PORT", &port));
        self.running = Some(Process::serve(&self.folder, &variables).await);
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// SIGKILL.
    pub(crate) async fn kill(&mut self) {
        self.running.take().unwrap().kill().await;
    }

    /// SIGTERM, and until it has drained. It must end well.
    pub(crate) async fn drain(&mut self) {
        assert_eq!(self.running.take().unwrap().terminate().await, Some(0), "it did not end well");
    }

    pub(crate) async fn signal(&self, name: &str) {
        self.running.as_ref().unwrap().signal(name).await;
    }

    /// What `/health` says now; null when it does not answer.
    pub(crate) async fn health(&self) -> serde_json::Value {
        match self.ask("/health").await {
            Ok(answer) => answer.json().await.unwrap_or_default(),
            Err(_) => serde_json::Value::Null,
        }
    }

    pub(crate) async fn is_ready(&self) -> bool {
        self.ask("/health/ready").await.is_ok_and(|answer| answer.status() == 200)
    }

    async fn ask(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build()?;
        client.get(format!("{}{path}", self.origin())).send().await
    }
}
