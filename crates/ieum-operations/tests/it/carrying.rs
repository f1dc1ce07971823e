//! Two entries for one instrument become one: bookings and what hangs on them go along and come back. On every engine.

use crate::house::{CENTRE, SCOPE, SECOND, STAFF, Standing, at, engines, member, open};
use http::StatusCode;
use ieum_db::args;
use ieum_kernel::{Id, Instrument, Reservation};
use ieum_operations::booking::{Ask, reserve};
use ieum_operations::carrying::{carry, clashes, put_back};
use serde_json::json;

fn ask(instrument: Id<Instrument>, day: u32, from: &str, to: &str) -> Ask {
    let moment = |hour: &str| at(&format!("2026-03-{day:02}T{hour}"));
    serde_json::from_value(json!({ "instrument": instrument, "starts": moment(from), "ends": moment(to) }))
        .unwrap()
}

async fn book(
    standing: &Standing,
    who: u128,
    instrument: Id<Instrument>,
    day: u32,
    from: &str,
    to: &str,
) -> Id<Reservation> {
    let ask = ask(instrument, day, from, to);
    reserve(standing.app(), &member(who).actor(), ask).await.unwrap().id
}

/// Which instrument rows of a table name.
async fn at_instrument(standing: &Standing, id: Id<Reservation>) -> (Id<Instrument>, Id<Instrument>) {
    let sql = "SELECT r.instrument_id AS booked, c.instrument_id AS claimed
               FROM reservation r JOIN claim c ON c.reservation_id = r.id WHERE r.id = $1";
    let row = |row: &ieum_db::Row| Ok((row.get("booked")?, row.get("claimed")?));
    standing.app().db.reader().one(sql, args![id], row).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_go_along_and_come_back() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let by = STAFF.actor().person.unwrap();
        let own = book(&standing, 1, SCOPE, 3, "09:00", "11:00").await;
        let moved = book(&standing, 2, SECOND, 3, "11:00", "13:00").await;
        let other = book(&standing, 3, SECOND, 4, "09:00", "11:00").await;
        let waits = json!({
            "instrument": SECOND, "from": at("2026-03-04T00:00"), "until": at("2026-03-05T00:00"), "minutes": 480,
        });
        let (status, said) = standing.call(member(4), "POST", "/api/v1/waiting", Some(waits)).await;
        assert_eq!(status, StatusCode::CREATED, "{engine}: {said}");
        let mut tx = app.db.begin().await.unwrap();
        assert_eq!(clashes(app, &mut tx, SCOPE, SECOND).await.unwrap(), [], "{engine}");
        carry(app, &mut tx, by, SCOPE, SECOND).await.unwrap();
        tx.commit().await.unwrap();
        for id in [own, moved, other] {
            assert_eq!(at_instrument(&standing, id).await, (SCOPE, SCOPE), "{engine}");
        }
        let line = "SELECT instrument_id FROM waiting";
        let of: Id<Instrument> =
            app.db.reader().one(line, args![], |row| row.get("instrument_id")).await.unwrap();
        assert_eq!(of, SCOPE, "{engine}: the place in line goes along");
        // The time is taken where it went, and free where it came from.
        let taken = reserve(app, &member(5).actor(), ask(SCOPE, 3, "11:00", "12:00")).await;
        assert!(taken.is_err(), "{engine}");
        let (_, seen) = standing.call(member(2), "GET", &format!("/api/v1/reservations/{moved}"), None).await;
        let text = seen.to_string();
        assert!(text.contains(&SCOPE.to_string()), "{engine}: {text}");
        let told = "SELECT count(*) AS many FROM notice WHERE person_id = $1 AND message_key = 'booking-notice-carried'";
        let told: i64 =
            app.db.reader().one(told, args![member(2).id()], |row| row.get("many")).await.unwrap();
        assert_eq!(told, 1, "{engine}: the holder is told");

        let since = book(&standing, 6, SCOPE, 5, "09:00", "11:00").await;
        let mut tx = app.db.begin().await.unwrap();
        assert_eq!(put_back(app, &mut tx, by, SCOPE, SECOND).await.unwrap(), [], "{engine}");
        tx.commit().await.unwrap();
        for id in [own, since] {
            assert_eq!(at_instrument(&standing, id).await, (SCOPE, SCOPE), "{engine}");
        }
        for id in [moved, other] {
            assert_eq!(at_instrument(&standing, id).await, (SECOND, SECOND), "{engine}");
        }
        let facility = "SELECT count(*) AS many FROM reservation WHERE facility_id = $1";
        let many: i64 = app.db.reader().one(facility, args![CENTRE], |row| row.get("many")).await.unwrap();
        assert_eq!(many, 4, "{engine}");
        let left = "SELECT count(*) AS many FROM work_carried";
        let left: i64 = app.db.reader().one(left, args![], |row| row.get("many")).await.unwrap();
        assert_eq!(left, 0, "{engine}: nothing is remembered of what is undone");
        let steps = "SELECT step FROM reservation_version WHERE reservation_id = $1 ORDER BY version";
        let steps: Vec<String> =
            app.db.reader().all(steps, args![moved], |row| row.get("step")).await.unwrap();
        assert_eq!(steps, ["made", "carried", "carried_back"], "{engine}");
        assert!(reserve(app, &member(5).actor(), ask(SCOPE, 3, "11:00", "12:00")).await.is_ok(), "{engine}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_booked_twice_at_once_is_named_and_nothing_moves() {
    for engine in engines() {
        let standing = open(engine).await;
        let app = standing.app();
        let by = STAFF.actor().person.unwrap();
        book(&standing, 1, SCOPE, 3, "09:00", "11:00").await;
        let clash = book(&standing, 2, SECOND, 3, "10:00", "12:00").await;
        let fine = book(&standing, 3, SECOND, 4, "10:00", "12:00").await;
        let mut tx = app.db.begin().await.unwrap();
        let found = clashes(app, &mut tx, SCOPE, SECOND).await.unwrap();
        assert_eq!(found, [at("2026-03-03T10:00")], "{engine}");
        drop(tx);
        for id in [clash, fine] {
            assert_eq!(at_instrument(&standing, id).await, (SECOND, SECOND), "{engine}");
        }
        // Two of it: there is room for both.
        let mut tx = app.db.begin().await.unwrap();
        let two = "UPDATE bookable SET units = 2 WHERE instrument_id = $1";
        tx.run(two, args![SCOPE]).await.unwrap();
        assert_eq!(clashes(app, &mut tx, SCOPE, SECOND).await.unwrap(), [], "{engine}");
        carry(app, &mut tx, by, SCOPE, SECOND).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(at_instrument(&standing, clash).await, (SCOPE, SCOPE), "{engine}");
        // What is over and overlaps keeps nobody out: its claim stays, the booking goes along.
        let over = open(engine).await;
        let app = over.app();
        book(&over, 1, SCOPE, 3, "09:00", "11:00").await;
        let past = book(&over, 2, SECOND, 3, "10:00", "12:00").await;
        over.clock.advance_minutes(10 * 24 * 60);
        let mut tx = app.db.begin().await.unwrap();
        assert_eq!(clashes(app, &mut tx, SCOPE, SECOND).await.unwrap(), [], "{engine}");
        carry(app, &mut tx, by, SCOPE, SECOND).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(at_instrument(&over, past).await, (SCOPE, SECOND), "{engine}");
        let mut tx = app.db.begin().await.unwrap();
        assert_eq!(put_back(app, &mut tx, by, SCOPE, SECOND).await.unwrap(), [], "{engine}");
        tx.commit().await.unwrap();
        assert_eq!(at_instrument(&over, past).await, (SECOND, SECOND), "{engine}");
    }
}
