//! The way to the one writing connection of the embedded database, and how changes that follow each other go to the disk
//! together.
//!
//! Waiting for the disk takes as long as most changes do. So a change that is done while others wait for their turn does
//! not go to the disk by itself: the next begins within the same database transaction, behind a savepoint, and one commit
//! brings all of them. Nobody is told that a change is kept before the disk has it; a change that is given up is undone
//! back to its savepoint and takes nobody with it; when the commit fails, nothing of any of them is kept and all are told so.

use crate::{DbError, db::Shared, job_handle::Live, tx::Over};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// How many changes share one commit at most: the first of them waits for the last.
const TOGETHER: usize = 16;
const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT ieum_turn";
/// Leaves the change before in the transaction and begins the next one. Fails when the database has ended the transaction.
const NEXT: &str = "RELEASE ieum_turn; SAVEPOINT ieum_turn";
const UNDO: &str = "ROLLBACK TO ieum_turn";

/// Who may write now. The turns are taken in the order in which they were asked for.
#[derive(Default)]
pub(crate) struct Lane {
    turn: Arc<Mutex<Option<Group>>>,
    /// How many wait for their turn and would share a commit.
    waiting: AtomicUsize,
    groups: AtomicU64,
}

impl Lane {
    /// Whether somebody waits who shall share the commit of the change before.
    fn has_next(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) > 0
    }
}

/// An open transaction of the database, and whose changes wait in it for the commit.
struct Group {
    number: u64,
    inner: Transaction<'static, Sqlite>,
    riders: Vec<Rider>,
    /// The one whose turn it was gave up: what it did is to be undone before anything else.
    given_up: bool,
}

/// A change that is done and waits for the disk.
struct Rider {
    told: oneshot::Sender<Result<(), Over>>,
    after: After,
}

/// What happens once a change is kept.
#[derive(Default)]
pub(crate) struct After {
    /// Whether it leaves events or jobs to be picked up.
    pub(crate) leaves_work: bool,
    /// Running jobs to be told that they are cancelled.
    pub(crate) cancelled: Vec<Arc<Live>>,
}

impl After {
    pub(crate) fn happen(self, shared: &Shared) {
        for job in self.cancelled {
            job.cancel();
        }
        if self.leaves_work {
            shared.work.notify_one();
        }
    }
}

/// Counts somebody among those who wait, until dropped.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn one(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The turn to write. Dropped before it is [committed](Turn::commit), what was done in it is undone.
pub(crate) struct Turn {
    place: OwnedMutexGuard<Option<Group>>,
    /// Whether nothing is to be undone: not begun yet, or ended.
    ended: bool,
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        match self.place.as_mut() {
            Some(group) if !group.riders.is_empty() => group.given_up = true,
            // Dropped, the database transaction is rolled back.
            _ => *self.place = None,
        }
    }
}

/// Waits for the turn to write. Who is `alone` begins when all before are on the disk, so that nobody waits for the end of
/// something long before he learns of his own change.
pub(crate) async fn turn(
    shared: &Arc<Shared>,
    write: &SqlitePool,
    patience: Duration,
    alone: bool,
) -> Result<Turn, DbError> {
    let waits = (!alone).then(|| Waits::one(&shared.lane.waiting));
    let place = tokio::time::timeout(patience, Arc::clone(&shared.lane.turn).lock_owned());
    let mut turn = Turn { place: place.await.map_err(|_too_long| DbError::Busy)?, ended: true };
    drop(waits);
    turn.undo(shared).await;
    if alone && turn.end(shared).await.is_err() {
        // Those whose changes were in it have been told; this one begins anew.
        tracing::debug!("the changes before were not kept");
    }
    turn.begin(shared, write).await?;
    turn.ended = false;
    Ok(turn)
}

impl Turn {
    /// The connection.
    pub(crate) fn conn(&mut self) -> Result<&mut SqliteConnection, DbError> {
        self.place.as_mut().map(|group| &mut *group.inner).ok_or(DbError::Unavailable)
    }

    /// A transaction of the database, unless one is open.
    async fn begin(&mut self, shared: &Shared, write: &SqlitePool) -> Result<(), DbError> {
        if self.place.is_some() {
            return Ok(());
        }
        let inner = match write.begin_with(BEGIN).await {
            Ok(inner) => inner,
            Err(sqlx::Error::PoolTimedOut) => return Err(DbError::Busy),
            Err(error) => return Err(shared.fault(error)),
        };
        let number = shared.lane.groups.fetch_add(1, Ordering::Relaxed);
        *self.place = Some(Group { number, inner, riders: Vec::new(), given_up: false });
        Ok(())
    }

    /// Undoes what somebody left who gave up.
    async fn undo(&mut self, shared: &Shared) {
        let Some(group) = self.place.as_mut().filter(|group| group.given_up) else { return };
        match sqlx::raw_sql(UNDO).execute(&mut *group.inner).await {
            Ok(_) => group.given_up = false,
            // The database has ended the transaction by itself: nothing in it is kept.
            Err(error) => self.lose(&shared.fault(error)),
        }
    }

