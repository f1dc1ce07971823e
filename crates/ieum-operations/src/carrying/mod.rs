//! Carrying: what hangs on an instrument goes along when its entry and another become one.
//!
//! Bookings with their places in line, series, closures, requests, the log of uses, training and qualifications go; what was
//! written once and for all (measurements, reports, charges, invoices) keeps the entry it was made with, whose address leads to
//! the one that stays. Prices and terms are those of the entry that stays.

mod service;
mod store;
mod units;

pub use service::{carry, clashes, put_back};
pub use store::in_name_of;
