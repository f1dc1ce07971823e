//! What the catalogue asks of other rooms. Answered in the house's `answers.rs`; where nobody answers, the database does.

use crate::entry::ThingId;
use async_trait::async_trait;
use ieum_db::Tx;
use ieum_kernel::{Id, Person, Timestamp};
use ieum_web::{App, Problem};

/// What a search in one kind found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Ids as text, best first.
    pub ids: Vec<String>,
    /// Whether there are more than these.
    pub cut: bool,
}

/// Who wants to know that somebody opened a thing's page.
pub trait Opened: Send + Sync + 'static {
    /// `from` is the path of the page of this site that led there, with its query; empty when the browser does not say.
    fn opened(&self, app: &App, person: Option<Id<Person>>, thing: &str, from: &str);
}

/// Finds things of one kind by words, as the search over everything does.
#[async_trait]
pub trait Search: Send + Sync + 'static {
    /// At most `most` things of a kind that fit the words, best first; nothing while the index cannot be relied on.
    async fn ranked(
        &self,
        app: &App,
        kind: &'static str,
        words: &str,
        most: usize,
    ) -> Result<Option<Ranked>, Problem>;
}

/// Two entries for one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The one that stays.
    pub kept: ThingId,
    /// The one that goes.
    pub gone: ThingId,
    /// Who says so.
    pub by: Id<Person>,
}

/// What keeps two entries apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hanging {
    /// Beginnings of bookings of the one for which the other is not free, in time's order.
    pub booked_together: Vec<Timestamp>,
    /// People who belong to the one that goes.
    pub people: i64,
    /// Requests, bookings, agreements and the like in its name.
    pub work: i64,
}

/// What hangs on things of the catalogue in other rooms: bookings, requests, offers. It goes along when two entries become
/// one, and back when that is undone, in the caller's transaction.
#[async_trait]
pub trait Hangings: Send + Sync + 'static {
    /// What keeps the two apart. Changes nothing.
    async fn weigh(&self, app: &App, tx: &mut Tx, merge: &Merge) -> Result<Hanging, Problem>;

    /// Hands what hangs on the one that goes to the one that stays, and writes down what.
    async fn carry(&self, app: &App, tx: &mut Tx, merge: &Merge) -> Result<(), Problem>;

    /// Gives back what was handed on and still is where it was handed to; tells what keeps it from going back.
    async fn put_back(&self, app: &App, tx: &mut Tx, merge: &Merge) -> Result<Hanging, Problem>;
}
