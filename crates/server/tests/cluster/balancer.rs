//! The load balancer: nginx with the configuration that we hand out, on loopback ports.

use std::path::Path;
use std::process::Command;

use tokio::net::TcpStream;

use crate::program::{Program, free_port};

pub(crate) struct Balancer {
    pub(crate) origin: String,
    _running: Program,
}

impl Balancer {
    /// Starts before the instances at these ports.
    pub(crate) async fn start(folder: &Path, ports: &[u16]) -> Self {
        let port = free_port();
        let file = folder.join("nginx.conf");
        std::fs::write(&file, configuration(folder, port, ports)).unwrap();
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&file).arg("-p").arg(folder).args(["-e", "stderr"]);
        // One process, so that none is left when it is killed.
        command.args(["-g", "daemon off; master_process off;"]);
        let running = Program::start("nginx", &mut command, folder);
        let running = running.until(async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
        Self { origin: format!("http://127.0.0.1:{port}"), _running: running }
    }
}

/// `deploy/nginx.conf` with other addresses: loopback instead of the instances' names, and no TLS.
fn configuration(folder: &Path, port: u16, ports: &[u16]) -> String {
    let deployed = include_str!("../../../../deploy/nginx.conf");
    let mut instances = ports.iter();
    let mut lines = vec![format!("pid {}/nginx.pid;", folder.display())];
    for line in deployed.lines() {
        match line.split_whitespace().next() {
            Some(
                "ssl_certificate"
                | "ssl_certificate_key"
                | "ssl_protocols"
                | "ssl_session_cache"
                | "access_log",
            ) => {}
            Some("listen") if line.contains("ssl http2 default_server") => {
                lines.push(format!("listen 127.0.0.1:{port};"));
            }
            // Of the redirect, and of the recordings, which here go straight to the store.
            Some("listen") => lines.push(format!("listen 127.0.0.1:{};", free_port())),
            Some("server") if line.contains(":8000") => {
                let instance =
                    instances.next().expect("deploy/nginx.conf names more instances than there are");
                let rest = line.split_once(":8000").map_or("", |(_, rest)| rest);
                lines.push(format!("server 127.0.0.1:{instance}{rest}"));
            }
            _ => lines.push(line.to_owned()),
        }
        if line.trim() == "http {" {
            let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
            lines.extend(temporary.map(|name| format!("{name}_temp_path {}/{name};", folder.display())));
            lines.push("access_log off;".to_owned());
        }
    }
    assert!(instances.next().is_none(), "deploy/nginx.conf names fewer instances than there are");
    lines.join("\n")
}
