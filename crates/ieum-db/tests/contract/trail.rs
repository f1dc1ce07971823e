//! Audit trail, idempotency keys, settings.

use crate::{count, minute, room, run};
use ieum_db::{Audit, Db, DbError, Idempotent, args, audit_of, each_engine, setting};
use ieum_kernel::{Id, Person};
use serde_json::json;

each_engine!(the_trail_is_kept_and_cannot_be_altered, [room()], |db| async move {
    let who: Id<Person> = Id::nth(3);
    let mut tx = db.begin().await.unwrap();
    for n in 0..3_i64 {
        let after = Some(json!({ "step": n }));
        let entry = Audit {
            actor: Some(who),
            action: "thing.change",
            thing: "rsv_1",
            before: None,
            after,
            at: minute(n),
        };
        tx.audit(&entry).await.unwrap();
    }
    tx.commit().await.unwrap();
    let trail = audit_of(&mut db.reader(), "rsv_1", 2).await.unwrap();
    let found: Vec<_> = trail.iter().map(|e| (e.actor, e.after.clone(), e.at)).collect();
    let expected = [
        (Some(who), Some(json!({ "step": 2 })), minute(2)),
        (Some(who), Some(json!({ "step": 1 })), minute(1)),
    ];
    assert_eq!(found, expected);
    for sql in ["UPDATE audit SET action = 'x'", "DELETE FROM audit"] {
        let refused = run(&db, sql, args![]).await.expect_err("the trail is append-only");
        assert!(refused.is_constraint("audit_append_only"), "{refused:?}");
    }
    assert_eq!(count(&db, "SELECT count(*) AS n FROM audit").await, 3);
});

async fn send(db: &Db, key: &str, fingerprint: &str) -> Result<Idempotent, DbError> {
    let mut tx = db.begin().await?;
    let found = tx.idempotent(key, Id::<Person>::nth(1), fingerprint, minute(0)).await?;
    if found == Idempotent::Fresh {
        tx.run("UPDATE room SET floor = floor + 1 WHERE id = 'lobby'", args![]).await?;
        tx.remember(key, Id::<Person>::nth(1), 201, "{\"id\":\"rsv_1\"}").await?;
        tx.commit().await?;
    }
    Ok(found)
}

each_engine!(a_request_sent_often_takes_effect_once, [room()], |db| async move {
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let db = db.clone();
        running.spawn(async move { send(&db, "k", "f").await.unwrap() });
    }
    let found = running.join_all().await;
    assert_eq!(found.iter().filter(|f| **f == Idempotent::Fresh).count(), 1);
    let replay = Idempotent::Replay { status: 201, body: "{\"id\":\"rsv_1\"}".to_owned() };
    assert_eq!(found.iter().filter(|f| **f == replay).count(), 15);
    assert_eq!(count(&db, "SELECT floor AS n FROM room WHERE id = 'lobby'").await, 1);
    assert_eq!(send(&db, "k", "other").await.unwrap(), Idempotent::Mismatch);
});

each_engine!(an_unanswered_key_does_not_commit, [room()], |db| async move {
    let mut tx = db.begin().await.unwrap();
    tx.idempotent("k", "session", "f", minute(0)).await.unwrap();
    assert!(matches!(tx.commit().await, Err(DbError::Sql(_))));
    assert_eq!(send(&db, "k", "f").await.unwrap(), Idempotent::Fresh);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.purge_idempotency(minute(1)).await.unwrap(), 1);
    tx.commit().await.unwrap();
});

each_engine!(settings_are_replaced, [room()], |db| async move {
    for n in [1_i64, 2] {
        let mut tx = db.begin().await.unwrap();
        tx.set_setting("x", &n, minute(0)).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(setting::<i64>(&mut db.reader(), "x").await.unwrap(), Some(2));
    assert_eq!(setting::<i64>(&mut db.reader(), "y").await.unwrap(), None);
});
