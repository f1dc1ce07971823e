//! Values go in and come out the same.

use crate::{minute, room};
use ieum_db::{Args, Db, DbError, Query, args, each_engine, to_json};
use ieum_kernel::{Id, Lang, Person, Timestamp};
use std::collections::BTreeMap;

const INSERT: &str = "INSERT INTO many (id, whole, real, flag, word, bytes, at, lang, day, json)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SELECT: &str = "SELECT id, whole, real, flag, word, bytes, at, lang, day, json FROM many WHERE id = $1";

fn day() -> jiff::civil::Date {
    jiff::civil::date(2026, 3, 2)
}

fn full(id: Id<Person>) -> Args {
    let json = to_json(&BTreeMap::from([("가", 1)])).unwrap();
    let word = String::from("현미경 'x' \"y\" \\ %");
    args![id, i64::MAX, 0.1 + 0.2, true, &word, vec![0_u8, 255], minute(5), Lang::En, day(), json]
}

each_engine!(every_kind_reads_back, [room()], |db| async move {
    let id: Id<Person> = Id::nth(7);
    crate::run(&db, INSERT, full(id)).await.unwrap();
    db.reader()
        .one(SELECT, args![&id], |row| {
            assert_eq!(row.get::<Id<Person>>("id")?, id);
            assert_eq!(row.get::<i64>("whole")?, i64::MAX);
            assert_eq!(row.get::<f64>("real")?.to_bits(), (0.1_f64 + 0.2).to_bits());
            assert!(row.get::<bool>("flag")?);
            assert_eq!(row.get::<String>("word")?, "현미경 'x' \"y\" \\ %");
            assert_eq!(row.get::<Vec<u8>>("bytes")?, [0, 255]);
            assert_eq!(row.get::<Timestamp>("at")?, minute(5));
            assert_eq!(row.get::<Option<Lang>>("lang")?, Some(Lang::En));
            assert_eq!(row.get::<jiff::civil::Date>("day")?, day());
            assert_eq!(row.json::<BTreeMap<String, i64>>("json")?, BTreeMap::from([("가".to_owned(), 1)]));
            Ok(())
        })
        .await
        .unwrap();
});

each_engine!(nulls_keep_their_kind, [room()], |db| async move {
    let nothing = args![
        "x",
        None::<i64>,
        None::<f64>,
        None::<bool>,
        None::<&str>,
        None::<Vec<u8>>,
        None::<Timestamp>,
        None::<Lang>,
        None::<jiff::civil::Date>,
        None::<String>
    ];
    crate::run(&db, INSERT, nothing).await.unwrap();
    // The same prepared statement must take values after nulls and nulls after values.
    crate::run(&db, INSERT, full(Id::nth(1))).await.unwrap();
    db.reader()
        .one(SELECT, args!["x"], |row| {
            assert_eq!(row.get::<Option<i64>>("whole")?, None);
            assert_eq!(row.get::<Option<f64>>("real")?, None);
            assert_eq!(row.get::<Option<bool>>("flag")?, None);
            assert_eq!(row.get::<Option<Vec<u8>>>("bytes")?, None);
            assert_eq!(row.json_maybe::<i64>("json")?, None);
            assert!(
                matches!(row.get::<i64>("whole"), Err(DbError::Decode { column, .. }) if column == "whole")
            );
            assert!(matches!(row.get::<i64>("nowhere"), Err(DbError::Decode { .. })));
            Ok(())
        })
        .await
        .unwrap();
    let same = "SELECT id FROM many WHERE word IS NOT DISTINCT FROM $1";
    let found = db.reader().all(same, args![None::<String>], |row| row.get::<String>("id")).await.unwrap();
    assert_eq!(found, ["x"]);
});

async fn filtered(db: &Db, flag: Option<bool>, least: Option<i64>) -> Vec<i64> {
    let (sql, args) = Query::new("SELECT whole FROM many WHERE TRUE", args![])
        .and_some(" AND flag = ?", flag)
        .and_some(" AND whole >= ?", least)
        .and(" ORDER BY whole LIMIT ?", args![10])
        .finish();
    db.reader().all(sql, args, |row| row.get("whole")).await.unwrap()
}

each_engine!(filters_grow_a_statement, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    for n in 0..6_i64 {
        let sql = "INSERT INTO many (id, whole, flag) VALUES ($1, $2, $3)";
        tx.run(sql, args![n.to_string(), n, n % 2 == 0]).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(filtered(&db, None, None).await, [0, 1, 2, 3, 4, 5]);
    assert_eq!(filtered(&db, Some(true), None).await, [0, 2, 4]);
    assert_eq!(filtered(&db, Some(false), Some(2)).await, [3, 5]);
    let (sql, args) =
        Query::new("SELECT whole FROM many WHERE TRUE", args![]).and(" AND whole = ?", args![]).finish();
    assert!(matches!(db.reader().all(sql, args, |_| Ok(())).await, Err(DbError::Sql(_))));
});

each_engine!(a_missing_row_is_not_found, [room()], |db| async move {
    let missing = db.reader().one(SELECT, args!["nobody"], |_| Ok(())).await;
    assert!(matches!(missing, Err(DbError::NotFound)));
    assert_eq!(db.reader().maybe(SELECT, args!["nobody"], |_| Ok(())).await.unwrap(), None);
});

each_engine!(aggregates_read_as_numbers, [room()], |db| async move {
    let sql = "SELECT count(*) AS n, CAST(sum(floor) AS BIGINT) AS total, CAST(avg(floor) AS DOUBLE PRECISION) AS mean
               FROM room";
    let read = |row: &ieum_db::Row| Ok((row.get("n")?, row.get("total")?, row.get("mean")?));
    let found: (i64, i64, f64) = db.reader().one(sql, args![], read).await.unwrap();
    assert_eq!(found, (1, 0, 0.0));
});
