//! Who answers which question: the only place where rooms meet.

mod merging;

use async_trait::async_trait;
use ieum_catalogue::asks::{Hangings, Opened, Ranked, Search};
use ieum_catalogue::facts;
use ieum_governance::asks::{FoundOrganisation, Organisations, StatedOrganisation};
use ieum_kernel::{
    Actor, Id, Instrument, Money, Need, Organisation, Person, Ratio, Rounding, TimeSpan, Timestamp,
};
use ieum_matching::asks::{
    Cost, Costs, Merges, Order, OrderError, Orders, PastWork, PriceAsked, PriceLine, Prices, Record, Sent,
    Slots, Used, Utilisation, Voucher, WorkStep, WorkSteps,
};
use ieum_matching::duplicates::Twins;
use ieum_matching::learning::{self, Log};
use ieum_matching::{Engine, Reading};
use ieum_operations::asks::Needs;
use ieum_operations::price::{self, Basis, FromPlan, Target};
use ieum_operations::{quote, request};
use ieum_web::{Answers, App, Directory, Identity, Problem};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Every answer; the search index is kept in the data folder, read as `reading` says.
pub fn answers(data: &Path, reading: Reading) -> Answers {
    Answers::new()
        .answer::<dyn Organisations>(Arc::new(Catalogue))
        .answer::<dyn Slots>(Arc::new(Operations))
        .answer::<dyn WorkSteps>(Arc::new(Operations))
        .answer::<dyn Utilisation>(Arc::new(Operations))
        .answer::<dyn Prices>(Arc::new(Operations))
        .answer::<dyn PastWork>(Arc::new(Operations))
        .answer::<dyn Orders>(Arc::new(Operations))
        .answer::<dyn Needs>(Arc::new(Matching))
        .answer::<dyn Search>(Arc::new(Matching))
        .answer::<dyn ieum_commercial::asks::Figures>(Arc::new(crate::figures::Worded))
        .answer::<dyn Merges>(Arc::new(merging::Merging))
        .answer::<dyn Hangings>(Arc::new(merging::Merging))
        .answer::<ieum_catalogue::alias::Kept>(Arc::default())
        .answer::<dyn Opened>(Arc::new(Matching))
        .answer::<Twins>(Arc::default())
        .answer::<Log>(Arc::default())
        .answer::<Engine>(Arc::new(Engine::open(data, reading)))
}

/// Who recognises visitors.
pub fn identity() -> Arc<dyn Identity> {
    Arc::new(ieum_governance::Accounts)
}

/// Who looks people up.
pub fn directory() -> Arc<dyn Directory> {
    Arc::new(ieum_governance::Accounts)
}

/// What the catalogue answers.
struct Catalogue;

#[async_trait]
impl Organisations for Catalogue {
    async fn find_by_business_number(
        &self,
        app: &App,
        number: &str,
    ) -> Result<Option<FoundOrganisation>, Problem> {
        let found = facts::organisation_by_business_number(&mut app.db.reader(), number).await?;
        Ok(found.map(|(id, name)| FoundOrganisation { id, name }))
    }

    async fn create(
        &self,
        app: &App,
        stated: StatedOrganisation,
        by: Id<Person>,
    ) -> Result<Id<Organisation>, Problem> {
        let mut tx = app.db.begin().await?;
        let number = &stated.business_number;
        let made = facts::create_organisation(&mut tx, app.clock(), &stated.name, "firm", "", number).await;
        let id = made.map_err(Problem::from)?;
        tracing::info!(organisation = %id, %by, "an organisation was stated by its first member");
        tx.commit().await?;
        Ok(id)
    }
}

/// What operations answer.
struct Operations;

