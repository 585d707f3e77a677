//! What could lose a sale without any power cut: two programs at once, a clock that jumps.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

mod clock;
mod instances;
