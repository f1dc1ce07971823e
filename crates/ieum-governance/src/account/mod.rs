//! The page of one's own account.

pub(crate) mod routes;
pub(crate) mod service;
