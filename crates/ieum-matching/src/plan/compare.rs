//! Up to four instruments side by side: where, how, what they can do, for how much, from when.

use super::facts;
use crate::asks::{self, PriceAsked};
use crate::find::{self, Card};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Instrument, Permission, Timestamp};
use ieum_web::{ANYBODY, App, Doors, Fields, Page, Problem, Visitor};
use serde::Serialize;

/// Comparing instruments that everybody may see.
pub const COMPARE: Permission = Permission { key: "instrument.compare", roles: ANYBODY };

/// Most instruments on one page.
const MOST: usize = 4;
/// What prices and free times are asked for.
const MINUTES: i64 = 60;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/instruments/compare", &COMPARE, page)
}

/// One column.
#[derive(Serialize)]
struct Column {
    #[serde(flatten)]
    card: Card,
    methods: Vec<super::Link>,
    /// What an hour costs, VAT included.
    hour: Option<ieum_kernel::Money>,
    /// When an hour is free next.
    earliest: Option<Timestamp>,
    record: super::Record,
}

async fn page(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let mut ids: Vec<String> = Vec::new();
    for id in fields.all("id").into_iter().filter(|id| id.parse::<Id<Instrument>>().is_ok()) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    let left_out = ids.len().saturating_sub(MOST);
    ids.truncate(MOST);
    let columns = columns(&app, &visitor, &ids).await?;
    let page = Page::new("plan/compare.html").with("columns", columns).with("left_out", left_out);
    app.render(page, &visitor)
}

async fn columns(app: &App, visitor: &Visitor, ids: &[String]) -> Result<Vec<Column>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut reader = app.db.reader();
    let cards = find::cards(&mut reader, ids).await?;
    let methods = facts::methods(&mut reader, &[], ids).await?;
    let instruments: Vec<Id<Instrument>> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let free = asks::earliest(app, &instruments).await;
    let asked: Vec<PriceAsked> = cards.iter().map(price_asked).collect();
    let costs = asks::costs(app, visitor.actor.organisation(), &asked).await?;
    let records = asks::records(app, &[], ids).await?;
    let column = |card: Card| Column {
        methods: methods.iter().filter(|run| run.thing == card.id).map(|run| run.method.clone()).collect(),
        hour: costs.costs.get(&card.id).map(|cost| cost.total),
        earliest: card.id.parse::<Id<Instrument>>().ok().and_then(|id| free.get(&id).copied()),
        record: records.get(&card.id).copied().unwrap_or_default(),
        card,
    };
    Ok(cards.into_iter().filter(|card| card.kind == "instrument").map(column).collect())
}

fn price_asked(card: &Card) -> PriceAsked {
    PriceAsked {
        kind: card.kind.clone(),
        id: card.id.clone(),
        facility: card.facility.clone(),
        quantity: 1,
        unit: card.unit.clone(),
        minutes: MINUTES,
        listed: card.price,
    }
}
