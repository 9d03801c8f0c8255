//! The Content-Security-Policy of the app: nothing inline but what the build put there, told by its hash.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy for a page. `recordings` are origins that recordings are sent to and played from.
pub(super) fn content_security_policy(page: &str, recordings: &[String]) -> String {
    // React Native Web opens its style sheet with an empty text and fills it through the object model.
    let styles: Vec<String> = inline_styles(page)
        .chain([""])
        .map(|css| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(css))))
        .collect();
    let recordings: String = recordings.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' {}; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self'{recordings}; media-src 'self' blob:{recordings}; worker-src 'self' blob:; \
         manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        styles.join(" ")
    )
}

fn inline_styles(page: &str) -> impl Iterator<Item = &str> {
    page.split("<style").skip(1).filter_map(|rest| {
        let (_, body) = rest.split_once('>')?;
        Some(body.split_once("</style>")?.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_styles_are_allowed_by_hash_and_nothing_else_inline() {
        let policy =
            content_security_policy("<style id=\"reset\">a{}</style>", &["https://s3.example".to_owned()]);
        let hash = STANDARD.encode(Sha256::digest("a{}"));
        assert!(policy.contains(&format!("'sha256-{hash}'")));
        assert!(policy.contains("connect-src 'self' https://s3.example;"));
        assert!(!policy.contains("unsafe-inline"));
    }
}
