//! The way to the embedded store of this process: the SDK's requests go straight into its service, without a socket.
//!
//! They are signed and verified all the same, so there is one code path for every kind of store.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http::header::HOST;
use http::{HeaderValue, Request};
use tower::ServiceExt;

use crate::embedded_s3::ObjectService;

#[derive(Clone)]
pub(super) struct InProcess(ObjectService);

impl InProcess {
    pub(super) fn new(service: ObjectService) -> Self {
        Self(service)
    }
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InProcess")
    }
}

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let service = self.0.clone();
        HttpConnectorFuture::new(async move {
            exchange(service, request).await.map_err(|error| ConnectorError::other(error, None))
        })
    }
}

async fn exchange(service: ObjectService, request: HttpRequest) -> Result<HttpResponse, BoxError> {
    let request = with_host(request.try_into_http1x()?)?;
    let Ok(response) = service.oneshot(request).await;
    Ok(HttpResponse::try_from(response.map(SdkBody::from_body_1_x))?)
}

/// On a socket the HTTP client would add it; it is part of the signature.
fn with_host(mut request: Request<SdkBody>) -> Result<Request<SdkBody>, BoxError> {
    if let Some(authority) = request.uri().authority() {
        let host = HeaderValue::try_from(authority.as_str())?;
        request.headers_mut().entry(HOST).or_insert(host);
    }
    Ok(request)
}
