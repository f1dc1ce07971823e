//! Events and jobs: nothing is lost, nothing is forgotten, everything can be stopped.

use crate::{count, minute, room};
use ieum_db::{
    Db, DbOptions, Engine, Event, JobFailure, JobId, JobState, NewJob, Worker, args, each_engine,
    recent_jobs, testing::fresh,
};
use ieum_kernel::{Clock, TestClock};
use serde_json::json;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

type Seen = Arc<Mutex<Vec<String>>>;

fn clock() -> Arc<TestClock> {
    let clock = TestClock::at("2026-03-02T08:00Z");
    clock.set(minute(0));
    Arc::new(clock)
}

fn worker(db: &Db, clock: &Arc<TestClock>) -> Worker {
    let same = Arc::clone(clock);
    let clock: Arc<dyn Clock> = same;
    Worker::new(db.clone(), clock).jitter(|| 0.0)
}

fn note(seen: &Seen, word: String) {
    seen.lock().unwrap().push(word);
}

fn sorted(seen: &Seen) -> Vec<String> {
    let mut words = seen.lock().unwrap().clone();
    words.sort();
    words
}

async fn emit(db: &Db, topic: &str, commit: bool) {
    let mut tx = db.begin().await.unwrap();
    tx.emit(topic, "rsv_1", &json!({ "n": 1 }), minute(0)).await.unwrap();
    if commit {
        tx.commit().await.unwrap();
    }
}

