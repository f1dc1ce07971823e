//! What operators see: people, permissions, and who changed what.

pub(crate) mod routes;
pub(crate) mod service;
mod store;
