//! The room's contract, on every engine at hand: races, steps, feeds, the operation log.
#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::needless_collect,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod booking;
mod carrying;
mod desk;
mod feeds;
mod holds;
mod house;
mod money;
mod qualifications;
mod quoted;
mod races;
mod series;
mod tiers;
mod together;
mod vouchers;
mod waiting;
mod work;
