//! What breaks off, breaks down or is damaged leaves nothing, or the whole object.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bytes::Bytes;
use clients::embedded_s3::{EmbeddedS3, OpenError};
use clients::object_store::{ObjectError, ObjectStore, Presigned};
use futures::{FutureExt, StreamExt, stream};
use http::{Request, Response};
use http_body_util::StreamBody;
use reqwest::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tower::ServiceExt;

use crate::support::{KEY, Store, options, refusal, send};

type Frame = http_body::Frame<Bytes>;

/// Uses a permit without a socket, so that the test decides when the body comes.
async fn put_stream(
    store: &Store,
    permit: &Presigned,
    body: impl futures::Stream<Item = Result<Frame, std::io::Error>> + Send + 'static,
) -> Response<s3s::Body> {
    let request = Request::put(permit.url.as_str()).header("host", permit.url.authority());
    let request = permit.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    let answer = store.embedded.service().oneshot(request.body(StreamBody::new(body)).unwrap()).await;
    let Ok::<_, Infallible>(response) = answer;
    response
}

fn half() -> Result<Frame, std::io::Error> {
    Ok(Frame::data(Bytes::from(vec![7; 500_000])))
}

async fn assert_nothing_stored(store: &Store) {
    assert_eq!(store.client().await.head(KEY).await, Ok(None));
    assert_eq!(store.incoming(), 0);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_stored() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 1_000_000).await;
    let broken = stream::iter([half(), Err(std::io::ErrorKind::ConnectionReset.into())]);
    assert_eq!(put_stream(&store, &permit, broken).await.status(), 400);
    assert_nothing_stored(&store).await;
    let short = stream::iter([half()]);
    assert_eq!(put_stream(&store, &permit, short).await.status(), 400);
    assert_nothing_stored(&store).await;
    let long = stream::iter([half(), half(), half()]);
    assert_eq!(put_stream(&store, &permit, long).await.status(), 400);
    assert_nothing_stored(&store).await;
}

#[tokio::test]
async fn a_request_that_is_dropped_in_the_middle_is_not_stored() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 1_000_000).await;
    let (arrived, at_half) = tokio::sync::oneshot::channel();
    let never = stream::once(async move {
        arrived.send(()).unwrap();
        futures::future::pending().await
    });
    let put = put_stream(&store, &permit, stream::iter([half()]).chain(never));
    let mut put = Box::pin(put.fuse());
    tokio::select! {
        _ = &mut put => panic!("the body has not ended"),
        reached = at_half => reached.unwrap(),
    }
    assert_eq!(store.incoming(), 1);
    drop(put);
    assert_nothing_stored(&store).await;
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_falls_silent_is_given_up() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 1_000_000).await;
    let silent = stream::iter([half()]).chain(stream::pending());
    assert_eq!(put_stream(&store, &permit, silent).await.status(), 400);
    assert_nothing_stored(&store).await;
}

#[tokio::test]
async fn a_connection_that_is_cut_stores_nothing() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 1_000_000).await;
    let mut socket = TcpStream::connect(permit.url.authority()).await.unwrap();
    let target = format!("{}?{}", permit.url.path(), permit.url.query().unwrap());
    let mut head = format!("PUT {target} HTTP/1.1\r\nhost: {}\r\n", permit.url.authority());
    for (name, value) in &permit.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    socket.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    socket.write_all(&[7; 500_000]).await.unwrap();
    socket.shutdown().await.unwrap();
    drop(socket);

    let folder = store.stop().await;
    let root = folder.path().join("store");
    assert_eq!(files(&root.join("objects")).len() + files(&root.join("incoming")).len(), 0);
}

#[tokio::test]
async fn what_a_crash_left_half_received_is_swept_at_the_next_start() {
    let store = Store::start().await;
    store.put(KEY, "audio/webm", b"kept").await;
    let folder = store.stop().await;
    let root = folder.path().join("store");
    fs::write(root.join("incoming/0"), b"half an obj").unwrap();
    fs::create_dir(root.join("multipart/0123456789abcdef0123456789abcdef")).unwrap();
    let reopened = EmbeddedS3::open(&root, options()).unwrap();
    assert_eq!(files(&root.join("incoming")).len(), 0);
    assert_eq!(fs::read_dir(root.join("multipart")).unwrap().count(), 0);
    let settings =
        clients::object_store::S3Settings::embedded(&reopened, "http://localhost".parse().unwrap());
    let client = clients::object_store::S3Store::connect(settings).await;
    assert_eq!(client.head(KEY).await.unwrap().unwrap().size, 4);
}

#[tokio::test]
async fn a_damaged_file_is_never_served_as_an_object() {
    let store = Store::start().await;
    let client = store.client().await;
    store.put(KEY, "audio/webm", b"0123456789").await;
    let path = files(&store.folder().join("store/objects")).remove(0);
    let whole = fs::read(&path).unwrap();
    let mut missing_byte = whole.clone();
    missing_byte.remove(3);
    for damaged in [&whole[..whole.len() - 1], &whole[1..], &missing_byte[..], b"", b"GRobject"] {
        fs::write(&path, damaged).unwrap();
        assert!(
            matches!(client.head(KEY).await, Err(ObjectError::Unavailable(_))),
            "{} bytes",
            damaged.len()
        );
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(client.head(KEY).await.unwrap().unwrap().size, 10);
}

#[test]
fn a_folder_belongs_to_one_process_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = EmbeddedS3::open(folder.path().join("store"), options()).unwrap();
    let second = EmbeddedS3::open(folder.path().join("store"), options());
    assert!(matches!(second, Err(OpenError::InUse(_))));
    drop(first);
    EmbeddedS3::open(folder.path().join("store"), options()).unwrap();
}

/// Runs itself again under a limit on file sizes, which the disk reports like one that is full.
#[test]
fn an_object_that_does_not_fit_is_refused_and_leaves_nothing() {
    const NAME: &str = "crashes::an_object_that_does_not_fit_is_refused_and_leaves_nothing";
    const LIMITED: &str = "GREENROOM_TEST_FILE_SIZE_IS_LIMITED";
    if std::env::var_os(LIMITED).is_some() {
        tokio::runtime::Runtime::new().unwrap().block_on(put_more_than_fits());
        return;
    }
    // The limit is in blocks of 512 or 1,024 bytes, as the shell likes; without the trap it would be a signal.
    let this = std::env::current_exe().unwrap();
    let limited =
        format!("trap '' XFSZ; ulimit -f 512; exec '{}' --exact {NAME} --nocapture", this.display());
    let run = Command::new("sh").args(["-c", &limited]).env(LIMITED, "1").output().unwrap();
    let output = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success() && output.contains("1 passed"),
        "{output}{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

async fn put_more_than_fits() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 1_000_000).await;
    let answer = refusal(send(Method::PUT, &permit, vec![1; 1_000_000]).await).await;
    assert_eq!(answer, (507, "InsufficientStorage".to_owned()));
    assert_nothing_stored(&store).await;

    // Content that fits to the byte, so that only what follows it does not.
    let exactly = 512 * 512;
    let permit = store.permit_put("fits/1", "audio/webm", exactly).await;
    let status = send(Method::PUT, &permit, vec![1; exactly]).await.status().as_u16();
    let kept = store.client().await.head("fits/1").await.unwrap();
    assert_eq!((status == 200, matches!(status, 200 | 507)), (kept.is_some(), true));
    assert_eq!(store.incoming(), 0);

    store.put("small", "audio/webm", b"fits").await;
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
