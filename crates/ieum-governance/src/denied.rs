//! Why a service did not do what it was asked: the rules said no, or the machine failed.

use ieum_db::DbError;
use ieum_web::Problem;

/// The answer of a service that refuses by rules of type `R`.
#[derive(Debug)]
pub enum Denied<R> {
    /// Every reason the rules gave.
    Refused(Vec<R>),
    /// Anything else, ready to be shown.
    Fault(Box<Problem>),
}

impl<R> Denied<R> {
    /// One reason.
    pub(crate) fn because(reason: R) -> Self {
        Self::Refused(vec![reason])
    }

    /// The problem of this answer; `thing` is whose rules spoke.
    pub(crate) fn problem(self, thing: &str) -> Problem
    where
        R: serde::Serialize,
    {
        match self {
            Self::Refused(reasons) => Problem::refused(thing, reasons),
            Self::Fault(problem) => *problem,
        }
    }
}

impl<R> From<DbError> for Denied<R> {
    fn from(error: DbError) -> Self {
        Self::Fault(Box::new(error.into()))
    }
}

impl<R> From<Problem> for Denied<R> {
    fn from(problem: Problem) -> Self {
        Self::Fault(Box::new(problem))
    }
}
