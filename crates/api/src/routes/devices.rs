//! Devices: where the user is signed in.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use services::SignInId;

use crate::extract::{Id, Identity};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::account::Devices;

/// Where I am signed in.
#[utoipa::path(get, path = "/auth/devices", operation_id = "list_devices", tag = "auth", security(("bearer" = [])), responses(
    (status = 200, body = Devices),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    Identity(identity): Identity,
) -> Result<Json<Devices>, Problem> {
    Ok(Json(state.services.accounts.devices(identity).await?.into()))
}

/// End the sign-in of a device.
#[utoipa::path(delete, path = "/auth/devices/{id}", operation_id = "end_device", tag = "auth", security(("bearer" = [])),
    params(("id" = i64, Path)), responses(
    (status = 204),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn end(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    state.services.accounts.end_device(identity, SignInId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
