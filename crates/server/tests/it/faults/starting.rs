//! Two instances that start at the same moment on an empty database: one brings the schema, both come up.

use crate::support::{Engine, Process, User, Visitor, create_database, process_folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_that_start_at_once_both_come_up_on_sqlite() {
    start_two(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_that_start_at_once_both_come_up_on_mariadb() {
    start_two(Engine::MariaDb).await;
}

async fn start_two(engine: Engine) {
    let folders = [process_folder(), process_folder()];
    let database = create_database(engine, folders[0].path()).await;
    let settings =
        [("DATABASE_URL", database.as_str()), ("JWT_SECRET", "the same secret on all of the instances")];
    let (one, other) = tokio::join!(
        Process::serve(folders[0].path(), &settings),
        Process::serve(folders[1].path(), &settings)
    );
    let (ada, bob) =
        tokio::join!(async { Visitor::of(&one.origin).register("ada@example.org").await }, async {
            Visitor::of(&other.origin).register("bob@example.org").await
        });
    assert_ne!(ada.id, bob.id);
    let session = ada.session("Made on one", None).await;
    let elsewhere = User { visitor: Visitor::of(&other.origin), ..ada };
    let seen = elsewhere.get(&format!("/sessions/{session}")).await.expect(200);
    assert_eq!(seen["title"], "Made on one");
    for process in [one, other] {
        assert_eq!(process.terminate().await, Some(0));
    }
}
