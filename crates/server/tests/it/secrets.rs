//! Secrets never reach the logs: canaries go through the whole loop, and then every line is searched for them.

use serde_json::{Value, json};

use crate::support::{
    ANSWER, Format, PASSWORD, Presigned, Process, Recording, User, Visitor, process_folder,
};

const EMAIL: &str = "canary-address@example.org";
const TITLE: &str = "Canary title";
const CORRECTION: &str = "The zanzibar correction of what I said about the checkout page.";

/// The secret part of a presigned URL.
fn signature(url: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    let found = url.query_pairs().find(|(name, _)| name == "X-Amz-Signature");
    found.unwrap().1.into_owned()
}

/// What must be in no line, by what it is.
#[derive(Default)]
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn add(&mut self, what: &'static str, secret: &str) {
        self.0.push((what, secret.to_lowercase()));
    }

    fn pair_of(&mut self, user: &User) {
        self.add("access token", &user.token);
        self.add("refresh token", &user.refresh_token);
    }

    /// Any three words in a row.
    fn words_of(&mut self, what: &'static str, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(3).for_each(|three| self.add(what, &three.join(" ")));
    }

    /// Where which of them is found.
    fn found_in(&self, log: &str) -> Vec<String> {
        let lines = log.lines().map(str::to_lowercase);
        lines
            .flat_map(|line| {
                let found = self.0.iter().find(|(_, secret)| line.contains(secret));
                found.map(|(what, secret)| format!("{what} {secret:?}: {line}"))
            })
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_password_token_address_transcript_or_presigned_url_is_ever_logged() {
    let folder = process_folder();
    let settings = [("RUST_LOG", "debug"), ("GREENROOM_LOG__FORMAT", "auto")];
    let server = Process::serve(folder.path(), &settings).await;
    let visitor = Visitor::of(&server.origin);
    let mut canaries = Canaries::default();
    canaries.add("address", EMAIL);
    canaries.add("password", PASSWORD);

    let user = visitor.register(EMAIL).await;
    let permission = practise(&user, &mut canaries).await;
    misbehave(&user, &visitor, &permission, &mut canaries).await;
    canaries.pair_of(&user);
    let renewed = user.renewed().await;
    canaries.pair_of(&renewed);
    renewed.get("/auth/me/export").await.expect(200);
    renewed.delete_json("/auth/me", json!({ "password": PASSWORD })).await.expect(204);

    let log = server.into_log().await;
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert!(lines.iter().any(|line| line["level"] == "DEBUG"), "nothing was logged at level debug");
    assert!(lines.iter().any(|line| line["message"] == "answered" && line["status"] == 204));
    let found = canaries.found_in(&log);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The whole loop.
async fn practise(user: &User, canaries: &mut Canaries) -> Presigned {
    canaries.add("title", TITLE);
    let session = user.session(TITLE, None).await;
    let recording = Recording::spoken(&ANSWER[..120], Format::WebmOpus).await;
    let permission = user.presign(recording.content_type, recording.extension, recording.bytes.len()).await;
    canaries.add("presigned PUT", &signature(&permission.url));
    assert_eq!(user.put(&permission, recording.bytes).await, 200);
    user.confirm(&permission.key).await.expect(200);
    let mut socket = user.socket().await;
    socket.give(session, &permission.key).await;
    let text = socket.expect("transcript").await["text"].as_str().unwrap().to_owned();
    assert!(text.split_whitespace().count() > 5, "{text}");
    canaries.words_of("transcript", &text);

    let path = format!("/sessions/{session}");
    user.post(&format!("{path}/complete")).await.expect(202);
    socket.expect("feedback").await;
    canaries.words_of("correction", CORRECTION);
    user.patch(&format!("{path}/transcript"), json!({ "text": CORRECTION })).await.expect(200);
    socket.expect("transcript").await;
    socket.expect("feedback").await;
    let url = user.get(&format!("{path}/audio")).await.expect(200)["url"].as_str().unwrap().to_owned();
    canaries.add("presigned GET", &signature(&url));
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
    permission
}

/// Errors are where secrets slip out.
async fn misbehave(user: &User, visitor: &Visitor, permission: &Presigned, canaries: &mut Canaries) {
    canaries.add("wrong password", "a-wrong-canary-password");
    let wrong = json!({ "email": EMAIL, "password": "a-wrong-canary-password" });
    visitor.post("/auth/login", wrong.clone()).await.expect_problem(401, "invalid_credentials");
    visitor.post("/auth/register", wrong).await.expect_problem(400, "email_taken");
    let unknown = json!({ "email": EMAIL, "password": PASSWORD, "pasword": PASSWORD });
    visitor.post("/auth/login", unknown).await.expect_problem(422, "validation_failed");
    visitor.get(&format!("/nothing?token={}", user.token)).await.expect_problem(404, "not_found");
    let stranger = User { token: format!("{}x", user.token), ..user.clone() };
    stranger.get("/auth/me").await.expect_problem(401, "invalid_token");
    let mut wrong_length = permission.clone();
    wrong_length.headers.remove("content-length");
    assert!(user.put(&wrong_length, vec![0; 4]).await.is_client_error());
    let mut socket = user.socket().await;
    socket.send(json!({ "type": "auth", "token": user.token, "tokn": user.token })).await;
    socket.expect("error").await;
}
