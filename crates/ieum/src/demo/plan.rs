//! Which requests the sample region had and has, who made them, and how far each went.

use super::cast::Cast;
use super::chance::Chance;
use super::files::{TestRow, Vocabulary, parts};
use super::needs::SampleNeed;
use super::region::{SampleRegion, SampleService};
use anyhow::Context;
use ieum_kernel::{Actor, Facility, Id, Need, Timestamp};

/// How far a request went; what follows a stage has been through it, but for the ends by the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Far {
    Draft,
    Submitted,
    InTriage,
    NeedsInfo,
    Declined,
    Scoping,
    Cancelled,
    Quoted,
    QuoteRejected,
    Accepted,
    Planned,
    AwaitingSamples,
    InTransit,
    Ready,
    InProgress,
    InReview,
    Delivered,
    Disputed,
    Invoiced,
    Overdue,
    PartPaid,
    Paid,
}

impl Far {
    /// How many days ago such a request was sent: at least, and how many more there may be.
    const fn age(self) -> (i64, i64) {
        match self {
            Self::Draft | Self::Submitted => (0, 1),
            Self::InTriage | Self::NeedsInfo | Self::Scoping => (1, 3),
            Self::Quoted => (3, 4),
            Self::Accepted | Self::Planned => (4, 3),
            Self::AwaitingSamples => (5, 3),
            Self::InTransit => (6, 2),
            Self::Ready => (6, 3),
            Self::InProgress => (8, 3),
            Self::InReview => (9, 3),
            Self::Delivered | Self::Disputed => (11, 2),
            Self::Invoiced => (22, 6),
            Self::PartPaid => (52, 20),
            Self::Overdue => (80, 30),
            Self::Declined | Self::Cancelled | Self::QuoteRejected => (30, 600),
            Self::Paid => (75, 640),
        }
    }
}

/// One request to be lived through.
#[derive(Debug, Clone)]
pub struct Job {
    /// How far it went.
    pub far: Far,
    /// Who asks.
    pub firm: Actor,
    /// What for.
    pub service: SampleService,
    /// The problem it serves.
    pub need: Option<Id<Need>>,
    /// What is asked for, in a line.
    pub title: String,
    /// In the firm's words.
    pub words: String,
    /// What is handed in.
    pub material: String,
    /// The test it comes to.
    pub test: TestRow,
    /// Days before today on which it was sent.
    pub days: i64,
    /// Whether its results come with a report: work on request does, on instruments people use themselves not.
    pub with_report: bool,
}

/// The engineer's own: a problem solved from the first word to the payment, a quote to answer, samples to send, an
/// invoice to pay.
const SHOWN: [(Far, Option<usize>); 4] =
    [(Far::Paid, Some(0)), (Far::Quoted, Some(1)), (Far::AwaitingSamples, None), (Far::Invoiced, None)];

/// What waits on the desks of the first facility.
const FIRST_DESK: [Far; 15] = [
    Far::Submitted,
    Far::Submitted,
    Far::InTriage,
    Far::Scoping,
    Far::Accepted,
    Far::InTransit,
    Far::Ready,
    Far::InProgress,
    Far::InReview,
    Far::InReview,
    Far::Delivered,
    Far::Delivered,
    Far::Overdue,
    Far::PartPaid,
    Far::Paid,
];

/// What there is elsewhere besides what was paid and closed long ago.
const ELSEWHERE: [(Far, usize); 16] = [
    (Far::Draft, 2),
    (Far::Submitted, 4),
    (Far::InTriage, 3),
    (Far::NeedsInfo, 2),
    (Far::Declined, 4),
    (Far::Cancelled, 3),
    (Far::Quoted, 4),
    (Far::QuoteRejected, 2),
    (Far::AwaitingSamples, 3),
    (Far::InTransit, 2),
    (Far::InProgress, 4),
    (Far::InReview, 3),
    (Far::Delivered, 3),
    (Far::Invoiced, 4),
    (Far::Overdue, 4),
    (Far::PartPaid, 3),
];

/// How many requests there are in all.
const ALL: usize = 120;