#[async_trait]
impl Slots for Operations {
    async fn earliest(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Timestamp>, Problem> {
        Ok(ieum_operations::booking::earliest_slot(app, instruments, minutes).await?.into_iter().collect())
    }

    async fn openings(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Vec<Timestamp>>, Problem> {
        Ok(ieum_operations::booking::openings(app, instruments, minutes).await?.into_iter().collect())
    }
}

#[async_trait]
impl Utilisation for Operations {
    async fn used(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<HashMap<Id<Instrument>, Used>, Problem> {
        let window = TimeSpan { starts: from, ends: to };
        let found = ieum_operations::booking::used(app, instruments, window).await?;
        let used = |one: ieum_operations::booking::Used| Used {
            booked_minutes: one.booked_minutes,
            bookable_minutes: one.bookable_minutes,
        };
        Ok(found.into_iter().map(|(instrument, one)| (instrument, used(one))).collect())
    }
}

#[async_trait]
impl WorkSteps for Operations {
    async fn steps(&self, app: &App, need: Id<Need>) -> Result<Vec<WorkStep>, Problem> {
        let steps = ieum_operations::desk::thread_of(&mut app.db.reader(), need).await?;
        let step = |step: ieum_operations::desk::Step| WorkStep {
            at: step.at,
            key: step.key,
            args: step.args.as_object().cloned().unwrap_or_default(),
            href: step.href,
            who: step.who,
            state: "done".to_owned(),
        };
        Ok(steps.into_iter().map(step).collect())
    }
}

#[async_trait]
impl Prices for Operations {
    async fn costs(
        &self,
        app: &App,
        payer: Option<Id<Organisation>>,
        asked: &[PriceAsked],
    ) -> Result<Costs, Problem> {
        let mut reader = app.db.reader();
        let today = app.zone.day(app.now());
        let wanted: Vec<price::Wanted> = asked.iter().filter_map(wanted).collect();
        let prices = price::price_many(&mut reader, payer, today, &wanted).await?;
        let of_plan =
            wanted.iter().zip(&prices).filter_map(|(one, price)| Some((one.target, price.as_ref()?)));
        let mut costs: HashMap<String, Cost> =
            of_plan.filter_map(|(target, price)| Some((target.to_string(), planned(price)?))).collect();
        for one in asked {
            if !costs.contains_key(&one.id)
                && let Some(cost) = listed(one)
            {
                costs.insert(one.id.clone(), cost);
            }
        }
        let vouchers = match payer {
            Some(payer) => price::usable_vouchers(&mut reader, payer, today).await?,
            None => Vec::new(),
        };
        let voucher = |row: &price::VoucherRow| Voucher {
            name: row.name.clone(),
            percent: row.percent,
            left: Money { minor: row.left(), currency: row.currency.parse().unwrap_or_default() },
        };
        Ok(Costs { costs, vouchers: vouchers.iter().map(voucher).collect() })
    }
}

/// As the price list counts: what a request of this quantity would be quoted for, and the time on an instrument.
fn wanted(asked: &PriceAsked) -> Option<price::Wanted> {
    let target = Target::read(&asked.kind, &asked.id)?;
    let mut counted = quote::counted(asked.quantity, &asked.unit);
    if asked.kind == "instrument" {
        counted.insert(Basis::Hour, asked.minutes);
    }
    Some(price::Wanted { target, facility: asked.facility.parse().ok()?, counted })
}

fn planned(price: &FromPlan) -> Option<Cost> {
    let lines = price.calculation.lines.iter().map(|line| PriceLine {
        basis: line.basis.key().to_owned(),
        quantity: line.quantity,
        unit_price: line.unit_price,
    });
    let (supply, vat) = (price.calculation.supply, price.calculation.vat);
    Some(Cost {
        supply,
        vat,
        subsidy: Money::zero(supply.currency),
        total: supply.plus(vat).ok()?,
        tier: price.tier.key().to_owned(),
        lines: lines.collect(),
        voucher: None,
    })
}

/// What the catalogue lists, as a quote without a price plan takes it: so many at the listed price, VAT on top.
fn listed(asked: &PriceAsked) -> Option<Cost> {
    let each = asked.listed?;
    let supply = each.times(asked.quantity).ok()?;
    let vat = supply.share(Ratio::percent(price::VAT_PERCENT), Rounding::Down).ok()?;
    let basis = "listed".to_owned();
    Some(Cost {
        supply,
        vat,
        subsidy: Money::zero(supply.currency),
        total: supply.plus(vat).ok()?,
        tier: String::new(),
        lines: vec![PriceLine { basis, quantity: asked.quantity, unit_price: each }],
        voucher: None,
    })
}

#[async_trait]
impl PastWork for Operations {
    async fn records(
        &self,
        app: &App,
        services: &[String],
        instruments: &[String],
    ) -> Result<HashMap<String, Record>, Problem> {
        let found = request::records(&mut app.db.reader(), services, instruments).await?;
        let record =
            |one: request::Record| (one.thing, Record { finished: one.finished, failed: one.failed });
        Ok(found.into_iter().map(record).collect())
    }
}

#[async_trait]
impl Orders for Operations {
    async fn send(&self, app: &App, actor: &Actor, orders: &[Order]) -> Result<Vec<Sent>, OrderError> {
        let ask = |order: &Order| request::Keyed {
            key: order.key.clone(),
            ask: request::Ask {
                need: Some(order.need),
                facility: order.facility.parse().ok(),
                service: order.id.parse().ok(),
                instrument: order.id.parse().ok(),
                title: order.title.clone(),
                words: order.words.clone(),
                quantity: order.quantity,
                deadline: order.deadline,
            },
        };
        match request::send_together(app, actor, orders.iter().map(ask).collect()).await {
            Ok(made) => {
                Ok(made.into_iter().map(|r| Sent { id: r.id.to_string(), number: r.number }).collect())
            }
            Err(request::TogetherError::Refused(reasons)) => Err(OrderError::Refused(
                reasons
                    .into_iter()
                    .flat_map(|(key, reasons)| reasons.into_iter().map(move |reason| (key.clone(), reason)))
                    .map(|(key, reason)| (key, "request", serde_json::to_value(&reason).unwrap_or_default()))
                    .collect(),
            )),
            Err(request::TogetherError::Request(error)) => Err(Problem::from(error).into()),
            Err(request::TogetherError::Db(error)) => Err(Problem::from(error).into()),
        }
    }
}

/// What matching answers.
struct Matching;

impl Opened for Matching {
    fn opened(&self, app: &App, person: Option<Id<Person>>, thing: &str, from: &str) {
        learning::opened(app, person, thing, from);
    }
}

#[async_trait]
impl Search for Matching {
    async fn ranked(
        &self,
        app: &App,
        kind: &'static str,
        words: &str,
        most: usize,
    ) -> Result<Option<Ranked>, Problem> {
        let found = ieum_matching::find::ranked(app, kind, words, most).await?;
        Ok(found.map(|(ids, cut)| Ranked { ids, cut }))
    }
}

#[async_trait]
impl Needs for Matching {
    async fn visible(&self, app: &App, need: Id<Need>, to: &Actor) -> Result<bool, Problem> {
        Ok(ieum_matching::need::visible_to(app, need, to).await?)
    }
}
