//! A practiser: a client that goes through the loop again and again, comes back whenever its server dies, and writes
//! down what was acknowledged.

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::support::{PATIENCE, Recording, Socket};

/// The server died before it answered: whether it did what it was asked is not known.
struct Gone;

/// One way through the loop, every part of it acknowledged.
pub(super) struct Practised {
    pub(super) session: i64,
    pub(super) key: String,
    pub(super) text: String,
    pub(super) feedback: Value,
}

pub(super) struct Practiser {
    pub(super) name: String,
    pub(super) token: String,
    /// Where the server is reached now.
    pub(super) origin: watch::Receiver<String>,
    /// Told of every step.
    pub(super) steps: mpsc::UnboundedSender<()>,
}

impl Practiser {
    /// Goes through the loop until it is over, at least once.
    pub(super) async fn practise_until(
        mut self,
        over: watch::Receiver<bool>,
        recording: Recording,
    ) -> Vec<Practised> {
        let mut ledger = Vec::new();
        loop {
            ledger.push(self.practise(ledger.len(), &recording).await);
            if *over.borrow() {
                return ledger;
            }
        }
    }

    async fn practise(&mut self, round: usize, recording: &Recording) -> Practised {
        let title = format!("{} {round}", self.name);
        let made = self.post("/sessions", &json!({ "title": title }), Some(&title)).await;
        let session = made["id"].as_i64().unwrap();
        let key = self.upload(recording).await;
        let text = self.words(session, &key).await;
        self.post(&format!("/sessions/{session}/complete"), &Value::Null, None).await;
        let feedback = self.feedback(session).await;
        Practised { session, key, text, feedback }
    }

    /// Puts the recording into the store, under a new key for each try, and confirms it.
    async fn upload(&mut self, recording: &Recording) -> String {
        let wish = json!({
            "content_type": recording.content_type, "extension": recording.extension, "size": recording.bytes.len(),
        });
        loop {
            let permission = self.post("/upload/s3-presign", &wish, None).await;
            let mut put =
                Client::new().put(permission["url"].as_str().unwrap()).body(recording.bytes.clone());
            for (name, value) in permission["headers"].as_object().unwrap() {
                put = put.header(name, value.as_str().unwrap());
            }
            self.step();
            let answer = timeout(PATIENCE, put.send()).await.unwrap();
            self.step();
            if let Ok(answer) = answer {
                assert_eq!(answer.status(), 200);
                let key = permission["key"].as_str().unwrap().to_owned();
                let upload = self.post("/upload/confirm", &json!({ "key": key }), None).await;
                assert_eq!(upload["file_size"], recording.bytes.len());
                return key;
            }
            self.server_is_back().await;
        }
    }

    /// Gives the session its recording and waits for the words.
    async fn words(&mut self, session: i64, key: &str) -> String {
        let mut given = false;
        loop {
            match self.words_or_gone(session, key, &mut given).await {
                Ok(text) => return text,
                Err(Gone) => self.server_is_back().await,
            }
        }
    }

    async fn words_or_gone(&self, session: i64, key: &str, given: &mut bool) -> Result<String, Gone> {
        let mut socket = self.socket().await?;
        self.say(&mut socket, json!({ "type": "session_start", "session_id": session })).await?;
        let state = self.hear(&mut socket, "session").await?["session"].clone();
        if let Some(text) = state["transcript"].as_str() {
            return Ok(text.to_owned());
        }
        if state["status"] == "created" {
            assert!(!*given, "the recording had been taken, and now the session has none");
            self.say(&mut socket, json!({ "type": "audio_uri", "session_id": session, "key": key })).await?;
            self.hear(&mut socket, "session").await?;
        }
        *given = true;
        let transcript = self.hear(&mut socket, "transcript").await?;
        Ok(transcript["text"].as_str().unwrap().to_owned())
    }

    async fn feedback(&mut self, session: i64) -> Value {
        loop {
            match self.feedback_or_gone(session).await {
                Ok(feedback) => return feedback,
                Err(Gone) => self.server_is_back().await,
            }
        }
    }

    async fn feedback_or_gone(&self, session: i64) -> Result<Value, Gone> {
        let mut socket = self.socket().await?;
        self.say(&mut socket, json!({ "type": "session_start", "session_id": session })).await?;
        let state = self.hear(&mut socket, "session").await?["session"].clone();
        if state["status"] == "completed" {
            return self
                .call(Method::GET, &format!("/sessions/{session}/feedback"), &Value::Null, None)
                .await;
        }
        assert_eq!(state["status"], "scoring", "completing had been acknowledged");
        Ok(self.hear(&mut socket, "feedback").await?["feedback"].clone())
    }

    async fn socket(&self) -> Result<Socket, Gone> {
        self.step();
        let origin = self.origin.borrow().clone();
        let mut socket = Socket::try_open(&origin, None).await.map_err(|_| Gone)?;
        self.say(&mut socket, json!({ "type": "auth", "token": self.token })).await?;
        self.hear(&mut socket, "auth_success").await?;
        Ok(socket)
    }

    async fn say(&self, socket: &mut Socket, message: Value) -> Result<(), Gone> {
        self.step();
        socket.try_send(message).await.map_err(|_| Gone)
    }

    /// The next message of this kind; every one on the way is a step.
    async fn hear(&self, socket: &mut Socket, kind: &str) -> Result<Value, Gone> {
        loop {
            let message = socket.next().await.map_err(|_| Gone)?;
            self.step();
            assert_ne!(message["type"], "error", "{message}");
            if message["type"] == kind {
                return Ok(message);
            }
        }
    }

    /// Posts until it is acknowledged.
    async fn post(&mut self, path: &str, body: &Value, idempotency_key: Option<&str>) -> Value {
        loop {
            match self.call(Method::POST, path, body, idempotency_key).await {
                Ok(answer) => return answer,
                Err(Gone) => self.server_is_back().await,
            }
        }
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        idempotency_key: Option<&str>,
    ) -> Result<Value, Gone> {
        let url = format!("{}{path}", *self.origin.borrow());
        let mut request = Client::new().request(method, url).bearer_auth(&self.token);
        if !body.is_null() {
            request = request.json(body);
        }
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        self.step();
        let answered = async {
            let answer = request.send().await.map_err(|_| Gone)?;
            let status = answer.status();
            Ok((status, answer.text().await.map_err(|_| Gone)?))
        };
        let (status, text) = timeout(PATIENCE, answered).await.unwrap()?;
        self.step();
        assert!(status.is_success(), "{path}: {status} {text}");
        Ok(serde_json::from_str(&text).unwrap())
    }

    /// Waits until the server that died has been started again.
    async fn server_is_back(&mut self) {
        timeout(PATIENCE, self.origin.changed()).await.unwrap().unwrap();
    }

    fn step(&self) {
        // When the kills are over, nobody counts any more.
        let _ = self.steps.send(());
    }
}
