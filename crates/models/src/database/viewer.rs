//! A viewer: a user who reads, and the position that what they read must at least have.

use crate::UserId;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    pub user: UserId,
    /// `None`: nothing but the newest state will do.
    pub(super) position: Option<i64>,
}

impl Viewer {
    /// Sees every write of the user's that was committed before the primary said this position
    /// ([`crate::sign_in::Standing`]), which it is asked in each request.
    pub fn at(user: UserId, position: i64) -> Self {
        Self { user, position: Some(position) }
    }

    /// Sees everything: for readers that nobody has asked the position for lately, such as a socket.
    pub fn newest(user: UserId) -> Self {
        Self { user, position: None }
    }
}
