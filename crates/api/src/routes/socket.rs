//! The door to the socket: who may open one.

use axum::extract::{State, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

use crate::address;
use crate::middleware::request_id;
use crate::problem::Problem;
use crate::socket;
use crate::state::AppState;

/// Opens `/ws/transcribe`. A browser's page must be of an allowed origin; who the user is, the first message says.
pub(super) async fn open(
    State(state): State<AppState>,
    parts: Parts,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(refused) => {
            let detail = format!("This path is a WebSocket: {}", refused.body_text());
            return Problem::new(
                StatusCode::UPGRADE_REQUIRED,
                "upgrade_required",
                "WebSocket expected",
                detail,
            )
            .into_response();
        }
    };
    if !address::is_allowed_origin(&parts, &state.http) {
        let detail = "Pages of this origin may not open a socket here. Add it to server.allowed_origins if they should.";
        return Problem::new(StatusCode::FORBIDDEN, "origin_not_allowed", "Origin not allowed", detail)
            .into_response();
    }
    let request_id = request_id::current();
    let settings = state.sockets.settings();
    // What is a little too large is read all the same, so that the client can be told: a connection that is closed with
    // bytes unread is reset, and the word with it.
    let most = settings.most_binary_bytes.max(settings.most_text_bytes) * 4;
    upgrade
        .max_message_size(most)
        .max_frame_size(most)
        // Held by every socket, also an idle one; what is longer than this grows it for as long as it takes.
        .read_buffer_size(1024)
        // A client that does not read is cut off instead of filling our memory.
        .write_buffer_size(16 * 1024)
        .max_write_buffer_size(4 * 1024 * 1024)
        .on_upgrade(move |socket| socket::serve(state, socket, request_id))
}
