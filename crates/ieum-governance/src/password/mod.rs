//! Passwords: what makes a good one, how it is kept, and how a forgotten one is replaced.

mod hashing;
pub(crate) mod link;
pub(crate) mod mail;
mod policy;
pub(crate) mod routes;
pub(crate) mod service;
pub(crate) mod store;

pub use hashing::{HashError, fits, hash};
pub use policy::{Facts, LEAST, Refusal, refusals};
