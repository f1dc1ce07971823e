//! Which requests the sample region had and has, who made them, and how far each went.

use super::cast::Cast;
use super::chance::Chance;
use super::files::{NeedRow, Vocabulary};
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
    /// In whose words.
    pub row: NeedRow,
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
        let services = &self.region.services;
        let at_place = |s: &&SampleService| facility.is_none_or(|facility| s.facility == facility);
        let of_field = |s: &&SampleService| need.is_none_or(|need| s.field == need.row.field);
        let both: Vec<&SampleService> = services.iter().filter(at_place).filter(of_field).collect();
        let either: Vec<&SampleService> = services.iter().filter(at_place).collect();
        let found = self.chance.pick(&both).or_else(|| self.chance.pick(&either)).copied();
        let service = found.or_else(|| services.first()).context("the region has no service")?.clone();
        // Nobody but the shown people asks for the shown firm: their desks hold what is said of them.
        let others: Vec<&Actor> = self.cast.firms.iter().skip(2).collect();
        let firm =
            firm.or_else(|| self.chance.pick(&others).map(|actor| (*actor).clone())).context("no firm")?;
        let fitting: Vec<&NeedRow> =
            self.words.needs.iter().filter(|row| row.field == service.field).collect();
        let told = self.chance.pick(&fitting).copied().or_else(|| self.words.needs.first());
        let row = need.map(|need| &need.row).or(told).context("the files have no problem")?.clone();
        let (least, more) = far.age();
        let sent = need.map(|need| today.minutes_since(need.submitted_at) / 1440 - 1);
        let days = sent.unwrap_or(least + self.chance.below(more + 1)).max(0);
        let on = self.region.instruments.iter().find(|i| i.id == service.instrument);
        let with_report = on.is_none_or(|instrument| instrument.kind.access != "self");
        self.made.push(Job { far, firm, service, need: need.map(|need| need.id), row, days, with_report });
        Ok(())
    }
}
