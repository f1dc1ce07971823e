//! Signing in by address and password, with a wait that grows after failures.

mod policy;
pub(crate) mod routes;
pub(crate) mod service;
mod store;

pub use policy::{Facts, Failures, Refusal, refusals};
