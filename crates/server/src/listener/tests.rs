use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::routing::{any, get, post};
use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite;
use tokio_util::sync::CancellationToken;

use super::{Limits, serve};

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(60);

const PATIENT: Limits = Limits { header: LONG, idle: LONG, stalled: LONG, drain: LONG, max_connections: 100 };

struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    /// The slow handler says here that it has begun, and answers once it gets something to say.
    begun: mpsc::Receiver<tokio::sync::oneshot::Sender<&'static str>>,
}

type Begun = mpsc::Sender<tokio::sync::oneshot::Sender<&'static str>>;

async fn slow(State(begun): State<Begun>, _: String) -> &'static str {
    let (answer, answered) = tokio::sync::oneshot::channel();
    begun.send(answer).await.unwrap();
    answered.await.unwrap_or("nobody told me what to say")
}

async fn echo(upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.on_upgrade(async |mut socket| {
        while let Some(Ok(message @ Message::Text(_))) = socket.recv().await {
            socket.send(message).await.unwrap();
        }
    })
}

async fn start(limits: Limits) -> Running {
    let (tell, begun) = mpsc::channel(1);
    let app = Router::new()
        .route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() }))
        .route("/swallow", post(|body: String| async move { body.len().to_string() }))
        .route("/slow", any(slow))
        .route("/socket", any(echo))
        .with_state(tell);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve(listener, None, app, limits, stop.clone()));
    Running { address, stop, serving, begun }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// Reads until the server closes; a reset is a close too.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let _ = stream.read_to_end(&mut text).await;
    String::from_utf8_lossy(&text).into_owned()
}

/// Reads one answer of which the body is known.
async fn answer(stream: &mut TcpStream, body: &str) -> String {
    let mut text = String::new();
    while !text.ends_with(&format!("\r\n\r\n{body}")) {
        let mut some = [0; 1024];
        let read = stream.read(&mut some).await.unwrap();
        assert!(read > 0, "closed after {text:?}");
        text.push_str(&String::from_utf8_lossy(&some[..read]));
    }
    text
}

#[tokio::test]
async fn a_connection_that_sends_nothing_is_closed() {
    let server = start(Limits { header: SHORT, ..PATIENT }).await;
    assert_eq!(rest(&mut server.connect().await).await, "");
}

#[tokio::test]
async fn a_half_sent_header_is_closed() {
    for half in ["P", "GET / HT", "GET / HTTP/1.1\r\nhost: x\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let server = start(Limits { header: SHORT, idle: SHORT, ..PATIENT }).await;
        let mut client = server.connect().await;
        client.write_all(half.as_bytes()).await.unwrap();
        assert!(!rest(&mut client).await.contains("200 OK"), "{half:?}");
    }
}

#[tokio::test]
async fn a_header_that_drips_does_not_win_time() {
    let server = start(Limits { header: SHORT, ..PATIENT }).await;
    let mut client = server.connect().await;
    let begun = Instant::now();
    let mut tick = tokio::time::interval(SHORT / 8);
    while begun.elapsed() < LONG && client.write_all(b"G").await.is_ok() {
        tick.tick().await;
    }
    assert!(begun.elapsed() < LONG / 2);
}

#[tokio::test]
async fn a_second_header_that_is_half_sent_is_closed_sooner_than_an_idle_connection() {
    let server = start(Limits { header: SHORT, ..PATIENT }).await;
    let mut client = server.connect().await;
    client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    answer(&mut client, "127.0.0.1").await;
    client.write_all(b"GET / HT").await.unwrap();
    assert_eq!(rest(&mut client).await, "");
}

#[tokio::test]
async fn an_idle_connection_outlives_the_header_timer_and_is_closed_by_its_own() {
    let server = start(Limits { header: SHORT, idle: SHORT * 6, ..PATIENT }).await;
    let mut client = server.connect().await;
    client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    answer(&mut client, "127.0.0.1").await;
    let idle = Instant::now();
    assert_eq!(rest(&mut client).await, "");
    assert!(idle.elapsed() >= SHORT * 4, "closed after {:?}", idle.elapsed());
}

#[tokio::test]
async fn a_body_that_stops_moving_is_closed() {
    let server = start(Limits { stalled: SHORT, ..PATIENT }).await;
    let mut client = server.connect().await;
    client.write_all(b"POST /swallow HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nsome").await.unwrap();
    assert!(!rest(&mut client).await.contains("200 OK"));
}

