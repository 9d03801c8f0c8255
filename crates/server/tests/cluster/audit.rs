//! The audit: everything that was acknowledged is looked for, and counted where it could be there twice.

use std::collections::BTreeMap;

use tokio::time::timeout;

use crate::PATIENCE;
use crate::infrastructure::Infrastructure;
use crate::program::a_moment;
use crate::record::{Practised, Record};
use crate::support::{Recording, Rows, User, Visitor};

/// Prints what there is and answers what should not be.
pub(crate) async fn audit(
    infrastructure: &Infrastructure,
    origin: &str,
    ledger: &BTreeMap<u64, Vec<Practised>>,
    recording: &Recording,
    record: &Record,
) -> Vec<String> {
    let mut missing = Vec::new();
    for (number, practised) in ledger {
        let user = Visitor::of(origin).login(&format!("practiser-{number}@example.org")).await;
        for practised in practised {
            if let Some(what) = is_missing(&user, practised, recording).await {
                missing.push(format!("session {}: {what}", practised.session));
            }
        }
    }
    let rows = Rows::of(&infrastructure.database());
    let duplicated = duplicated(&rows, ledger).await;
    let (acknowledged, own_reads, stale) = record.counts();
    let (transcriptions, chats) = infrastructure.provider.asked();
    println!(
        "\nacknowledged {acknowledged}, missing {}, duplicated {}, own reads {own_reads}, stale {}; \
         transcriptions asked for {transcriptions}, chats {chats}",
        missing.len(),
        duplicated.len(),
        stale.len()
    );
    let refusals = infrastructure.provider.refusals();
    let sections =
        [("missing", missing), ("twice", duplicated), ("stale", stale), ("refused by OpenAI", refusals)];
    sections
        .into_iter()
        .flat_map(|(name, all)| all.into_iter().map(move |what| format!("{name}: {what}")))
        .collect()
}

async fn is_missing(user: &User, practised: &Practised, recording: &Recording) -> Option<String> {
    let path = format!("/sessions/{}", practised.session);
    let session = user.get(&path).await;
    if practised.deleted {
        return (session.status != 404).then(|| format!("it was deleted, and is {}", session.status));
    }
    if session.status != 200 {
        return Some(format!("{}", session.status));
    }
    let session = session.body;
    let expected = [
        ("status", "completed"),
        ("title", &practised.title),
        ("audio_key", &practised.key),
        ("transcript", &practised.text),
    ];
    if let Some((name, _)) = expected.iter().find(|(name, value)| session[name] != *value) {
        return Some(format!("{name} is {}", session[name]));
    }
    if user.get(&format!("{path}/feedback")).await.body != practised.feedback {
        return Some("its feedback is another one".to_owned());
    }
    let url = user.get(&format!("{path}/audio")).await.expect(200)["url"].clone();
    let audio = reqwest::get(url.as_str().unwrap_or_default()).await.unwrap().bytes().await.unwrap();
    (audio != recording.bytes).then(|| format!("its recording has {} bytes", audio.len()))
}

async fn duplicated(rows: &Rows, ledger: &BTreeMap<u64, Vec<Practised>>) -> Vec<String> {
    let all = || ledger.values().flatten();
    let kept = i64::try_from(all().filter(|practised| !practised.deleted).count()).unwrap();
    let idle = async {
        while rows.open_jobs().await > 0 {
            a_moment().await;
        }
    };
    let mut wrong = Vec::new();
    if timeout(PATIENCE, idle).await.is_err() {
        wrong.push("jobs are left over".to_owned());
    }
    for (query, expected) in [
        ("SELECT COUNT(*) FROM interview_sessions", kept),
        ("SELECT COUNT(DISTINCT title) FROM interview_sessions", kept),
        ("SELECT COUNT(*) FROM transcripts", kept),
        ("SELECT COUNT(*) FROM feedback", kept),
        ("SELECT COUNT(DISTINCT session_id) FROM feedback", kept),
    ] {
        let found = rows.number(query).await;
        if found != expected {
            wrong.push(format!("{query} gives {found} instead of {expected}"));
        }
    }
    wrong
}
