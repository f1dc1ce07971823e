//! The booking rules: pure, all reasons at once, the same for pages, programs and dry runs.

use super::facts::Facts;
use super::{hours, limits};
use ieum_kernel::{TimeSpan, Timestamp};
use serde::Serialize;

/// Why the answer is no: one variant, one rule, one message `booking-refused-<rule>` in each language.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error, schemars::JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case")]
#[schemars(rename = "BookingRefusal")]
pub enum Refusal {
    /// The instrument cannot be used: not in service, broken, in upkeep or closed.
    #[error("cannot be used now ({why})")]
    OutOfService {
        /// `life`, `condition` or `access` value that says so.
        why: String,
    },
    /// Only the facility's own organisation may use it.
    #[error("only for the facility's own organisation")]
    InternalOnly,
    /// Staff run it: ask for an analysis instead.
    #[error("run by staff on request only")]
    RequestOnly,
    /// Too many missed bookings.
    #[error("banned until {until}")]
    Banned {
        /// The end of the ban.
        until: Timestamp,
        /// How many missed bookings lead to it.
        missed: i64,
    },
    /// The instrument asks for a qualification that is not there.
    #[error("not qualified for this instrument ({why}, needs {needs})")]
    NotQualified {
        /// The level asked for; message `qualification-level-<needs>`.
        needs: &'static str,
        /// `none`, `low`, `suspended`, `expired` or `revoked`.
        why: &'static str,
    },
    /// The qualification ends before the use does.
    #[error("qualified only until {until}")]
    QualificationEnds {
        /// Its end.
        until: Timestamp,
    },
    /// No time can be held here without booking it.
    #[error("times cannot be held here")]
    NoHolds,
    /// The person holds another time of this instrument.
    #[error("holds another time already")]
    HeldAlready,
    /// The start is over.
    #[error("starts in the past")]
    Past,
    /// Too little notice.
    #[error("must be booked {lead_minutes} min before its start")]
    TooSoon {
        /// The notice asked for.
        lead_minutes: i64,
        /// The earliest start now.
        earliest: Timestamp,
    },
    /// Too far ahead.
    #[error("at most {horizon_days} days ahead")]
    TooFar {
        /// How far ahead this person may book.
        horizon_days: i64,
    },
    /// Off the grid.
    #[error("starts and ends on a grid of {grid_minutes} min")]
    OffGrid {
        /// The grid.
        grid_minutes: i64,
    },
    /// Too short.
    #[error("lasts {asked_minutes} min, at least {shortest_minutes} min needed")]
    TooShort {
        /// What was asked.
        asked_minutes: i64,
        /// The least.
        shortest_minutes: i64,
    },
    /// Too long.
    #[error("lasts {asked_minutes} min, at most {longest_minutes} min allowed")]
    TooLong {
        /// What was asked.
        asked_minutes: i64,
        /// The most.
        longest_minutes: i64,
    },
    /// Crosses midnight where that is not allowed.
    #[error("crosses midnight")]
    AcrossMidnight,
    /// Outside the open hours.
    #[error("open from {opens} to {closes}")]
    OutsideHours {
        /// Opens at, `09:00`.
        opens: String,
        /// Closes at, `18:00`.
        closes: String,
    },
    /// A closed weekday.
    #[error("closed on {day}")]
    ClosedDay {
        /// The civil day.
        day: String,
    },
    /// A public holiday.
    #[error("{day} is a holiday ({which})")]
    Holiday {
        /// The civil day.
        day: String,
        /// Which; message `holiday-<which>`.
        which: &'static str,
    },
    /// The facility or the instrument is shut then.
    #[error("shut from {starts} to {ends}")]
    Shut {
        /// From.
        starts: Timestamp,
        /// To.
        ends: Timestamp,
    },
    /// Too many that day.
    #[error("at most {most} bookings a day")]
    ManyThatDay {
        /// The most.
        most: i64,
    },
    /// Too many ahead.
    #[error("at most {most} bookings ahead")]
    ManyAhead {
        /// The most.
        most: i64,
    },
    /// Not enough minutes left this week.
    #[error("{left_minutes} of {most_minutes} min left that week")]
    QuotaUsed {
        /// Minutes a week.
        most_minutes: i64,
        /// What is left of them.
        left_minutes: i64,
    },
    /// Too many instruments at once.
    #[error("at most {most} instruments at once")]
    ManyAtOnce {
        /// The most.
        most: i64,
    },
    /// Too close to another booking of the same person.
    #[error("needs a pause of {gap_minutes} min")]
    PauseTooShort {
        /// The pause.
        gap_minutes: i64,
    },
    /// Somebody holds the time. Constraint `reservation_no_overlap`.
    #[error("taken from {starts} to {ends}")]
    Overlap {
        /// Start of the first reservation in the way, with its preparation.
        starts: Timestamp,
        /// Its end, with cleaning.
        ends: Timestamp,
    },
}

