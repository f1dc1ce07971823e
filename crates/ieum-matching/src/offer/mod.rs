//! Offers: whoever runs an instrument offers it for a problem; the one who has the problem accepts or declines.

mod api;
mod policy;
mod routes;
mod service;
pub(crate) mod store;
mod thing;

pub use policy::{Act, Facts, Refusal, refusals};
pub use service::{OfferError, accept, decline, make, withdraw};
pub use thing::{Offer, OfferThing, State, Why};

use ieum_kernel::{Permission, Role};
use ieum_web::{Doors, SIGNED_IN};

/// Offering an instrument one runs; which is decided by the row.
pub const MAKE: Permission = Permission { key: "offer.make", roles: &[Role::Staff, Role::Operator] };
/// Seeing and answering offers for one's own problem; whose is decided by the row.
pub const ANSWER: Permission = Permission { key: "offer.answer", roles: SIGNED_IN };

pub(crate) fn doors() -> Doors {
    api::doors(routes::doors(Doors::new()))
}
