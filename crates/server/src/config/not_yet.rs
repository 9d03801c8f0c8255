//! Settings that this release reads and does not yet act on. Whoever gives one is told, rather than left to believe in it.

use super::layers::{Key, Layers, Origin};

/// To be shortened as each comes into effect, with its note in `config.default.toml`.
const NOT_YET: &[(&str, &str)] = &[("language_model", "daily_calls_per_user"), ("redis", "url")];

/// What the operator has given to no effect, and where.
pub fn without_effect(layers: &Layers) -> Vec<(Key, Origin)> {
    NOT_YET
        .iter()
        .map(|(section, name)| Key::new(section, name))
        .map(|key| (layers.origin_of(&key), key))
        .filter(|(origin, _)| *origin != Origin::Default)
        .map(|(origin, key)| (key, origin))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_of_them_is_a_setting() {
        let layers = Layers::defaults();
        for (section, name) in NOT_YET {
            assert!(layers.default_of(&Key::new(section, name)).is_some(), "{section}.{name}");
        }
        assert!(without_effect(&layers).is_empty());
    }
}
