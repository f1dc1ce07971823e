//! The page of one's notices.

pub(crate) mod routes;
