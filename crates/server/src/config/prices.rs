//! Prices of language models, written as `model input output`, several parted by semicolons: per million tokens.

use std::collections::BTreeMap;
use std::str::FromStr;

use services::judge::Price;

/// By the model's name.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices(pub BTreeMap<String, Price>);

impl FromStr for Prices {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "write each as: model, price of a million input tokens, price of a million output tokens, \
            with spaces between; several are parted by semicolons";
        let price = |text: &str| text.parse().ok().filter(|price: &f64| price.is_finite() && *price >= 0.0);
        let one = |entry: &str| match entry.split_whitespace().collect::<Vec<_>>()[..] {
            [model, input, output] => Ok((
                model.to_owned(),
                Price { input: price(input).ok_or(FORM)?, output: price(output).ok_or(FORM)? },
            )),
            _ => Err(FORM),
        };
        let entries = text.split(';').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(one).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_model_has_two_prices() {
        let prices: Prices = "gpt-4o-mini 0.15 0.60; local:7b 0 0;".parse().unwrap();
        assert_eq!(prices.0["gpt-4o-mini"], Price { input: 0.15, output: 0.6 });
        assert_eq!(prices.0.len(), 2);
        for wrong in ["gpt-4o-mini", "m 1", "m -1 2", "m one two", "m 1 NaN", "m 1 2 3"] {
            assert!(wrong.parse::<Prices>().is_err(), "{wrong}");
        }
    }
}
