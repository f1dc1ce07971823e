//! Study: what it is, in one sentence.

pub mod policy;
mod routes;
pub mod service;
mod store;
#[path = "study.rs"]
mod thing;

pub use routes::doors;
pub use thing::Study;
