//! The requests of the sample region, lived through by the same services that pages use, at the moments of the past.

use super::SampleClock;
use super::cast::Cast;
use super::chance::Chance;
use super::files::Vocabulary;
use super::plan::{Far, Job};
use anyhow::{Context, anyhow};
use ieum_db::Tx;
use ieum_kernel::{Actor, Facility, Id, Lang, Role, Rounding, Timestamp};
use ieum_operations::booking::at_minute;
use ieum_operations::price;
use ieum_operations::quote::{self, Draft, Vat};
use ieum_operations::request::{self, Ask, Event, Request, Verdict};
use ieum_operations::sample::{self, Action, Declaration, Move, PlaceKind, PlaceThing, Sample, make_place};
use ieum_web::{App, notices};
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Lives requests through; keeps the moment it is at.
pub(super) struct Work<'a> {
    pub(super) app: &'a App,
    pub(super) clock: &'a SampleClock,
    pub(super) words: &'a Vocabulary,
    pub(super) cast: &'a Cast,
    pub(super) today: Timestamp,
    pub(super) chance: Chance,
    pub(super) at: Timestamp,
    shelves: BTreeMap<Id<Facility>, Id<PlaceThing>>,
}

/// What went wrong, in words for the log.
pub(super) fn told(error: impl Debug) -> anyhow::Error {
    anyhow!("a step of the sample region was refused: {error:?}")
}

/// A request that has its facility, with those who work on it.
pub(super) struct Desk {
    pub(super) request: Request,
    pub(super) firm: Actor,
    pub(super) staff: Actor,
    pub(super) facility: Id<Facility>,
}

/// Work older than this is done and read about, days.
const RECENT: i64 = 14;
/// Jobs that only tell people something.
const NEWS: [&str; 4] = ["notice.mail", "request.tell", "need.tell", "booking.tell-staff"];

/// Lives all requests through, the old ones first. What people were told of the old ones they have read.
pub async fn make(
    app: &App,
    clock: &SampleClock,
    words: &Vocabulary,
    cast: &Cast,
    jobs: &[Job],
    today: Timestamp,
) -> anyhow::Result<()> {
    let mut work = Work::new(app, clock, words, cast, today);
    let (old, recent): (Vec<&Job>, Vec<&Job>) = jobs.iter().partition(|job| job.days > RECENT);
    for job in old {
        work.live(job).await.with_context(|| format!("a request that went as far as {:?}", job.far))?;
    }
    let mut tx = app.db.begin().await?;
    for person in cast.everybody() {
        notices::mark_read(&mut tx, person, today).await?;
    }
    for kind in NEWS {
        tx.forget_waiting(kind, today).await?;
    }
    tx.commit().await?;
    for job in recent {
        work.live(job).await.with_context(|| format!("a request that went as far as {:?}", job.far))?;
    }
    let mut tx = app.db.begin().await?;
    tx.forget_waiting("notice.mail", today).await?;
    tx.commit().await?;
    Ok(())
}

impl<'a> Work<'a> {
    pub(super) fn new(
        app: &'a App,
        clock: &'a SampleClock,
        words: &'a Vocabulary,
        cast: &'a Cast,
        today: Timestamp,
    ) -> Self {
        let (chance, shelves) = (Chance::for_purpose("work"), BTreeMap::new());
        Self { app, clock, words, cast, today, chance, at: today, shelves }
    }

    /// Some working moment so many days later, or within the next hours; never beyond now.
    pub(super) fn later(&mut self, days: i64) {
        let latest = self.today.plus_minutes(-10);
        let next = if days == 0 {
            self.at.plus_minutes(15 + self.chance.below(100))
        } else {
            at_minute(
                &self.app.zone,
                self.app.zone.day(self.at.plus_days(days)),
                540 + self.chance.below(500),
            )
        };
        self.at = next.max(self.at.plus_minutes(1)).min(latest.max(self.at));
        self.clock.set(self.at);
    }

    pub(super) fn say(&mut self, key: &str) -> String {
        self.words.phrase(&mut self.chance, key)
    }

