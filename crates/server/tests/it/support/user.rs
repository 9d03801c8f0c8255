//! Users and visitors: they know the contract and nothing else.

use greenroom::launch::choose_tls;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use super::server::TestServer;
use super::socket::Socket;

/// A password that the contract accepts.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Null when there was none.
    pub(crate) body: Value,
}

impl Answer {
    /// The body, when the status is the expected one.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:#?}");
        self.body
    }

    /// Answers the problem, when its status and its code are the expected ones.
    #[track_caller]
    pub(crate) fn expect_problem(self, status: u16, code: &str) -> Value {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:#?}");
        assert_eq!((self.status.as_u16(), self.body["code"].as_str()), (status, Some(code)), "{self:#?}");
        assert_eq!(self.body["request_id"], self.headers["x-request-id"].to_str().unwrap());
        self.body
    }
}

/// Somebody who is not signed in.
#[derive(Clone)]
pub(crate) struct Visitor {
    http: Client,
    origin: String,
}

impl Visitor {
    pub(crate) fn of(origin: &str) -> Self {
        choose_tls();
        Self { http: Client::new(), origin: origin.to_owned() }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.origin))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    /// With further headers.
    pub(crate) async fn post_with(&self, path: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path).json(&body);
        send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }

    pub(crate) async fn register(&self, email: &str) -> User {
        let body = json!({ "email": email, "password": PASSWORD, "name": "Ada" });
        let session = self.post("/auth/register", body).await.expect(201);
        User::of(self.clone(), &session)
    }

    /// Signs in with the address and [`PASSWORD`].
    pub(crate) async fn login(&self, email: &str) -> User {
        let body = json!({ "email": email, "password": PASSWORD });
        User::of(self.clone(), &self.post("/auth/login", body).await.expect(200))
    }
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) visitor: Visitor,
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) token: String,
    pub(crate) refresh_token: String,
}

/// Leave to PUT one recording.
#[derive(Debug, Clone)]
pub(crate) struct Presigned {
    pub(crate) url: String,
    pub(crate) key: String,
    pub(crate) headers: HeaderMap,
}

impl User {
    fn of(visitor: Visitor, session: &Value) -> Self {
        let text = |name: &str| {
            session[name].as_str().unwrap_or_else(|| panic!("no {name} in {session}")).to_owned()
        };
        Self {
            visitor,
            id: session["user"]["id"].as_i64().unwrap(),
            email: session["user"]["email"].as_str().unwrap().to_owned(),
            token: text("token"),
            refresh_token: text("refresh_token"),
        }
    }

    /// The same user, with the same tokens, at another instance.
    pub(crate) fn at(&self, server: &TestServer) -> Self {
        Self { visitor: server.visitor(), ..self.clone() }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.visitor.request(method, path).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        send(self.request(Method::DELETE, path)).await
    }

    /// Without a body.
    pub(crate) async fn post(&self, path: &str) -> Answer {
        send(self.request(Method::POST, path)).await
    }

    pub(crate) async fn post_json(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    /// With further headers.
    pub(crate) async fn post_with(&self, path: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers: Vec<_> = headers.iter().copied().chain([("authorization", bearer.as_str())]).collect();
        self.visitor.post_with(path, body, &headers).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub(crate) async fn delete_json(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::DELETE, path).json(&body)).await
    }

    /// Exchanges the refresh token.
    pub(crate) async fn refresh(&self) -> Answer {
        self.visitor.post("/auth/refresh", json!({ "refresh_token": self.refresh_token })).await
    }

    /// The same user with a new pair of tokens.
    pub(crate) async fn renewed(&self) -> Self {
        Self::of(self.visitor.clone(), &self.refresh().await.expect(200))
    }

    pub(crate) async fn presign(&self, content_type: &str, extension: &str, size: usize) -> Presigned {
        let body = json!({ "content_type": content_type, "extension": extension, "size": size });
        let permission = self.post_json("/upload/s3-presign", body).await.expect(200);
        assert_eq!(permission["method"], "PUT");
        let headers = permission["headers"].as_object().unwrap().iter().map(|(name, value)| {
            let name: HeaderName = name.parse().unwrap();
            (name, HeaderValue::from_str(value.as_str().unwrap()).unwrap())
        });
        Presigned {
            url: permission["url"].as_str().unwrap().to_owned(),
            key: permission["key"].as_str().unwrap().to_owned(),
            headers: headers.collect(),
        }
    }

    /// PUTs the bytes as the permission says, without any credentials of the API.
    pub(crate) async fn put(&self, permission: &Presigned, bytes: impl Into<reqwest::Body>) -> StatusCode {
        let request = self.visitor.http.put(&permission.url).headers(permission.headers.clone()).body(bytes);
        request.send().await.unwrap().status()
    }

    pub(crate) async fn confirm(&self, key: &str) -> Answer {
        self.post_json("/upload/confirm", json!({ "key": key })).await
    }

    /// Presign, PUT, confirm; answers the key.
    pub(crate) async fn upload(&self, bytes: Vec<u8>, content_type: &str, extension: &str) -> String {
        let permission = self.presign(content_type, extension, bytes.len()).await;
        assert_eq!(self.put(&permission, bytes).await, 200);
        let upload = self.confirm(&permission.key).await.expect(200);
        assert_eq!(upload["key"], permission.key.as_str());
        permission.key
    }

    /// Makes an interview session and answers its id.
    pub(crate) async fn session(&self, title: &str, question: Option<&str>) -> i64 {
        let session =
            self.post_json("/sessions", json!({ "title": title, "question": question })).await.expect(201);
        session["id"].as_i64().unwrap()
    }

    /// Opens the socket and signs in on it.
    pub(crate) async fn socket(&self) -> Socket {
        let mut socket = Socket::open(&self.visitor.origin).await;
        socket.send(json!({ "type": "auth", "token": self.token })).await;
        assert_eq!(socket.expect("auth_success").await["user_id"], self.id);
        socket
    }
}

async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    let body = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()))
    };
    Answer { status, headers, body }
}
