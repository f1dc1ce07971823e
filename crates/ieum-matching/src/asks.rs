//! What matching asks of other rooms. Answered in the house's `answers/`; where nobody answers, the page says less.

pub use crate::plan::{Cost, PriceLine, Record, Voucher};
use async_trait::async_trait;
use ieum_db::{DbError, Tx};
use ieum_kernel::{Actor, Id, Instrument, Money, Need, Organisation, Person, Timestamp};
use ieum_web::{App, Problem};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// When instruments are free next.
#[async_trait]
pub trait Slots: Send + Sync + 'static {
    /// The start of the first stretch of `minutes` that can be booked, for those instruments that have one.
    async fn earliest(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Timestamp>, Problem>;

    /// The first start of each of the coming days at which a stretch of `minutes` can be booked, for those instruments
    /// that have any. Whoever only knows the earliest one says that.
    async fn openings(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Vec<Timestamp>>, Problem> {
        let earliest = self.earliest(app, instruments, minutes).await?;
        Ok(earliest.into_iter().map(|(instrument, start)| (instrument, vec![start])).collect())
    }
}

/// What things cost somebody today.
#[async_trait]
pub trait Prices: Send + Sync + 'static {
    /// The price of each thing before vouchers, and the vouchers the payer could use; things that nobody prices are
    /// left out.
    async fn costs(
        &self,
        app: &App,
        payer: Option<Id<Organisation>>,
        asked: &[PriceAsked],
    ) -> Result<Costs, Problem>;
}

/// One thing whose price is asked.
#[derive(Debug, Clone)]
pub struct PriceAsked {
    /// `service` or `instrument`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Id of its facility.
    pub facility: String,
    /// How many, in its unit.
    pub quantity: i64,
    /// `sample`, `hour`, `item`, `case`, or empty.
    pub unit: String,
    /// Minutes on an instrument.
    pub minutes: i64,
    /// What the catalogue lists for one, for where no price plan holds.
    pub listed: Option<Money>,
}

/// Prices by id, and vouchers.
#[derive(Debug, Clone, Default)]
pub struct Costs {
    /// What each thing costs, before vouchers.
    pub costs: HashMap<String, Cost>,
    /// The payer's vouchers, in the order they are used.
    pub vouchers: Vec<Voucher>,
}

/// How past work ended.
#[async_trait]
pub trait PastWork: Send + Sync + 'static {
    /// Records by id of service or instrument; those without past work may be left out.
    async fn records(
        &self,
        app: &App,
        services: &[String],
        instruments: &[String],
    ) -> Result<HashMap<String, Record>, Problem>;
}

/// Where work is ordered.
#[async_trait]
pub trait Orders: Send + Sync + 'static {
    /// Sends all orders or none, each once however often they are sent, and gives what came of them in the same order.
    async fn send(&self, app: &App, actor: &Actor, orders: &[Order]) -> Result<Vec<Sent>, OrderError>;
}

/// One order.
#[derive(Debug, Clone)]
pub struct Order {
    /// What tells it from every other.
    pub key: String,
    /// The problem it serves.
    pub need: Id<Need>,
    /// `service` or `instrument`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its facility, or empty.
    pub facility: String,
    /// In a line.
    pub title: String,
    /// In full.
    pub words: String,
    /// How many.
    pub quantity: Option<i64>,
    /// When it is needed.
    pub deadline: Option<Date>,
}

/// What came of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Id of the request.
    pub id: String,
    /// What people call it.
    pub number: String,
}

