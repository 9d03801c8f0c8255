//! Checksums: what a sender says its bytes add up to (`Content-MD5`, `x-amz-checksum-*`), and what they do.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::HeaderMap;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::Checksum;
use s3s::{S3Result, TrailingHeaders, s3_error};

const CRC32: &str = "x-amz-checksum-crc32";
const CRC32C: &str = "x-amz-checksum-crc32c";
const CRC64NVME: &str = "x-amz-checksum-crc64nvme";
const SHA1: &str = "x-amz-checksum-sha1";
const SHA256: &str = "x-amz-checksum-sha256";
/// Names the checksum that follows the body instead of preceding it.
const TRAILER: &str = "x-amz-trailer";

/// Adds up the bytes of one body in every way that its sender asked for.
pub(super) struct Checksums {
    md5: Md5,
    asked: ChecksumHasher,
    announced: HeaderMap,
    trailers: Option<TrailingHeaders>,
}

impl Checksums {
    pub(super) fn asked_by(headers: &HeaderMap, trailers: Option<TrailingHeaders>) -> Self {
        let trailer = headers.get(TRAILER).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asked = |name: &str| headers.contains_key(name) || trailer.split(',').any(|t| t.trim() == name);
        let hasher = ChecksumHasher {
            crc32: asked(CRC32).then(Crc32::new),
            crc32c: asked(CRC32C).then(Crc32c::new),
            crc64nvme: asked(CRC64NVME).then(Crc64Nvme::new),
            sha1: asked(SHA1).then(Sha1::new),
            sha256: asked(SHA256).then(Sha256::new),
        };
        Self { md5: Md5::new(), asked: hasher, announced: headers.clone(), trailers }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.asked.update(bytes);
    }

    /// The MD5, once the whole body has been read.
    ///
    /// # Errors
    /// `BadDigest` when the bytes do not add up to what the sender said.
    pub(super) fn verify(self) -> S3Result<[u8; 16]> {
        let md5 = self.md5.finalize();
        let trailing = self.trailers.and_then(|trailers| trailers.take()).unwrap_or_default();
        let Checksum {
            checksum_crc32,
            checksum_crc32c,
            checksum_crc64nvme,
            checksum_sha1,
            checksum_sha256,
            ..
        } = self.asked.finalize();
        for (name, found) in [
            ("content-md5", Some(BASE64.encode(md5))),
            (CRC32, checksum_crc32),
            (CRC32C, checksum_crc32c),
            (CRC64NVME, checksum_crc64nvme),
            (SHA1, checksum_sha1),
            (SHA256, checksum_sha256),
        ] {
            let said = self.announced.get(name).or_else(|| trailing.get(name));
            if let (Some(said), Some(found)) = (said, found)
                && said.as_bytes() != found.as_bytes()
            {
                return Err(s3_error!(
                    BadDigest,
                    "The {name} you specified did not match the calculated checksum."
                ));
            }
        }
        Ok(md5)
    }
}
