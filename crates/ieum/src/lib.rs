//! The house: wiring, configuration and the command line. Only this crate knows all rooms.

pub mod answers;
pub mod backup;
pub mod cli;
pub mod config;
pub mod demo;
pub mod dictionary;
pub mod embedding;
pub mod figures;
pub mod file_store;
pub mod house;
pub mod model;
pub mod namesakes;
pub mod rooms;
pub mod rules;
pub mod serve;
pub mod tools;
pub mod twins;
