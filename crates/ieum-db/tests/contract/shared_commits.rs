//! Changes that end about the same time share a commit on the embedded database; each is kept or not on its own.

use crate::{count, minute, room};
use ieum_db::{Args, Db, DbError, Engine, Idempotent, Tx, args, testing::fresh};
use std::{future::Future, time::Duration};
use tokio::{task::JoinHandle, time::timeout};

const SLOT: &str = "INSERT INTO slot (instrument, starts_at, ends_at) VALUES ($1, $2, $3)";
const SLOTS: &str = "SELECT count(*) AS n FROM slot";

fn at(n: i64) -> Args {
    args!["m", n * 10, n * 10 + 10]
}

/// A turn in which one row is written.
async fn first(db: &Db, n: i64) -> Tx {
    let mut tx = db.begin().await.unwrap();
    tx.run(SLOT, at(n)).await.unwrap();
    tx
}

/// Starts something that comes to wait for its turn.
async fn waiting<T: Send + 'static>(of: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    let task = tokio::spawn(of);
    tokio::time::sleep(Duration::from_millis(60)).await;
    task
}

async fn is_open<T>(task: &mut JoinHandle<T>) -> bool {
    timeout(Duration::from_millis(60), task).await.is_err()
}

async fn soon<T>(of: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(5), of).await.unwrap()
}

