//! Recordings: any container to 16 kHz mono samples, exact durations, and where somebody speaks.
//!
//! Pure: bytes in, numbers out.
