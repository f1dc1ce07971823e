//! Prices: versioned plans and the pure calculation that explains every amount.

mod calculate;
mod exact;
mod form;
mod plan;
mod routes;
mod service;
mod store;
mod voucher_pages;

pub use calculate::{
    Calculation, Line, Measured, Subsidy, Trace, Unpriced, VAT_PERCENT, price, price_all, sound, split,
};
pub use plan::{Basis, Extra, NoSuchKey, Plan, Rate, Step, Tier, Together, Vat};
pub(crate) use routes::{chosen, facilities_of, options};
pub use service::{
    PriceError, PricedUse, Quantities, SetError, price_hint, price_use, set_plan, sets_prices,
};
pub use store::{PricePlan, Priced, Target, Version, Voucher, VoucherRow};
pub(crate) use store::{priced, spend, voucher_on};

use ieum_kernel::{Permission, Role};
use ieum_web::{ANYBODY, Doors};

/// Seeing prices and how they come about.
pub static LOOK: Permission = Permission { key: "price.look", roles: ANYBODY };
/// Setting a facility's prices, partners and vouchers.
pub static SET: Permission =
    Permission { key: "price.set", roles: &[Role::Staff, Role::Billing, Role::Operator] };

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(voucher_pages::doors(Doors::new()))
}
