//! Whoever says no is known by name, and by the same name on both engines.

use crate::{room, run};
use ieum_db::{Args, Db, DbError, args, each_engine};

const PERSON: &str = "INSERT INTO person (id, email, age, code) VALUES ($1, $2, $3, $4)";
const STAY: &str = "INSERT INTO stay (person_id, room_id) VALUES ($1, $2)";

#[track_caller]
fn refused(outcome: Result<u64, DbError>, name: &str) {
    assert!(outcome.as_ref().is_err_and(|e| e.is_constraint(name)), "expected {name}, found {outcome:?}");
}

fn person(id: &str, email: &str, age: i64, code: &str) -> Args {
    args![id, email, age, code]
}

async fn people(db: &Db) {
    run(db, PERSON, person("a", "a@x", 1, "A")).await.unwrap();
    run(db, "INSERT INTO room (id, floor, door) VALUES ('r', 1, 2)", args![]).await.unwrap();
    run(db, STAY, args!["a", "r"]).await.unwrap();
}

each_engine!(unique_and_check_have_names, [room()], |db| async move {
    people(&db).await;
    refused(run(&db, PERSON, person("b", "a@x", 1, "B")).await, "person_email_once");
    refused(run(&db, PERSON, person("a", "b@x", 1, "B")).await, "person_pkey");
    refused(run(&db, PERSON, person("b", "b@x", 1, "A")).await, "person_code_once");
    refused(run(&db, PERSON, person("b", "b@x", 151, "B")).await, "person_age_sane");
    refused(run(&db, PERSON, args!["b", None::<String>, 1, "B"]).await, "person_email_not_null");
    refused(
        run(&db, "INSERT INTO room (id, floor, door) VALUES ('s', 1, 2)", args![]).await,
        "room_floor_door_key",
    );
    refused(run(&db, STAY, args!["a", "r"]).await, "stay_pkey");
    refused(run(&db, "UPDATE person SET age = -1", args![]).await, "person_age_sane");
});

each_engine!(foreign_keys_have_names, [room()], |db| async move {
    people(&db).await;
    refused(run(&db, STAY, args!["nobody", "r"]).await, "stay_person_id_fkey");
    refused(run(&db, STAY, args!["a", "nowhere"]).await, "stay_has_room");
    refused(run(&db, "UPDATE stay SET room_id = 'nowhere'", args![]).await, "stay_has_room");
    refused(run(&db, "DELETE FROM room WHERE id = $1", args!["r"]).await, "stay_has_room");
    refused(run(&db, "DELETE FROM person WHERE id = 'a'", args![]).await, "stay_person_id_fkey");
    refused(
        run(&db, "INSERT INTO room (id, parent_id) VALUES ('q', 'none')", args![]).await,
        "room_parent_id_fkey",
    );
    let mut tx = db.begin().await.unwrap();
    let back = tx.one(
        "INSERT INTO stay (person_id, room_id) VALUES ($1, $2) RETURNING room_id",
        args!["a", "n"],
        |_| Ok(()),
    );
    assert!(back.await.expect_err("no such room").is_constraint("stay_has_room"));
    tx.rollback().await.unwrap();
    assert_eq!(crate::count(&db, "SELECT count(*) AS n FROM stay").await, 1);
});

each_engine!(guards_have_names, [room()], |db| async move {
    let slot = "INSERT INTO slot (instrument, starts_at, ends_at) VALUES ($1, $2, $3)";
    run(&db, slot, args!["m", 10, 20]).await.unwrap();
    run(&db, slot, args!["m", 20, 30]).await.unwrap();
    run(&db, slot, args!["n", 10, 20]).await.unwrap();
    refused(run(&db, slot, args!["m", 19, 21]).await, "slot_no_overlap");
});

each_engine!(a_failing_row_need_not_spoil_the_rest, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    let mut refused = 0;
    for n in 0..10_i64 {
        let row = person(&n.to_string(), &format!("{}@x", n / 2), n, &n.to_string());
        match tx.try_run(PERSON, row).await {
            Ok(changed) => assert_eq!(changed, 1),
            Err(error) => {
                assert!(error.is_constraint("person_email_once"), "{error:?}");
                refused += 1;
            }
        }
    }
    tx.commit().await.unwrap();
    assert_eq!((refused, crate::count(&db, "SELECT count(*) AS n FROM person").await), (5, 5));
});

each_engine!(a_wrong_statement_is_no_refusal, [room()], |db| async move {
    let wrong = run(&db, "INSERT INTO nowhere (a) VALUES (1)", args![]).await;
    assert!(matches!(wrong, Err(DbError::Sql(_))), "{wrong:?}");
    db.ping().await.unwrap();
});
