//! The object store: OpenStack Swift with its S3 API, another implementation than ours, whose clock can be moved, behind a
//! road that can be broken.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;
use url::Url;

use crate::road::Road;

pub(crate) struct Store {
    pub(crate) road: Road,
    pub(crate) address: Address,
    /// What faketime reads: how far the store's clock is ahead.
    clock: PathBuf,
    process: Child,
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
        let clock = folder.join("store-clock");
        std::fs::write(&clock, "+0").unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../clients/tests/objects/foreign_store.py");
        let log = std::fs::File::create(folder.join("store.log")).unwrap();
        // It ends when its standard input does, which is with us.
        let mut process = Command::new(python())
            .arg(script)
            .env("LD_PRELOAD", faketime())
            .env("FAKETIME_TIMESTAMP_FILE", &clock)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address: Address = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("the store did not start ({error}): {line}"));
        let road = Road::to(address.endpoint.port().unwrap()).await;
        Self { road, address, clock, process }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.road.port)
    }

    /// Sets its clock so far ahead of ours.
    pub(crate) fn clock_ahead(&self, minutes: u32) {
        std::fs::write(&self.clock, format!("+{minutes}m")).unwrap();
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

fn faketime() -> String {
    let listed = Command::new("dpkg").args(["-L", "libfaketime"]).output().unwrap();
    let files = String::from_utf8(listed.stdout).unwrap();
    let library = files.lines().find(|line| line.ends_with("libfaketimeMT.so.1"));
    library.expect("libfaketime is missing: script/setup-tests installs it").to_owned()
}
