//! The service: HTTP in, HTTP out. It puts CORS, our signature rules and safe response headers around `s3s`.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, LAST_MODIFIED, X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3Error, StdError};
use tower::Service;
use tower_http::cors::{AllowHeaders, AllowOrigin, Cors, CorsLayer};

use super::access::{OnlyBucket, OnlyKey};
use super::disk::Disk;
use super::operations::Operations;
use super::{OpenError, Options, signature_rules};

/// How long a browser may remember the answer to a preflight.
const PREFLIGHT_AGE: Duration = Duration::from_secs(60 * 60);

/// The embedded store's endpoint. Cheap to clone; never fails: every fault is an answer.
#[derive(Clone)]
pub struct ObjectService(Cors<Endpoint>);

#[derive(Clone)]
struct Endpoint {
    s3: S3Service,
    region: Arc<str>,
}

impl ObjectService {
    pub(super) fn new(disk: Arc<Disk>, options: &Options) -> Result<Self, OpenError> {
        let mut builder = S3ServiceBuilder::new(Operations::new(disk, options));
        builder.set_auth(OnlyKey {
            access_key_id: options.access_key_id.clone(),
            secret_access_key: options.secret_access_key.clone(),
        });
        builder.set_access(OnlyBucket(options.bucket.clone()));
        let endpoint = Endpoint { s3: builder.build(), region: options.region.as_str().into() };
        Ok(Self(tower::Layer::layer(&cors(&options.allowed_origins)?, endpoint)))
    }
}

/// What a page needs to PUT with a presigned URL, and to play with ranges. A signature guards the rest.
fn cors(origins: &[String]) -> Result<CorsLayer, OpenError> {
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        let parse = |origin: &String| match url::Url::parse(origin) {
            Ok(url) if url.origin().ascii_serialization() == *origin => {
                HeaderValue::try_from(origin).map_err(|_| OpenError::Origin(origin.clone()))
            }
            _ => Err(OpenError::Origin(origin.clone())),
        };
        AllowOrigin::list(origins.iter().map(parse).collect::<Result<Vec<_>, _>>()?)
    };
    Ok(CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([ETAG, ACCEPT_RANGES, CONTENT_RANGE, CONTENT_LENGTH, LAST_MODIFIED])
        .max_age(PREFLIGHT_AGE))
}

impl<B> Service<Request<B>> for ObjectService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let answer = self.0.call(request.map(|body| Body::http_body_unsync(body.map_err(Into::into))));
        Box::pin(answer)
    }
}

impl Service<Request<Body>> for Endpoint {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self { s3, region } = self.clone();
        Box::pin(async move {
            let mut response = match signature_rules::check(&request, &region) {
                Ok(()) => s3.call(request).await.unwrap_or_else(|error| fault(&StdError::from(error))),
                Err(refusal) => refuse(refusal),
            };
            guard(&mut response);
            Ok(response)
        })
    }
}

fn refuse(refusal: S3Error) -> Response<Body> {
    refusal.to_http_response().unwrap_or_else(|error| fault(&StdError::from(error)))
}

fn fault(error: &StdError) -> Response<Body> {
    tracing::error!(%error, "the object store could not answer");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// The store may share an origin with the web app: what somebody uploaded must never run there as a page.
fn guard(response: &mut Response<Body>) {
    // A 304 has no content of its own, and would change what the browser keeps of the recording.
    let harmless = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    if !harmless && !headers.get(CONTENT_TYPE).is_some_and(is_media) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
}

/// What a browser plays or shows, and never runs. SVG can hold scripts.
fn is_media(content_type: &HeaderValue) -> bool {
    let content_type = content_type.to_str().unwrap_or_default().to_ascii_lowercase();
    let kind = content_type.split(['/', ';']).next().unwrap_or_default();
    matches!(kind, "audio" | "video" | "image") && !content_type.contains("svg")
}
