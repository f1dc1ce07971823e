//! Signing in at an institution by OpenID Connect: code flow with PKCE, state and nonce.

mod described;
mod policy;
mod provider;
pub(crate) mod routes;
pub(crate) mod service;
mod store;

pub use policy::{Facts, Refusal, Step, decide};
pub(crate) use service::label;
