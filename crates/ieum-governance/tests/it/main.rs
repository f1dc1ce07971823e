//! The room through its own doors, on both databases.
#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod account;
mod admin;
mod house;
mod joining;
mod members;
mod oidc;
mod pages;
mod passwords;
mod signing_in;
mod store;
