//! A user's list of sessions: by cursor, with statistics.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use models::Viewer;
use models::session_list::{self, After, Filter};

use super::Sessions;
use super::state::Status;
use super::view::Summary;
use crate::clock::Time;
use crate::error::Error;
use crate::text;

/// Which page of which sessions.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// 1..=100.
    pub limit: u64,
    pub cursor: Option<Cursor>,
    pub status: Option<Status>,
    /// Words to be found in title or question.
    pub text: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub sessions: Vec<Summary>,
    pub next_cursor: Option<Cursor>,
    pub stats: Statistics,
}

/// Over all of the user's sessions, whatever the page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    pub total: u64,
    pub completed: u64,
    /// Mean of the overall scores, 0–100.
    pub average_score: Option<f64>,
    /// Points: mean of the newest scores less mean of the oldest; see [`improvement`].
    pub improvement: Option<f64>,
    /// Seconds of recorded answers.
    pub practice_s: f64,
}

/// Where the next page begins. Opaque to clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(After);

impl Cursor {
    pub fn encode(self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}", self.0.created_at.timestamp_millis(), self.0.id))
    }

    pub fn decode(text: &str) -> Option<Self> {
        let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (millis, id) = decoded.split_once('.')?;
        let created_at = Time::from_timestamp_millis(millis.parse().ok()?)?;
        Some(Self(After { created_at, id: id.parse().ok()? }))
    }
}

impl Sessions {
    pub async fn list(&self, viewer: Viewer, query: &Query) -> Result<Page, Error> {
        if let Some(words) = &query.text {
            text::check("q", words, 200).map_err(|wrong| Error::Invalid(vec![wrong]))?;
        }
        let filter = Filter {
            status: query.status.map(|status| status.as_str().to_owned()),
            text: query.text.clone(),
        };
        let (user, db) = (viewer.user, &self.db.read_for(viewer).await);
        // One more than asked for tells whether there is a next page.
        let mut rows =
            session_list::page(db, user, &filter, query.cursor.map(|cursor| cursor.0), query.limit + 1)
                .await?;
        let more = rows.len() as u64 > query.limit;
        rows.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
        let last = rows.last().map(|row| Cursor(After { created_at: row.created_at, id: row.id }));
        let totals = session_list::totals(db, user).await?;
        let scores = session_list::scores(db, user).await?;
        Ok(Page {
            sessions: rows.into_iter().map(Summary::try_from).collect::<Result<_, _>>()?,
            next_cursor: last.filter(|_| more),
            stats: Statistics {
                total: u64::try_from(totals.total).unwrap_or_default(),
                completed: u64::try_from(totals.completed).unwrap_or_default(),
                average_score: totals.average_score,
                improvement: improvement(&scores),
                practice_s: totals.practice_s.unwrap_or_default(),
            },
        })
    }
}

/// Questions that a new one should not repeat.
const RECENT: u64 = 30;

impl Sessions {
    /// What the user has been asked lately, newest first.
    pub(crate) async fn recent_questions(&self, viewer: Viewer) -> Result<Vec<String>, Error> {
        let db = self.db.read_for(viewer).await;
        let rows = session_list::page(&db, viewer.user, &Filter::default(), None, RECENT).await?;
        Ok(rows.into_iter().filter_map(|row| row.question).collect())
    }
}

/// Scores that a mean is taken of, at each end.
const ENDS: usize = 3;

/// Mean of the newest three scores less mean of the oldest three (fewer, without overlap, while there are under six);
/// none with fewer than two.
fn improvement(scores: &[f64]) -> Option<f64> {
    let ends = ENDS.min(scores.len() / 2);
    let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
    (ends > 0).then(|| mean(&scores[scores.len() - ends..]) - mean(&scores[..ends]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn improvement_compares_the_two_ends_without_overlap() {
        assert_eq!(improvement(&[]), None);
        assert_eq!(improvement(&[50.0]), None);
        assert_eq!(improvement(&[50.0, 60.0]), Some(10.0));
        assert_eq!(improvement(&[50.0, 99.0, 60.0]), Some(10.0));
        assert_eq!(improvement(&[10.0, 20.0, 30.0, 0.0, 40.0, 50.0, 60.0]), Some(30.0));
    }

    #[test]
    fn a_cursor_survives_the_journey_and_a_forged_one_is_none() {
        let created_at = Time::from_timestamp_millis(1_790_000_000_123).unwrap();
        let cursor = Cursor(After { created_at, id: 42 });
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for forged in [
            "",
            "x",
            "MTIz",
            &URL_SAFE_NO_PAD.encode("1.x"),
            &URL_SAFE_NO_PAD.encode("99999999999999999999.1"),
        ] {
            assert_eq!(Cursor::decode(forged), None, "{forged}");
        }
    }
}
