//! The load balancer: nginx, as `deploy/nginx.conf` sets it up, on loopback ports.

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
        command.args(["-g", "daemon off;"]);
        let running = Program::start("nginx", &mut command, folder);
        let running = running.until(async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
        Self { origin: format!("http://127.0.0.1:{port}"), _running: running }
    }
}

fn configuration(folder: &Path, port: u16, ports: &[u16]) -> String {
    let servers: String =
        ports.iter().map(|port| format!("server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;\n")).collect();
    let folder = folder.display();
    format!(
        "worker_processes 1; pid {folder}/nginx.pid; events {{ worker_connections 4096; }}
http {{
  access_log off; client_max_body_size 110m;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
  upstream greenroom {{ {servers} keepalive 32; keepalive_timeout 2s; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://greenroom; proxy_http_version 1.1;
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
      proxy_connect_timeout 2s; proxy_read_timeout 75s;
    }}
  }}
}}"
    )
}
