//! Scrubbing: what is cut out of a text before it leaves this machine.
//!
//! Errors may repeat what an outside system said, and that may repeat what it was asked. So addresses, URLs' parameters and
//! whatever looks like a secret are replaced.

use std::borrow::Cow;
use std::net::IpAddr;

/// A word of letters and digits this long is no word: tokens, keys, signatures and hashes are longer.
const LONGEST_WORD: usize = 24;

/// How the first part of a signed token begins: `{"` in base64.
const JWT: &str = "eyJ";

/// Characters of a text at most.
const LONGEST: usize = 2000;

/// The text without what must not be in it.
pub(super) fn scrubbed(text: &str) -> String {
    let shortened: String = text.chars().take(LONGEST).collect();
    shortened.split_inclusive(char::is_whitespace).map(word).collect()
}

fn word(word: &str) -> Cow<'_, str> {
    let bare = word.trim_end();
    let space = &word[bare.len()..];
    let core = bare.trim_matches(|c: char| "\"'`()[]{}<>,;".contains(c));
    let replaced = if core.contains("://") {
        url(core)
    } else if core.contains('@') {
        "[address]".to_owned()
    } else if is_network_address(core) {
        "[network address]".to_owned()
    } else if core.starts_with(JWT)
        || core.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+/=".contains(c))).any(is_opaque)
    {
        "[secret]".to_owned()
    } else {
        return Cow::Borrowed(word);
    };
    Cow::Owned(bare.replacen(core, &replaced, 1) + space)
}

/// Where it leads, and nothing of what it carries.
fn url(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return "[url]".to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}/…")
}

fn is_network_address(text: &str) -> bool {
    let host = text.trim_end_matches(['.', ':']);
    host.parse::<IpAddr>().is_ok() || host.parse::<std::net::SocketAddr>().is_ok()
}

fn is_opaque(part: &str) -> bool {
    let mixed = part.bytes().any(|b| b.is_ascii_digit()) && part.bytes().any(|b| b.is_ascii_alphabetic());
    part.len() > LONGEST_WORD && mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_parameters_and_secrets_are_cut_out() {
        for (text, left) in [
            ("no answer from ada@example.org today", "no answer from [address] today"),
            ("<ada@example.org>,", "<[address]>,"),
            (
                "GET https://store.example/b/k.webm?X-Amz-Signature=0011aa failed",
                "GET https://store.example/… failed",
            ),
            ("(mysql://root:hunter2@db:3306/x)", "(mysql://db:3306/…)"),
            ("peer 192.168.1.20:5123 is gone", "peer [network address] is gone"),
            ("from 2001:db8::1", "from [network address]"),
            ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl", "Bearer [secret]"),
            ("key sk-proj-0123456789abcdefghijklmnop", "key [secret]"),
        ] {
            assert_eq!(scrubbed(text), left);
        }
    }

    #[test]
    fn an_error_stays_readable() {
        for text in [
            "the database can not be reached: pool timed out while waiting for an open connection",
            "crates/services/src/sessions/transcript.rs:12:5",
            "jobs.oldest_age: 12.5 s",
        ] {
            assert_eq!(scrubbed(text), text);
        }
        assert_eq!(scrubbed(&"long ".repeat(1000)).chars().count(), LONGEST);
    }
}