    /// Tells all whose changes were in the transaction that they are not kept.
    fn lose(&mut self, why: &DbError) {
        for rider in self.place.take().into_iter().flat_map(|group| group.riders) {
            tell(rider.told, Err(Over::of(why)));
        }
    }

    /// Brings what is in the transaction to the disk and tells all whose changes they are.
    async fn end(&mut self, shared: &Arc<Shared>) -> Result<(), DbError> {
        let Some(group) = self.place.take() else { return Ok(()) };
        if group.riders.is_empty() {
            return group.inner.commit().await.map_err(|error| shared.fault(error));
        }
        // Others wait for the outcome: it does not depend on whether this one still does.
        let ending = tokio::spawn(group.end(Arc::clone(shared)));
        ending.await.unwrap_or(Err(DbError::Unavailable))
    }

    /// Keeps what was done in this turn; returns when the disk has it.
    pub(crate) async fn commit(mut self, shared: &Arc<Shared>, after: After) -> Result<(), DbError> {
        let lone = self.place.as_ref().is_none_or(|group| group.riders.is_empty());
        if lone && !shared.lane.has_next() {
            self.ended = true;
            self.end(shared).await?;
            after.happen(shared);
            return Ok(());
        }
        // Half of this must not happen when the asker goes away.
        let riding = tokio::spawn(self.ride(Arc::clone(shared), after));
        riding.await.unwrap_or(Err(DbError::Unavailable))
    }

    async fn ride(mut self, shared: Arc<Shared>, after: After) -> Result<(), DbError> {
        let Some(group) = self.place.as_mut() else { return Err(DbError::Unavailable) };
        if group.riders.len() + 1 >= TOGETHER || !shared.lane.has_next() {
            self.ended = true;
            self.end(&shared).await?;
            after.happen(&shared);
            return Ok(());
        }
        if let Err(error) = sqlx::raw_sql(NEXT).execute(&mut *group.inner).await {
            let fault = shared.fault(error);
            self.lose(&fault);
            return Err(fault);
        }
        let (told, outcome) = oneshot::channel();
        group.riders.push(Rider { told, after });
        if group.riders.len() == 1 {
            // Whoever comes next may give up waiting: behind those who wait now, the group comes to its end by itself.
            tokio::spawn(end_in_turn(Arc::clone(&shared), group.number));
        }
        self.ended = true;
        drop(self);
        outcome.await.unwrap_or(Err(Over::Unavailable)).map_err(DbError::from)
    }

    /// Gives up what was done in this turn.
    pub(crate) async fn rollback(mut self, shared: &Shared) -> Result<(), DbError> {
        let Some(group) = self.place.as_mut() else { return Ok(()) };
        if !group.riders.is_empty() {
            // Being dropped says so; the next one undoes it.
            return Ok(());
        }
        self.ended = true;
        match self.place.take() {
            Some(group) => group.inner.rollback().await.map_err(|error| shared.fault(error)),
            None => Ok(()),
        }
    }

    /// Gives up what was done in this turn, waits until all that was seen in it is on the disk, and begins again.
    pub(crate) async fn afresh(&mut self, shared: &Arc<Shared>, write: &SqlitePool) -> Result<(), DbError> {
        let Some(group) = self.place.as_mut().filter(|group| !group.riders.is_empty()) else { return Ok(()) };
        group.given_up = true;
        self.undo(shared).await;
        self.end(shared).await?;
        self.begin(shared, write).await
    }
}

/// Ends the group of that number when everybody who waits now has had his turn, if it is still there.
async fn end_in_turn(shared: Arc<Shared>, number: u64) {
    let place = Arc::clone(&shared.lane.turn).lock_owned().await;
    let mut turn = Turn { place, ended: true };
    if turn.place.as_ref().is_some_and(|group| group.number == number) {
        turn.undo(&shared).await;
        if turn.end(&shared).await.is_err() {
            // Those whose changes were in it have been told.
            tracing::debug!("changes were not kept");
        }
    }
}

impl Group {
    async fn end(self, shared: Arc<Shared>) -> Result<(), DbError> {
        let outcome = self.inner.commit().await.map_err(|error| shared.fault(error));
        for rider in self.riders {
            if outcome.is_ok() {
                rider.after.happen(&shared);
            }
            let told = outcome.as_ref().map_err(Over::of).copied();
            tell(rider.told, told);
        }
        outcome
    }
}

/// Who no longer listens has gone away; what became of the change does not depend on it.
fn tell(told: oneshot::Sender<Result<(), Over>>, outcome: Result<(), Over>) {
    if told.send(outcome).is_err() {
        tracing::debug!("nobody waits for the outcome of a change any more");
    }
}
