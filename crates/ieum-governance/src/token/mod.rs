//! API tokens: keys for programs, with the rights of the person who made them.

pub(crate) mod service;
pub(crate) mod store;

pub use service::create_token;

use ieum_kernel::{Id, Thing, Timestamp};
use serde::Serialize;

/// A token as its owner sees it; the key itself is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApiToken {
    /// Its id.
    pub id: Id<ApiToken>,
    /// What it is for, in the owner's words.
    pub name: String,
    /// The first letters of the key.
    pub beginning: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last used, within a minute.
    pub used_at: Option<Timestamp>,
}

impl Thing for ApiToken {
    const PREFIX: &'static str = "tok";
}
