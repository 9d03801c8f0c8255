//! A dialect: which of the request's parameters a server takes, found out by what it refuses.

/// How far the server can be made to keep to a schema, the firmest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shape {
    #[default]
    JsonSchema,
    /// Some JSON object; the schema is told in words.
    JsonObject,
    /// The schema is told in words only.
    Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Dialect {
    pub(super) shape: Shape,
    /// `max_completion_tokens` instead of `max_tokens`.
    pub(super) completion_tokens: bool,
    pub(super) no_temperature: bool,
    pub(super) no_seed: bool,
    pub(super) no_stream_options: bool,
    /// The schema is told in words beside the format that should enforce it, because it did not.
    pub(super) in_words_too: bool,
}

impl Dialect {
    /// The dialect that leaves out what the server just refused; `None` when nothing simpler is left to try.
    ///
    /// Each step goes one way, so that there are few of them.
    pub(super) fn without(self, message: &str, parameter: Option<&str>, with_schema: bool) -> Option<Self> {
        let blamed = |name: &str| match parameter {
            Some(parameter) => parameter.split('.').next() == Some(name),
            None => message.contains(name),
        };
        if blamed("max_tokens") && !self.completion_tokens {
            return Some(Self { completion_tokens: true, ..self });
        }
        if blamed("temperature") && !self.no_temperature {
            return Some(Self { no_temperature: true, ..self });
        }
        if blamed("seed") && !self.no_seed {
            return Some(Self { no_seed: true, ..self });
        }
        if blamed("stream_options") && !self.no_stream_options {
            return Some(Self { no_stream_options: true, ..self });
        }
        // Servers that do not know the response format rarely say so in a way that can be relied on.
        let other = ["model", "messages"].into_iter().any(|name| parameter == Some(name));
        if with_schema && !other && !is_about_length_or_model(message) { self.less_firm() } else { None }
    }

    /// The dialect for a server that took the format and answered something else all the same: llama.cpp and Ollama's cloud are
    /// known to take `json_schema` and not to enforce it.
    pub(super) fn after_ignoring_the_schema(self) -> Self {
        Self { in_words_too: true, ..self }
    }

    fn less_firm(self) -> Option<Self> {
        match self.shape {
            Shape::JsonSchema => Some(Self { shape: Shape::JsonObject, ..self }),
            Shape::JsonObject => Some(Self { shape: Shape::Words, ..self }),
            Shape::Words => None,
        }
    }
}

/// Refusals that another response format would not change.
fn is_about_length_or_model(message: &str) -> bool {
    let message = message.to_lowercase();
    ["context length", "maximum context", "context size", "too many tokens", "does not exist", "not found"]
        .into_iter()
        .any(|words| message.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(message: &str, parameter: Option<&str>) -> Option<Dialect> {
        Dialect::default().without(message, parameter, true)
    }

    #[test]
    fn what_the_server_names_is_left_out() {
        let newer = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'.";
        assert!(refused(newer, Some("max_tokens")).unwrap().completion_tokens);
        assert!(refused(newer, None).unwrap().completion_tokens);
        assert!(refused("Unsupported value: 'temperature'", Some("temperature")).unwrap().no_temperature);
        assert!(refused("unknown field `seed`", None).unwrap().no_seed);
        assert!(refused("extra fields: stream_options", None).unwrap().no_stream_options);
        assert_eq!(refused("no", Some("response_format.json_schema")).unwrap().shape, Shape::JsonObject);
    }

    #[test]
    fn an_unclear_refusal_loosens_the_format_step_by_step_and_then_stands() {
        let object = refused("bad request", None).unwrap();
        let words = object.without("bad request", None, true).unwrap();
        assert_eq!((object.shape, words.shape), (Shape::JsonObject, Shape::Words));
        assert_eq!(words.without("bad request", None, true), None);
    }

    #[test]
    fn refusals_of_something_else_stand() {
        assert_eq!(Dialect::default().without("bad request", None, false), None);
        assert_eq!(refused("The model `x` does not exist", Some("model")), None);
        assert_eq!(refused("This model's maximum context length is 8192 tokens", None), None);
    }
}
