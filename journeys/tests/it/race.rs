//! Sixty-four people want the same hour: one gets it, the others a clean no; also when they move or resize.

use anyhow::{Context, ensure};
use ieum::demo::settle;
use ieum_governance::create_token;
use ieum_journeys::{House, both};
use ieum_kernel::{Role, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Barrier;

const ASKING: usize = 64;
const ROUNDS: i64 = 10;

struct Runner {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl Runner {
    async fn send(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<(u16, Value)> {
        let method = reqwest::Method::from_bytes(method.as_bytes())?;
        let request =
            self.client.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token).json(body);
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        Ok((status, answer.json().await.unwrap_or(Value::Null)))
    }
}

/// All at once; how often each status came.
async fn all_at_once(
    runners: &[Arc<Runner>],
    method: &'static str,
    asks: Vec<(String, Value)>,
) -> anyhow::Result<BTreeMap<u16, usize>> {
    let barrier = Arc::new(Barrier::new(asks.len()));
    let mut running = Vec::new();
    for (nth, (path, body)) in asks.into_iter().enumerate() {
        let runner = Arc::clone(runners.get(nth % runners.len().max(1)).context("somebody to ask")?);
        let barrier = Arc::clone(&barrier);
        running.push(tokio::spawn(async move {
            barrier.wait().await;
            runner.send(method, &path, &body).await
        }));
    }
    let mut counts = BTreeMap::new();
    for one in running {
        *counts.entry(one.await??.0).or_default() += 1;
    }
    Ok(counts)
}

async fn race(house: Arc<House>) -> anyhow::Result<()> {
    let app = house.app()?;
    let (region, people) = settle(app).await?;
    let managers: Vec<_> = people.everybody.iter().filter(|p| p.role == Role::Manager).take(8).collect();
    let mut runners = Vec::new();
    for manager in managers {
        let token = create_token(app, manager.id, "race").await?;
        let base = house.url().to_owned();
        runners.push(Arc::new(Runner { client: reqwest::Client::new(), base, token }));
    }
    let first = Arc::clone(runners.first().context("somebody to ask")?);
    // The first instrument and hours that a dry run allows; weekends, holidays and closed hours fall away.
    let mut free = Vec::new();
    let zone = &app.zone;
    let tomorrow = zone.day(app.now()).tomorrow()?;
    let instrument = region
        .instruments
        .iter()
        .find(|i| i.bookable && i.kind.access == "self")
        .context("a bookable instrument")?
        .id;
    let mut day = tomorrow;
    while free.len() < usize::try_from(ROUNDS * 3)? {
        ensure!(free.len() < 500, "no free hours");
        for hour in [10, 11, 13, 14, 15, 16] {
            let starts = zone.moment(day.at(hour, 0, 0, 0));
            let ask = json!({ "instrument": instrument, "starts": starts, "ends": starts.plus_minutes(60) });
            let (status, verdict) = first.send("POST", "/api/v1/reservations?dry_run=1", &ask).await?;
            ensure!(status < 500, "{verdict}");
            if verdict.get("verdict").and_then(Value::as_str) == Some("allow")
                || verdict.get("allowed") == Some(&json!(true))
            {
                free.push(starts);
            }
        }
        day = day.tomorrow()?;
        ensure!(day < tomorrow.checked_add(jiff::Span::new().days(60))?, "no free hours in sixty days");
    }
    let create = |starts: Timestamp| {
        let ask = json!({ "instrument": instrument, "starts": starts, "ends": starts.plus_minutes(60) });
        vec![("/api/v1/reservations".to_owned(), ask); ASKING]
    };
    for (nth, starts) in free.iter().take(usize::try_from(ROUNDS)?).enumerate() {
        let same_user = nth % 2 == 0;
        let asking =
            if same_user { runners.get(..1).context("somebody to ask")? } else { runners.as_slice() };
        let counts = all_at_once(asking, "POST", create(*starts)).await?;
        ensure!(counts.get(&201) == Some(&1), "round {nth}: {counts:?}");
        ensure!(counts.keys().all(|status| [201, 409, 422].contains(status)), "round {nth}: {counts:?}");
    }
    let sql = "SELECT COUNT(*) AS clashes FROM claim a JOIN claim b ON a.instrument_id = b.instrument_id AND a.unit = b.unit
               AND a.reservation_id < b.reservation_id AND a.block_start < b.block_end AND b.block_start < a.block_end WHERE a.live AND b.live";
    let clashes: i64 = house.db().reader().one(sql, ieum_db::args![], |row| row.get("clashes")).await?;
    ensure!(clashes == 0, "{clashes} bookings overlap");
    Ok(())
}
both!(one_of_sixty_four_gets_the_hour, race);