fn next(db: &Db) -> impl Future<Output = Tx> + Send + 'static {
    let db = db.clone();
    async move { db.begin().await.unwrap() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_done_while_others_wait_goes_to_the_disk_with_them() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let tx = first(&db, 1).await;
    let second = waiting(next(&db)).await;
    let mut kept = tokio::spawn(tx.commit());
    let mut second = soon(second).await.unwrap();
    // The second sees what the first did; nobody else does, and the first is not told yet.
    let seen: i64 = second.one(SLOTS, args![], |row| row.get("n")).await.unwrap();
    assert_eq!((seen, count(&db, SLOTS).await), (1, 0));
    assert!(is_open(&mut kept).await);
    second.run(SLOT, at(2)).await.unwrap();
    soon(second.commit()).await.unwrap();
    soon(kept).await.unwrap().unwrap();
    assert_eq!(count(&db, SLOTS).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_up_is_undone_alone() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    for (round, explicit) in [(0, false), (10, true)] {
        let tx = first(&db, round).await;
        let second = waiting(next(&db)).await;
        let third = waiting(next(&db)).await;
        let kept = tokio::spawn(tx.commit());
        let mut second = soon(second).await.unwrap();
        second.run(SLOT, at(round + 1)).await.unwrap();
        second.later(SLOT, at(round + 2));
        if explicit {
            second.rollback().await.unwrap();
        } else {
            drop(second);
        }
        let mut third = soon(third).await.unwrap();
        third.run(SLOT, at(round + 1)).await.unwrap();
        third.commit().await.unwrap();
        soon(kept).await.unwrap().unwrap();
    }
    let kept = "SELECT count(*) AS n FROM slot WHERE starts_at IN (0, 10, 100, 110)";
    assert_eq!((count(&db, SLOTS).await, count(&db, kept).await), (4, 4));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_one_who_went_away() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    // The one who waits gives up before its turn, the next one within it, without anybody behind.
    for (n, within) in [(1, false), (2, true)] {
        let tx = first(&db, n).await;
        let second = waiting(next(&db)).await;
        if !within {
            second.abort();
            soon(tx.commit()).await.unwrap();
            continue;
        }
        let kept = tokio::spawn(tx.commit());
        let mut second = soon(second).await.unwrap();
        second.run(SLOT, at(9)).await.unwrap();
        drop(second);
        soon(kept).await.unwrap().unwrap();
    }
    assert_eq!(count(&db, SLOTS).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_left_while_waiting_for_the_disk_is_kept() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let tx = first(&db, 1).await;
    let second = waiting(next(&db)).await;
    let gone = waiting(tx.commit()).await;
    gone.abort();
    soon(second).await.unwrap().commit().await.unwrap();
    assert_eq!(count(&db, SLOTS).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_long_begins_when_all_before_are_kept() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let tx = first(&db, 1).await;
    let second = waiting(next(&db)).await;
    let same = db.clone();
    let long = waiting(async move { same.begin_alone().await.unwrap() }).await;
    let kept = tokio::spawn(tx.commit());
    let mut second = soon(second).await.unwrap();
    second.run(SLOT, at(2)).await.unwrap();
    let third = waiting(next(&db)).await;
    soon(second.commit()).await.unwrap();
    soon(kept).await.unwrap().unwrap();
    // The long one has its turn now, and holds it.
    let mut long = soon(long).await.unwrap();
    long.run(SLOT, at(3)).await.unwrap();
    assert_eq!(count(&db, SLOTS).await, 2);
    drop(long);
    soon(third).await.unwrap().commit().await.unwrap();
    assert_eq!(count(&db, SLOTS).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_to_all_whose_changes_it_took() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let mut tx = first(&db, 1).await;
    tx.run("PRAGMA max_page_count = 60", args![]).await.unwrap();
    let second = waiting(next(&db)).await;
    let kept = tokio::spawn(tx.commit());
    let mut second = soon(second).await.unwrap();
    let third = waiting(next(&db)).await;
    let mut full = Ok(0);
    for n in 0..300_i64 {
        let word = "INSERT INTO many (id, word) VALUES ($1, $2)";
        full = second.run(word, args![n.to_string(), "x".repeat(4000)]).await;
        if full.is_err() {
            break;
        }
    }
    assert!(matches!(full, Err(DbError::Full)), "{full:?}");
    assert!(matches!(second.commit().await, Err(DbError::Full)));
    let mut third = soon(third).await.unwrap();
    third.run(SLOT, at(3)).await.unwrap();
    third.commit().await.unwrap();
    // The first is kept or told that it is not: never the one and the other.
    let first_kept = soon(kept).await.unwrap().is_ok();
    assert_eq!(count(&db, SLOTS).await, 1 + i64::from(first_kept));
    assert_eq!(count(&db, "SELECT count(*) AS n FROM many").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_not_given_again_before_the_first_is_kept() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let mut tx = first(&db, 1).await;
    assert_eq!(tx.idempotent("k", "me", "f", minute(0)).await.unwrap(), Idempotent::Fresh);
    tx.remember("k", "me", 201, "made").await.unwrap();
    let second = waiting(next(&db)).await;
    let kept = tokio::spawn(tx.commit());
    let mut second = soon(second).await.unwrap();
    let again = soon(second.idempotent("k", "me", "f", minute(0))).await.unwrap();
    assert_eq!(again, Idempotent::Replay { status: 201, body: "made".to_owned() });
    assert_eq!(count(&db, SLOTS).await, 1);
    // What was told is kept while the second still holds its turn, and the second can go on.
    soon(kept).await.unwrap().unwrap();
    second.run(SLOT, at(2)).await.unwrap();
    second.commit().await.unwrap();
    assert_eq!(count(&db, SLOTS).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_come_and_go_are_each_kept_or_not() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..400_i64 {
        let db = db.clone();
        tasks.spawn(async move {
            let change = async {
                let mut tx = db.begin().await?;
                tx.run(SLOT, at(n)).await?;
                if n % 5 == 0 {
                    return Ok(false);
                }
                tx.commit().await.map(|()| true)
            };
            match n % 7 {
                0 => timeout(Duration::from_millis(n.unsigned_abs() % 30), change).await.ok(),
                _ => Some(change.await),
            }
            .map(|outcome: Result<bool, DbError>| (n, outcome.unwrap()))
        });
    }
    for (n, kept) in tasks.join_all().await.into_iter().flatten() {
        let sql = "SELECT count(*) AS n FROM slot WHERE starts_at = $1";
        let found: i64 = db.reader().one(sql, args![n * 10], |row| row.get("n")).await.unwrap();
        assert_eq!(found, i64::from(kept), "{n}");
    }
    // And the way is free.
    soon(first(&db, 1000)).await.commit().await.unwrap();
}
