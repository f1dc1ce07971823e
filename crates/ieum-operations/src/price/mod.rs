//! Prices: versioned plans and the pure calculation that explains every amount.

mod agreement_pages;
mod agreements;
mod bands;
mod calculate;
mod exact;
mod form;
mod many;
mod plan;
mod policy;
mod routes;
mod service;
mod shares;
mod store;
mod voucher_pages;
mod voucher_store;
mod vouchers;

pub use agreements::{Agreed, Agreement, AgreementError, AgreementThing, agree, end};
pub use bands::banded;
pub use calculate::{Calculation, Line, Measured, Subsidy, Trace, Unpriced, VAT_PERCENT, price, sound};
pub use many::{Wanted, price_many, usable_vouchers};
pub use plan::{Band, Basis, Days, Extra, NoSuchKey, Plan, Rate, Step, Tier, Together, Vat};
pub use policy::{Facts, Refusal, refusals, share_of};
pub(crate) use routes::{chosen, facilities_of, options};
pub use service::{
    FromPlan, PriceError, PricedUse, Quantities, SetError, price_again, price_ahead, price_hint, price_use,
    set_plan, sets_prices,
};
pub use shares::{price_all, split};
pub use store::{PricePlan, Priced, Target, Version};
pub(crate) use store::{on as plan_on, priced, with_plan};
pub use voucher_pages::keep_voucher;
pub use voucher_store::{Hold, Voucher, VoucherEntry, VoucherRow, usable_voucher};
pub(crate) use voucher_store::{find as voucher, hold_of, spend, usable};
pub use vouchers::VoucherError;
pub(crate) use vouchers::{capture, hold, refund, release, uncapture};

use ieum_kernel::{Permission, Role};
use ieum_web::{ANYBODY, Doors, SIGNED_IN};

/// Seeing prices and how they come about.
pub static LOOK: Permission = Permission { key: "price.look", roles: ANYBODY };
/// Setting a facility's prices, partners and vouchers.
pub static SET: Permission =
    Permission { key: "price.set", roles: &[Role::Staff, Role::Billing, Role::Operator] };
/// Seeing the vouchers of one's own organisation.
pub static OWN_VOUCHERS: Permission = Permission { key: "price.own-vouchers", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    agreement_pages::doors(routes::doors(Doors::new())).and(voucher_pages::doors(Doors::new()))
}
