//! Sessions: a visitor who has signed in, on one device.

mod accounts;
pub(crate) mod service;
pub(crate) mod store;
mod visit_of;

pub use accounts::{Accounts, actor_of};
pub(crate) use visit_of::{Caller, signed_in_visit};

use ieum_kernel::{Id, Thing, Timestamp};
use serde::Serialize;

/// One session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Session {
    /// Its id; not the key in the cookie.
    pub id: Id<Session>,
    /// When it began.
    pub made_at: Timestamp,
    /// The last visit, within a minute.
    pub seen_at: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
    /// The visitor's network address at the beginning.
    pub address: String,
    /// The browser, as it calls itself.
    pub agent: String,
    /// Whether the asking visitor uses it now.
    pub here: bool,
}

impl Thing for Session {
    const PREFIX: &'static str = "ses";
}
