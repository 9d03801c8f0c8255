//! Health: for people who run the server, and for load balancers.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use services::health::Level;

use crate::state::AppState;
use crate::types::health::Health;

/// How the server and everything it stands on are.
#[utoipa::path(get, path = "/health", operation_id = "get_health", tag = "operations", responses(
    (status = 200, body = Health),
    (status = 503, description = "It can not serve", body = Health),
))]
pub(super) async fn report(State(state): State<AppState>) -> (StatusCode, Json<Health>) {
    let report = state.services.health.report().await;
    let status = if report.level == Level::Down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let health = &state.services.health;
    (status, Json(Health::new(report, health.speech(), health.model())))
}

/// The process is up.
#[utoipa::path(get, path = "/health/live", operation_id = "is_live", tag = "operations", responses((status = 200)))]
pub(super) async fn live() -> StatusCode {
    StatusCode::OK
}

/// The server should get traffic: not while it starts or drains.
#[utoipa::path(get, path = "/health/ready", operation_id = "is_ready", tag = "operations", responses((status = 200), (status = 503)))]
pub(super) async fn ready(State(state): State<AppState>) -> StatusCode {
    if !state.is_draining() && state.services.health.is_ready().await {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    }
}
