//! The web tool: what every room needs to show pages and answer programs.

pub mod assets;
pub mod tokens;
