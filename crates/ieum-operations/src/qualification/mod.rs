//! Qualifications: who has shown that they can use an instrument, how well and until when; training leads to them.

mod api;
mod form;
mod news;
mod policy;
mod routes;
mod service;
mod staff_routes;
mod standing;
mod store;
mod training;

#[cfg(test)]
mod policy_tests;

pub use policy::{Facts, Refusal, Wish, refusals};
pub use service::{Grant, QualificationError, ask, demand, demand_of, grant, step, train};
pub use standing::{Demand, Level, Qualification, Standing, State, standing};
pub(crate) use store::{standing_asked, standing_of};
pub use training::{Training, TrainingState, TrainingStep};

use ieum_db::Worker;
use ieum_kernel::{Permission, Role, Thing};
use ieum_web::{App, Doors, SIGNED_IN};

/// 교육: the identity of one person's training at one instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrainingId;

impl Thing for TrainingId {
    const PREFIX: &'static str = "trn";
}

/// 자격: the identity of a qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QualificationId;

impl Thing for QualificationId {
    const PREFIX: &'static str = "qlf";
}

/// One's own qualifications, and asking for training.
pub static MINE: Permission = Permission { key: "qualification.mine", roles: SIGNED_IN };
/// Saying what an instrument asks for, training people, granting and taking back.
pub static RUN: Permission = Permission { key: "qualification.run", roles: &[Role::Staff, Role::Operator] };

/// So many days before a qualification ends its holder is told.
pub const TOLD_DAYS: i64 = 30;

/// The job that looks whether a qualification is about to end or has ended.
pub(crate) const WATCH: &str = "qualification.watch";

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new()).and(staff_routes::doors(Doors::new())).and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (watching, telling) = (app.clone(), app.clone());
    worker
        .on(WATCH, move |job| news::watch(watching.clone(), job))
        .on(news::TELL_STAFF, move |job| news::tell_staff(telling.clone(), job))
}
