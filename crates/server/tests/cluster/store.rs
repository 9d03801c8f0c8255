//! The object store: OpenStack Swift with its S3 API, another implementation than ours, whose clock can be moved, behind a
//! road that can be broken.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde::Deserialize;
use url::Url;

use crate::road::Road;

pub(crate) struct Store {
    pub(crate) road: Road,
    pub(crate) address: Address,
    process: Child,
    said: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
pub(crate) struct Address {
    endpoint: Url,
    pub(crate) bucket: String,
    pub(crate) region: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
}

impl Store {
    pub(crate) async fn start(folder: &Path) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../clients/tests/objects/foreign_store.py");
        let log = std::fs::File::create(folder.join("store.log")).unwrap();
        // It ends when its standard input does, which is with us.
        let mut process = Command::new(python())
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address: Address = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("the store did not start ({error}): {line}"));
        let road = Road::to(address.endpoint.port().unwrap()).await;
        Self { road, address, process, said }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.road.port)
    }

    /// Sets its clock so far ahead of ours.
    pub(crate) fn clock_ahead(&mut self, minutes: u32) {
        let seconds = minutes * 60;
        writeln!(self.process.stdin.as_mut().unwrap(), "{seconds}").unwrap();
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), seconds.to_string(), "the store's clock did not follow");
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn python() -> String {
    std::env::var("GREENROOM_TEST_PYTHON")
        .expect("GREENROOM_TEST_PYTHON is not set: run `script/test cluster`, which makes a Python with what is needed")
}
