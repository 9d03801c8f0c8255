//! Memory: 100 MiB pass through the embedded store and the client in constant memory.
//!
//! A binary of its own, because it measures the whole process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests are tests"
)]

use std::fs;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use clients::embedded_s3::{EmbeddedS3, Options, serve};
use clients::object_store::{ObjectStore, S3Settings, S3Store};
use futures::stream;
use tokio::net::TcpListener;
use url::Url;

const MIB: usize = 1024 * 1024;
const SIZE: usize = 100 * MIB;
/// What buffers of sockets, disk and SDK may take; far below the object.
const ALLOWED_GROWTH: usize = 24 * MIB;
const MINUTES: Duration = Duration::from_secs(15 * 60);

#[tokio::test]
async fn a_hundred_mebibytes_pass_in_constant_memory() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = EmbeddedS3::open(folder.path().join("store"), options()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(serve(store.service(), listener, std::future::pending()));
    let client = S3Store::connect(S3Settings::embedded(&store, origin)).await;
    let before = reset_peak();

    let permit = client.presign_put("take.wav", "audio/wav", SIZE as u64, MINUTES, None).await.unwrap();
    let chunk = Bytes::from(vec![5; MIB]);
    let body = reqwest::Body::wrap_stream(stream::iter(
        (0..SIZE / MIB).map(move |_| Ok::<_, std::io::Error>(chunk.clone())),
    ));
    let put = reqwest::Client::new().put(permit.url).body(body);
    let put = permit.headers.iter().fold(put, |put, (name, value)| put.header(name, value));
    assert_eq!(put.send().await.unwrap().status(), 200);
    let after_put = peak();

    let etag = client.head("take.wav").await.unwrap().unwrap().etag;
    let path = folder.path().join("take.wav");
    assert_eq!(client.download("take.wav", &etag, &path).await, Ok(SIZE as u64));
    assert_eq!(fs::metadata(&path).unwrap().len(), SIZE as u64);
    let after_get = peak();

    println!("resident before {before}, peak of PUT {after_put}, peak of PUT and download {after_get} bytes");
    assert!(after_get - before < ALLOWED_GROWTH, "grew by {} bytes", after_get - before);
}

#[allow(clippy::disallowed_methods, reason = "a test is the outside from which time comes in")]
fn options() -> Options {
    Options {
        bucket: "recordings".to_owned(),
        region: "us-east-1".to_owned(),
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: "secret".into(),
        max_object_bytes: SIZE as u64,
        allowed_origins: Vec::new(),
        unfinished_upload_age: MINUTES,
        clock: std::sync::Arc::new(|| DateTime::<Utc>::from(SystemTime::now())),
    }
}

/// Makes the kernel forget the peak so far; bytes resident now.
fn reset_peak() -> usize {
    fs::write("/proc/self/clear_refs", "5").unwrap();
    peak()
}

/// The largest resident size since the last reset, in bytes.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}
