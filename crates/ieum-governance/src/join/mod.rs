//! Joining: opening one's own account, showing that the address is one's own, and saying where one belongs.

pub(crate) mod interrupted;
pub(crate) mod routes;
pub(crate) mod service;
