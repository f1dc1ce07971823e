//! A backup of either engine loads into either engine.

use crate::{count, minute, room, run};
use ieum_db::{
    Audit, Db, DbError, NewJob, args, dump, load,
    testing::{engines, fresh},
};
use serde_json::json;

async fn fill(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    // The child stands before its parent: the order of rows must not matter.
    tx.run("INSERT INTO room (id, floor, door) VALUES ('z', 9, 9)", args![]).await.unwrap();
    tx.run("INSERT INTO room (id, parent_id, floor, door) VALUES ('a', 'z', 1, 1)", args![]).await.unwrap();
    tx.run("UPDATE room SET parent_id = 'z' WHERE id = 'lobby'", args![]).await.unwrap();
    let many = "INSERT INTO many (id, whole, real, flag, word, bytes) VALUES ($1, $2, $3, $4, $5, $6)";
    for n in 0..250_i64 {
        let word = (n % 3 > 0).then(|| format!("줄 {n}\n\"'\u{1F52C}"));
        let real =
            [0.1, f64::MIN_POSITIVE, -1e300, 2.0].into_iter().nth(usize::try_from(n % 4).unwrap()).unwrap();
        tx.run(many, args![format!("{n:04}"), i64::MAX - n, real, n % 2 == 0, word, vec![0_u8, 1, 255]])
            .await
            .unwrap();
    }
    tx.run("INSERT INTO slot (instrument, starts_at, ends_at) VALUES ('m', 1, 2)", args![]).await.unwrap();
    tx.enqueue(&NewJob::new("k", json!({ "a": 1.5 }), minute(0))).await.unwrap();
    let entry =
        Audit {
            actor: None, action: "x", thing: "t", before: None, after: Some(json!("가")), at: minute(1)
        };
    tx.audit(&entry).await.unwrap();
    tx.commit().await.unwrap();
}

/// The lines without the header, which names the engine.
async fn lines(db: &Db) -> Vec<String> {
    let mut out = Vec::new();
    dump(db, &mut out).await.unwrap();
    let mut lines: Vec<String> = String::from_utf8(out).unwrap().lines().skip(1).map(str::to_owned).collect();
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_loads_into_either_engine() {
    for from in engines() {
        let source = fresh(from, &[room()]).await.unwrap();
        fill(&source).await;
        let mut file = Vec::new();
        let rows = dump(&source, &mut file).await.unwrap();
        for to in engines() {
            let target = fresh(to, &[room()]).await.unwrap();
            assert_eq!(load(&target, file.as_slice()).await.unwrap(), rows);
            assert_eq!(lines(&target).await, lines(&source).await, "{from} to {to}");
            // Guards stand again and numbering goes on.
            let slot = "INSERT INTO slot (instrument, starts_at, ends_at) VALUES ('m', $1, $2)";
            assert!(
                run(&target, slot, args![1, 2]).await.expect_err("overlap").is_constraint("slot_no_overlap")
            );
            run(&target, slot, args![2, 3]).await.unwrap();
            assert!(run(&target, "DELETE FROM audit", args![]).await.is_err());
            let orphan = run(&target, "UPDATE room SET parent_id = 'none' WHERE id = 'a'", args![]).await;
            assert!(orphan.expect_err("no such room").is_constraint("room_parent_id_fkey"));
            let again = load(&target, file.as_slice()).await;
            assert!(matches!(&again, Err(DbError::Backup { why }) if why.contains("not empty")), "{again:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_or_foreign_file_changes_nothing() {
    for engine in engines() {
        let source = fresh(engine, &[room()]).await.unwrap();
        fill(&source).await;
        let mut file = Vec::new();
        dump(&source, &mut file).await.unwrap();
        let target = fresh(engine, &[room()]).await.unwrap();
        let cut = file.get(..file.len() - 30).unwrap();
        for bad in [cut, b"", b"hello\n", b"{\"ieum_backup\":9,\"migrations\":[]}\n"] {
            let outcome = load(&target, bad).await;
            assert!(matches!(outcome, Err(DbError::Backup { .. })), "{outcome:?}");
        }
        let other = fresh(engine, &[]).await.unwrap();
        assert!(matches!(load(&other, file.as_slice()).await, Err(DbError::Backup { .. })));
        assert_eq!(count(&target, "SELECT count(*) AS n FROM many").await, 0);
        load(&target, file.as_slice()).await.unwrap();
    }
}
