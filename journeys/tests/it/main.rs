//! One file for each user task, through HTTP and in a real browser.

mod accessibility;
mod backup;
mod first_request;
mod harness;
mod imports;
mod permissions;
mod race;
mod signing_in;