async fn enqueue(db: &Db, new: NewJob) -> JobId {
    let mut tx = db.begin().await.unwrap();
    let id = tx.enqueue_numbered(&new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn listener(db: &Db, clock: &Arc<TestClock>, seen: &Seen) -> Worker {
    let (first, second) = (Arc::clone(seen), Arc::clone(seen));
    worker(db, clock)
        .listen("reservation.", "search", move |event: Event, _| {
            note(&first, format!("search {}", event.topic));
            async { Ok(()) }
        })
        .listen("", "log", move |event: Event, job| {
            let seen = Arc::clone(&second);
            async move {
                if job.attempt() < 3 {
                    return Err(JobFailure::retry("not yet"));
                }
                note(&seen, format!("log {} {} {}", event.topic, event.thing, event.payload));
                Ok(())
            }
        })
}

each_engine!(each_subscriber_gets_each_event_on_its_own, [room()], |db| async move {
    let (clock, seen) = (clock(), Seen::default());
    emit(&db, "reservation.made", true).await;
    emit(&db, "reservation.lost", false).await;
    emit(&db, "sample.made", true).await;
    let worker = listener(&db, &clock, &seen);
    worker.run_until_idle().await.unwrap();
    assert_eq!(sorted(&seen), ["search reservation.made"]);
    for _ in 0..3 {
        clock.advance_minutes(1);
        worker.run_until_idle().await.unwrap();
    }
    let expected = [
        "log reservation.made rsv_1 {\"n\":1}",
        "log sample.made rsv_1 {\"n\":1}",
        "search reservation.made",
    ];
    assert_eq!(sorted(&seen), expected);
});

each_engine!(an_event_survives_a_crash_at_every_step, [room()], |db| async move {
    let (clock, seen) = (clock(), Seen::default());
    emit(&db, "reservation.made", true).await;
    // A worker claims the delivery and is never heard of again.
    let lost = worker(&db, &clock).lease(Duration::from_secs(30)).listen("", "search", |_, _| async {
        std::future::pending::<()>().await;
        Ok(())
    });
    let _ = tokio::time::timeout(Duration::from_millis(300), lost.run_until_idle()).await;
    drop(lost);
    assert_eq!(count(&db, "SELECT count(*) AS n FROM job WHERE state = 'running'").await, 1);
    let kept = Arc::clone(&seen);
    let next = worker(&db, &clock).listen("", "search", move |event: Event, job| {
        note(&kept, format!("{} {}", event.topic, job.attempt()));
        async { Ok(()) }
    });
    assert_eq!(next.run_until_idle().await.unwrap(), 0);
    clock.advance_minutes(1);
    assert_eq!(next.run_until_idle().await.unwrap(), 1);
    assert_eq!(sorted(&seen), ["reservation.made 2"]);
});

/// The files as a killed process leaves them: what is committed is there with its event, what is not is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_no_committed_event() {
    let before = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    emit(&before, "reservation.made", true).await;
    let mut open = before.begin().await.unwrap();
    open.emit("reservation.lost", "rsv_2", &json!({}), minute(0)).await.unwrap();
    let (from, to) = (before.folder().unwrap(), tempfile::tempdir().unwrap());
    for name in ["test.db", "test.db-wal"] {
        std::fs::copy(from.join(name), to.path().join(name)).unwrap();
    }
    let url = format!("sqlite://{}", to.path().join("test.db").display());
    let after = Db::open(&url, &DbOptions::default()).await.unwrap();
    let seen = Seen::default();
    listener(&after, &clock(), &seen).run_until_idle().await.unwrap();
    assert_eq!(sorted(&seen), ["search reservation.made"]);
}

each_engine!(failures_are_tried_again_then_given_up, [room()], |db| async move {
    let clock = clock();
    let worker = worker(&db, &clock)
        .on("flaky", |_| async { Err(std::io::Error::other("no paper").into()) })
        .on("wrong", |_| async { Err(JobFailure::permanent("never")) })
        .on("crash", |_| async { panic!("oh") });
    let mut flaky = NewJob::new("flaky", json!(null), minute(0));
    flaky.max_attempts = 3;
    let flaky = enqueue(&db, flaky).await;
    let wrong = enqueue(&db, NewJob::new("wrong", json!(null), minute(0))).await;
    let crash = enqueue(&db, NewJob::new("crash", json!(null), minute(0))).await;
    assert_eq!(worker.run_until_idle().await.unwrap(), 3);
    let status = db.job_status(flaky).await.unwrap().unwrap();
    assert_eq!(
        (status.state, status.attempts, status.last_error.as_deref()),
        (JobState::Ready, 1, Some("no paper"))
    );
    assert_eq!(status.run_at.micros() - minute(0).micros(), 2_000_000);
    assert_eq!(db.job_status(wrong).await.unwrap().unwrap().state, JobState::Dead);
    assert_eq!(db.job_status(crash).await.unwrap().unwrap().state, JobState::Ready);
    for _ in 0..3 {
        clock.advance_minutes(1);
        worker.run_until_idle().await.unwrap();
    }
    let status = db.job_status(flaky).await.unwrap().unwrap();
    assert_eq!(
        (status.state, status.attempts, status.last_error.as_deref()),
        (JobState::Dead, 3, Some("no paper"))
    );
    let dead = recent_jobs(&mut db.reader(), Some(JobState::Dead), 10).await.unwrap();
    assert_eq!(dead.iter().map(|job| job.id).collect::<Vec<_>>(), [wrong, flaky]);
    assert_eq!(recent_jobs(&mut db.reader(), None, 10).await.unwrap().len(), 3);
    let mut tx = db.begin().await.unwrap();
    assert!(tx.retry_job(flaky, clock.now()).await.unwrap());
    assert!(!tx.retry_job(crash, clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(db.job_status(flaky).await.unwrap().unwrap().state, JobState::Ready);
});

each_engine!(a_key_waits_once_and_never_runs_twice_at_a_time, [room()], |db| async move {
    let new = || NewJob { unique: Some("ins_1".to_owned()), ..NewJob::new("index", json!({}), minute(0)) };
    let first = enqueue(&db, new()).await;
    assert_eq!(enqueue(&db, new()).await, first);
    let other = NewJob { unique: Some("ins_2".to_owned()), ..new() };
    assert_ne!(enqueue(&db, other).await, first);
    // While the first runs, a change leaves a second; the first then fails and gives way to it.
    let clock = clock();
    let (again, second) = (db.clone(), Arc::new(AtomicU32::new(0)));
    let made = Arc::clone(&second);
    let worker = worker(&db, &clock).on("index", move |job| {
        let (db, made) = (again.clone(), Arc::clone(&made));
        async move {
            if job.id() == first && made.fetch_add(1, Ordering::SeqCst) == 0 {
                let new =
                    NewJob { unique: Some("ins_1".to_owned()), ..NewJob::new("index", json!({}), minute(0)) };
                assert_ne!(enqueue(&db, new).await, first);
                return Err(JobFailure::retry("the index is locked"));
            }
            Ok(())
        }
    });
    assert_eq!(worker.run_until_idle().await.unwrap(), 3);
    assert_eq!(count(&db, "SELECT count(*) AS n FROM job WHERE state = 'done'").await, 3);
    let status = db.job_status(first).await.unwrap().unwrap();
    assert_eq!(status.last_error.as_deref(), Some("superseded"));
});

each_engine!(a_job_shows_progress_and_stops_when_asked, [room()], |db| async move {
    let clock = clock();
    let waiting = enqueue(&db, NewJob::new("long", json!({}), minute(5))).await;
    assert!(db.cancel_job(waiting, minute(0)).await.unwrap());
    assert_eq!(db.job_status(waiting).await.unwrap().unwrap().state, JobState::Cancelled);
    assert!(!db.cancel_job(waiting, minute(0)).await.unwrap());

    let long = enqueue(&db, NewJob::new("long", json!({}), minute(0))).await;
    let worker = worker(&db, &clock).on("long", |job| async move {
        // A long import: one transaction, progress at every row, stopped in the middle.
        let mut tx = job.db().begin().await?;
        tx.run("UPDATE room SET door = 77 WHERE id = 'lobby'", args![]).await?;
        let mut step = 0;
        while !job.cancelled() {
            step += 1;
            job.progress(step, 1_000_000).await?;
            tokio::task::yield_now().await;
        }
        Err(JobFailure::cancelled())
    });
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    loop {
        let status = db.job_status(long).await.unwrap().unwrap();
        if status.done > 0 {
            assert_eq!((status.state, status.total), (JobState::Running, 1_000_000));
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(db.cancel_job(long, minute(0)).await.unwrap());
    while !db.job_status(long).await.unwrap().unwrap().state.is_over() {
        tokio::task::yield_now().await;
    }
    let status = db.job_status(long).await.unwrap().unwrap();
    assert_eq!((status.state, status.total), (JobState::Cancelled, 1_000_000));
    assert_eq!(count(&db, "SELECT door AS n FROM room WHERE id = 'lobby'").await, 0);
    drop(stop);
    running.await.unwrap();
});

each_engine!(a_commit_wakes_the_worker_and_shutdown_lets_go, [room()], |db| async move {
    let clock = clock();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let worker = worker(&db, &clock)
        .grace(Duration::from_millis(50))
        .on("quick", move |job| {
            let told = told.clone();
            async move {
                told.send(job.id()).ok();
                Ok(())
            }
        })
        .on("stuck", |_| std::future::pending());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    let quick = enqueue(&db, NewJob::new("quick", json!({}), minute(0))).await;
    assert_eq!(heard.recv().await, Some(quick));
    let stuck = enqueue(&db, NewJob::new("stuck", json!({}), minute(0))).await;
    while db.job_status(stuck).await.unwrap().unwrap().state != JobState::Running {
        tokio::task::yield_now().await;
    }
    drop(stop);
    running.await.unwrap();
    let status = db.job_status(stuck).await.unwrap().unwrap();
    assert_eq!((status.state, status.attempts), (JobState::Ready, 0));
});

each_engine!(many_workers_share_without_doing_anything_twice, [room()], |db| async move {
    let clock = clock();
    let mut tx = db.begin().await.unwrap();
    for n in 0..60_i64 {
        tx.enqueue(&NewJob::new("count", json!({ "n": n }), minute(0))).await.unwrap();
    }
    tx.commit().await.unwrap();
    let done = Arc::new(AtomicU32::new(0));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let done = Arc::clone(&done);
        let worker = worker(&db, &clock).on("count", move |_| {
            done.fetch_add(1, Ordering::SeqCst);
            async { Ok(()) }
        });
        running.spawn(async move { worker.run_until_idle().await.unwrap() });
    }
    running.join_all().await;
    assert_eq!(done.load(Ordering::SeqCst), 60);
    let once = db
        .reader()
        .one("SELECT max(attempts) AS n FROM job", args![], |row| row.get::<i64>("n"))
        .await
        .unwrap();
    assert_eq!(once, 1);
});
