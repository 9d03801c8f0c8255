//! What a failed S3 call means to the product.

use std::error::Error;
use std::io;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::object_store::ObjectError;

/// Puts an SDK error into the product's words, with what the store itself said.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
pub(super) fn explain<E>(error: SdkError<E, HttpResponse>) -> ObjectError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match &error {
        SdkError::ServiceError(answer) => {
            let status = answer.raw().status().as_u16();
            let code = answer.err().code().unwrap_or_default();
            let message = answer.err().message().unwrap_or_default();
            let said = [code, message]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(": ");
            by_answer(status, code, format!("{said} (HTTP {status})").trim_start().to_owned())
        }
        _ if lacks_credentials(&error) => ObjectError::Unauthorised(format!(
            "no usable credentials: {}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role",
            causes(&error)
        )),
        _ => ObjectError::Unavailable(causes(&error)),
    }
}

fn by_answer(status: u16, code: &str, said: String) -> ObjectError {
    match (status, code) {
        (_, "NoSuchBucket") => ObjectError::Unavailable(said),
        (404, _) | (_, "NoSuchKey" | "NotFound" | "NoSuchUpload") => ObjectError::NotFound,
        (412, _) => ObjectError::Changed,
        (507, _) | (_, "InsufficientStorage" | "QuotaExceeded" | "XMinioStorageFull") => {
            ObjectError::NoSpace(said)
        }
        (401 | 403, _) => ObjectError::Unauthorised(said),
        (400, "AuthorizationHeaderMalformed" | "InvalidToken" | "ExpiredToken") => {
            ObjectError::Unauthorised(said)
        }
        _ => ObjectError::Unavailable(said),
    }
}

/// A fault of the disk that an object is downloaded to.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
pub(super) fn local_disk(error: io::Error) -> ObjectError {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let text = format!("while keeping a download on disk: {error}");
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => ObjectError::NoSpace(text),
        _ => ObjectError::Unavailable(text),
    }
}

/// The chain of causes, outermost first, each once.
pub(super) fn causes(error: &(dyn Error + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    for cause in chain(error) {
        let text = cause.to_string();
        if !texts.last().is_some_and(|last| last.ends_with(&text)) {
            texts.push(text);
        }
    }
    texts.join(": ")
}

fn lacks_credentials(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(<dyn Error>::is::<CredentialsError>)
}

/// The error and its causes.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let this = next?;
        next = this.source();
        Some(this)
    })
}
