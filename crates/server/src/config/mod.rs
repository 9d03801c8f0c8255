//! Settings: everything an operator may decide, from the defaults, a file and the environment.
//!
//! `config.default.toml` at the root of the repository is embedded here and is the only source of defaults; the structs
//! in [`settings`] give its keys their types. Reading collects every mistake before it complains.

mod environment;
mod layers;
mod optional;
mod prices;
mod problems;
mod rules;
mod settings;
mod shown;

use std::path::{Path, PathBuf};

pub use layers::{Key, Layers, Origin};
pub use prices::Prices;
pub use problems::{Problem, Problems};
pub use settings::*;
pub use shown::shown;

/// The file that is read from the working folder when no other is named.
pub const DEFAULT_FILE: &str = "greenroom.toml";

/// Reads the settings: defaults, then the file, then the environment.
///
/// `file` is the one that the user named, which must exist; without it [`DEFAULT_FILE`] is read if it is there.
pub fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(Settings, Layers), Problems> {
    let mut problems = Problems::default();
    let mut layers = Layers::defaults();
    let fallback = PathBuf::from(DEFAULT_FILE);
    if let Some(path) = file.or_else(|| fallback.exists().then_some(fallback.as_path())) {
        layers.overlay_file(path, &mut problems);
    }
    environment::overlay(&mut layers, environment, &mut problems);
    let settings = layers.settings(&mut problems);
    match settings {
        Some(settings) => {
            rules::check(&settings, &layers, &mut problems);
            if problems.is_empty() { Ok((settings, layers)) } else { Err(problems) }
        }
        None => Err(problems),
    }
}

#[cfg(test)]
mod tests;
