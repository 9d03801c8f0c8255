//! MariaDB: a primary and a replica that follows it by GTID, each with a certificate of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rcgen::CertifiedKey;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection};

use crate::program::{Program, free_port};

/// One server with its data. It can be killed and started again.
pub(crate) struct MariaDb {
    name: &'static str,
    server_id: u32,
    folder: PathBuf,
    port: u16,
    running: Option<Program>,
}

impl MariaDb {
    /// Makes its data and starts it.
    pub(crate) async fn make(name: &'static str, server_id: u32, folder: &Path) -> Self {
        let folder = folder.join(name);
        std::fs::create_dir(&folder).unwrap();
        let CertifiedKey { cert, key_pair } =
            rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        std::fs::write(folder.join("certificate.pem"), cert.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), key_pair.serialize_pem()).unwrap();
        let mut install = Command::new("mariadb-install-db");
        install.arg("--no-defaults").args(data(&folder)).args(as_mysql(&folder));
        install.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
        assert!(install.stdout(Stdio::null()).status().unwrap().success(), "mariadb-install-db failed");
        let mut server = Self { name, server_id, folder, port: free_port(), running: None };
        server.start().await;
        server
    }

    /// What was committed survives a kill of the process: the log is written at each commit, if not flushed to the disk.
    pub(crate) async fn start(&mut self) {
        let folder = &self.folder;
        let mut command = Command::new("mariadbd");
        command.arg("--no-defaults").args(data(folder)).args(as_mysql(folder)).args([
            "--bind-address=127.0.0.1",
            "--skip-networking=0",
            "--skip-name-resolve",
            "--performance-schema=OFF",
            "--log-bin=binary-log",
            "--binlog-format=ROW",
            "--gtid-strict-mode=ON",
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-flush-method=nosync",
            "--innodb-buffer-pool-size=64M",
            "--max-connections=500",
            "--character-set-server=utf8mb4",
            "--slave-net-timeout=10",
        ]);
        command.arg(format!("--ssl-cert={}", folder.join("certificate.pem").display()));
        command.arg(format!("--ssl-key={}", folder.join("key.pem").display()));
        command.arg(format!("--port={}", self.port)).arg(format!("--server-id={}", self.server_id));
        command.arg(format!("--socket={}", folder.join("socket").display()));
        command.arg(format!("--pid-file={}", folder.join("pid").display()));
        let program = Program::start(self.name, &mut command, folder);
        let url = self.url("mysql");
        self.running = Some(program.until(async || MySqlConnection::connect(&url).await.is_ok()).await);
    }

    pub(crate) fn kill(&mut self) {
        self.running.take().unwrap().kill();
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!("mysql://root@127.0.0.1:{}/{database}", self.port)
    }

    /// For a client that believes only who has this server's certificate, or another one's.
    pub(crate) fn verified_url(&self, database: &str, certificate_of: &Self) -> String {
        let certificate = certificate_of.folder.join("certificate.pem");
        format!("{}?ssl-mode=VERIFY_IDENTITY&ssl-ca={}", self.url(database), certificate.display())
    }

    /// Runs one statement as root.
    pub(crate) async fn run(&self, statement: &str) {
        let mut connection = MySqlConnection::connect(&self.url("mysql")).await.unwrap();
        connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Makes this one a replica of the primary, from the first transaction on.
    pub(crate) async fn follow(&self, primary: &Self) {
        self.run(&format!(
            "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={}, MASTER_USER='root', MASTER_PASSWORD='', \
             MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=slave_pos",
            primary.port
        ))
        .await;
        self.run("START SLAVE").await;
    }

    /// Applies what the primary did so many seconds ago and nothing newer.
    pub(crate) async fn lag_by(&self, seconds: u32) {
        self.run("STOP SLAVE").await;
        self.run(&format!("CHANGE MASTER TO MASTER_DELAY={seconds}")).await;
        self.run("START SLAVE").await;
    }
}

/// Temporary tables go into its own folder: a MariaDB that starts removes all that it finds where they are.
fn data(folder: &Path) -> [String; 2] {
    [format!("--datadir={}", folder.join("data").display()), format!("--tmpdir={}", folder.display())]
}

/// As root it wants another user, who must be able to write here.
fn as_mysql(folder: &Path) -> Option<&'static str> {
    let chown = Command::new("chown").arg("mysql").arg(folder).stderr(Stdio::null()).status();
    chown.is_ok_and(|status| status.success()).then_some("--user=mysql")
}
