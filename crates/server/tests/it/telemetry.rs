//! Telemetry that leaves the machine: traces to a collector, exceptions to a server of Sentry's protocol; nothing else with them.

use axum::Router;
use axum::body::Bytes;
use axum::http::Uri;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use reqwest::Method;
use serde_json::Value;
use sqlx::{Connection, SqliteConnection};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::support::{Format, PASSWORD, Process, Recording, Visitor, process_folder};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";
const ADDRESS: &str = "canary-address@example.org";
const TITLE: &str = "Canary title zanzibar";

/// A server that takes whatever is posted to it; answers its address, and what comes, by path.
async fn listening() -> (String, UnboundedReceiver<(String, Bytes)>) {
    let (tell, told) = unbounded_channel();
    let take = move |uri: Uri, body: Bytes| async move { drop(tell.send((uri.path().to_owned(), body))) };
    let app = Router::new().fallback(post(take));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, told)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let names: Vec<_> = spans.iter().map(|span| &span.name).collect();
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("no {name:?} in {names:?}"))
}

#[tokio::test]
async fn a_trace_leads_from_a_request_through_its_job_to_outside_calls() {
    let folder = process_folder();
    let (address, mut told) = listening().await;
    let endpoint = format!("http://{address}");
    let server = Process::serve(folder.path(), &[("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint)]).await;
    let user = Visitor::of(&server.origin).register(ADDRESS).await;
    let recording = Recording::silence(1, Format::WebmOpus).await;
    let session = user.session(TITLE, None).await;
    let key = user.upload_recording(&recording).await;
    let mut socket = user.socket().await;
    socket.give(session, &key).await;
    socket.expect("transcript").await;
    let request = user.request(Method::POST, &format!("/sessions/{session}/complete"));
    let traceparent = format!("00-{TRACE}-{PARENT}-01");
    assert_eq!(request.header("traceparent", traceparent).send().await.unwrap().status(), 202);
    socket.expect("feedback").await;
    drop(socket);
    assert_eq!(server.terminate().await, Some(0));

    let mut spans = Vec::new();
    let mut sent = Vec::new();
    while let Ok((path, body)) = told.try_recv() {
        assert_eq!(path, "/v1/traces");
        sent.extend_from_slice(&body);
        let request = ExportTraceServiceRequest::decode(body).unwrap();
        for resource in request.resource_spans {
            let about = format!("{:?}", resource.resource);
            assert!(about.contains("service.name") && about.contains("greenroom"), "{about}");
            spans.extend(resource.scope_spans.into_iter().flat_map(|scope| scope.spans));
        }
    }
    let request = named(&spans, "POST /sessions/{id}/complete");
    assert_eq!((hex(&request.trace_id), hex(&request.parent_span_id)), (TRACE.to_owned(), PARENT.to_owned()));
    let job = named(&spans, "job score");
    assert_eq!((hex(&job.trace_id), &job.parent_span_id), (TRACE.to_owned(), &request.span_id));
    let job = named(&spans, "job transcribe");
    let fetched = named(&spans, "object_store download");
    assert_eq!((&fetched.trace_id, &fetched.parent_span_id), (&job.trace_id, &job.span_id));
    let socket = named(&spans, "socket");
    assert_eq!((&job.trace_id, &job.parent_span_id), (&socket.trace_id, &socket.span_id));
    assert!(spans.iter().all(|span| span.events.is_empty()));
    let sent = String::from_utf8_lossy(&sent).to_lowercase();
    for canary in [ADDRESS, "zanzibar", PASSWORD, &key, &user.token, &user.refresh_token] {
        assert!(!sent.contains(&canary.to_lowercase()), "{canary} was sent");
    }
}

#[tokio::test]
async fn an_error_is_reported_with_its_request_and_without_what_users_said() {
    let folder = process_folder();
    let (address, mut told) = listening().await;
    let dsn = format!("http://publickey@{address}/7");
    let variables = [("SENTRY_DSN", dsn.as_str()), ("SENTRY_ENVIRONMENT", "tests")];
    let server = Process::serve(folder.path(), &variables).await;
    let user = Visitor::of(&server.origin).register(ADDRESS).await;
    let session = user.session(TITLE, None).await;
    // A fault of ours whose text repeats what stood in the database.
    let database = format!("sqlite://{}", folder.path().join("data/greenroom.db").display());
    let mut rows = SqliteConnection::connect(&database).await.unwrap();
    let broken = format!(
        "UPDATE interview_sessions SET status = 'lost {ADDRESS} https://s3.example/k?X-Amz-Signature=00ff'"
    );
    sqlx::query(sqlx::AssertSqlSafe(broken)).execute(&mut rows).await.unwrap();
    let request = user.request(Method::GET, &format!("/sessions/{session}"));
    assert_eq!(request.header("x-request-id", "the-request").send().await.unwrap().status(), 500);
    assert_eq!(server.terminate().await, Some(0));

    let (path, body) = told.try_recv().expect("nothing was reported");
    assert_eq!(path, "/api/7/envelope/");
    let text = String::from_utf8(body.to_vec()).unwrap();
    let event: Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
    // A report without a level is of an error.
    assert!(event.get("level").is_none_or(|level| level == "error"), "{event}");
    assert_eq!(event["environment"], "tests");
    assert_eq!(event["tags"]["request_id"], "the-request");
    let cause = event["exception"]["values"][0]["value"].as_str().unwrap();
    assert!(cause.contains("lost [address] https://s3.example/…"), "{cause}");
    for canary in [ADDRESS, "zanzibar", "signature", PASSWORD, &user.token, &user.refresh_token, "127.0.0.1"]
    {
        assert!(
            !text.lines().skip(1).any(|line| line.to_lowercase().contains(&canary.to_lowercase())),
            "{canary}: {text}"
        );
    }
}
