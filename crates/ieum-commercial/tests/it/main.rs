//! Studies and audits through pages and API, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod evidence;
mod house;
mod pages;
mod studies;
