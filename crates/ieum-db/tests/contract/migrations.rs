//! Migrations apply once, in order, and never change.

use crate::room;
use ieum_db::{
    Db, DbError, DbOptions, MigrationSet, args, each_engine,
    testing::{engines, fresh, statements_prepare},
};

each_engine!(a_second_time_does_nothing, [room()], |db| async move {
    assert_eq!(db.migrate(&[room()]).await.unwrap(), Vec::<String>::new());
    let more = ("0002_more.sql", "-- Why: a view.\nCREATE VIEW public_room AS SELECT id FROM room;");
    let mut set = room();
    set.files.push((more.0.to_owned(), more.1.to_owned()));
    assert_eq!(db.migrate(&[set]).await.unwrap(), ["testroom/0002_more.sql"]);
    let seen =
        db.reader().all("SELECT id FROM public_room", args![], |row| row.get::<String>("id")).await.unwrap();
    assert_eq!(seen, ["lobby"]);
});

each_engine!(a_changed_file_is_named, [room()], |db| async move {
    let mut set = room();
    set.files.first_mut().unwrap().1.push_str(" -- edited");
    let error = db.migrate(&[set]).await.expect_err("the file changed").to_string();
    assert_eq!(
        error,
        "cannot migrate testroom/0001_room.sql: its text changed after it was applied; migrations only add"
    );
    let older = MigrationSet::new("testroom", &[]);
    assert!(matches!(db.migrate(&[older]).await, Err(DbError::Migrate { .. })));
});

each_engine!(a_failing_file_leaves_nothing, [room()], |db| async move {
    let bad =
        "-- Why: to fail.\nCREATE TABLE half (id TEXT PRIMARY KEY); INSERT INTO nowhere (id) VALUES ('x');";
    let set = MigrationSet::new("bad", &[("0001_bad.sql", bad)]);
    let error = db.migrate(&[set]).await.expect_err("it fails").to_string();
    assert!(error.starts_with("cannot migrate bad/0001_bad.sql: "), "{error}");
    assert!(db.reader().all("SELECT id FROM half", args![], |_| Ok(())).await.is_err());
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_start_together_take_turns() {
    for engine in engines() {
        let test = fresh(engine, &[]).await.unwrap();
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let url = test.url().to_owned();
            running.spawn(async move {
                let db = Db::open(&url, &DbOptions { connections: 2, ..DbOptions::default() }).await.unwrap();
                let done = db.migrate(&[room()]).await.unwrap().len();
                db.close().await;
                done
            });
        }
        assert_eq!(running.join_all().await.into_iter().sum::<usize>(), 2);
    }
}

each_engine!(statements_are_prepared_without_running, [room()], |db| async move {
    let failed = statements_prepare(
        &db,
        &[
            ("good", "DELETE FROM room WHERE id = $1"),
            ("bad", "SELECT nothing FROM room"),
            ("worse", "SELEC 1"),
        ],
    );
    let failed = failed.await.unwrap();
    assert_eq!(failed.iter().map(|f| f.place.as_str()).collect::<Vec<_>>(), ["bad", "worse"]);
    assert_eq!(crate::count(&db, "SELECT count(*) AS n FROM room").await, 1);
});
