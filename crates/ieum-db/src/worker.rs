//! The worker: hands events to subscribers, does jobs, tries failed ones again, takes over from dead workers.
//!
//! Everything is done at least once: a handler may be started again after a crash and must not mind.

mod queue;

use crate::{
    Db, DbError, Event, JobFailure, JobHandle, JobId, JobState, args,
    job_handle::{Again, Held, Live},
    outbox::{HANDFUL, delivery},
};
use futures_util::{FutureExt, future::BoxFuture};
use ieum_kernel::{Clock, Timestamp};
use queue::Claimed;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    future::Future,
    pin::pin,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
    time::Duration,
};
use tokio::{task::JoinSet, time::sleep};

type Handler = Arc<dyn Fn(JobHandle) -> BoxFuture<'static, Result<(), JobFailure>> + Send + Sync>;

/// How long changes are gathered before work is looked for.
const GATHER: Duration = Duration::from_millis(30);

/// Does jobs and delivers events. Set it up with [`Worker::on`] and [`Worker::listen`], then [`Worker::run`] it.
pub struct Worker {
    db: Db,
    clock: Arc<dyn Clock>,
    handlers: HashMap<String, Handler>,
    /// Topic prefix and subscriber name.
    subscribers: Vec<(String, String)>,
    parallel: usize,
    lease: Duration,
    poll: Duration,
    grace: Duration,
    jitter: Arc<dyn Fn(JobId, u32) -> f64 + Send + Sync>,
    name: String,
    claims: AtomicU64,
    held: Mutex<HashMap<i64, String>>,
    swept: Mutex<Option<Timestamp>>,
}