impl Refusal {
    /// Whether another time could help.
    pub const fn is_about_time(&self) -> bool {
        !matches!(
            self,
            Self::OutOfService { .. }
                | Self::InternalOnly
                | Self::RequestOnly
                | Self::Banned { .. }
                | Self::NotQualified { .. }
                | Self::NoHolds
                | Self::HeldAlready
                | Self::ManyAhead { .. }
        )
    }

    /// Whether staff may go ahead with a written reason; what protects other people's time and the past may not.
    pub const fn is_overridable(&self) -> bool {
        !matches!(self, Self::Overlap { .. } | Self::Past | Self::OutOfService { .. })
    }

    /// The field of the form it speaks of.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::TooShort { .. } | Self::TooLong { .. } | Self::QuotaUsed { .. } => Some("minutes"),
            Self::Past
            | Self::TooFar { .. }
            | Self::ClosedDay { .. }
            | Self::Holiday { .. }
            | Self::QualificationEnds { .. }
            | Self::ManyThatDay { .. } => Some("day"),
            Self::TooSoon { .. }
            | Self::OffGrid { .. }
            | Self::OutsideHours { .. }
            | Self::AcrossMidnight
            | Self::Shut { .. }
            | Self::PauseTooShort { .. }
            | Self::ManyAtOnce { .. }
            | Self::Overlap { .. } => Some("start"),
            _ => None,
        }
    }
}

