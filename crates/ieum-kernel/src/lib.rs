//! The shared words of Ieum: identity, time, money, quantities, languages, actors.
//!
//! No I/O and no async live here; every other crate may depend on this one and it depends on none of them.
#![warn(missing_docs)]

mod actor;
mod clock;
mod id;
mod lang;
mod money;
mod quantity;
mod schema;
mod span;
mod things;

pub use actor::{Actor, Permission, Role, RoleParseError};
pub use clock::{Clock, SystemClock, TestClock};
pub use id::{Id, IdError, Thing};
pub use lang::{Lang, Text, josa};
pub use money::{Currency, Money, MoneyError, Ratio, Rounding};
pub use quantity::Quantity;
pub use span::{SpanError, TimeSpan, Timestamp, Zone, span};
pub use things::*;
