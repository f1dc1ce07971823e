//! What goes along with another statement: writes nobody asks after, and questions that are asked together.

use crate::{count, room, run};
use ieum_db::{Db, DbError, Question, Reads, Row, Tx, args, each_engine};

const PERSON: &str = "INSERT INTO person (id, email, age, code) VALUES ($1, $2, $3, $4)";
const ROOM: &str = "INSERT INTO room (id, floor, door) VALUES ($1, $2, $3)";
const STAY: &str = "INSERT INTO stay (person_id, room_id) VALUES ($1, $2)";

async fn people(db: &Db) -> i64 {
    count(db, "SELECT count(*) AS n FROM person").await
}

fn two_and_a_room(tx: &mut Tx) {
    tx.later(PERSON, args!["a", "a@x", 1, "it costs $1"]);
    tx.later(PERSON, args!["b", "b@x", 2, "B"]);
    tx.later(ROOM, args!["r", 1, 2]);
}

each_engine!(what_is_left_for_later_is_seen_by_what_follows, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    two_and_a_room(&mut tx);
    assert_eq!(tx.run("UPDATE person SET age = age + $1 WHERE id <> $2", args![10, "x"]).await.unwrap(), 2);
    tx.later("DELETE FROM person WHERE id = $1", args!["b"]);
    let ages = tx.all("SELECT age FROM person WHERE age > $1", args![0], |row| row.get::<i64>("age"));
    assert_eq!(ages.await.unwrap(), [11]);
    tx.later(STAY, args!["a", "r"]);
    tx.commit().await.unwrap();
    assert_eq!(people(&db).await, 1);
    assert_eq!(count(&db, "SELECT count(*) AS n FROM stay").await, 1);
});

each_engine!(what_is_left_for_later_is_undone_with_the_rest, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    two_and_a_room(&mut tx);
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    two_and_a_room(&mut tx);
    tx.one("SELECT count(*) AS n FROM person", args![], |row| row.get::<i64>("n")).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(people(&db).await, 0);
});

#[track_caller]
fn named(outcome: Result<(), DbError>, name: &str) {
    assert!(outcome.as_ref().is_err_and(|e| e.is_constraint(name)), "expected {name}, found {outcome:?}");
}

each_engine!(whoever_refuses_later_is_named_by_the_next_or_the_commit, [room()], |db| async move {
    run(&db, PERSON, args!["a", "a@x", 1, "A"]).await.unwrap();
    for (sql, args, name) in [
        (PERSON, args!["c", "a@x", 1, "C"], "person_email_once"),
        (PERSON, args!["c", "c@x", 1000, "C"], "person_age_sane"),
        (STAY, args!["a", "nowhere"], "stay_has_room"),
        (STAY, args!["nobody", "r"], "stay_person_id_fkey"),
    ] {
        let mut tx = db.begin().await.unwrap();
        tx.later(ROOM, args!["r", 1, 2]);
        tx.later(sql, args.clone());
        tx.later(PERSON, args!["d", "d@x", 1, "D"]);
        named(tx.commit().await, name);

        let mut tx = db.begin().await.unwrap();
        tx.later(ROOM, args!["r", 1, 2]);
        tx.later(sql, args.clone());
        named(tx.one("SELECT count(*) AS n FROM room", args![], |_| Ok(())).await, name);
        drop(tx);

        let mut tx = db.begin().await.unwrap();
        tx.later(ROOM, args!["r", 1, 2]);
        named(tx.run(sql, args).await.map(drop), name);
    }
    assert_eq!(people(&db).await, 1);
    assert_eq!(count(&db, "SELECT count(*) AS n FROM room WHERE id = 'r'").await, 0);
});

fn asked<'a>(
    ids: &'a mut Vec<String>,
    none: &'a mut Vec<String>,
    doors: &'a mut Vec<i64>,
) -> Vec<Question<'a>> {
    let people = "SELECT id FROM person WHERE age >= $1 ORDER BY id";
    let room = "SELECT door FROM room WHERE floor = $1 AND id = $2";
    vec![
        Question::rows(people, args![1], ids, |row| row.get("id")),
        Question::rows("SELECT id FROM person WHERE id = $1", args!["x"], none, |row| row.get("id")),
        Question::rows(room, args![1, "r"], doors, |row| row.get("door")),
    ]
}

each_engine!(questions_asked_together_get_their_own_answers, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    two_and_a_room(&mut tx);
    let (mut ids, mut none, mut doors) = (Vec::new(), Vec::new(), Vec::new());
    tx.together(asked(&mut ids, &mut none, &mut doors)).await.unwrap();
    tx.commit().await.unwrap();
    db.reader().together(asked(&mut ids, &mut none, &mut doors)).await.unwrap();
    assert_eq!(
        (ids, none, doors),
        (vec!["a".into(), "b".into(), "a".into(), "b".into()], vec![], vec![2, 2])
    );
});

each_engine!(a_question_given_up_half_way_cannot_be_committed, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    two_and_a_room(&mut tx);
    {
        let mut ignore = |_: &Row| Ok(());
        let long = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                    SELECT count(*) AS many FROM n";
        let asked = Reads::fetch(&mut tx, long.into(), args![], &mut ignore);
        futures_util::pin_mut!(asked);
        assert!(futures_util::poll!(asked).is_pending());
    }
    assert!(tx.commit().await.is_err());
    assert_eq!(people(&db).await, 0);
});
