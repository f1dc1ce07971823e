//! Needs, search and matches through pages and API, on both databases.
#![expect(
    clippy::indexing_slicing,
    clippy::needless_collect,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod finding;
mod house;
mod learning;
mod matching;
mod needs;
mod offers;
mod others;
mod pages;
mod plans;
mod saved;
mod twins;
mod vocabulary;
