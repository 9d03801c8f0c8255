//! A practiser: a client that goes through the loop again and again through the load balancer, makes each request until it
//! is acknowledged, and looks after each write whether it sees it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::PATIENCE;
use crate::record::{Practised, Record};
use crate::support::{Recording, Socket, User};

/// No answer takes longer; a request that does is made again.
const LONGEST_ANSWER: Duration = Duration::from_secs(20);

/// It was not acknowledged: whether it was done is not known.
#[derive(Debug)]
struct NotAcknowledged;

pub(crate) struct Practiser {
    pub(crate) name: String,
    pub(crate) user: User,
    pub(crate) origin: String,
    pub(crate) record: Arc<Record>,
    pub(crate) http: Client,
}

impl Practiser {
    pub(crate) fn new(name: String, user: User, origin: String, record: Arc<Record>) -> Self {
        let http = Client::builder().timeout(LONGEST_ANSWER).build().unwrap();
        Self { name, user, origin, record, http }
    }

    /// Goes through the loop until it is over.
    pub(crate) async fn practise_until(
        self,
        over: watch::Receiver<bool>,
        recording: Recording,
    ) -> Vec<Practised> {
        let mut ledger = Vec::new();
        while !*over.borrow() {
            let round = ledger.len();
            ledger.push(self.practise(round, &recording).await);
            self.record.practised();
        }
        ledger
    }

    async fn practise(&self, round: usize, recording: &Recording) -> Practised {
        let title = format!("{} {round}", self.name);
        let session = self.make(&title).await;
        let title = self.rename(session, &format!("{title} renamed")).await;
        let key = self.upload(recording).await;
        let text = self.words(session, &key).await;
        let feedback = self.feedback(session).await;
        let deleted = round % 4 == 3;
        if deleted {
            self.delete(session).await;
        }
        Practised { session, title, key, text, feedback, deleted }
    }

    async fn make(&self, title: &str) -> i64 {
        let body = json!({ "title": title, "question": crate::support::QUESTION });
        let made = self.write(Method::POST, "/sessions", &body, Some(title)).await;
        let session = made["id"].as_i64().unwrap();
        self.look(session, "session", |seen| seen["title"] == title).await;
        let list = self.read("/sessions?limit=1").await.unwrap_or_default();
        self.record
            .own_read(list["sessions"][0]["id"] == session, || format!("list after {session}: {list}"));
        session
    }

    async fn rename(&self, session: i64, title: &str) -> String {
        self.write(Method::PATCH, &format!("/sessions/{session}"), &json!({ "title": title }), None).await;
        self.look(session, "new title", |seen| seen["title"] == title).await;
        title.to_owned()
    }

    async fn delete(&self, session: i64) {
        let path = format!("/sessions/{session}");
        self.until_acknowledged(async || {
            match self.try_call(Method::DELETE, &path, &Value::Null, None).await? {
                (204 | 404, _) => Ok(()),
                other => panic!("{path}: {other:?}"),
            }
        })
        .await;
        self.record.acknowledged();
        let seen = self.read(&path).await;
        self.record.own_read(seen.is_none(), || format!("{path} after its deletion: {seen:?}"));
    }

    /// Reads the session and notes whether it is as it was just written.
    async fn look(&self, session: i64, what: &str, is_newest: impl Fn(&Value) -> bool) {
        let seen = self.read(&format!("/sessions/{session}")).await;
        let newest = seen.as_ref().is_some_and(is_newest);
        self.record.own_read(newest, || format!("{what} of {session}: {seen:?}"));
    }

    /// Puts the recording into the store, under a new key for each try, and confirms it.
    async fn upload(&self, recording: &Recording) -> String {
        let wish = json!({
            "content_type": recording.content_type, "extension": recording.extension, "size": recording.bytes.len(),
        });
        let key = self
            .until_acknowledged(async || {
                let permission = self.call(Method::POST, "/upload/s3-presign", &wish, None).await?;
                let key = permission["key"].as_str().unwrap().to_owned();
                self.put(&permission, recording.bytes.clone()).await?;
                let upload = self.call(Method::POST, "/upload/confirm", &json!({ "key": key }), None).await?;
                assert_eq!(upload["file_size"], recording.bytes.len());
                Ok(key)
            })
            .await;
        self.record.acknowledged();
        key
    }

