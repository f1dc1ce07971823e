//! Merging: one thing that was entered twice is kept once, and what hangs on the other goes along.

pub mod policy;
mod service;
mod store;

pub use service::{MergeError, kept_for, merge, part};