    async fn step(&mut self, tx: &mut Tx, who: &Actor, desk: &mut Desk, event: Event) -> anyhow::Result<()> {
        desk.request = request::apply(tx, self.app, who, &desk.request, event).await.map_err(told)?;
        Ok(())
    }

    /// One step on its own.
    pub(super) async fn alone(&mut self, who: &Actor, desk: &mut Desk, event: Event) -> anyhow::Result<()> {
        desk.request = request::take(self.app, who, desk.request.id, None, event).await.map_err(told)?;
        Ok(())
    }

    /// The request as others' steps left it.
    pub(super) async fn again(&mut self, desk: &mut Desk) -> anyhow::Result<()> {
        let found = request::load(&mut self.app.db.reader(), desk.request.id).await?;
        desk.request = found.context("a request of the sample region is gone")?;
        Ok(())
    }

    /// From the first word to the stage it reached; the rest is [`Work::results`].
    pub(super) async fn live(&mut self, job: &Job) -> anyhow::Result<()> {
        let facility = job.service.facility;
        let staff = self.cast.at(facility, Role::Staff)?;
        self.at = self.today.plus_days(-job.days - 1);
        self.later(1);
        let quantity = 1 + self.chance.below(8);
        let ask = Ask {
            need: job.need,
            service: Some(job.service.id),
            title: job.title.clone(),
            words: job.words.clone(),
            quantity: Some(quantity),
            ..Ask::default()
        };
        let request = request::create(self.app, &job.firm, ask, job.far > Far::Draft).await.map_err(told)?;
        let mut desk = Desk { request, firm: job.firm.clone(), staff, facility };
        if job.far <= Far::Submitted || !self.judged(job, &mut desk).await? {
            return Ok(());
        }
        if !self.quoted(job, &mut desk).await? {
            return Ok(());
        }
        let samples = self.handed_in(job, &mut desk).await?;
        if job.far >= Far::InProgress {
            self.results(job, &mut desk, &samples).await?;
        }
        Ok(())
    }

    /// Triage and scoping, in one transaction; says whether it goes on.
    async fn judged(&mut self, job: &Job, desk: &mut Desk) -> anyhow::Result<bool> {
        let (staff, firm) = (desk.staff.clone(), desk.firm.clone());
        let mut tx = self.app.db.begin().await?;
        self.later(0);
        self.step(&mut tx, &staff, desk, Event::Triage).await?;
        if job.far == Far::NeedsInfo || (job.far > Far::Scoping && self.chance.happens(20)) {
            self.later(0);
            let (question, words) = self.words.exchange(&mut self.chance);
            self.step(&mut tx, &staff, desk, Event::AskBack { question }).await?;
            if job.far > Far::NeedsInfo {
                self.later(0);
                self.step(&mut tx, &firm, desk, Event::Answer { words }).await?;
            }
        }
        if job.far == Far::Declined {
            self.later(0);
            let reason = self.say("facility_decline");
            self.step(&mut tx, &staff, desk, Event::Decline { reason }).await?;
        }
        if job.far >= Far::Scoping {
            self.later(0);
            let partly = self.chance.happens(15);
            let (verdict, key) =
                if partly { (Verdict::Partly, "scope_part") } else { (Verdict::Feasible, "scope_all") };
            let note = self.say(key);
            self.step(&mut tx, &staff, desk, Event::Scope { verdict, note }).await?;
        }
        if job.far == Far::Cancelled {
            self.later(1);
            let reason = self.say("cancel");
            self.step(&mut tx, &firm, desk, Event::Cancel { reason }).await?;
        }
        tx.commit().await?;
        Ok(job.far >= Far::Quoted)
    }