    async fn put(&self, permission: &Value, bytes: Vec<u8>) -> Result<(), NotAcknowledged> {
        let mut put = self.http.put(permission["url"].as_str().unwrap()).body(bytes);
        for (name, value) in permission["headers"].as_object().unwrap() {
            put = put.header(name, value.as_str().unwrap());
        }
        let begun = Instant::now();
        match put.send().await {
            Ok(answer) if answer.status() == 200 => {
                self.record.answered(begun.elapsed());
                Ok(())
            }
            other => Err(self.failure("PUT", other.map(|answer| answer.status().to_string()))),
        }
    }

    /// Gives the session its recording and waits for the words.
    async fn words(&self, session: i64, key: &str) -> String {
        let text = self.until_acknowledged(async || self.try_words(session, key).await).await;
        self.record.acknowledged();
        self.look(session, "transcript", |seen| seen["transcript"] == text.as_str()).await;
        text
    }

    async fn try_words(&self, session: i64, key: &str) -> Result<String, NotAcknowledged> {
        let (mut socket, state) = self.follow(session).await?;
        match state["status"].as_str().unwrap() {
            "created" => {
                self.say(&mut socket, json!({ "type": "audio_uri", "session_id": session, "key": key }))
                    .await?;
            }
            "failed" => self.retry(session, &state).await?,
            "transcribing" => {}
            _ => return Ok(state["transcript"].as_str().unwrap().to_owned()),
        }
        let transcript = self.hear(&mut socket, session, "transcript").await?;
        Ok(transcript["text"].as_str().unwrap().to_owned())
    }

    async fn feedback(&self, session: i64) -> Value {
        let feedback = self.until_acknowledged(async || self.try_feedback(session).await).await;
        self.record.acknowledged();
        let read = self.read(&format!("/sessions/{session}/feedback")).await;
        self.record.own_read(read.as_ref() == Some(&feedback), || format!("feedback of {session}: {read:?}"));
        feedback
    }

    async fn try_feedback(&self, session: i64) -> Result<Value, NotAcknowledged> {
        let (mut socket, state) = self.follow(session).await?;
        match state["status"].as_str().unwrap() {
            "transcribed" => {
                self.move_on(session, "complete").await?;
            }
            "failed" => self.retry(session, &state).await?,
            "completed" => {
                return self
                    .call(Method::GET, &format!("/sessions/{session}/feedback"), &Value::Null, None)
                    .await;
            }
            _ => {}
        }
        Ok(self.hear(&mut socket, session, "feedback").await?["feedback"].clone())
    }

    /// A failure is a state that says whether to try again, and then trying again must help in the end.
    async fn retry(&self, session: i64, state: &Value) -> Result<(), NotAcknowledged> {
        assert_eq!(state["failure"]["retryable"], true, "{state}");
        self.move_on(session, "retry").await
    }

    /// A move that an earlier call, given up as unanswered, may have made meanwhile: then the state is read again.
    async fn move_on(&self, session: i64, step: &str) -> Result<(), NotAcknowledged> {
        let path = format!("/sessions/{session}/{step}");
        match self.try_call(Method::POST, &path, &Value::Null, None).await? {
            (200..300, _) => Ok(()),
            (409, _) => Err(self.failure(&format!("POST /sessions/{{id}}/{step}"), Ok("409".to_owned()))),
            (status, body) => panic!("{path}: {status} {body}"),
        }
    }

    /// A new socket that follows the session, and the state that it is in.
    async fn follow(&self, session: i64) -> Result<(Socket, Value), NotAcknowledged> {
        let opened = tokio::time::timeout(LONGEST_ANSWER, Socket::try_open(&self.origin, None)).await;
        let mut socket = match opened {
            Ok(Ok(socket)) => socket,
            Ok(Err(error)) => return Err(self.failure("socket", Ok(error.to_string()))),
            Err(_) => return Err(self.failure("socket", Ok("no answer".to_owned()))),
        };
        self.say(&mut socket, json!({ "type": "auth", "token": self.user.token })).await?;
        self.hear(&mut socket, session, "auth_success").await?;
        self.say(&mut socket, json!({ "type": "session_start", "session_id": session })).await?;
        let state = self.hear(&mut socket, session, "session").await?["session"].clone();
        Ok((socket, state))
    }

    async fn say(&self, socket: &mut Socket, message: Value) -> Result<(), NotAcknowledged> {
        socket.try_send(message).await.map_err(|_| NotAcknowledged)
    }

