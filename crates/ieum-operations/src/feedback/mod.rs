//! Feedback: whether the problem was solved, and how the work was found; shown with how many said so and since when.

mod routes;
mod said;
mod service;
mod store;

pub use said::{Feedback, Figures, Refusal, Solved, figures, refusals};
pub use service::keep;
pub use store::{of_facility, of_request};

use ieum_kernel::{Permission, Role};
use ieum_web::{Doors, SIGNED_IN};

/// Saying how one's own request went.
pub static SAY: Permission = Permission { key: "feedback.say", roles: SIGNED_IN };
/// Seeing what was said of a facility.
pub static FIGURES: Permission = Permission {
    key: "feedback.figures",
    roles: &[Role::Staff, Role::Reviewer, Role::Billing, Role::Planner, Role::Operator],
};

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
}
