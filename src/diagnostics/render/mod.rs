//! Diagnostics as text: for people, for a line-based tool, for a program.

mod human;
mod json;
mod short;

pub use human::human;
pub use json::json;
pub use short::short;
