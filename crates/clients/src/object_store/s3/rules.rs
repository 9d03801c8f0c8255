//! The bucket's own rules: what its owner sets once, and what the product counts on without needing it to work.

use std::error::Error;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{BucketVersioningStatus, CorsRule, ExpirationStatus, LifecycleRule};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::ObjectError;
use super::errors::explain;

/// What should be changed about the bucket, in words; nothing when all is well. `page` is the origin of the pages that upload.
pub(super) async fn advice(client: &Client, bucket: &str, page: Option<&str>) -> Vec<String> {
    let (lifecycle, cors, versioning) = futures::join!(
        client.get_bucket_lifecycle_configuration().bucket(bucket).send(),
        client.get_bucket_cors().bucket(bucket).send(),
        client.get_bucket_versioning().bucket(bucket).send(),
    );
    let lifecycle = known(lifecycle, "NoSuchLifecycleConfiguration");
    let lifecycle =
        lifecycle.map(|asked| asked.map(|found| found.and_then(|found| found.rules).unwrap_or_default()));
    let cors = known(cors, "NoSuchCORSConfiguration");
    let cors =
        cors.map(|asked| asked.map(|found| found.and_then(|found| found.cors_rules).unwrap_or_default()));
    let versioning =
        known(versioning, "").map(|asked| asked.map(|found| found.and_then(|found| found.status)));
    let expire = matches!(&lifecycle, Some(Ok(rules)) if old_versions_expire(rules));
    [
        lifecycle.and_then(unfinished_uploads),
        cors.and_then(|rules| pages(rules, page)),
        versioning.and_then(|status| versions(status, expire)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was asked for: `Ok(None)` where the store says with this code that there is no such thing, `None` where it knows
/// nothing of the kind, so that there is nothing to advise.
fn known<T, E>(
    answer: Result<T, SdkError<E, HttpResponse>>,
    nothing: &str,
) -> Option<Result<Option<T>, ObjectError>>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match answer {
        Ok(found) => Some(Ok(Some(found))),
        Err(error) if error.code() == Some(nothing) => Some(Ok(None)),
        Err(error) if error.code() == Some("NotImplemented") => None,
        Err(error) => Some(Err(explain(error))),
    }
}

fn unfinished_uploads(rules: Result<Vec<LifecycleRule>, ObjectError>) -> Option<String> {
    match rules {
        Ok(rules) if enabled(&rules).any(|rule| rule.abort_incomplete_multipart_upload.is_some()) => None,
        Ok(_) => Some(
            "Unfinished uploads stay for ever: add a lifecycle rule that aborts them after a day.".to_owned(),
        ),
        Err(error) => {
            Some(format!("Whether unfinished uploads are removed could not be found out: {error}."))
        }
    }
}

fn pages(rules: Result<Vec<CorsRule>, ObjectError>, page: Option<&str>) -> Option<String> {
    let whose = page.map_or_else(|| "any address".to_owned(), |page| format!("`{page}`"));
    match rules {
        Ok(rules) if rules.iter().any(|rule| lets_upload_and_play(rule, page)) => None,
        Ok(_) => Some(format!(
            "Browsers can neither upload nor play recordings from pages of {whose}: add a CORS rule that allows PUT and GET."
        )),
        Err(error) => Some(format!("Whether pages of {whose} may upload could not be found out: {error}.")),
    }
}

fn versions(status: Result<Option<BucketVersioningStatus>, ObjectError>, expire: bool) -> Option<String> {
    match status {
        Ok(Some(BucketVersioningStatus::Enabled)) if !expire => Some(
            "Versioning is on, so a deleted recording stays as an old version: suspend it, or let old versions expire."
                .to_owned(),
        ),
        Ok(_) => None,
        Err(error) => Some(format!("Whether deleted recordings stay as old versions could not be found out: {error}.")),
    }
}

fn old_versions_expire(rules: &[LifecycleRule]) -> bool {
    enabled(rules).any(|rule| rule.noncurrent_version_expiration.is_some())
}

fn enabled(rules: &[LifecycleRule]) -> impl Iterator<Item = &LifecycleRule> {
    rules.iter().filter(|rule| rule.status == ExpirationStatus::Enabled)
}

fn lets_upload_and_play(rule: &CorsRule, page: Option<&str>) -> bool {
    let methods =
        ["PUT", "GET"].iter().all(|method| rule.allowed_methods.iter().any(|allowed| allowed == method));
    let origins = page.is_none_or(|page| rule.allowed_origins.iter().any(|pattern| matches(pattern, page)));
    methods && origins
}

/// S3's patterns may hold one `*`.
fn matches(pattern: &str, origin: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == origin,
        Some((before, after)) => {
            origin.len() >= before.len() + after.len()
                && origin.starts_with(before)
                && origin.ends_with(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types::{AbortIncompleteMultipartUpload, NoncurrentVersionExpiration};

    use super::*;

    fn rule(status: ExpirationStatus) -> LifecycleRule {
        let abort = AbortIncompleteMultipartUpload::builder().days_after_initiation(1).build();
        LifecycleRule::builder().status(status).abort_incomplete_multipart_upload(abort).build().unwrap()
    }

    fn cors(origin: &str, methods: &[&str]) -> CorsRule {
        let methods = Some(methods.iter().map(ToString::to_string).collect());
        CorsRule::builder().allowed_origins(origin).set_allowed_methods(methods).build().unwrap()
    }

    #[test]
    fn only_a_rule_that_is_switched_on_removes_unfinished_uploads() {
        assert_eq!(unfinished_uploads(Ok(vec![rule(ExpirationStatus::Enabled)])), None);
        for rules in [vec![], vec![rule(ExpirationStatus::Disabled)]] {
            assert!(unfinished_uploads(Ok(rules)).unwrap().contains("stay for ever"));
        }
        let refused = unfinished_uploads(Err(ObjectError::Unauthorised("AccessDenied".to_owned()))).unwrap();
        assert!(refused.contains("could not be found out") && refused.contains("AccessDenied"), "{refused}");
    }

    #[test]
    fn pages_may_upload_where_one_rule_allows_their_origin_both_methods() {
        let page = Some("https://practise.example.org");
        for origin in ["https://practise.example.org", "*", "https://*.example.org"] {
            assert_eq!(pages(Ok(vec![cors(origin, &["PUT", "GET", "HEAD"])]), page), None, "{origin}");
        }
        for rules in [
            vec![],
            vec![cors("*", &["GET"])],
            vec![cors("https://example.org", &["PUT", "GET"])],
            vec![cors("https://practise.example.org.*", &["PUT", "GET"])],
            vec![cors("*", &["GET"]), cors("*", &["PUT"])],
        ] {
            assert!(pages(Ok(rules), page).unwrap().contains("practise.example.org"));
        }
        assert_eq!(pages(Ok(vec![cors("https://anything.test", &["PUT", "GET"])]), None), None);
    }

    #[test]
    fn old_versions_matter_only_while_versioning_is_on_and_nothing_expires_them() {
        assert!(versions(Ok(Some(BucketVersioningStatus::Enabled)), false).is_some());
        assert_eq!(versions(Ok(Some(BucketVersioningStatus::Enabled)), true), None);
        assert_eq!(versions(Ok(Some(BucketVersioningStatus::Suspended)), false), None);
        assert_eq!(versions(Ok(None), false), None);
        let expiring = LifecycleRule::builder()
            .status(ExpirationStatus::Enabled)
            .noncurrent_version_expiration(NoncurrentVersionExpiration::builder().noncurrent_days(1).build())
            .build()
            .unwrap();
        assert!(old_versions_expire(&[expiring]));
        assert!(!old_versions_expire(&[rule(ExpirationStatus::Enabled)]));
    }
}