impl Worker {
    /// A worker without handlers: two jobs at a time, a lease of one minute, ten seconds of grace at shutdown.
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        let name = clock.new_uuid().to_string();
        Self {
            db,
            clock,
            handlers: HashMap::new(),
            subscribers: Vec::new(),
            parallel: 2,
            lease: Duration::from_secs(60),
            poll: Duration::from_secs(1),
            grace: Duration::from_secs(10),
            jitter: Arc::new(spread),
            name,
            claims: AtomicU64::new(0),
            held: Mutex::default(),
            swept: Mutex::default(),
        }
    }

    /// Does jobs of a kind with this handler.
    #[must_use]
    pub fn on<F, Fut>(mut self, kind: &str, handler: F) -> Self
    where
        F: Fn(JobHandle) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobFailure>> + Send + 'static,
    {
        self.handlers.insert(kind.to_owned(), Arc::new(move |job| handler(job).boxed()));
        self
    }

    /// Brings every event whose topic starts with `topic_prefix` to this subscriber, at least once.
    ///
    /// The name is kept in the database: keep it the same between versions, and give each subscriber its own. A
    /// subscriber gets events written after it was first set up.
    #[must_use]
    pub fn listen<F, Fut>(mut self, topic_prefix: &str, subscriber_name: &str, handler: F) -> Self
    where
        F: Fn(Event, JobHandle) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobFailure>> + Send + 'static,
    {
        self.subscribers.push((topic_prefix.to_owned(), subscriber_name.to_owned()));
        let read = move |job: JobHandle| match job.payload::<Event>() {
            Ok(event) => handler(event, job).boxed(),
            Err(error) => futures_util::future::ready(Err(JobFailure::permanent(error.to_string()))).boxed(),
        };
        self.handlers.insert(delivery(subscriber_name), Arc::new(read));
        self
    }

    /// How many jobs are done at the same time; at least 1.
    #[must_use]
    pub fn parallel(mut self, jobs: usize) -> Self {
        self.parallel = jobs.max(1);
        self
    }

    /// After how long without a sign of life a job is taken from a worker. Running jobs renew it by themselves.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How long running jobs may take to end at shutdown; then they are stopped and left for the next worker.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Where the jitter of retries comes from: a number from 0 to 1. By default it is derived from the job itself.
    #[must_use]
    pub fn jitter(mut self, source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.jitter = Arc::new(move |_, _| source());
        self
    }

    /// Works until `shutdown` ends; then lets running jobs finish within the grace.
    ///
    /// A database that cannot be reached is waited for.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let worker = Arc::new(self);
        let mut running = JoinSet::new();
        let mut shutdown = pin!(shutdown);
        loop {
            if let Err(error) = worker.round(&mut running).await {
                tracing::warn!(error = %error, "the worker cannot look for work");
            }
            let full = running.len() >= worker.parallel;
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                Some(_) = running.join_next() => {}
                // What comes in the next moment is looked for together: a busy house is not asked after each change.
                () = worker.db.shared.work.notified(), if !full => sleep(GATHER).await,
                () = sleep(worker.poll) => {}
            }
        }
        let finish = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(worker.grace, finish).await.is_err() {
            running.shutdown().await;
            worker.let_go().await;
        }
    }

    /// Does everything that is due now, one job after the other; returns how many were started. For tests and the
    /// command line.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn run_until_idle(&self) -> Result<usize, DbError> {
        let mut count = 0;
        loop {
            self.prepare().await?;
            let before = count;
            while let Some(claimed) = self.claim().await? {
                self.work(claimed).await;
                count += 1;
            }
            if count == before {
                return Ok(count);
            }
        }
    }

    /// Takes as much work as there is room for.
    async fn round(self: &Arc<Self>, running: &mut JoinSet<()>) -> Result<(), DbError> {
        while running.try_join_next().is_some() {}
        if !self.prepare().await? {
            return Ok(());
        }
        while running.len() < self.parallel {
            let Some(claimed) = self.claim().await? else { break };
            let worker = Arc::clone(self);
            running.spawn(async move { worker.work(claimed).await });
        }
        Ok(())
    }

    /// Hands out events, takes back lost jobs, forgets old rows; returns whether jobs are due.
    async fn prepare(&self) -> Result<bool, DbError> {
        let now = self.clock.now();
        self.sweep(now).await?;
        let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE dispatched_at IS NULL) AS events,
                          EXISTS (SELECT 1 FROM job WHERE state = 'running' AND claim_until < $1) AS lost,
                          EXISTS (SELECT 1 FROM job WHERE state = 'ready' AND run_at <= $1) AS due";
        let look = |row: &crate::Row| Ok((row.get("events")?, row.get("lost")?, row.get("due")?));
        let (events, lost, due): (bool, bool, bool) = self.db.reader().one(sql, args![now], look).await?;
        let mut ordered = 0;
        if events && !self.subscribers.is_empty() {
            loop {
                let mut tx = self.db.begin().await?;
                let (taken, jobs) = tx.dispatch(&self.subscribers, now).await?;
                tx.commit().await?;
                ordered += jobs;
                if taken < HANDFUL {
                    break;
                }
            }
        }
        if lost {
            self.take_back(now).await?;
        }
        Ok(due || lost || ordered > 0)
    }

    /// Does one job to its end and writes down how it ended.
    async fn work(&self, claimed: Claimed) {
        let Some(handler) = self.handlers.get(&claimed.kind) else { return };
        let live = Arc::new(Live::default());
        lock(&self.held).insert(claimed.id.0, claimed.claim.clone());
        lock(&self.db.shared.live).insert(claimed.id.0, Arc::clone(&live));
        let job = JobHandle {
            inner: Arc::new(Held {
                db: self.db.clone(),
                clock: Arc::clone(&self.clock),
                id: claimed.id,
                kind: claimed.kind,
                payload: claimed.payload,
                attempt: claimed.attempt,
                max_attempts: claimed.max_attempts,
                claim: claimed.claim,
                lease: self.lease,
                live,
            }),
        };
        // A set of one: dropped with this future, it stops the handler too.
        let mut task = JoinSet::new();
        task.spawn(handler(job.clone()));
        let beat = (self.lease / 3).min(Duration::from_secs(1));
        let beats_to_renew = (self.lease.as_millis() / 3 / beat.as_millis().max(1)).max(1);
        let (mut beats, mut written): (u128, _) = (0, (0, 0));
        let outcome = loop {
            tokio::select! {
                done = task.join_next() => break match done {
                    Some(Ok(outcome)) => outcome,
                    Some(Err(crash)) => Err(JobFailure::retry(format!("the handler crashed: {crash}"))),
                    None => Err(JobFailure::retry("the handler was lost")),
                },
                () = sleep(beat) => {
                    beats += 1;
                    if let Err(error) = job.beat(beats.is_multiple_of(beats_to_renew), &mut written).await {
                        tracing::warn!(job = %job.id(), error = %error, "cannot renew the claim of a job");
                    }
                }
            }
        };
        self.settle(&job, outcome).await;
        lock(&self.held).remove(&job.id().0);
        lock(&self.db.shared.live).remove(&job.id().0);
    }

    async fn settle(&self, job: &JobHandle, outcome: Result<(), JobFailure>) {
        let held = job.inner.as_ref();
        let (state, error) = match outcome {
            Ok(()) => (JobState::Done, None),
            Err(failure) if failure.again == Again::Cancelled || job.cancelled() => {
                (JobState::Cancelled, None)
            }
            Err(failure) if failure.again == Again::Never || held.attempt >= held.max_attempts => {
                tracing::error!(job = %held.id, kind = held.kind, cause = failure.why, "gave a job up");
                (JobState::Dead, Some(failure.why))
            }
            Err(failure) => {
                tracing::warn!(job = %held.id, kind = held.kind, cause = failure.why, "a job failed and will be tried again");
                (JobState::Ready, Some(failure.why))
            }
        };
        // The lease bounds this: after it another worker takes the job over anyway.
        let tries = 1 + self.lease.as_secs();
        for _ in 0..tries {
            match self.write_end(held, state, error.as_deref()).await {
                Ok(()) => return,
                Err(error) if error.is_passing() => sleep(Duration::from_secs(1)).await,
                Err(error) => {
                    tracing::error!(job = %held.id, error = %error, "cannot write down how a job ended");
                    return;
                }
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long to wait after a failed attempt: 2 s doubled each time, at most an hour, of which jitter takes up to half.
fn backoff(attempt: u32, jitter: f64) -> Duration {
    let seconds = 2.0_f64.powi(i32::try_from(attempt.clamp(1, 12)).unwrap_or(12)).min(3600.0);
    Duration::from_secs_f64(seconds * (1.0 - 0.5 * jitter.clamp(0.0, 1.0)))
}

/// A number from 0 to 1 that differs from job to job and from attempt to attempt.
fn spread(id: JobId, attempt: u32) -> f64 {
    let digest = Sha256::digest(format!("{id}/{attempt}"));
    f64::from(digest.first().copied().unwrap_or_default()) / 255.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        let seconds = |attempt, jitter| backoff(attempt, jitter).as_secs_f64();
        assert_eq!([seconds(1, 0.0), seconds(2, 0.0), seconds(5, 0.0)], [2.0, 4.0, 32.0]);
        assert_eq!([seconds(1, 1.0), seconds(2, 0.5)], [1.0, 3.0]);
        assert_eq!(seconds(40, 0.0), 3600.0);
    }

    #[test]
    fn jitter_differs_between_jobs() {
        assert_ne!(spread(JobId(1), 1), spread(JobId(2), 1));
        assert_ne!(spread(JobId(1), 1), spread(JobId(1), 2));
    }
}
