//! Needs, search and matches through pages and API, on both databases.

mod finding;
mod house;
mod matching;
mod needs;
mod others;
mod pages;
