//! Twenty kill -9 at random moments of the loop: nothing acknowledged is missing, and nothing is done twice.

use std::hash::{BuildHasher, RandomState};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tempfile::TempDir;
use tokio::sync::{mpsc, watch};

use super::practiser::{Practised, Practiser};
use crate::support::{
    Engine, Format, Process, Recording, Rows, User, Visitor, create_database, process_folder,
};

const KILLS: usize = 20;
/// Who practises at the same time: while one waits for words, another is in the middle of a request.
const PRACTISERS: usize = 3;
/// Between two kills, practisers take so many steps at most.
const MOST_STEPS: usize = 12;

/// A server that is started again on the same data whenever it has been killed.
struct Server {
    folder: TempDir,
    database: String,
    running: Option<Process>,
}

impl Server {
    async fn new(engine: Engine) -> Self {
        let folder = process_folder();
        let database = create_database(engine, folder.path()).await;
        Self { folder, database, running: None }
    }

    /// Starts it and answers its origin.
    async fn start(&mut self) -> String {
        let settings = [
            ("DATABASE_URL", self.database.as_str()),
            // What a killed worker had is taken over soon, and as often as it takes.
            ("GREENROOM_JOBS__LEASE_S", "1"),
            ("GREENROOM_JOBS__POLL_MS", "50"),
            ("GREENROOM_JOBS__MAX_ATTEMPTS", "100"),
            ("GREENROOM_LIMITS__PRESIGN_PER_ACCOUNT_PER_HOUR", "0"),
        ];
        let process = Process::serve(self.folder.path(), &settings).await;
        self.running.insert(process).origin.clone()
    }

    async fn kill(&mut self) {
        self.running.take().unwrap().kill().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_lose_nothing_and_repeat_nothing_on_sqlite() {
    survive(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_lose_nothing_and_repeat_nothing_on_mariadb() {
    survive(Engine::MariaDb).await;
}

#[expect(clippy::print_stdout, reason = "who sees it fail must know how to see it again")]
async fn survive(engine: Engine) {
    let seed = match std::env::var("GREENROOM_TEST_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => RandomState::new().hash_one("kill -9"),
    };
    println!("to see this again: GREENROOM_TEST_SEED={seed}");
    let mut moments = StdRng::seed_from_u64(seed);

    let mut server = Server::new(engine).await;
    let (origin_to, origin) = watch::channel(server.start().await);
    let user = Visitor::of(&origin.borrow()).register("ada@example.org").await;
    let recording = Recording::spoken("I found the cause and I fixed it.", Format::WebmOpus).await;
    let (step_to, mut steps) = mpsc::unbounded_channel();
    let (over_to, over) = watch::channel(false);
    let practisers = (0..PRACTISERS).map(|number| {
        let practiser = Practiser {
            name: format!("practiser-{number}"),
            token: user.token.clone(),
            origin: origin.clone(),
            steps: step_to.clone(),
        };
        tokio::spawn(practiser.practise_until(over.clone(), recording.clone()))
    });
    let practisers: Vec<_> = practisers.collect();
    // When none of them is left, nobody is waited for.
    drop(step_to);

    for _ in 0..KILLS {
        for _ in 0..moments.random_range(1..=MOST_STEPS) {
            steps.recv().await.unwrap();
        }
        server.kill().await;
        let origin = server.start().await;
        // What was done before the kill does not count towards the next one.
        while steps.try_recv().is_ok() {}
        origin_to.send(origin).unwrap();
    }
    over_to.send(true).unwrap();
    let mut ledger = Vec::new();
    for practiser in practisers {
        ledger.extend(practiser.await.unwrap());
    }
    let user = User { visitor: Visitor::of(&origin.borrow()), ..user };
    everything_acknowledged_is_there(&user, &recording, &ledger).await;
    nothing_was_done_twice(&Rows::of(&server.database), ledger.len()).await;
    assert_eq!(server.running.take().unwrap().terminate().await, Some(0));
}

async fn everything_acknowledged_is_there(user: &User, recording: &Recording, ledger: &[Practised]) {
    for practised in ledger {
        let path = format!("/sessions/{}", practised.session);
        let session = user.get(&path).await.expect(200);
        assert_eq!(session["status"], "completed", "{session}");
        assert_eq!(session["audio_key"], practised.key.as_str());
        assert_eq!(session["transcript"], practised.text.as_str());
        assert_eq!(user.get(&format!("{path}/feedback")).await.expect(200), practised.feedback);
        let url = user.get(&format!("{path}/audio")).await.expect(200)["url"].clone();
        let audio = reqwest::get(url.as_str().unwrap()).await.unwrap();
        assert_eq!(audio.bytes().await.unwrap(), recording.bytes);
    }
}

async fn nothing_was_done_twice(rows: &Rows, sessions: usize) {
    let sessions = i64::try_from(sessions).unwrap();
    for (query, expected) in [
        ("SELECT COUNT(*) FROM interview_sessions", sessions),
        ("SELECT COUNT(*) FROM uploads", sessions),
        ("SELECT COUNT(*) FROM transcripts", sessions),
        ("SELECT COUNT(*) FROM feedback", sessions),
        ("SELECT COUNT(DISTINCT session_id) FROM feedback", sessions),
        ("SELECT COUNT(*) FROM jobs", 0),
        ("SELECT COUNT(*) FROM users", 1),
    ] {
        assert_eq!(rows.number(query).await, expected, "{query}");
    }
}
