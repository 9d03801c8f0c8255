//! The coach as its users see it: through the public API alone.

mod corrections;
mod delivery;
mod gate;
mod judge_card;
mod properties;
mod replies;
mod said;
mod shape;
mod walked;
