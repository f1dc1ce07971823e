//! Memberships: what a person is to an organisation, a facility, or the whole node.

mod deciding;
mod inviting;
pub(crate) mod mail;
mod policy;
pub(crate) mod routes;
mod seat;
pub(crate) mod service;
pub(crate) mod store;
mod visiting;

pub(crate) use deciding::ask;
pub use policy::{Change, Facts, Place, Refusal, refusals};
pub(crate) use seat::OF_NODE;
pub use seat::{Invitation, JoinRequest, Membership, NewMembership, Seat};
pub use service::{MembershipError, add_membership, add_membership_in, create_people};
pub use store::people_of;
