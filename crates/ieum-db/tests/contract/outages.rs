//! A full disk, a held lock, a lost server: a clear word, nothing half-written, and on again afterwards.

use crate::{count, room, run};
use ieum_db::{
    Db, DbError, DbOptions, Engine, Tx, args, each_engine,
    testing::{Wire, engines, fresh, postgres_server},
};
use std::time::{Duration, Instant};

const WORD: &str = "INSERT INTO many (id, word) VALUES ($1, $2)";

async fn fill(db: &Db, rows: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    for n in 0..rows {
        tx.run(WORD, args![n.to_string(), "x".repeat(4000)]).await?;
    }
    tx.commit().await
}

async fn limit_here(tx: &mut Tx) {
    tx.run("PRAGMA max_page_count = 60", args![]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_leaves_nothing() {
    let db = fresh(Engine::Sqlite, &[room()]).await.unwrap();
    let pages = count(&db, "SELECT page_count AS n FROM pragma_page_count").await;
    // The same refusal as from a file system without room, on the one writing connection.
    assert!(pages < 60, "{pages}");
    let mut tx = db.begin().await.unwrap();
    limit_here(&mut tx).await;
    tx.commit().await.unwrap();
    assert!(matches!(fill(&db, 300).await, Err(DbError::Full)));
    // Nor does anything slip in after the database ended the transaction.
    let mut tx = db.begin().await.unwrap();
    limit_here(&mut tx).await;
    for n in 0..300_i64 {
        let _ = tx.try_run(WORD, args![n.to_string(), "x".repeat(4000)]).await;
    }
    assert!(matches!(tx.run(WORD, args!["late", "x"]).await, Err(DbError::Full)));
    assert!(matches!(tx.commit().await, Err(DbError::Full)));
    assert_eq!(count(&db, "SELECT count(*) AS n FROM many").await, 0);
    // The limit went with the connection: there is room again.
    fill(&db, 300).await.unwrap();
    assert_eq!(count(&db, "SELECT count(*) AS n FROM many").await, 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_held_too_long_is_busy_and_passes() {
    let options = DbOptions { patience: Duration::from_millis(150), ..DbOptions::default() };
    for engine in engines() {
        let db = fresh(engine, &[room()]).await.unwrap();
        let other = Db::open(db.url(), &options).await.unwrap();
        let mut holder = db.begin().await.unwrap();
        holder.run("UPDATE room SET door = 1 WHERE id = 'lobby'", args![]).await.unwrap();
        let waiting = run(&other, "UPDATE room SET door = 2 WHERE id = 'lobby'", args![]).await;
        assert!(matches!(waiting, Err(DbError::Busy)), "{engine}: {waiting:?}");
        assert_eq!(count(&other, "SELECT door AS n FROM room WHERE id = 'lobby'").await, 0);
        holder.commit().await.unwrap();
        run(&other, "UPDATE room SET door = 2 WHERE id = 'lobby'", args![]).await.unwrap();
        other.close().await;
    }
}

each_engine!(a_lost_connection_is_said_and_the_next_works, [room()], |db| async move {
    if db.engine() == Engine::Sqlite {
        return;
    }
    let mut tx = db.begin().await.unwrap();
    tx.run("UPDATE room SET door = 5 WHERE id = 'lobby'", args![]).await.unwrap();
    let sql = "SELECT count(*) AS n FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()) AS gone";
    assert!(count(&db, sql).await > 0);
    let lost = tx.run("UPDATE room SET door = 6 WHERE id = 'lobby'", args![]).await;
    assert!(matches!(lost, Err(DbError::Unavailable)), "{lost:?}");
    drop(tx);
    run(&db, "UPDATE room SET door = door + 7 WHERE id = 'lobby'", args![]).await.unwrap();
    assert_eq!(count(&db, "SELECT door AS n FROM room WHERE id = 'lobby'").await, 7);
});

/// Asks and changes meanwhile; both must be told well before the patience ends.
async fn is_gone(db: &Db, how: &str) {
    let begun = Instant::now();
    let mut reader = db.reader();
    let ask = reader.one("SELECT door AS n FROM room WHERE id = 'lobby'", args![], |row| row.get::<i64>("n"));
    let (asked, changed, seen) = tokio::join!(ask, db.begin(), db.snapshot());
    let (changed, seen) = (changed.map(drop), seen.map(drop));
    assert!(matches!(asked, Err(DbError::Unavailable)), "{how}: {asked:?}");
    assert!(matches!(changed, Err(DbError::Unavailable)), "{how}: {changed:?}");
    assert!(matches!(seen, Err(DbError::Unavailable)), "{how}: {seen:?}");
    assert!(begun.elapsed() < DbOptions::default().patience, "{how}: told after {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_gone_is_said_soon_and_one_that_is_busy_is_waited_for() {
    if postgres_server().is_none() {
        return;
    }
    let made = fresh(Engine::Postgres, &[room()]).await.unwrap();
    let mut wire = Wire::to(made.url()).await.unwrap();
    let db = Db::open(&wire.through(made.url()), &DbOptions::default()).await.unwrap();
    run(&db, "UPDATE room SET door = 1 WHERE id = 'lobby'", args![]).await.unwrap();
    wire.cut().await.unwrap();
    is_gone(&db, "refused").await;
    wire.deafen().await.unwrap();
    is_gone(&db, "deaf").await;
    wire.mend().await.unwrap();
    run(&db, "UPDATE room SET door = door + 1 WHERE id = 'lobby'", args![]).await.unwrap();
    assert_eq!(count(&db, "SELECT door AS n FROM room WHERE id = 'lobby'").await, 2);
    db.close().await;

    // All connections in use is something else: waited for, and busy in the end.
    let options = DbOptions { connections: 2, patience: Duration::from_secs(2), ..DbOptions::default() };
    let db = Db::open(made.url(), &options).await.unwrap();
    let held = db.begin().await.unwrap();
    let busy = db.begin().await.map(drop);
    assert!(matches!(busy, Err(DbError::Busy)), "{busy:?}");
    let (_, waited) = tokio::join!(
        async {
            tokio::time::sleep(Duration::from_millis(900)).await;
            drop(held);
        },
        db.begin()
    );
    waited.unwrap();
    db.close().await;
}

#[tokio::test]
async fn what_cannot_be_opened_is_unavailable() {
    let nowhere = Db::open("sqlite:///nowhere/at/all.db", &DbOptions::default()).await;
    assert!(matches!(nowhere, Err(DbError::Unavailable)), "{nowhere:?}");
    let closed = Db::open("postgres://ieum@127.0.0.1:1/ieum", &DbOptions::default()).await;
    assert!(matches!(closed, Err(DbError::Unavailable)), "{closed:?}");
    assert!(matches!(Db::open("mysql://x", &DbOptions::default()).await, Err(DbError::Sql(_))));
}
