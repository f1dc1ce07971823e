//! A house with this room alone; visitors are known by their token, `member-1` being a member who is person 1.

use http::StatusCode;
use ieum_commercial::asks::Figures;
use ieum_db::Db;
use ieum_kernel::{Lang, TestClock};
use ieum_stats::ask::{Method, Refusal};
use ieum_stats::intake::{Limits, Table};
pub(crate) use ieum_web::testing::house::get;
use ieum_web::testing::house::{self, People, fields as body_of};
use ieum_web::{Answers, House, Words};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Reads UTF-8 and words by the library's own names.
struct Plain;

impl Figures for Plain {
    fn table(&self, _: &Words, _: Lang, _: &str, bytes: &[u8], limits: Limits) -> Result<Table, Vec<String>> {
        let text = std::str::from_utf8(bytes).map_err(|error| vec![error.to_string()])?;
        Table::read(text, limits).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn refused(&self, _: &Words, _: Lang, refusal: &Refusal) -> Vec<String> {
        vec![refusal.to_string()]
    }

    fn worded(&self, _: &Words, _: Lang, _: &Method, mut figures: Map<String, Value>) -> Map<String, Value> {
        for row in figures.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(why) = row.get_mut("why") else { continue };
            *why = why.get("key").cloned().unwrap_or_default();
        }
        figures
    }

    fn caution(&self, _: &Words, _: Lang, caution: &Value) -> String {
        caution.to_string()
    }

    fn plain(&self, value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

/// The house over a database, its files in a folder.
pub(crate) async fn open(db: Db) -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock::at("2026-03-02T08:00Z"));
    let answers = Answers::new().answer::<dyn Figures>(Arc::new(Plain));
    let rooms = vec![ieum_commercial::room()];
    let house = house::open(db, clock, folder.path(), rooms, answers, People::default()).await;
    (house, folder)
}

/// Sends a form; where it led.
pub(crate) async fn form(
    house: &House,
    who: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String, String) {
    house::form(house, who, path, &body_of(fields)).await
}

pub(crate) async fn post(house: &House, who: &str, path: &str, body: &Value) -> (StatusCode, Value) {
    house::json(house, who, "POST", path, body).await
}