#[tokio::test]
async fn a_handler_may_think_for_longer_than_a_body_may_stand_still() {
    for request in [
        "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST /slow HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody",
    ] {
        let mut server = start(Limits { stalled: SHORT, ..PATIENT }).await;
        let mut client = server.connect().await;
        client.write_all(request.as_bytes()).await.unwrap();
        let say = server.begun.recv().await.unwrap();
        let early = tokio::time::timeout(SHORT * 4, client.read_u8()).await;
        assert!(early.is_err(), "{request}: {early:?} while the handler was thinking");
        say.send("thought").unwrap();
        answer(&mut client, "thought").await;
    }
}

#[tokio::test]
async fn what_is_under_way_finishes_while_draining_and_nothing_new_is_accepted() {
    let mut server = start(PATIENT).await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    answer(&mut idle, "127.0.0.1").await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let say = server.begun.recv().await.unwrap();

    server.stop.cancel();
    assert_eq!(rest(&mut idle).await, "", "an idle connection is let go");
    // The idle connection went because the loop has ended, so the port is closed by now or in this moment.
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    say.send("finished").unwrap();
    assert!(rest(&mut busy).await.ends_with("finished"));
    server.serving.await.unwrap();
}

#[tokio::test]
async fn whoever_was_connected_before_the_stop_is_answered_even_if_not_yet_accepted() {
    let server = start(PATIENT).await;
    // Blocking, so that the server does not get a turn: the system alone accepts.
    let mut client = std::net::TcpStream::connect(server.address).unwrap();
    std::io::Write::write_all(&mut client, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    server.stop.cancel();
    client.set_nonblocking(true).unwrap();
    assert!(rest(&mut TcpStream::from_std(client).unwrap()).await.ends_with("127.0.0.1"));
    server.serving.await.unwrap();
}

#[tokio::test]
async fn a_first_request_that_comes_just_after_the_stop_is_answered_and_one_that_does_not_come_is_not_waited_for()
 {
    let server = start(PATIENT).await;
    let (mut quick, mut silent) = (server.connect().await, server.connect().await);
    tokio::task::yield_now().await;
    server.stop.cancel();
    tokio::task::yield_now().await;
    quick.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(rest(&mut quick).await.ends_with("127.0.0.1"));
    assert_eq!(rest(&mut silent).await, "");
    server.serving.await.unwrap();
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_cut_off() {
    let mut server = start(Limits { drain: SHORT, ..PATIENT }).await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let _never_said = server.begun.recv().await.unwrap();
    server.stop.cancel();
    server.serving.await.unwrap();
    assert_eq!(rest(&mut busy).await, "");
}

#[tokio::test]
async fn a_socket_upgrades_outlives_the_idle_timer_and_is_waited_for() {
    let server = start(Limits { idle: SHORT, header: SHORT, stalled: SHORT, ..PATIENT }).await;
    let url = format!("ws://{}/socket", server.address);
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let mut idle = server.connect().await;
    assert_eq!(rest(&mut idle).await, "", "a connection that came later is closed by the timer");

    socket.send(tungstenite::Message::text("hello")).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap().into_text().unwrap(), "hello");
    server.stop.cancel();
    socket.send(tungstenite::Message::text("still here")).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap().into_text().unwrap(), "still here");
    socket.close(None).await.unwrap();
    while socket.next().await.is_some() {}
    server.serving.await.unwrap();
}

#[tokio::test]
async fn a_connection_beyond_the_limit_waits_for_a_place() {
    let server = start(Limits { max_connections: 1, ..PATIENT }).await;
    let mut first = server.connect().await;
    first.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    answer(&mut first, "127.0.0.1").await;
    let mut second = server.connect().await;
    second.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let waits = tokio::time::timeout(SHORT, second.read_u8()).await;
    assert!(waits.is_err(), "answered while the only place was taken");
    drop(first);
    answer(&mut second, "127.0.0.1").await;
}

#[tokio::test]
async fn http_2_without_tls_is_spoken() {
    let server = start(PATIENT).await;
    let stream = hyper_util::rt::TokioIo::new(server.connect().await);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, stream).await.unwrap();
    tokio::spawn(connection);
    let request =
        hyper::Request::get(format!("http://{}/", server.address)).body(axum::body::Body::empty()).unwrap();
    let response = sender.send_request(request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.version(), hyper::Version::HTTP_2);
}
