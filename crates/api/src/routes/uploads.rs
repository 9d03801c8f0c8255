//! Uploads: permission for the PUT, and word that it is done.

use axum::Json;
use axum::extract::State;
use services::uploads::Wish;

use crate::extract::{Body, Caller, Host, Identity};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::upload::{ConfirmRequest, PresignRequest, Presigned, Upload};

/// Permission to put one recording straight into the object store.
#[utoipa::path(post, path = "/upload/s3-presign", operation_id = "presign_upload", tag = "upload", security(("bearer" = [])), request_body = PresignRequest, responses(
    (status = 200, body = Presigned),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn presign(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    Host(host): Host,
    Body(body): Body<PresignRequest>,
) -> Result<Json<Presigned>, Problem> {
    let PresignRequest { content_type, extension, size } = body;
    let wish = Wish { content_type, extension, size };
    let permission = state.services.uploads.presign(identity.user, &wish, host.as_ref(), &caller).await?;
    Ok(Json(permission.into()))
}

/// Note what the store holds under a key. Repeatable.
#[utoipa::path(post, path = "/upload/confirm", operation_id = "confirm_upload", tag = "upload", security(("bearer" = [])), request_body = ConfirmRequest, responses(
    (status = 200, body = Upload),
    (status = 400, description = "`upload_missing`, `upload_empty`", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 503, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn confirm(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Body(body): Body<ConfirmRequest>,
) -> Result<Json<Upload>, Problem> {
    Ok(Json(state.services.uploads.confirm(identity.user, &body.key).await?.into()))
}
