//! Accounts: register, sign in, and one's own account.

use std::time::Duration;

use axum::Json;
use axum::body::Body as StreamBody;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use services::Error;
use services::accounts::{self, Change, Registration};
use tokio_util::io::ReaderStream;

use crate::extract::{AccessToken, Body, Caller, IdempotencyKey, Identity, WebClient};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::account::{
    AuthSession, ChangeUserRequest, DeleteUserRequest, LoginRequest, RefreshRequest, RegisterRequest, User,
};

/// Make an account and sign in to it.
#[utoipa::path(post, path = "/auth/register", operation_id = "register", tag = "auth", request_body = RegisterRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat by who knows the password gets the same account.")),
    responses(
        (status = 201, body = AuthSession),
        (status = 400, description = "`email_taken`", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
        (status = 429, body = ProblemDetails, content_type = "application/problem+json"),
    ))]
pub(super) async fn register(
    State(state): State<AppState>,
    Caller(caller): Caller,
    web: WebClient,
    IdempotencyKey(idempotency_key): IdempotencyKey,
    Body(body): Body<RegisterRequest>,
) -> Result<Response, Problem> {
    let RegisterRequest { email, password, name } = body;
    let new = Registration { email, password, name, idempotency_key };
    let session = state.services.accounts.register(new, &caller).await?;
    Ok(signed_in(StatusCode::CREATED, session, &web))
}

/// Sign in with address and password.
#[utoipa::path(post, path = "/auth/login", operation_id = "login", tag = "auth", request_body = LoginRequest, responses(
    (status = 200, body = AuthSession),
    (status = 401, description = "`invalid_credentials`, whether or not the address exists", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn login(
    State(state): State<AppState>,
    Caller(caller): Caller,
    web: WebClient,
    Body(body): Body<LoginRequest>,
) -> Result<Response, Problem> {
    let session = state.services.accounts.login(&body.email, &body.password, &caller).await?;
    Ok(signed_in(StatusCode::OK, session, &web))
}

/// Spend a refresh token for a new pair.
#[utoipa::path(post, path = "/auth/refresh", operation_id = "refresh", tag = "auth", request_body = RefreshRequest, responses(
    (status = 200, body = AuthSession),
    (status = 401, description = "`invalid_token`, `token_expired`, or `token_reused`: then every token of the sign-in has ended", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn refresh(
    State(state): State<AppState>,
    Caller(caller): Caller,
    web: WebClient,
    Body(body): Body<RefreshRequest>,
) -> Result<Response, Problem> {
    let token = body.refresh_token.or_else(|| web.refresh_token.clone().map(SecretString::from));
    let Some(token) = token else {
        return Err(if web.is_web {
            Error::Denied(services::Denied::MissingToken).into()
        } else {
            Error::invalid("refresh_token", "Give the refresh token of the last answer.").into()
        });
    };
    let session = state.services.accounts.refresh(token.expose_secret(), &caller).await?;
    Ok(signed_in(StatusCode::OK, session, &web))
}

fn signed_in(status: StatusCode, session: accounts::AuthSession, web: &WebClient) -> Response {
    let life = Duration::from_secs(session.refresh_expires_in);
    let cookie = web.is_web.then(|| web.keep(session.refresh_token.expose_secret(), life)).flatten();
    with_cookie((status, Json(AuthSession::new(session, !web.is_web))).into_response(), cookie)
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// End this sign-in: its tokens stop working at once.
#[utoipa::path(post, path = "/auth/logout", operation_id = "logout", tag = "auth", security(("bearer" = [])), responses(
    (status = 204),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn logout(
    State(state): State<AppState>,
    web: WebClient,
    Identity(identity): Identity,
) -> Result<Response, Problem> {
    state.services.accounts.logout(identity).await?;
    let cookie = web.is_web.then(|| web.forget()).flatten();
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), cookie))
}

/// Who am I.
#[utoipa::path(get, path = "/auth/me", operation_id = "get_me", tag = "auth", security(("bearer" = [])), responses(
    (status = 200, body = User),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn me(
    State(state): State<AppState>,
    AccessToken(token): AccessToken,
) -> Result<Json<User>, Problem> {
    Ok(Json(state.services.accounts.me(token.expose_secret()).await?.into()))
}

/// Change name, address or password. A new address or password ends the other sign-ins.
#[utoipa::path(patch, path = "/auth/me", operation_id = "update_me", tag = "auth", security(("bearer" = [])), request_body = ChangeUserRequest, responses(
    (status = 200, body = User),
    (status = 400, description = "`wrong_password`, `email_taken`", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn change(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    Body(body): Body<ChangeUserRequest>,
) -> Result<Json<User>, Problem> {
    let ChangeUserRequest { name, email, current_password, new_password } = body;
    let change = Change { name, email, current_password, new_password };
    let user = state.services.accounts.change(identity, change, &caller).await?;
    Ok(Json(user.into()))
}

/// Delete the account: rows and stored objects are gone.
#[utoipa::path(delete, path = "/auth/me", operation_id = "delete_me", tag = "auth", security(("bearer" = [])), request_body = DeleteUserRequest, responses(
    (status = 204),
    (status = 400, description = "`wrong_password`", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn delete(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    web: WebClient,
    Body(body): Body<DeleteUserRequest>,
) -> Result<Response, Problem> {
    state.services.accounts.delete(identity, &body.password, &caller).await?;
    let cookie = web.is_web.then(|| web.forget()).flatten();
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), cookie))
}

/// Everything held about the user, recordings included, as a ZIP with a JSON manifest.
#[utoipa::path(get, path = "/auth/me/export", operation_id = "export_me", tag = "auth", security(("bearer" = [])), responses(
    (status = 200, content_type = "application/zip", body = Vec<u8>),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn export(
    State(state): State<AppState>,
    Identity(identity): Identity,
) -> Result<Response, Problem> {
    let export = state.services.accounts.export(identity).await?;
    let stream = ReaderStream::with_capacity(tokio::fs::File::from_std(export.file), 64 * 1024);
    let mut response = StreamBody::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(CONTENT_LENGTH, export.size.into());
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"greenroom-export.zip\""),
    );
    Ok(response)
}