type Rule = fn(&Facts<'_>) -> Option<Refusal>;

/// Every booking rule, in the order people read the reasons. A new rule is a line here.
pub(super) const RULES: &[Rule] = &[
    in_service,
    open_to_them,
    not_on_request,
    limits::not_banned,
    limits::qualified,
    limits::qualified_to_the_end,
    limits::may_hold,
    limits::one_hold,
    not_past,
    enough_notice,
    within_horizon,
    on_grid,
    long_enough,
    not_too_long,
    hours::within_a_day,
    hours::open_weekday,
    hours::not_a_holiday,
    hours::within_hours,
    hours::not_shut,
    limits::few_that_day,
    limits::few_ahead,
    limits::within_quota,
    limits::few_at_once,
    limits::pause_kept,
    no_overlap,
];

/// Returns all reasons at once, so that one visit to the form can put everything right.
pub fn refusals(facts: &Facts<'_>) -> Vec<Refusal> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// Whether no rule says no.
pub fn passes(facts: &Facts<'_>) -> bool {
    RULES.iter().all(|rule| rule(facts).is_none())
}

/// What the rules say to an ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BookingVerdict")]
pub enum Verdict {
    /// Booked at once.
    Allow,
    /// Booked when staff agree; the time is kept meanwhile.
    NeedApproval,
    /// Not booked.
    Deny,
}

/// The verdict when no rule says no.
pub fn approval(facts: &Facts<'_>, by_staff: bool) -> Verdict {
    use super::terms::Approval;
    let needed = match facts.desk.terms.approval {
        Approval::Never => false,
        Approval::Outside => !facts.booker.inside,
        Approval::Always => true,
    };
    if needed && !by_staff { Verdict::NeedApproval } else { Verdict::Allow }
}

/// The lowest unit free during a whole block; nothing when each is taken at some moment of it.
pub fn free_unit(facts: &Facts<'_>) -> Option<i64> {
    let block = facts.desk.terms.block(facts.span);
    let taken: Vec<i64> =
        facts.others().filter(|held| held.block.overlaps(block)).map(|held| held.unit).collect();
    (0..facts.desk.units.max(1)).find(|unit| !taken.contains(unit))
}

/// Bookable is: in service, working and not closed. Source: field study, the three axes of an instrument.
fn in_service(f: &Facts<'_>) -> Option<Refusal> {
    let desk = f.desk;
    let life = (desk.life != "in_service").then_some(&desk.life);
    let condition = matches!(desk.condition.as_str(), "down" | "in_maintenance").then_some(&desk.condition);
    let access = (desk.access == "closed").then_some(&desk.access);
    life.or(condition).or(access).map(|why| Refusal::OutOfService { why: why.clone() })
}

fn open_to_them(f: &Facts<'_>) -> Option<Refusal> {
    (f.desk.access == "internal_only" && !f.booker.inside).then_some(Refusal::InternalOnly)
}

/// 시험·분석의뢰 is staff's work and may be reported; only 직접사용 is booked by users. Source: practice of shared
/// facilities under the standard guideline (표준지침).
fn not_on_request(f: &Facts<'_>) -> Option<Refusal> {
    (f.desk.access_mode == "request" && !f.for_request).then_some(Refusal::RequestOnly)
}

fn not_past(f: &Facts<'_>) -> Option<Refusal> {
    (f.span.starts < f.now && !f.walk_up).then_some(Refusal::Past)
}

fn enough_notice(f: &Facts<'_>) -> Option<Refusal> {
    let lead_minutes = f.desk.terms.lead_minutes;
    let earliest = f.now.plus_minutes(lead_minutes);
    let short = lead_minutes > 0 && f.span.starts >= f.now && f.span.starts < earliest;
    (short && !f.walk_up).then_some(Refusal::TooSoon { lead_minutes, earliest })
}

/// The horizon counts civil days: all of the last day can be booked.
fn within_horizon(f: &Facts<'_>) -> Option<Refusal> {
    let horizon_days = f.desk.terms.horizon(f.booker.inside);
    (f.zone.day(f.span.starts) > last_day(f)).then_some(Refusal::TooFar { horizon_days })
}

/// The last civil day that can be booked now.
pub(super) fn last_day(f: &Facts<'_>) -> jiff::civil::Date {
    let today = f.zone.day(f.now);
    let days = f.desk.terms.horizon(f.booker.inside).clamp(0, 10_000);
    today.checked_add(jiff::ToSpan::days(days)).unwrap_or(today)
}

fn on_grid(f: &Facts<'_>) -> Option<Refusal> {
    let grid_minutes = f.desk.terms.grid_minutes.max(1);
    let on =
        |at: Timestamp| hours::minute_of_day(f.zone, at).is_some_and(|minute| minute % grid_minutes == 0);
    let fits = f.walk_up || (on(f.span.starts) && on(f.span.ends));
    (!fits).then_some(Refusal::OffGrid { grid_minutes })
}

fn long_enough(f: &Facts<'_>) -> Option<Refusal> {
    let (asked_minutes, shortest_minutes) = (f.span.minutes(), f.desk.terms.shortest_minutes);
    let short = asked_minutes < shortest_minutes && !f.walk_up;
    short.then_some(Refusal::TooShort { asked_minutes, shortest_minutes })
}

fn not_too_long(f: &Facts<'_>) -> Option<Refusal> {
    let (asked_minutes, longest_minutes) = (f.span.minutes(), f.desk.terms.longest_minutes);
    (asked_minutes > longest_minutes).then_some(Refusal::TooLong { asked_minutes, longest_minutes })
}

/// Two reservations of one unit never overlap, preparation and cleaning included.
///
/// This rule explains; the constraint `reservation_no_overlap` guarantees.
fn no_overlap(f: &Facts<'_>) -> Option<Refusal> {
    if free_unit(f).is_some() {
        return None;
    }
    let block: TimeSpan = f.desk.terms.block(f.span);
    let first = f.others().filter(|held| held.block.overlaps(block)).min_by_key(|held| held.block.starts)?;
    Some(Refusal::Overlap { starts: first.block.starts, ends: first.block.ends })
}
