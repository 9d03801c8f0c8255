//! Instances that start at the same moment on an empty database: one brings the schema, all come up.

use futures::future::join_all;

use crate::support::{Engine, Process, User, Visitor, create_database, process_folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn instances_that_start_at_once_all_come_up_on_sqlite() {
    start_at_once(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn instances_that_start_at_once_all_come_up_on_mariadb() {
    start_at_once(Engine::MariaDb).await;
}

async fn start_at_once(engine: Engine) {
    let folders: [_; 6] = std::array::from_fn(|_| process_folder());
    let database = create_database(engine, folders[0].path()).await;
    let settings =
        [("DATABASE_URL", database.as_str()), ("JWT_SECRET", "the same secret on all of the instances")];
    let instances = join_all(folders.iter().map(|folder| Process::serve(folder.path(), &settings))).await;
    let [one, .., other] = instances.as_slice() else { unreachable!() };
    let (ada, bob) =
        tokio::join!(async { Visitor::of(&one.origin).register("ada@example.org").await }, async {
            Visitor::of(&other.origin).register("bob@example.org").await
        });
    assert_ne!(ada.id, bob.id);
    let session = ada.session("Made on one", None).await;
    let elsewhere = User { visitor: Visitor::of(&other.origin), ..ada };
    let seen = elsewhere.get(&format!("/sessions/{session}")).await.expect(200);
    assert_eq!(seen["title"], "Made on one");
    for instance in instances {
        assert_eq!(instance.terminate().await, Some(0));
    }
}
