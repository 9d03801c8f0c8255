//! The parts of the server that one process runs.

/// HTTP and sockets, workers for jobs, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    All,
    ServeOnly,
    WorkOnly,
}

impl Parts {
    pub fn serves(self) -> bool {
        self != Self::WorkOnly
    }

    pub fn works(self) -> bool {
        self != Self::ServeOnly
    }
}
