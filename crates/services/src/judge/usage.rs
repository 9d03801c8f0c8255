//! Usage: the tokens that a language model read and wrote, and what they cost where prices are configured.

use std::ops::Add;

use clients::language_model::Reply;

use super::Judge;

/// Tokens by which prices are quoted.
const PER: f64 = 1_000_000.0;

/// Of one model, per million tokens, in whatever currency the operator counts in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    pub input: f64,
    pub output: f64,
}

/// What was used. Once something is not known, the sum is not known either.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Usage {
    /// How often the model answered; 0 when it was not asked.
    pub(crate) replies: u64,
    pub(crate) input_tokens: Option<u64>,
    pub(crate) output_tokens: Option<u64>,
    /// `None` without a price.
    pub(crate) cost: Option<f64>,
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (self.replies, other.replies) {
            (0, _) => other,
            (_, 0) => self,
            (one, two) => Self {
                replies: one + two,
                input_tokens: self.input_tokens.zip(other.input_tokens).map(|(a, b)| a + b),
                output_tokens: self.output_tokens.zip(other.output_tokens).map(|(a, b)| a + b),
                cost: self.cost.zip(other.cost).map(|(a, b)| a + b),
            },
        }
    }
}

impl Judge {
    /// Counts one reply, also in the metrics.
    pub(super) fn usage_of(&self, reply: &Reply) -> Usage {
        let prices = &self.settings.prices;
        let price = prices.get(&reply.model).or_else(|| prices.get(&self.model.name()));
        let cost = price.zip(reply.input_tokens).zip(reply.output_tokens).map(|((price, input), output)| {
            (input as f64 * price.input + output as f64 * price.output) / PER
        });
        let model = || ("model", reply.model.clone());
        metrics::counter!("greenroom_language_model_replies_total", &[model()]).increment(1);
        metrics::counter!("greenroom_language_model_input_tokens_total", &[model()])
            .increment(reply.input_tokens.unwrap_or_default());
        metrics::counter!("greenroom_language_model_output_tokens_total", &[model()])
            .increment(reply.output_tokens.unwrap_or_default());
        if let Some(cost) = cost {
            // A gauge, since counters count whole numbers.
            metrics::gauge!("greenroom_language_model_cost", &[model()]).increment(cost);
        }
        Usage { replies: 1, input_tokens: reply.input_tokens, output_tokens: reply.output_tokens, cost }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_known_when_all_of_it_is() {
        let known = |tokens, cost| Usage {
            replies: 1,
            input_tokens: Some(tokens),
            output_tokens: Some(1),
            cost: Some(cost),
        };
        let both = known(2, 0.5) + known(3, 0.25);
        assert_eq!((both.replies, both.input_tokens, both.cost), (2, Some(5), Some(0.75)));
        let unpriced = Usage { cost: None, ..known(3, 0.0) };
        assert_eq!((known(2, 0.5) + unpriced).cost, None);
        assert_eq!(Usage::default() + known(2, 0.5), known(2, 0.5));
    }
}
