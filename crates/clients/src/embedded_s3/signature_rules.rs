//! Signature rules: what Amazon S3 demands of a signed request and `s3s` 0.14 lets pass.
//!
//! `s3s` verifies the signature itself, the clock and the expiry. It also takes Signature Version 2, any
//! `X-Amz-Expires`, any region and `x-amz-*` headers that were not signed. These are refused here, before it sees them.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request};
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};
use url::form_urlencoded;

/// Amazon's longest life of a presigned URL: seven days, in seconds.
const MAX_EXPIRES_S: u32 = 7 * 24 * 60 * 60;
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What a request says of its signature.
struct Claims<'a> {
    /// `<access key>/<date>/<region>/<service>/aws4_request`
    credential: Cow<'a, str>,
    /// Lower-case names, separated by `;`.
    signed_headers: Cow<'a, str>,
    /// The code that Amazon gives to malformed claims of this kind.
    malformed: S3ErrorCode,
}

/// # Errors
/// The error that Amazon S3 would answer with.
pub(super) fn check<B>(request: &Request<B>, region: &str) -> S3Result<()> {
    let query: Vec<_> =
        form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).collect();
    let headers = request.headers();
    refuse_other_mechanisms(&query, headers)?;
    let claims = match headers.get(AUTHORIZATION) {
        Some(authorization) => header_claims(authorization.to_str().unwrap_or_default())?,
        None if parameter(&query, "X-Amz-Signature").is_some() => query_claims(&query)?,
        // Unsigned: `access` refuses it.
        None => return Ok(()),
    };
    check_scope(&claims, region)?;
    check_signed_headers(&claims, headers)
}

/// Signature Version 2, form uploads, and two mechanisms at once.
fn refuse_other_mechanisms(query: &[(Cow<'_, str>, Cow<'_, str>)], headers: &HeaderMap) -> S3Result<()> {
    let authorization = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let version_2 = parameter(query, "Signature").is_some()
        || parameter(query, "AWSAccessKeyId").is_some()
        || authorization.is_some_and(|value| value.starts_with(b"AWS "));
    if version_2 {
        return Err(s3_error!(
            InvalidRequest,
            "The authorization mechanism you have provided is not supported. Please use {ALGORITHM}."
        ));
    }
    if authorization.is_some() && parameter(query, "X-Amz-Signature").is_some() {
        return Err(s3_error!(InvalidArgument, "Only one auth mechanism allowed"));
    }
    let is_form =
        headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"multipart/form-data"));
    if is_form {
        return Err(s3_error!(NotImplemented, "Uploads by HTML form are not implemented."));
    }
    Ok(())
}

fn header_claims(authorization: &str) -> S3Result<Claims<'_>> {
    let malformed = S3ErrorCode::AuthorizationHeaderMalformed;
    let fields = authorization.strip_prefix(ALGORITHM).unwrap_or_default();
    let field = |name: &str| {
        let found = fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
        found.ok_or_else(|| {
            S3Error::with_message(malformed.clone(), format!("The authorization header lacks {name}."))
        })
    };
    let (credential, signed_headers) = (field("Credential")?.into(), field("SignedHeaders")?.into());
    Ok(Claims { credential, signed_headers, malformed })
}

fn query_claims<'a>(query: &'a [(Cow<'_, str>, Cow<'_, str>)]) -> S3Result<Claims<'a>> {
    let malformed = S3ErrorCode::AuthorizationQueryParametersError;
    let field = |name: &str| {
        let found = parameter(query, name);
        found.ok_or_else(|| {
            S3Error::with_message(malformed.clone(), format!("The presigned URL lacks {name}."))
        })
    };
    let expires = field("X-Amz-Expires")?.parse::<u32>().unwrap_or(0);
    if !(1..=MAX_EXPIRES_S).contains(&expires) {
        let limits = format!("X-Amz-Expires must be from 1 to {MAX_EXPIRES_S} seconds");
        return Err(S3Error::with_message(malformed, limits));
    }
    let (credential, signed_headers) =
        (field("X-Amz-Credential")?.into(), field("X-Amz-SignedHeaders")?.into());
    Ok(Claims { credential, signed_headers, malformed })
}

/// Amazon names the region that it expects, and so do we: it is the commonest mistake.
fn check_scope(claims: &Claims<'_>, region: &str) -> S3Result<()> {
    // An access key may hold slashes, so the scope is counted from the end.
    let mut scope = claims.credential.rsplit('/');
    let (terminator, service, signed_region) = (scope.next(), scope.next(), scope.next());
    if terminator != Some("aws4_request") || service != Some("s3") {
        return Err(S3Error::with_message(
            claims.malformed.clone(),
            "The credential scope must end with /s3/aws4_request",
        ));
    }
    if signed_region != Some(region) {
        let expected =
            format!("The region '{}' is wrong; expecting '{region}'", signed_region.unwrap_or_default());
        return Err(S3Error::with_message(claims.malformed.clone(), expected));
    }
    Ok(())
}

/// `Host` and every `x-amz-*` header must be signed, or somebody on the way could change what the request means.
fn check_signed_headers(claims: &Claims<'_>, headers: &HeaderMap) -> S3Result<()> {
    let signed = |name: &str| claims.signed_headers.split(';').any(|signed| signed == name);
    if !signed("host") {
        return Err(S3Error::with_message(claims.malformed.clone(), "The Host header must be signed."));
    }
    let unsigned: Vec<&str> = headers
        .keys()
        .map(http::HeaderName::as_str)
        .filter(|name| name.starts_with("x-amz-") && !signed(name))
        .collect();
    if unsigned.is_empty() {
        return Ok(());
    }
    let names = unsigned.join(", ");
    Err(s3_error!(AccessDenied, "There were headers present in the request which were not signed: {names}"))
}

fn parameter<'a>(query: &'a [(Cow<'_, str>, Cow<'_, str>)], name: &str) -> Option<&'a str> {
    query.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_ref())
}
