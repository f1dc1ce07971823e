//! Many at once: exactly one wins, nobody sees a locked database.

use crate::{count, room, run};
use ieum_db::{Db, DbError, args, each_engine};

const SLOT: &str = "INSERT INTO slot (instrument, starts_at, ends_at) VALUES ($1, $2, $3)";

async fn many(db: &Db, tasks: i64, of: impl Fn(i64) -> (i64, i64)) -> Vec<Result<u64, DbError>> {
    let mut running = tokio::task::JoinSet::new();
    for n in 0..tasks {
        let (db, (starts, ends)) = (db.clone(), of(n));
        running.spawn(async move { run(&db, SLOT, args!["m", starts, ends]).await });
    }
    running.join_all().await
}

each_engine!(of_64_overlapping_spans_exactly_one_stays, [room()], |db| async move {
    for round in 0..10_i64 {
        let base = round * 1000;
        let outcomes = many(&db, 64, |n| (base + n, base + 100 + n)).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
            assert!(refused.is_constraint("slot_no_overlap"), "{refused:?}");
        }
        assert_eq!(won, 1);
        assert_eq!(count(&db, "SELECT count(*) AS n FROM slot").await, round + 1);
    }
});

each_engine!(sixteen_writers_never_see_a_lock, [room()], |db| async move {
    let mut running = tokio::task::JoinSet::new();
    for writer in 0..16_i64 {
        let db = db.clone();
        running.spawn(async move {
            for n in 0..25_i64 {
                let mut tx = db.begin().await.unwrap();
                let sql = "UPDATE room SET door = door + 1 WHERE id = 'lobby' RETURNING door";
                tx.one(sql, args![], |row| row.get::<i64>("door")).await.unwrap();
                let at = writer * 1000 + n * 10;
                tx.run(SLOT, args!["w", at, at + 10]).await.unwrap();
                tx.commit().await.unwrap();
                db.reader()
                    .one("SELECT count(*) AS n FROM slot", args![], |row| row.get::<i64>("n"))
                    .await
                    .unwrap();
            }
        });
    }
    running.join_all().await;
    assert_eq!(count(&db, "SELECT door AS n FROM room WHERE id = 'lobby'").await, 400);
    assert_eq!(count(&db, "SELECT count(*) AS n FROM slot").await, 400);
});

each_engine!(what_is_dropped_never_happened, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    tx.run(SLOT, args!["m", 1, 2]).await.unwrap();
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    tx.run(SLOT, args!["m", 1, 2]).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(count(&db, "SELECT count(*) AS n FROM slot").await, 0);
});

each_engine!(a_future_dropped_halfway_leaves_no_lock, [room()], |db| async move {
    for n in 0..40_u64 {
        let work = run(&db, SLOT, args!["m", 1, 2]);
        let _ = tokio::time::timeout(std::time::Duration::from_micros(n * 37), work).await;
    }
    // Whatever came through, the next writer gets its turn and there is at most one row.
    let _ = run(&db, SLOT, args!["m", 1, 2]).await;
    assert_eq!(count(&db, "SELECT count(*) AS n FROM slot").await, 1);
});

each_engine!(a_snapshot_does_not_move, [room()], |db| async move {
    let mut before = db.snapshot().await.unwrap();
    let sql = "SELECT count(*) AS n FROM slot";
    let n: i64 = before.one(sql, args![], |row| row.get("n")).await.unwrap();
    run(&db, SLOT, args!["m", 1, 2]).await.unwrap();
    let m: i64 = before.one(sql, args![], |row| row.get("n")).await.unwrap();
    assert_eq!((n, m, count(&db, sql).await), (0, 0, 1));
    assert!(before.run(SLOT, args!["m", 5, 6]).await.is_err());
});
