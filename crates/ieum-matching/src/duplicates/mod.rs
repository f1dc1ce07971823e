//! Instruments that stand in the register twice: pairs with reasons, decided by people, merged and parted again.

mod carrying;
mod policy;
mod register;
mod report;
mod routes;
mod service;
mod store;

pub use carrying::{carry, in_name_of, put_back};
pub use policy::{Facts, Refusal, refusals};
pub(crate) use register::wish;
pub use register::{Machine, Register, Twins, of_rows, register};
pub use report::{Found, Said, found, paper};
pub(crate) use report::{keys, said};
pub use service::{DuplicateError, Verdict, decide, undo};

use ieum_kernel::{Permission, Role};
use ieum_web::Doors;

/// Seeing pairs of instruments and deciding whether they are one.
pub const JUDGE: Permission = Permission { key: "duplicates.judge", roles: &[Role::Planner, Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}
