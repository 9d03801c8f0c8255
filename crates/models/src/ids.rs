//! Identifiers: one type per kind of row, so that a user's id can not stand where a session's belongs.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(/// A person with an account.
    UserId);
id!(/// One device's sign-in: the family of its refresh tokens.
    SignInId);
id!(/// One practised answer.
    SessionId);
id!(/// A piece of work under lease.
    JobId);
