//! The room's contract, on every engine at hand: races, steps, feeds, the operation log.

mod booking;
mod feeds;
mod house;
mod money;
mod races;
mod work;
