//! Support: what every story stands on.

mod database;
mod process;
mod server;
mod socket;
mod user;

pub use database::Engine;
pub use process::{Process, folder as process_folder};
pub use server::TestServer;
pub use socket::Socket;
pub use user::{Answer, Presigned, User, Visitor};

/// Makes two tests of each story: `story::on_sqlite` and `story::on_mariadb`. A story is an async function that takes a
/// [`TestServer`].
macro_rules! on_each_database {
    ($($story:ident),+ $(,)?) => { $(
        mod $story {
            use $crate::support::{Engine, TestServer};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story(TestServer::start(Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_mariadb() {
                super::$story(TestServer::start(Engine::MariaDb).await).await;
            }
        }
    )+ };
}
