//! Questions: the built-in bank, and what a language model makes of a role, a job description and a résumé.

use std::sync::Arc;

use clients::language_model::LanguageModel;
use coach::bank;

pub use coach::bank::Question;

use crate::error::{Error, FieldError};
use crate::limits::Limits;
use crate::sessions::Sessions;

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

/// The question service.
pub struct Questions {
    pub(crate) language_model: Option<Arc<dyn LanguageModel>>,
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

    /// The language model, or word of how to get one.
    fn model(&self) -> Result<&dyn LanguageModel, Error> {
        self.language_model.as_deref().ok_or_else(|| Error::NotConfigured {
            code: "llm_not_configured",
            detail: "This needs a language model. Set OPENAI_API_KEY, or language_model.base_url for a local server."
                .to_owned(),
        })
    }
}
