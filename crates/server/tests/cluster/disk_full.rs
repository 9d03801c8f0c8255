//! A full disk: one instance with everything embedded, in a mount namespace of its own, on a file system that runs full and
//! gets room again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use reqwest::Method;
use serde_json::json;

use crate::program::Program;
use crate::provider::Provider;
use crate::support::{ANSWER, Format, Recording, User, Visitor};

/// Enough for a database, its log and a few recordings.
const SIZE: &str = "16m";

/// Runs it and answers what was wrong.
pub(crate) async fn run(folder: &Path) -> Vec<String> {
    // As root, or as one in a user namespace of its own.
    let Some(options) = ["-m", "-rm"].into_iter().find(|options| may_mount(options)) else {
        println!("disk full: NOT TRIED, because this machine lets us mount nothing");
        return Vec::new();
    };
    let provider = Provider::start().await;
    let small = SmallDisk::start(folder, options, &provider).await;
    let user = Visitor::of(&small.origin).register("ada@example.org").await;
    let recording = Recording::spoken(ANSWER, Format::WebmOpus).await;
    let (kept, feedback) = user.completed("Before the disk was full", &recording).await;

    small.fill();
    let mut wrong = Vec::new();
    let refused = user.post_json("/sessions", json!({ "title": "No room for this" })).await;
    if refused.status != 503 || !refused.headers.contains_key("retry-after") {
        wrong.push(format!("with a full disk a session was answered {refused:?}"));
    }
    if put(&user, &recording).await == 200 {
        wrong.push("with a full disk a recording was acknowledged".to_owned());
    }
    wrong.extend(is_whole(&user, kept, &feedback, &recording).await);

    small.make_room();
    wrong.extend(is_whole(&user, kept, &feedback, &recording).await);
    let (again, feedback) = user.completed("When there was room again", &recording).await;
    wrong.extend(is_whole(&user, again, &feedback, &recording).await);
    if wrong.is_empty() {
        println!(
            "disk full: what had been acknowledged was there, nothing else was acknowledged, and it went on by itself"
        );
    }
    wrong.into_iter().map(|what| format!("disk full: {what}")).collect()
}

async fn put(user: &User, recording: &Recording) -> u16 {
    let size = recording.bytes.len();
    let body =
        json!({ "content_type": recording.content_type, "extension": recording.extension, "size": size });
    let permission = user.post_json("/upload/s3-presign", body).await;
    if permission.status != 200 {
        return permission.status.as_u16();
    }
    let mut put = reqwest::Client::new().request(Method::PUT, permission.body["url"].as_str().unwrap());
    for (name, value) in permission.body["headers"].as_object().unwrap() {
        put = put.header(name, value.as_str().unwrap());
    }
    put.body(recording.bytes.clone()).send().await.map_or(0, |answer| answer.status().as_u16())
}

async fn is_whole(
    user: &User,
    session: i64,
    feedback: &serde_json::Value,
    recording: &Recording,
) -> Option<String> {
    let path = format!("/sessions/{session}");
    let read = user.get(&format!("{path}/feedback")).await;
    if read.body != *feedback {
        return Some(format!("the feedback of {session} is {read:?}"));
    }
    let url = user.get(&format!("{path}/audio")).await.expect(200)["url"].clone();
    let audio = reqwest::get(url.as_str().unwrap()).await.unwrap().bytes().await.unwrap();
    (audio != recording.bytes).then(|| format!("the recording of {session} has {} bytes", audio.len()))
}

fn may_mount(options: &str) -> bool {
    let mut trial = Command::new("unshare");
    trial.args([options, "mount", "-t", "tmpfs", "none", "/mnt"]).stdout(Stdio::null()).stderr(Stdio::null());
    trial.status().is_ok_and(|status| status.success())
}

struct SmallDisk {
    origin: String,
    /// Its data folder as the process sees it, seen from here.
    data: PathBuf,
    _running: Program,
}

impl SmallDisk {
    async fn start(folder: &Path, options: &str, provider: &Provider) -> Self {
        let data = folder.join("small-disk");
        fs::create_dir(&data).unwrap();
        let script =
            format!("mount -t tmpfs -o size={SIZE} none {0} && cd {0} && exec \"$1\" serve", data.display());
        let mut command = Command::new("unshare");
        command.args([options, "sh", "-c", &script, "sh", env!("CARGO_BIN_EXE_greenroom")]);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs([
            ("PORT", "0"),
            ("GREENROOM_METRICS__PORT", "0"),
            ("GREENROOM_AUTH__BCRYPT_COST", "4"),
            ("OPENAI_BASE_URL", &provider.base_url()),
            ("OPENAI_API_KEY", clients::testing::openai::KEY),
            ("GREENROOM_DATA_DIR", &data.join("data").display().to_string()),
        ]);
        let running = Program::start("small-disk", &mut command, folder);
        let ready = || {
            let log = fs::read_to_string(folder.join("small-disk.log")).unwrap_or_default();
            let line = log.lines().find(|line| line.contains("is ready"))?.to_owned();
            Some(line[line.find("http")?..].trim_end_matches('/').to_owned())
        };
        let running = running.until(async || ready().is_some()).await;
        // Only through the process can its file system be seen.
        let seen = PathBuf::from(format!("/proc/{}/root", running.id()));
        let data = seen.join(data.join("data").strip_prefix("/").unwrap());
        Self { origin: ready().unwrap(), data, _running: running }
    }

    /// Writes until not a byte more fits.
    fn fill(&self) {
        let mut block = vec![0; 1 << 20];
        let mut filler = fs::File::create(self.data.join("filler")).unwrap();
        while !block.is_empty() {
            if std::io::Write::write_all(&mut filler, &block).is_err() {
                block.truncate(block.len() / 2);
            }
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.data.join("filler")).unwrap();
    }
}
