//! A worker that is stopped for longer than its lease: another one does its job, and it changes nothing when it wakes.

use crate::support::{Engine, Format, Process, Recording, Rows, Visitor, create_database, process_folder};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_wakes_too_late_changes_nothing_on_sqlite() {
    wake_too_late(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_wakes_too_late_changes_nothing_on_mariadb() {
    wake_too_late(Engine::MariaDb).await;
}

async fn wake_too_late(engine: Engine) {
    let folder = process_folder();
    let database = create_database(engine, folder.path()).await;
    let common = [("DATABASE_URL", database.as_str()), ("GREENROOM_JOBS__LEASE_S", "1")];
    let server = Process::start(folder.path(), &["serve", "--no-workers"], &common).await;
    let port = server.origin.rsplit(':').next().unwrap();
    let worker = [("PORT", port), ("RUST_LOG", "info,services=debug"), common[0], common[1]];
    let start_worker = || Process::start(folder.path(), &["worker"], &worker);

    let user = Visitor::of(&server.origin).register("ada@example.org").await;
    let session = user.session("Taken over", None).await;
    let recording = Recording::spoken("I found the cause and I fixed it.", Format::WebmOpus).await;
    let key = user.upload_recording(&recording).await;
    let mut socket = user.socket().await;
    socket.give(session, &key).await;

    let mut stopped = start_worker().await;
    stopped.logged("job attempt begins").await;
    let rows = Rows::of(&database);
    stopped.signal("STOP").await;
    // In the middle of a write it would keep everybody from SQLite's file, which is another fault than this one.
    while !rows.can_be_written().await {
        stopped.signal("CONT").await;
        stopped.signal("STOP").await;
    }
    let mut second = start_worker().await;
    let transcript = socket.expect("transcript").await;
    second.logged(r#""result":"done""#).await;

    let path = format!("/sessions/{session}/transcript");
    let read = user.get(&path).await.expect(200);
    assert_eq!(read["text"], transcript["text"]);
    stopped.signal("CONT").await;
    stopped.logged(r#""result":"lease_lost""#).await;
    assert_eq!(user.get(&path).await.expect(200), read);
    assert_eq!(rows.number("SELECT COUNT(*) FROM transcripts").await, 1);
    assert_eq!(rows.open_jobs().await, 0);
    for process in [stopped, second, server] {
        assert_eq!(process.terminate().await, Some(0));
    }
}
