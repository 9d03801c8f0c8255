"""A server under test: its address, its process, and signed-in users. It is known by the contract alone."""

import http.client
import json
from dataclasses import dataclass, field

PASSWORD = "correct horse 1"
READERS = range(1, 9)
# Who writes never changes what the readers read.
WRITERS = range(901, 905)


def address_of(user: int) -> str:
    return f"user{user}@bench.example.com"


@dataclass
class Server:
    name: str
    port: int
    pid: int
    tokens: dict[int, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body=None, token: str | None = None):
        """The answer's JSON; anything but success is an error."""
        headers = {"content-type": "application/json"} if body is not None else {}
        if token:
            headers["authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status >= 300:
            raise SystemExit(f"{self.name}: {method} {path} gave {answer.status}: {text[:300]!r}")
        return json.loads(text) if answer.headers.get("content-type", "").startswith("application/json") else None

    def token(self, user: int) -> str:
        if user not in self.tokens:
            self.tokens[user] = self.call("POST", "/auth/login", credentials(user))["token"]
        return self.tokens[user]

    def bearer(self, user: int) -> dict:
        return {"authorization": f"Bearer {self.token(user)}"}

    def requests(self, endpoint: str) -> list[dict]:
        """What a load on the endpoint walks through, again and again."""
        if endpoint == "health/live":
            path = "/health/live" if self.name == "greenroom" else "/health"
            return [{"method": "GET", "path": path, "headers": {}}]
        if endpoint == "me":
            return [{"method": "GET", "path": "/auth/me", "headers": self.bearer(user)} for user in READERS]
        if endpoint == "list":
            return [{"method": "GET", "path": "/sessions?limit=20", "headers": self.bearer(user)} for user in READERS]
        if endpoint == "one":
            return [
                {"method": "GET", "path": f"/sessions/{session['id']}", "headers": self.bearer(user)}
                for user in READERS
                for session in self.call("GET", "/sessions?limit=20", token=self.token(user))["sessions"]
            ]
        if endpoint == "create":
            body = {"title": "Load", "question": "Describe a project you are proud of and your part in it."}
            return [post("/sessions", body, self.bearer(user)) for user in WRITERS]
        if endpoint == "presign":
            body = {"content_type": "audio/webm", "extension": "webm", "size": 480_000}
            return [post("/upload/s3-presign", body, self.bearer(user)) for user in READERS]
        if endpoint == "login":
            return [post("/auth/login", credentials(user), {}) for user in READERS]
        raise SystemExit(f"there is no endpoint {endpoint}")


def credentials(user: int) -> dict:
    return {"email": address_of(user), "password": PASSWORD}


def post(path: str, body: dict, headers: dict) -> dict:
    headers = {**headers, "content-type": "application/json"}
    return {"method": "POST", "path": path, "headers": headers, "body": json.dumps(body)}
