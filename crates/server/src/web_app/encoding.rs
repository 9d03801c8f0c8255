//! Content codings: which of the compressed copies of a file a browser takes.

/// A coding that the build made a copy in, the smaller one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Of the copy's file name.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The smallest copy that is there and that `accepted` (an `Accept-Encoding`) takes.
    pub(super) fn best<T>(accepted: &str, find: impl Fn(Self) -> Option<T>) -> Option<(Self, T)> {
        [Self::Brotli, Self::Gzip]
            .into_iter()
            .filter(|encoding| encoding.is_accepted(accepted))
            .find_map(|encoding| Some((encoding, find(encoding)?)))
    }

    fn is_accepted(self, accepted: &str) -> bool {
        accepted.split(',').any(|offer| {
            let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
            let refused = quality.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
            name.trim().eq_ignore_ascii_case(self.name()) && !refused
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_copy_that_the_browser_takes_is_sent() {
        let best = |accepted| Encoding::best(accepted, |_| Some(())).map(|(encoding, ())| encoding);
        assert_eq!(best("gzip, deflate, br, zstd"), Some(Encoding::Brotli));
        assert_eq!(best("gzip, br;q=0"), Some(Encoding::Gzip));
        assert_eq!(best("identity"), None);
        assert_eq!(best(""), None);
        assert_eq!(
            Encoding::best("br, gzip", |e| (e == Encoding::Gzip).then_some(())),
            Some((Encoding::Gzip, ()))
        );
    }
}