    /// The next message of this kind. A socket that is closed for a restart is opened elsewhere; a session that fails is
    /// tried again.
    async fn hear(&self, socket: &mut Socket, session: i64, kind: &str) -> Result<Value, NotAcknowledged> {
        let begun = Instant::now();
        loop {
            let message = match tokio::time::timeout(PATIENCE, socket.next()).await {
                Ok(Ok(message)) => message,
                // Told to come back: nothing failed.
                Ok(Err(Some(1001 | 1012))) => return Err(NotAcknowledged),
                Ok(Err(code)) => return Err(self.failure("socket", Ok(format!("closed with {code:?}")))),
                Err(_) => panic!("session {session}: nothing on the socket for {PATIENCE:?}"),
            };
            if message["type"] == kind {
                self.record.answered(begun.elapsed());
                return Ok(message);
            }
            if message["type"] == "error" {
                return Err(self.failure("socket", Ok(message["code"].to_string())));
            }
            if message["session"]["status"] == "failed" {
                return Err(self.failure("session", Ok(message["session"]["failure"]["code"].to_string())));
            }
        }
    }

    /// A write that is made until it is acknowledged.
    async fn write(&self, method: Method, path: &str, body: &Value, idempotency_key: Option<&str>) -> Value {
        let answer = self
            .until_acknowledged(async || self.call(method.clone(), path, body, idempotency_key).await)
            .await;
        self.record.acknowledged();
        answer
    }

    /// What is at the path now, made until it is answered; `None` for 404.
    async fn read(&self, path: &str) -> Option<Value> {
        self.until_acknowledged(async || match self.try_call(Method::GET, path, &Value::Null, None).await? {
            (404, _) => Ok(None),
            (200, body) => Ok(Some(body)),
            other => panic!("{path}: {other:?}"),
        })
        .await
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        idempotency_key: Option<&str>,
    ) -> Result<Value, NotAcknowledged> {
        match self.try_call(method, path, body, idempotency_key).await? {
            (200..300, body) => Ok(body),
            (status, body) => panic!("{path}: {status} {body}"),
        }
    }

    /// The status and the body; a failure is what may be tried again.
    async fn try_call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        idempotency_key: Option<&str>,
    ) -> Result<(u16, Value), NotAcknowledged> {
        let name = format!("{method} {}", without_ids(path));
        let url = format!("{}{path}", self.origin);
        let mut request = self.http.request(method, url).bearer_auth(&self.user.token);
        if !body.is_null() {
            request = request.json(body);
        }
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        let begun = Instant::now();
        let answer = match request.send().await {
            Ok(answer) if answer.status().is_server_error() || answer.status() == 429 => {
                let status = answer.status();
                let said = answer.text().await.unwrap_or_default();
                let code = serde_json::from_str::<Value>(&said).map(|body| body["code"].to_string());
                return Err(self.failure(&name, Ok(format!("{status} {}", code.unwrap_or_default()))));
            }
            Ok(answer) => answer,
            Err(error) => return Err(self.failure(&name, Err(error))),
        };
        let status = answer.status().as_u16();
        match answer.text().await {
            Ok(text) => {
                self.record.answered(begun.elapsed());
                Ok((status, serde_json::from_str(&text).unwrap_or_default()))
            }
            Err(error) => Err(self.failure(&name, Err(error))),
        }
    }

    fn failure(&self, name: &str, what: Result<String, reqwest::Error>) -> NotAcknowledged {
        let what =
            what.unwrap_or_else(|error| if error.is_timeout() { "no answer" } else { "cut off" }.to_owned());
        self.record.failed(format!("{name}: {what}"));
        NotAcknowledged
    }

    /// Tries again and again, as an app does, and gives up where a person would have long ago.
    async fn until_acknowledged<T>(&self, attempt: impl AsyncFn() -> Result<T, NotAcknowledged>) -> T {
        let politely = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(50))
            .with_max_delay(Duration::from_secs(1))
            .with_total_delay(Some(2 * PATIENCE))
            .without_max_times();
        (|| attempt())
            .retry(politely)
            .await
            .unwrap_or_else(|_| panic!("{} was never acknowledged", self.name))
    }
}

/// The path with `{id}` where a number stands.
fn without_ids(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let part = |part: &str| match part.parse::<u64>() {
        Ok(_) => "{id}".to_owned(),
        Err(_) => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}
