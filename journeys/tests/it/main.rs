//! One file for each user task, through HTTP and in a real browser.

mod accessibility;
mod harness;
