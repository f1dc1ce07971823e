//! The room through its own doors, on both databases.

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
