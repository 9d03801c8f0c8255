//! A road: a TCP proxy before an outside system, that can be made slow, closed, or lead to somebody who only says 500.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::program::lasting;

/// How it is on the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    Fair,
    /// Whoever sets out arrives so much later.
    Slow(Duration),
    /// Every request is answered with 500.
    Failing,
}

const FAILURE: &[u8] =
    b"HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/xml\r\ncontent-length: 71\r\n\
    connection: close\r\n\r\n<Error><Code>InternalError</Code><Message>Try again</Message></Error>\r\n";

pub(crate) struct Road {
    pub(crate) port: u16,
    weather: watch::Sender<Weather>,
}

impl Road {
    /// To a port of loopback.
    pub(crate) async fn to(port: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let road =
            Self { port: listener.local_addr().unwrap().port(), weather: watch::Sender::new(Weather::Fair) };
        let weather = Arc::new(road.weather.subscribe());
        tokio::spawn(async move {
            while let Ok((traveller, _)) = listener.accept().await {
                tokio::spawn(travel(traveller, port, watch::Receiver::clone(&weather)));
            }
        });
        road
    }

    /// From now on; whoever is on the way under other weather is thrown out.
    pub(crate) fn becomes(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

async fn travel(mut traveller: TcpStream, port: u16, mut weather: watch::Receiver<Weather>) {
    let now = *weather.borrow_and_update();
    let journey = async {
        match now {
            Weather::Fair => pass(&mut traveller, port).await,
            Weather::Slow(delay) => {
                lasting(delay).await;
                pass(&mut traveller, port).await;
            }
            Weather::Failing => refuse(&mut traveller).await,
        }
    };
    tokio::select! {
        () = journey => {}
        _ = weather.changed() => {}
    }
}

async fn pass(traveller: &mut TcpStream, port: u16) {
    if let Ok(mut there) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await {
        // However it ends, it has ended for both.
        let _ = copy_bidirectional(traveller, &mut there).await;
    }
}

/// Answers at the end of the header and reads on, so that a body which is still coming does not turn the answer into a reset.
async fn refuse(traveller: &mut TcpStream) {
    let mut bytes = [0; 16 * 1024];
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match traveller.read(&mut bytes).await {
            Ok(1..) => head.extend_from_slice(&bytes),
            _ => return,
        }
    }
    if traveller.write_all(FAILURE).await.is_ok() {
        while matches!(traveller.read(&mut bytes).await, Ok(1..)) {}
    }
}
