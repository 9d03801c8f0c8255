//! The URL table: every path of the server's own, on one screen.

mod ai;
mod auth;
mod coaching;
mod devices;
mod health;
mod questions;
mod sessions;
mod socket;
mod transcripts;
mod uploads;

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodFilter, get, on};
use axum::{Json, Router, middleware};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

use crate::middleware::{deadline, draining, limits, metrics, panics, request_id, security};
use crate::problem::{Problem, ProblemDetails};
use crate::state::{AppState, HttpSettings};

/// What is answered at once, or within the request time-out.
fn prompt() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(auth::register))
        .routes(routes!(auth::login))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::me, auth::change, auth::delete))
        .routes(routes!(devices::list))
        .routes(routes!(devices::end))
        .routes(routes!(uploads::presign))
        .routes(routes!(uploads::confirm))
        .routes(routes!(questions::bank))
        .routes(routes!(sessions::create, sessions::list))
        .routes(routes!(sessions::read, sessions::change, sessions::delete))
        .routes(routes!(sessions::complete))
        .routes(routes!(sessions::retry))
        .routes(routes!(transcripts::read, transcripts::correct))
        .routes(routes!(transcripts::audio))
        .routes(routes!(transcripts::feedback))
        .routes(routes!(coaching::history))
        .routes(routes!(coaching::progress))
        .routes(routes!(health::report))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
}

/// What takes as long as a language model, which has a time-out of its own, or as many recordings as there are.
fn patient() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(ai::questions))
        .routes(routes!(ai::chat))
        .routes(routes!(coaching::contest))
        .routes(routes!(coaching::follow_ups))
        .routes(routes!(auth::export))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Greenroom",
        description = "Practise job interviews out loud: record, transcribe, measure, judge with quotes as evidence.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(ProblemDetails)),
    modifiers(&Bearer)
)]
struct Document;

/// Most calls want the access token.
struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The contract as the handlers have it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    OpenApiRouter::<AppState>::with_openapi(Document::openapi())
        .merge(prompt())
        .merge(patient())
        .into_openapi()
}

/// The whole API: routes, the socket and the document. [`observed`] is to go around it.
pub fn router(state: AppState) -> Router {
    let prompt = prompt().layer(middleware::from_fn_with_state(state.clone(), deadline::keep));
    let document = openapi();
    let (routes, _) = prompt.merge(patient()).split_for_parts();
    routes
        .route("/openapi.json", get(|| async move { Json(document) }))
        // HTTP/2 opens it with CONNECT (RFC 8441).
        .route("/ws/transcribe", on(MethodFilter::GET.or(MethodFilter::CONNECT), socket::open))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_this_method)
        .layer(middleware::from_fn(limits::tell))
        .layer(middleware::from_fn(security::harden))
        .merge(SwaggerUi::new("/docs").config(utoipa_swagger_ui::Config::from("/openapi.json")))
        .layer(DefaultBodyLimit::disable())
        .layer(cors(&state.http))
        .with_state(state)
}

/// What every request to anything that is served passes: it gets its id, is counted, a panic costs nobody else, and a server
/// that drains says so.
pub fn observed(app: Router, state: AppState) -> Router {
    app.layer(middleware::from_fn_with_state(state, draining::ask_to_leave))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(middleware::from_fn(metrics::measure))
        .layer(middleware::from_fn(request_id::assign))
}

async fn nothing_here() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", "Not found", "There is nothing at this path. See /docs.")
}

async fn not_this_method() -> Problem {
    let detail = "This path does not take this method. See /docs.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed", detail)
}

/// Pages of the configured origins may call us, and read what they need of the answers. Our own need no leave.
fn cors(settings: &HttpSettings) -> CorsLayer {
    let origins: Vec<HeaderValue> =
        settings.allowed_origins.iter().filter_map(|origin| HeaderValue::try_from(origin).ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("x-greenroom-client"),
            HeaderName::from_static("x-request-id"),
        ])
        .expose_headers([
            header::RETRY_AFTER,
            limits::LIMIT,
            limits::REMAINING,
            limits::RESET,
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(std::time::Duration::from_secs(3600))
}
