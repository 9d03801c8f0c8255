//! Backups: taken while users go on, whole or refused, moved between databases, and bringing nobody back who left.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{
    Engine, Format, PASSWORD, Process, Recording, TestServer, User, Visitor, create_database, process_folder,
};

const PRACTISES: &str = "ada@example.org";
const LEAVES: &str = "bob@example.org";

/// A server as a process, so that its store is let go of when it stops, and backups beside it.
struct Place {
    folder: tempfile::TempDir,
    database: String,
}

impl Place {
    async fn new(engine: Engine) -> Self {
        let folder = process_folder();
        let database = create_database(engine, folder.path()).await;
        Self { folder, database }
    }

    async fn serve(&self) -> Process {
        Process::serve(self.folder.path(), &[("DATABASE_URL", &self.database)]).await
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `greenroom` with these words; answers its exit code and what it said.
    async fn run(&self, port: Option<&str>, words: &[&str]) -> (i32, String) {
        let variables = [("DATABASE_URL", self.database.as_str()), ("PORT", port.unwrap_or("1"))];
        let output = Process::run(self.folder.path(), words, &variables).await;
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    async fn backup(&self, server: &Process, name: &str) -> PathBuf {
        let folder = self.path(name);
        let port = server.origin.rsplit(':').next().unwrap();
        let (code, said) = self.run(Some(port), &["backup", folder.to_str().unwrap()]).await;
        assert_eq!(code, 0, "{said}");
        folder
    }

    async fn restore(&self, backup: &Path, more: &[&str]) -> (i32, String) {
        let words = [&["restore", backup.to_str().unwrap()], more].concat();
        self.run(None, &words).await
    }
}

/// What a user has: sessions with transcripts and feedback, and the bytes of the recording.
async fn all_of(user: &User, session: i64) -> Value {
    let path = format!("/sessions/{session}");
    let audio = user.get(&format!("{path}/audio")).await.expect(200);
    let bytes = reqwest::get(audio["url"].as_str().unwrap()).await.unwrap().bytes().await.unwrap();
    json!({
        "session": user.get(&path).await.expect(200),
        "transcript": user.get(&format!("{path}/transcript")).await.expect(200),
        "feedback": user.get(&format!("{path}/feedback")).await.expect(200),
        "audio": bytes.to_vec(),
    })
}

async fn a_backup_holds_everything(from: Engine, to: Engine) {
    let old = Place::new(from).await;
    let server = old.serve().await;
    let user = Visitor::of(&server.origin).register(PRACTISES).await;
    let recording = Recording::silence(2, Format::WebmOpus).await;
    let (session, _) = user.completed("Kept 🎤", &recording).await;
    let before = all_of(&user, session).await;
    let backup = old.backup(&server, "backup").await;
    assert_eq!(server.terminate().await, Some(0));

    let new = Place::new(to).await;
    let (code, said) = new.restore(&backup, &[]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 users, 1 sessions, 1 recordings"), "{said}");
    let server = new.serve().await;
    // Signed in still: only the hash of a refresh token was in the backup.
    let again = User { visitor: Visitor::of(&server.origin), ..user }.renewed().await;
    assert_eq!(all_of(&again, session).await, before);
    let next = again.session("Goes on", None).await;
    assert!(next > session);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_restores_everything_on_sqlite() {
    a_backup_holds_everything(Engine::Sqlite, Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_outgrows_sqlite_moves_to_mariadb_with_a_backup() {
    a_backup_holds_everything(Engine::Sqlite, Engine::MariaDb).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn and_back_from_mariadb_to_sqlite() {
    a_backup_holds_everything(Engine::MariaDb, Engine::Sqlite).await;
}

/// Users come, record and delete for as long as the backup takes.
async fn a_backup_under_writes_is_consistent(engine: Engine) {
    let place = Place::new(engine).await;
    let server = place.serve().await;
    let user = Visitor::of(&server.origin).register(PRACTISES).await;
    let recording = Recording::silence(1, Format::WebmOpus).await;
    for number in 0..10 {
        user.completed(&format!("Session {number}"), &recording).await;
    }
    let writing = async {
        loop {
            let (session, _) = user.completed("Meanwhile", &recording).await;
            let oldest = user.get("/sessions?limit=100").await.expect(200)["sessions"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|session| session["id"].as_i64())
                .min();
            user.delete(&format!("/sessions/{}", oldest.unwrap_or(session))).await.expect(204);
        }
    };
    let backup = tokio::select! {
        () = writing => unreachable!("it writes for ever"),
        backup = place.backup(&server, "backup") => backup,
    };
    server.kill().await;

    let empty = Place::new(engine).await;
    let (code, said) = empty.restore(&backup, &[]).await;
    assert_eq!(code, 0, "{said}");
    let server = empty.serve().await;
    let user = Visitor::of(&server.origin).login(PRACTISES).await;
    let sessions = user.get("/sessions?limit=100").await.expect(200);
    let sessions = sessions["sessions"].as_array().unwrap();
    assert!(!sessions.is_empty());
    for session in sessions.iter().filter(|session| session["status"] == "completed") {
        let all = all_of(&user, session["id"].as_i64().unwrap()).await;
        assert_eq!(all["audio"], json!(recording.bytes));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_writes_is_consistent_on_sqlite() {
    a_backup_under_writes_is_consistent(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_writes_is_consistent_on_mariadb() {
    a_backup_under_writes_is_consistent(Engine::MariaDb).await;
}

/// Somebody leaves, and a session is deleted, after the backup was taken.
async fn what_was_deleted_stays_deleted(engine: Engine) {
    let place = Place::new(engine).await;
    let server = place.serve().await;
    let visitor = Visitor::of(&server.origin);
    let (stays, leaves) = (visitor.register(PRACTISES).await, visitor.register(LEAVES).await);
    let recording = Recording::silence(1, Format::WebmOpus).await;
    let (kept, _) = stays.completed("Kept", &recording).await;
    let (deleted, _) = stays.completed("Deleted", &recording).await;
    leaves.completed("Gone with its owner", &recording).await;
    let backup = place.backup(&server, "backup").await;
    stays.delete(&format!("/sessions/{deleted}")).await.expect(204);
    leaves.delete_json("/auth/me", json!({ "password": PASSWORD })).await.expect(204);
    let later = visitor.register("eve@example.org").await;
    later.upload_recording(&recording).await;
    let port = server.origin.rsplit(':').next().unwrap().to_owned();
    let tombstones = place.path("tombstones.jsonl");
    let (code, said) =
        place.run(Some(&port), &["backup", "--tombstones", tombstones.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{said}");

    // Not into a server that runs, nor over what is there unless told to.
    let (code, said) = place.restore(&backup, &["--replace"]).await;
    assert!(code == 1 && said.contains("another process is using"), "{said}");
    assert_eq!(server.terminate().await, Some(0));
    let (code, said) = place.restore(&backup, &[]).await;
    assert!(code == 1 && said.contains("not empty") && said.contains("--replace"), "{said}");
    let (code, said) = place.restore(&backup, &["--replace"]).await;
    assert!(code == 0 && said.contains("2 users and sessions that were deleted stay deleted"), "{said}");
    only_what_was_kept(&place, kept, deleted).await;

    // After a disaster the old system's tombstones are gone with it: the exported ones speak for them.
    let elsewhere = Place::new(engine).await;
    let (code, said) = elsewhere.restore(&backup, &["--tombstones", tombstones.to_str().unwrap()]).await;
    assert!(code == 0 && said.contains("stay deleted"), "{said}");
    only_what_was_kept(&elsewhere, kept, deleted).await;
}

async fn only_what_was_kept(place: &Place, kept: i64, deleted: i64) {
    let server = place.serve().await;
    let visitor = Visitor::of(&server.origin);
    let login = json!({ "email": LEAVES, "password": PASSWORD });
    visitor.post("/auth/login", login).await.expect_problem(401, "invalid_credentials");
    let user = visitor.login(PRACTISES).await;
    all_of(&user, kept).await;
    user.get(&format!("/sessions/{deleted}")).await.expect_problem(404, "not_found");
    // An id that was somebody's is nobody else's.
    let newcomer = visitor.register("new@example.org").await;
    assert!(newcomer.id > 2, "{}", newcomer.id);
    assert_eq!(server.terminate().await, Some(0));
    let objects = walk(&place.path("data/objects/objects"));
    assert_eq!(objects.len(), 1, "{objects:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_stays_deleted_on_sqlite() {
    what_was_deleted_stays_deleted(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_stays_deleted_on_mariadb() {
    what_was_deleted_stays_deleted(Engine::MariaDb).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_backup_is_refused_before_anything_is_touched() {
    let place = Place::new(Engine::Sqlite).await;
    let server = place.serve().await;
    let user = Visitor::of(&server.origin).register(PRACTISES).await;
    user.upload_recording(&Recording::silence(1, Format::WebmOpus).await).await;
    let backup = place.backup(&server, "backup").await;
    let (code, said) = place.restore(&backup, &["--check"]).await;
    assert!(code == 0 && said.contains("is whole"), "{said}");

    let empty = Place::new(Engine::Sqlite).await;
    for file in walk(&backup) {
        let whole = std::fs::read(&file).unwrap();
        let mut damaged = whole.clone();
        match damaged.last_mut() {
            Some(last) => *last ^= 1,
            None => damaged.push(b'{'),
        }
        std::fs::write(&file, &damaged).unwrap();
        let (code, said) = empty.restore(&backup, &[]).await;
        assert!(code == 1 && said.contains("damaged"), "{}: {said}", file.display());
        std::fs::remove_file(&file).unwrap();
        let (code, said) = empty.restore(&backup, &[]).await;
        assert!(code == 1 && (said.contains("damaged") || said.contains("no finished backup")), "{said}");
        std::fs::write(&file, &whole).unwrap();
    }
    assert!(!empty.path("test.db").exists(), "a database was made");
    let (code, said) = empty.restore(&backup, &[]).await;
    assert_eq!(code, 0, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recording_that_the_store_has_lost_is_named_and_all_else_is_kept() {
    let place = Place::new(Engine::Sqlite).await;
    let server = place.serve().await;
    let user = Visitor::of(&server.origin).register(PRACTISES).await;
    let lost = Recording::silence(1, Format::WebmOpus).await;
    let kept = Recording::silence(2, Format::WebmOpus).await;
    let lost_key = user.upload_recording(&lost).await;
    let (session, _) = user.completed("Still there", &kept).await;
    let file = walk(&place.path("data"))
        .into_iter()
        .find(|file| std::fs::read(file).is_ok_and(|bytes| holds(&bytes, &lost.bytes)))
        .expect("the recording is in no file");
    std::fs::remove_file(file).unwrap();

    let folder = place.path("backup");
    let port = server.origin.rsplit(':').next().unwrap();
    let (code, said) = place.run(Some(port), &["backup", folder.to_str().unwrap()]).await;
    assert!(code == 1 && said.contains("does not hold 1 recordings"), "{said}");
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["missing"], json!([lost_key]));

    let elsewhere = Place::new(Engine::Sqlite).await;
    let (code, said) = elsewhere.restore(&folder, &[]).await;
    assert_eq!(code, 0, "{said}");
    let server = elsewhere.serve().await;
    let user = Visitor::of(&server.origin).login(PRACTISES).await;
    let url = user.get(&format!("/sessions/{session}/audio")).await.expect(200)["url"].clone();
    let audio = reqwest::get(url.as_str().unwrap()).await.unwrap().bytes().await.unwrap();
    assert_eq!(audio, kept.bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_every_table_there_is() {
    let server = TestServer::start(Engine::Sqlite).await;
    // The beat is of the servers, not of anybody's data.
    let tables = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' \
                  AND name NOT LIKE 'sqlite_%' AND name NOT IN ('seaql_migrations', 'replication_beat')";
    let held = models::backup::Table::ALL.len();
    assert_eq!(server.rows().number(tables).await, i64::try_from(held).unwrap());
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