/// Every request, the oldest first.
///
/// # Errors
/// The region lacks what they need.
pub fn jobs(
    words: &Vocabulary,
    region: &SampleRegion,
    cast: &Cast,
    needs: &[SampleNeed],
    today: Timestamp,
) -> anyhow::Result<Vec<Job>> {
    let mut maker = Maker { words, region, cast, chance: Chance::for_purpose("jobs"), made: Vec::new() };
    let engineer = cast.firms.first().cloned().context("the region has no firm")?;
    let first = region.facilities.first().context("the region has no facility")?.0;
    for (far, need) in SHOWN {
        let need = need.and_then(|place| needs.get(place));
        maker.add(far, Some(engineer.clone()), Some(first), need, today)?;
    }
    for far in FIRST_DESK {
        maker.add(far, None, Some(first), None, today)?;
    }
    for need in needs.iter().skip(SHOWN.len()).filter(|need| matches!(need.state, "solved" | "matched")) {
        let far = if need.state == "solved" { Far::Paid } else { Far::InProgress };
        maker.add(far, Some(need.owner.clone()), None, Some(need), today)?;
    }
    for (far, count) in ELSEWHERE {
        for _ in 0..count {
            maker.add(far, None, None, None, today)?;
        }
    }
    while maker.made.len() < ALL {
        maker.add(Far::Paid, None, None, None, today)?;
    }
    let mut jobs = maker.made;
    jobs.sort_by_key(|job| std::cmp::Reverse(job.days));
    Ok(jobs)
}

struct Maker<'a> {
    words: &'a Vocabulary,
    region: &'a SampleRegion,
    cast: &'a Cast,
    chance: Chance,
    made: Vec<Job>,
}

impl Maker<'_> {
    fn add(
        &mut self,
        far: Far,
        firm: Option<Actor>,
        facility: Option<Id<Facility>>,
        need: Option<&SampleNeed>,
        today: Timestamp,
    ) -> anyhow::Result<()> {
        let service = self.service(firm.as_ref(), facility, need)?;
        let test =
            self.words.test(&service.kind, &service.test).context("a service without its test")?.clone();
        let firm = match firm {
            Some(firm) => firm,
            None => self.asker(&test)?,
        };
        let (title, words, material) = match need {
            Some(need) => (need.row.title.clone(), need.row.words.clone(), need.row.material.clone()),
            None => (service.name_ko.clone(), test.words.clone(), test.material.clone()),
        };
        let (least, more) = far.age();
        let sent = need.map(|need| today.minutes_since(need.submitted_at) / 1440 - 1);
        let days = sent.unwrap_or(least + self.chance.below(more + 1)).max(0);
        let on = self.region.instruments.iter().find(|i| i.id == service.instrument);
        let with_report = on.is_none_or(|instrument| instrument.kind.access != "self");
        let need = need.map(|need| need.id);
        self.made.push(Job { far, firm, service, need, title, words, material, test, days, with_report });
        Ok(())
    }

    /// What a firm would order: what solves its problem, or what its business needs; at a place if one is given.
    fn service(
        &mut self,
        firm: Option<&Actor>,
        facility: Option<Id<Facility>>,
        need: Option<&SampleNeed>,
    ) -> anyhow::Result<SampleService> {
        let field = firm.map(|firm| self.field(firm));
        let fits = |service: &&SampleService| match (need, &field) {
            (Some(need), _) => parts(&need.row.kinds).contains(&service.kind.as_str()),
            (None, Some(field)) => {
                let test = self.words.test(&service.kind, &service.test);
                test.is_some_and(|test| parts(&test.firms).contains(&field.as_str()))
            }
            (None, None) => true,
        };
        let at_place =
            |service: &&SampleService| facility.is_none_or(|facility| service.facility == facility);
        let services = &self.region.services;
        let wanted: Vec<&SampleService> = services.iter().filter(fits).collect();
        let here: Vec<&SampleService> = wanted.iter().copied().filter(at_place).collect();
        let all: Vec<&SampleService> = services.iter().filter(at_place).collect();
        let found = [here, wanted, all].into_iter().find(|list| !list.is_empty()).unwrap_or_default();
        self.chance.pick(&found).map(|service| (*service).clone()).context("the region has no service")
    }

    /// A firm whose business asks for a test. Nobody but the shown people asks for the shown firm: their desks hold
    /// what is said of them.
    fn asker(&mut self, test: &TestRow) -> anyhow::Result<Actor> {
        let others: Vec<&Actor> = self.cast.firms.iter().skip(2).collect();
        let fitting: Vec<&Actor> = others
            .iter()
            .copied()
            .filter(|firm| parts(&test.firms).contains(&self.field(firm).as_str()))
            .collect();
        let found = self.chance.pick(&fitting).or_else(|| self.chance.pick(&others)).copied();
        found.cloned().context("no firm")
    }

    /// The field of business of somebody's firm.
    fn field(&self, firm: &Actor) -> String {
        let home = firm.organisation();
        let key = self.region.organisations.iter().find(|(_, id)| Some(**id) == home).map(|(key, _)| key);
        let row = self.words.organisations.iter().find(|row| Some(&row.key) == key);
        row.map(|row| row.field.clone()).unwrap_or_default()
    }
}
