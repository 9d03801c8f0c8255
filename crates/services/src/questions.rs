//! Questions: the built-in bank, and what a language model makes of a role, a job description and a résumé.

use std::sync::Arc;

use clients::language_model::Role;
use coach::model::{self, Background};
use coach::{Feedback, Status, bank};
use models::{SessionId, Viewer};

pub use coach::bank::{Kind, Question};
pub use coach::model::TailoredQuestion;

use crate::budget::Payer;
use crate::error::{Error, FieldError};
use crate::judge::{AskError, Judge, message, no_model, nobody_watches};
use crate::limits::{Action, Caller, Limits};
use crate::sessions::Sessions;
use crate::text;

/// Characters at most of what a question may be made from, and of a message to the coach.
const LONGEST_ROLE: usize = 200;
const LONGEST_BACKGROUND: usize = 40_000;
const LONGEST_MESSAGE: usize = 4_000;
const MOST_QUESTIONS: usize = 20;

/// Which questions of the bank.
#[derive(Debug, Clone, Default)]
pub struct BankQuery {
    pub competency: Option<String>,
    pub role: Option<String>,
    /// Words to be found.
    pub text: Option<String>,
    /// 1..=100.
    pub limit: usize,
    /// The last question of the page before.
    pub after: Option<i64>,
}

/// What questions are to be made from.
#[derive(Debug, Clone)]
pub struct Wish {
    pub role: Option<String>,
    pub job_description: Option<String>,
    pub resume: Option<String>,
    /// 1..=20.
    pub count: usize,
    pub kind: Option<Kind>,
}

/// The question service.
pub struct Questions {
    pub(crate) judge: Option<Judge>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) limits: Limits,
}

impl Questions {
    /// A page of the bank, and where the next one begins.
    pub fn search(&self, query: &BankQuery) -> Result<(Vec<&'static Question>, Option<i64>), Error> {
        if let Some(role) = &query.role
            && !bank::ROLES.contains(&role.as_str())
        {
            let message = format!("Use one of {}.", bank::ROLES.join(", "));
            return Err(Error::Invalid(vec![FieldError::new("role", message)]));
        }
        let mut found = bank::search(
            query.competency.as_deref(),
            query.role.as_deref(),
            query.text.as_deref(),
            query.after,
            query.limit + 1,
        );
        let more = found.len() > query.limit;
        found.truncate(query.limit);
        let next = found.last().filter(|_| more).map(|last| last.id);
        Ok((found, next))
    }

    /// Questions for this job and this person, each with the line of the given texts that it rests on.
    pub async fn tailored(
        &self,
        viewer: Viewer,
        wish: &Wish,
        caller: &Caller,
    ) -> Result<Vec<TailoredQuestion>, Error> {
        check(wish)?;
        let judge = self.judge()?;
        self.limits.take(Action::Ai, caller, Some(&viewer.user.to_string())).await?;
        let background = Background {
            role: wish.role.as_deref(),
            job_description: wish.job_description.as_deref(),
            resume: wish.resume.as_deref(),
        };
        let known: Vec<String> = self.sessions.recent_questions(viewer).await?;
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let prompt = model::questions_prompt(&background, wish.count, wish.kind, &known);
        let read = |reply: &str| model::parse_questions(reply, &background, wish.count, &known);
        let questions = judge.ask(Payer::User(viewer.user), &prompt, 0, nobody_watches(), read).await?;
        Ok(questions.value)
    }

    /// What the coach says to a message, knowing the session's transcript and feedback if one is named.
    pub async fn chat(
        &self,
        viewer: Viewer,
        said: &str,
        session: Option<SessionId>,
        caller: &Caller,
    ) -> Result<String, Error> {
        text::check("message", said, LONGEST_MESSAGE).map_err(|wrong| Error::Invalid(vec![wrong]))?;
        let known = match session {
            Some(id) => {
                let row = self.sessions.row(viewer, id).await?;
                Some((row, self.sessions.said(viewer, id).await?, self.sessions.feedback(viewer, id).await?))
            }
            None => None,
        };
        let judge = self.judge()?;
        self.limits.take(Action::Ai, caller, Some(&viewer.user.to_string())).await?;
        let answer = known.as_ref().and_then(|(row, said, _)| said.as_ref().map(|said| said.answer(row)));
        let feedback = known.as_ref().map(|(_, _, feedback)| feedback).filter(|feedback| is_ready(feedback));
        let prompt = model::chat_prompt(said, answer.as_ref().map(|answer| (answer, feedback)));
        let messages = vec![message(Role::System, prompt.system), message(Role::User, prompt.user)];
        let (reply, _) = judge.chat(Payer::User(viewer.user), messages, None, 0, nobody_watches()).await?;
        model::parse_chat(&reply.text, answer.as_ref()).map_err(|malformed| AskError::from(malformed).into())
    }

    fn judge(&self) -> Result<&Judge, Error> {
        self.judge.as_ref().ok_or_else(no_model)
    }
}

fn is_ready(feedback: &Feedback) -> bool {
    feedback.status == Status::Ready
}

fn check(wish: &Wish) -> Result<(), Error> {
    let mut wrong = Vec::new();
    for (field, given, most) in [
        ("role", &wish.role, LONGEST_ROLE),
        ("job_description", &wish.job_description, LONGEST_BACKGROUND),
        ("resume", &wish.resume, LONGEST_BACKGROUND),
    ] {
        wrong.extend(given.as_ref().and_then(|given| text::check(field, given, most).err()));
    }
    if wish.role.is_none() && wish.job_description.is_none() && wish.resume.is_none() {
        wrong.push(FieldError::new(
            "role",
            "Give a role, a job description or a résumé to make questions from.",
        ));
    }
    if !(1..=MOST_QUESTIONS).contains(&wish.count) {
        wrong.push(FieldError::new("count", format!("Use 1 to {MOST_QUESTIONS}.")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}
