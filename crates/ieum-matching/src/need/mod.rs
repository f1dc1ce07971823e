//! Needs: a problem is written down, sorted, answered, voted for, solved.

mod api;
mod owner_pages;
mod policy;
mod register;
mod seed;
mod service;
pub(crate) mod store;
mod thing;
mod triage;
mod wizard;

pub use policy::{Facts, Refusal, VoteRefusal, inside, open_steps, refusals, sorts, visible, vote_refusals};
pub use seed::{NewNeed, bulk_needs};
pub use service::{NeedError, attach, begin, detach, rewrite, take, visible_to, vote};
pub use thing::{Confidentiality, Need, Said, State, Step};

use ieum_db::Worker;
use ieum_kernel::{Permission, Role};
use ieum_web::{ANYBODY, App, Doors, SIGNED_IN};

/// Reading the register and published needs, and writing the first page of one.
pub const LOOK: Permission = Permission { key: "need.look", roles: ANYBODY };
/// Handing in needs, answering questions about them, voting.
pub const WRITE: Permission = Permission { key: "need.write", roles: SIGNED_IN };
/// Sorting needs: asking back, referring, declining, publishing.
pub const SORT: Permission =
    Permission { key: "need.sort", roles: &[Role::Staff, Role::Planner, Role::Operator] };

pub(crate) fn doors() -> Doors {
    wizard::doors(Doors::new())
        .and(owner_pages::doors(Doors::new()))
        .and(triage::doors(Doors::new()))
        .and(register::doors(Doors::new()))
        .and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let app = app.clone();
    worker.on(service::TELL, move |job| service::tell(app.clone(), job))
}
