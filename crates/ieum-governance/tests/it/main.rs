//! The room through its own doors, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test whose stage cannot be set has failed"
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
