//! Media types: which recordings are accepted, and under which names they may come.

use crate::error::FieldError;

struct Container {
    extension: &'static str,
    /// Lower case, without parameters. Browsers and phones do not agree on one name.
    types: &'static [&'static str],
}

const CONTAINERS: &[Container] = &[
    Container {
        extension: "m4a",
        types: &["audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac", "video/mp4"],
    },
    Container { extension: "mp4", types: &["audio/mp4", "video/mp4", "audio/m4a", "audio/x-m4a"] },
    Container { extension: "mp3", types: &["audio/mpeg", "audio/mp3"] },
    Container { extension: "wav", types: &["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"] },
    Container { extension: "webm", types: &["audio/webm", "video/webm"] },
    Container { extension: "ogg", types: &["audio/ogg", "video/ogg", "application/ogg"] },
    Container { extension: "oga", types: &["audio/ogg", "application/ogg"] },
    Container { extension: "opus", types: &["audio/opus", "audio/ogg"] },
    Container { extension: "flac", types: &["audio/flac", "audio/x-flac"] },
    Container { extension: "caf", types: &["audio/x-caf", "audio/caf"] },
    Container { extension: "aac", types: &["audio/aac", "audio/aacp", "audio/x-aac"] },
];

/// Checks that a recorder would give such a file. The content itself is sniffed later.
pub(crate) fn check(content_type: &str, extension: &str) -> Result<(), FieldError> {
    let Some(container) = CONTAINERS.iter().find(|container| container.extension == extension) else {
        let known: Vec<_> = CONTAINERS.iter().map(|container| container.extension).collect();
        return Err(FieldError::new("extension", format!("Use one of {}.", known.join(", "))));
    };
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let essence = essence.trim().to_ascii_lowercase();
    if !container.types.contains(&essence.as_str()) {
        let types = container.types.join(", ");
        return Err(FieldError::new("content_type", format!("For .{extension} use one of {types}.")));
    }
    let plain = |c: char| c.is_ascii_graphic() || c == ' ';
    if content_type.len() > 100 || !parameters.chars().all(plain) {
        return Err(FieldError::new(
            "content_type",
            "Leave out parameters that are long or not plain ASCII.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_recorders_give_is_accepted() {
        for (content_type, extension) in [
            ("audio/webm;codecs=opus", "webm"),
            ("video/webm", "webm"),
            ("audio/mp4; codecs=mp4a.40.2", "m4a"),
            ("Audio/MP4", "mp4"),
            ("audio/x-caf", "caf"),
        ] {
            assert_eq!(check(content_type, extension), Ok(()), "{content_type} {extension}");
        }
    }

    #[test]
    fn what_is_no_recording_is_refused_by_the_field_that_is_wrong() {
        let field = |content_type, extension| check(content_type, extension).unwrap_err().field;
        assert_eq!(field("audio/webm", "exe"), "extension");
        assert_eq!(field("audio/webm", "../webm"), "extension");
        assert_eq!(field("text/html", "webm"), "content_type");
        assert_eq!(field("audio/webm;x=\u{e9}", "webm"), "content_type");
        assert_eq!(field("audio/webm; a=b\r\nx-evil: 1", "webm"), "content_type");
    }
}
