//! A house with the catalogue alone, and visitors known by their role.

use ieum_db::Db;
use ieum_kernel::{Actor, Id, Role, TestClock};
use ieum_web::testing::house::{self, People};
pub(crate) use ieum_web::testing::house::{form, get, json};
use ieum_web::{Answers, House};
use std::sync::Arc;

/// Somebody of organisation 1 and facility 1.
pub(crate) fn actor(role: Role) -> Actor {
    Actor {
        name: "김이음".to_owned(),
        organisations: vec![Id::nth(1)],
        facilities: vec![Id::nth(1)],
        ..house::actor(role, 1)
    }
}

/// The house over a database, its files in a folder of their own.
pub(crate) async fn open(db: Db) -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::at("2026-03-02T08:00Z"));
    let people = People { by_token: |token| token.parse().ok().map(actor), ..People::default() };
    let rooms = vec![ieum_catalogue::room()];
    let house = house::open(db, clock, folder.path(), rooms, Answers::new(), people).await;
    (house, folder)
}