/// Why nothing was ordered.
#[derive(Debug)]
pub enum OrderError {
    /// The other room's rules said no: by key of the order, each reason with the thing it is about (`request`).
    Refused(Vec<(String, &'static str, Value)>),
    /// It could not be asked.
    Problem(Box<Problem>),
}

impl From<Problem> for OrderError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

/// Making one of two entries for one instrument, and undoing it, in the caller's transaction.
#[async_trait]
pub trait Merges: Send + Sync + 'static {
    /// Takes `gone` out of the catalogue; its address leads to `kept`, and what hangs on it goes along.
    async fn merge(
        &self,
        app: &App,
        tx: &mut Tx,
        by: Id<Person>,
        kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), MergeError>;

    /// Brings `gone` back with what went along.
    async fn part(
        &self,
        app: &App,
        tx: &mut Tx,
        by: Id<Person>,
        kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), MergeError>;
}

/// Why two entries did not become one, or two again.
#[derive(Debug)]
pub enum MergeError {
    /// The other room's rules said no: the thing they are about, and every reason.
    Refused(&'static str, Vec<Value>),
    /// It could not be asked.
    Problem(Box<Problem>),
}

impl From<Problem> for MergeError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<DbError> for MergeError {
    fn from(error: DbError) -> Self {
        Problem::from(error).into()
    }
}

/// What was done for a need after it was matched: requests, quotes, bookings, samples, reports, invoices, payments.
#[async_trait]
pub trait WorkSteps: Send + Sync + 'static {
    /// The steps, in any order.
    async fn steps(&self, app: &App, need: Id<Need>) -> Result<Vec<WorkStep>, Problem>;
}

/// One step of the work, in words of the room that did it.
#[derive(Debug, Clone, Serialize)]
pub struct WorkStep {
    /// When.
    pub at: Timestamp,
    /// Message key of the title.
    pub key: String,
    /// Variables of the message.
    pub args: Map<String, Value>,
    /// Where it can be seen; empty when nowhere.
    pub href: String,
    /// Who did it; empty when nobody in particular.
    pub who: String,
    /// `done`, `current`, `next` or `refused`.
    pub state: String,
}

/// Minutes looked for when nothing else is known.
const USUAL_MINUTES: i64 = 60;

pub(crate) async fn earliest(
    app: &App,
    instruments: &[Id<Instrument>],
) -> HashMap<Id<Instrument>, Timestamp> {
    let Some(answers) = app.ask::<dyn Slots>() else { return HashMap::new() };
    if instruments.is_empty() {
        return HashMap::new();
    }
    // A calendar that cannot be read must not keep the matches away.
    answers.earliest(app, instruments, USUAL_MINUTES).await.unwrap_or_else(|problem| {
        tracing::warn!(key = problem.key, "no free times for the matches");
        HashMap::new()
    })
}

pub(crate) async fn work_steps(app: &App, need: Id<Need>) -> Result<Vec<WorkStep>, Problem> {
    match app.ask::<dyn WorkSteps>() {
        Some(answers) => answers.steps(app, need).await,
        None => Ok(Vec::new()),
    }
}

/// The free starts of many instruments; a calendar that cannot be read must not keep the plans away.
pub(crate) async fn openings(
    app: &App,
    instruments: &[Id<Instrument>],
    minutes: i64,
) -> HashMap<Id<Instrument>, Vec<Timestamp>> {
    let Some(answers) = app.ask::<dyn Slots>().filter(|_| !instruments.is_empty()) else {
        return HashMap::new();
    };
    answers.openings(app, instruments, minutes).await.unwrap_or_else(|problem| {
        tracing::warn!(key = problem.key, "no free times for the plans");
        HashMap::new()
    })
}

pub(crate) async fn costs(
    app: &App,
    payer: Option<Id<Organisation>>,
    asked: &[PriceAsked],
) -> Result<Costs, Problem> {
    match app.ask::<dyn Prices>().filter(|_| !asked.is_empty()) {
        Some(answers) => answers.costs(app, payer, asked).await,
        None => Ok(Costs::default()),
    }
}

pub(crate) async fn records(
    app: &App,
    services: &[String],
    instruments: &[String],
) -> Result<HashMap<String, Record>, Problem> {
    match app.ask::<dyn PastWork>() {
        Some(answers) => answers.records(app, services, instruments).await,
        None => Ok(HashMap::new()),
    }
}

/// How much instruments are used.
#[async_trait]
pub trait Utilisation: Send + Sync + 'static {
    /// Minutes booked and bookable between two moments, for those instruments that are known.
    async fn used(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<HashMap<Id<Instrument>, Used>, Problem>;
}

/// What was booked of the time that could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "InstrumentUsed")]
pub struct Used {
    /// Minutes booked, with preparation and cleaning.
    pub booked_minutes: i64,
    /// Minutes that could be booked: opening hours without holidays and closures.
    pub bookable_minutes: i64,
}

/// How much instruments were used; nothing where nobody keeps bookings.
pub(crate) async fn used(
    app: &App,
    instruments: &[Id<Instrument>],
    from: Timestamp,
    to: Timestamp,
) -> Result<HashMap<Id<Instrument>, Used>, Problem> {
    match app.ask::<dyn Utilisation>().filter(|_| !instruments.is_empty()) {
        Some(answers) => answers.used(app, instruments, from, to).await,
        None => Ok(HashMap::new()),
    }
}