    /// The quote and the firm's answer; says whether it goes on.
    async fn quoted(&mut self, job: &Job, desk: &mut Desk) -> anyhow::Result<bool> {
        self.later(1);
        let lines = quote::lines_for(self.app, &desk.request, Lang::Ko).await.map_err(told)?;
        let until = self.app.zone.day(self.at);
        let draft = Draft {
            lines,
            vat: Vat::Standard,
            rounding: Rounding::Down,
            valid_until: until.checked_add(30.days()).unwrap_or(until),
            terms: self.say("terms"),
        };
        let written =
            quote::draft(self.app, &desk.staff, desk.request.id, None, draft).await.map_err(told)?;
        self.later(0);
        let sent = quote::send(self.app, &desk.staff, written.id, None).await.map_err(told)?;
        if job.far == Far::Quoted {
            return Ok(false);
        }
        let days = 1 + self.chance.below(2);
        self.later(days);
        if job.far == Far::QuoteRejected {
            let reason = self.say("reject_quote");
            quote::reject(self.app, &desk.firm, sent.id, &reason).await.map_err(told)?;
            return Ok(false);
        }
        // A large sum is the manager's to accept; those of other firms are managers anyway.
        let firm = match desk.firm.organisation() {
            Some(organisation) => self.cast.of_organisation(organisation, Role::Manager)?,
            None => desk.firm.clone(),
        };
        // A firm with a voucher pays a part with it; the share is held from here on.
        let day = self.app.zone.day(self.at);
        let voucher = match firm.organisation() {
            Some(payer) => price::usable_voucher(&mut self.app.db.reader(), payer, day).await?,
            None => None,
        };
        let accepted = quote::accept_with(self.app, &firm, sent.id, &sent.content_hash, "", voucher).await;
        accepted.map_err(told)?;
        self.again(desk).await?;
        Ok(job.far > Far::Accepted)
    }

    /// The plan, and the samples on their way into the house.
    async fn handed_in(&mut self, job: &Job, desk: &mut Desk) -> anyhow::Result<Vec<Sample>> {
        let staff = desk.staff.clone();
        self.later(0);
        let note = self.say("plan");
        self.alone(&staff, desk, Event::Plan { note }).await?;
        if job.far <= Far::Planned {
            return Ok(Vec::new());
        }
        self.alone(&staff, desk, Event::AwaitSamples).await?;
        self.later(0);
        let count = 1 + self.chance.below(2);
        let one = |nth: i64| Declaration {
            name: format!("{} {nth}", job.material),
            kind: job.material.clone(),
            amount: job.test.amount.clone(),
            hazard: "none".to_owned(),
            hazard_words: String::new(),
            storage: "cool".to_owned(),
            count: 1,
            afterwards: "dispose".to_owned(),
        };
        let declared: Vec<Declaration> = (1..=count).map(one).collect();
        let samples = sample::declare(self.app, &desk.firm, desk.request.id, declared).await.map_err(told)?;
        if job.far == Far::AwaitingSamples {
            return Ok(samples);
        }
        self.later(1);
        for one in &samples {
            self.moved(&desk.firm, one, Action::Ship, None, "").await?;
        }
        if job.far == Far::InTransit {
            return Ok(samples);
        }
        self.later(1);
        let note = self.say("receive");
        let shelf = self.shelf(&staff, desk.facility).await?;
        for one in &samples {
            self.moved(&staff, one, Action::Accept, None, &note).await?;
            self.moved(&staff, one, Action::Store, Some(shelf), "").await?;
        }
        self.again(desk).await?;
        Ok(samples)
    }

    /// One entry in a sample's ledger.
    pub(super) async fn moved(
        &mut self,
        who: &Actor,
        sample: &Sample,
        action: Action,
        place: Option<Id<PlaceThing>>,
        note: &str,
    ) -> anyhow::Result<()> {
        let wanted = Move { action, place, note: note.to_owned(), seen: None };
        sample::act(self.app, who, sample.id, wanted).await.map(drop).map_err(told)
    }

    /// The facility's cold store, made when the first sample comes.
    async fn shelf(&mut self, staff: &Actor, facility: Id<Facility>) -> anyhow::Result<Id<PlaceThing>> {
        if let Some(shelf) = self.shelves.get(&facility) {
            return Ok(*shelf);
        }
        let mut inside = None;
        for (kind, key) in
            [(PlaceKind::Room, "room"), (PlaceKind::Freezer, "fridge"), (PlaceKind::Shelf, "shelf")]
        {
            let name = self.say(key);
            let made = make_place(self.app, staff, facility, inside, kind, &name).await.map_err(told)?;
            inside = Some(made.id);
        }
        let shelf = inside.context("no place was made")?;
        self.shelves.insert(facility, shelf);
        Ok(shelf)
    }
}
