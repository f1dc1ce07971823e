//! A reservation: a claim on one instrument for one stretch of time, and where it stands.

use ieum_kernel::{
    Facility, Id, Instrument, Need, Organisation, Person, Request, TimeSpan, Timestamp, UsageSession,
};
use serde::{Deserialize, Serialize};

/// A claim on one instrument for one stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Reservation {
    /// Its identity.
    pub id: Id<ieum_kernel::Reservation>,
    /// What is reserved.
    pub instrument: Id<Instrument>,
    /// Who runs it.
    pub facility: Id<Facility>,
    /// Who will use it.
    pub holder: Id<Person>,
    /// For which organisation; nobody outside it and the facility sees more than that the time is taken.
    pub organisation: Option<Id<Organisation>>,
    /// Who made it; differs from the holder when staff book on behalf.
    pub made_by: Id<Person>,
    /// The time of use, UTC, half-open; setup and cleanup lie around it.
    #[serde(flatten)]
    pub span: TimeSpan,
    /// Where it stands.
    pub state: State,
    /// What it is for, in the holder's words.
    pub purpose: String,
    /// The request it serves.
    pub request: Option<Id<Request>>,
    /// The problem it serves.
    pub need: Option<Id<Need>>,
    /// The series it is one of.
    pub series: Option<Id<super::SeriesId>>,
    /// Started on the spot, without having been booked before.
    pub walk_up: bool,
    /// Cancelling is free until this moment; promised when it was booked.
    pub free_until: Timestamp,
    /// Counts changes, from 1; sent back by forms so that a stale one is noticed.
    pub version: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Where a reservation stands. What is known only in one state is kept in that state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "ReservationState")]
pub enum State {
    /// Kept for somebody to think about; keeps others out until it is booked or the time to think is over.
    Held {
        /// Until when.
        until: Timestamp,
    },
    /// Was held and not booked in time.
    Expired {
        /// Since when.
        at: Timestamp,
    },
    /// Waits for staff; keeps others out meanwhile.
    PendingApproval,
    /// Agreed.
    Confirmed {
        /// Who agreed: staff, or the maker where no approval is needed.
        by: Id<Person>,
    },
    /// The holder has checked in.
    InUse {
        /// When.
        since: Timestamp,
        /// The record of this use.
        usage: Id<UsageSession>,
    },
    /// Used and checked out.
    Completed {
        /// When the use ended.
        ended: Timestamp,
        /// The record of this use.
        usage: Id<UsageSession>,
    },
    /// Cancelled in time, or by the facility.
    CancelledFree {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Cancelled after the free period; the facility may charge for it.
    CancelledLate {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Nobody checked in within the grace period.
    NoShow {
        /// When that was noticed.
        at: Timestamp,
    },
    /// Taken back by the facility for an outage or for safety.
    Preempted {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Not agreed.
    Rejected {
        /// By whom; nobody when it was not answered in time.
        by: Option<Id<Person>>,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// A step that the present state does not allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Misstep {
    /// Only a reservation that waits for approval can be approved or rejected.
    #[error("only a reservation that waits can be answered, this one is {state}")]
    NotWaiting {
        /// What it is instead.
        state: &'static str,
    },
    /// Only a held time can be booked this way.
    #[error("only a held time can be booked, this one is {state}")]
    NotHeld {
        /// What it is instead.
        state: &'static str,
    },
    /// The time to think is over.
    #[error("it was held until {until}")]
    HoldOver {
        /// Until when.
        until: Timestamp,
    },
    /// Only an agreed reservation can be checked in.
    #[error("only a confirmed reservation can be started, this one is {state}")]
    NotConfirmed {
        /// What it is instead.
        state: &'static str,
    },
    /// Only a running use can be ended.
    #[error("only a running use can be ended, this one is {state}")]
    NotRunning {
        /// What it is instead.
        state: &'static str,
    },
    /// What has begun or is over can no longer be changed or cancelled.
    #[error("a reservation that is {state} cannot be changed")]
    NotOpen {
        /// What it is instead.
        state: &'static str,
    },
    /// Only what counts against somebody can be excused: a missed booking or a late cancellation.
    #[error("only a missed or late-cancelled booking can be excused, this one is {state}")]
    NothingToExcuse {
        /// What it is instead.
        state: &'static str,
    },
    /// Checking in opens shortly before the start.
    #[error("check-in opens at {opens}")]
    TooEarly {
        /// When it opens.
        opens: Timestamp,
    },
    /// The reserved time is over.
    #[error("the reserved time ended at {ended}")]
    TooLate {
        /// When it ended.
        ended: Timestamp,
    },
    /// A reservation can only go to somebody of the same organisation.
    #[error("only a colleague of the same organisation can take it over")]
    NotAColleague,
}

impl State {
    /// The name in code, database and message keys.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Expired { .. } => "expired",
            Self::PendingApproval => "pending_approval",
            Self::Confirmed { .. } => "confirmed",
            Self::InUse { .. } => "in_use",
            Self::Completed { .. } => "completed",
            Self::CancelledFree { .. } => "cancelled_free",
            Self::CancelledLate { .. } => "cancelled_late",
            Self::NoShow { .. } => "no_show",
            Self::Preempted { .. } => "preempted",
            Self::Rejected { .. } => "rejected",
        }
    }

    /// Whether others are kept out of its time.
    pub const fn holds_time(&self) -> bool {
        matches!(
            self,
            Self::Held { .. }
                | Self::PendingApproval
                | Self::Confirmed { .. }
                | Self::InUse { .. }
                | Self::Completed { .. }
        )
    }

    /// Until when it is held, if it is.
    pub const fn held_until(&self) -> Option<Timestamp> {
        match self {
            Self::Held { until } => Some(*until),
            _ => None,
        }
    }

    /// Whether it counts against its holder.
    pub const fn counts_against(&self) -> bool {
        matches!(self, Self::NoShow { .. } | Self::CancelledLate { .. })
    }

    /// Whether it is still to come: it can be moved, passed on or cancelled.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::PendingApproval | Self::Confirmed { .. })
    }
}

impl Reservation {
    fn into_state(self, state: State) -> Self {
        Self { state, ..self }
    }

    /// What was held is booked; `waits` says that staff answer first.
    pub fn confirm(self, by: Id<Person>, at: Timestamp, waits: bool) -> Result<Self, Misstep> {
        match self.state {
            State::Held { until } if at >= until => Err(Misstep::HoldOver { until }),
            State::Held { .. } if waits => Ok(self.into_state(State::PendingApproval)),
            State::Held { .. } => Ok(self.into_state(State::Confirmed { by })),
            other => Err(Misstep::NotHeld { state: other.key() }),
        }
    }

    /// The time to think is over, or what it was held for has come to nothing.
    pub fn lapse(self, at: Timestamp) -> Result<Self, Misstep> {
        match self.state {
            State::Held { .. } => Ok(self.into_state(State::Expired { at })),
            other => Err(Misstep::NotHeld { state: other.key() }),
        }
    }

    /// Staff agree.
    pub fn approve(self, by: Id<Person>) -> Result<Self, Misstep> {
        match self.state {
            State::PendingApproval => Ok(self.into_state(State::Confirmed { by })),
            other => Err(Misstep::NotWaiting { state: other.key() }),
        }
    }

    /// Staff do not agree; `by` is nobody when the time came without an answer.
    pub fn reject(self, by: Option<Id<Person>>, at: Timestamp, reason: String) -> Result<Self, Misstep> {
        match self.state {
            State::PendingApproval => Ok(self.into_state(State::Rejected { by, at, reason })),
            other => Err(Misstep::NotWaiting { state: other.key() }),
        }
    }

    /// Another time; the rules and the guard have agreed.
    pub fn moved(self, span: TimeSpan, free_until: Timestamp) -> Result<Self, Misstep> {
        if !self.state.is_open() {
            return Err(Misstep::NotOpen { state: self.state.key() });
        }
        Ok(Self { span, free_until, ..self })
    }

    /// Another holder of the same organisation; the rules have agreed.
    pub fn passed_to(self, holder: Id<Person>) -> Result<Self, Misstep> {
        if !self.state.is_open() {
            return Err(Misstep::NotOpen { state: self.state.key() });
        }
        Ok(Self { holder, ..self })
    }

    /// Cancels. Late when the free period is over, unless the facility cancels or it was never agreed.
    pub fn cancel(
        self,
        by: Id<Person>,
        at: Timestamp,
        reason: String,
        by_facility: bool,
    ) -> Result<Self, Misstep> {
        let never_agreed = matches!(self.state, State::PendingApproval | State::Held { .. });
        let free = by_facility || at <= self.free_until || never_agreed;
        let open = self.state.is_open() || matches!(self.state, State::Held { .. });
        match (open, free) {
            (true, true) => Ok(self.into_state(State::CancelledFree { by, at, reason })),
            (true, false) => Ok(self.into_state(State::CancelledLate { by, at, reason })),
            (false, _) => Err(Misstep::NotOpen { state: self.state.key() }),
        }
    }

    /// The facility takes the time back, for an outage or for safety.
    pub fn preempt(self, by: Id<Person>, at: Timestamp, reason: String) -> Result<Self, Misstep> {
        if !self.state.is_open() {
            return Err(Misstep::NotOpen { state: self.state.key() });
        }
        Ok(self.into_state(State::Preempted { by, at, reason }))
    }

    /// The use begins, at most `early_minutes` before the start and before the end.
    pub fn check_in(
        self,
        at: Timestamp,
        early_minutes: i64,
        usage: Id<UsageSession>,
    ) -> Result<Self, Misstep> {
        if !matches!(self.state, State::Confirmed { .. }) {
            return Err(Misstep::NotConfirmed { state: self.state.key() });
        }
        let opens = self.span.starts.plus_minutes(-early_minutes);
        if at < opens {
            return Err(Misstep::TooEarly { opens });
        }
        if at >= self.span.ends {
            return Err(Misstep::TooLate { ended: self.span.ends });
        }
        Ok(self.into_state(State::InUse { since: at, usage }))
    }

    /// The use ends; returns when it began. An early end gives the rest of the time back.
    pub fn check_out(self, at: Timestamp) -> Result<(Self, Timestamp), Misstep> {
        match self.state {
            State::InUse { since, usage } => {
                Ok((self.into_state(State::Completed { ended: at, usage }), since))
            }
            ref other => Err(Misstep::NotRunning { state: other.key() }),
        }
    }

    /// The facility lets a missed booking or a late cancellation pass: it counts no longer and costs nothing.
    pub fn excuse(self, by: Id<Person>, at: Timestamp, reason: String) -> Result<Self, Misstep> {
        if !self.state.counts_against() {
            return Err(Misstep::NothingToExcuse { state: self.state.key() });
        }
        Ok(self.into_state(State::CancelledFree { by, at, reason }))
    }

    /// Nobody came.
    pub fn missed(self, at: Timestamp) -> Result<Self, Misstep> {
        match self.state {
            State::Confirmed { .. } => Ok(self.into_state(State::NoShow { at })),
            ref other => Err(Misstep::NotConfirmed { state: other.key() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::span;

    fn at(text: &str) -> Timestamp {
        format!("2026-03-02T{text}:00Z").parse().unwrap()
    }

    fn booked(state: State) -> Reservation {
        Reservation {
            id: Id::nth(1),
            instrument: Id::nth(2),
            facility: Id::nth(3),
            holder: Id::nth(4),
            organisation: None,
            made_by: Id::nth(4),
            span: span("2026-03-02", "10:00-12:00"),
            state,
            purpose: String::new(),
            request: None,
            need: None,
            series: None,
            walk_up: false,
            free_until: at("08:00"),
            version: 1,
            made_at: at("00:00"),
            changed_at: at("00:00"),
        }
    }

    fn confirmed() -> Reservation {
        booked(State::Confirmed { by: Id::nth(4) })
    }

    #[test]
    fn what_is_held_is_booked_in_time_or_let_go() {
        let held = || booked(State::Held { until: at("09:00") });
        assert!(held().state.holds_time() && !held().state.is_open());
        assert_eq!(held().confirm(Id::nth(4), at("08:59"), false).unwrap().state.key(), "confirmed");
        assert_eq!(held().confirm(Id::nth(4), at("08:59"), true).unwrap().state.key(), "pending_approval");
        let late = held().confirm(Id::nth(4), at("09:00"), false);
        assert_eq!(late, Err(Misstep::HoldOver { until: at("09:00") }));
        assert_eq!(
            confirmed().confirm(Id::nth(4), at("08:00"), false).map(drop),
            Err(Misstep::NotHeld { state: "confirmed" })
        );
        let gone = held().lapse(at("09:00")).unwrap();
        assert!(gone.state.key() == "expired" && !gone.state.holds_time());
        assert_eq!(
            held().cancel(Id::nth(4), at("09:30"), String::new(), false).unwrap().state.key(),
            "cancelled_free"
        );
    }

    #[test]
    fn cancelling_is_free_until_the_promised_moment() {
        let cancel =
            |r: Reservation, when, staff| r.cancel(Id::nth(4), at(when), String::new(), staff).unwrap();
        assert_eq!(cancel(confirmed(), "08:00", false).state.key(), "cancelled_free");
        assert_eq!(cancel(confirmed(), "08:01", false).state.key(), "cancelled_late");
        assert_eq!(cancel(confirmed(), "09:59", true).state.key(), "cancelled_free");
        assert_eq!(cancel(booked(State::PendingApproval), "09:59", false).state.key(), "cancelled_free");
    }

    #[test]
    fn check_in_has_a_door_that_opens_and_closes() {
        let walk_in = |when| confirmed().check_in(at(when), 15, Id::nth(9)).map(|r| r.state.key());
        assert_eq!(walk_in("09:44"), Err(Misstep::TooEarly { opens: at("09:45") }));
        assert_eq!(walk_in("09:45"), Ok("in_use"));
        assert_eq!(walk_in("11:59"), Ok("in_use"));
        assert_eq!(walk_in("12:00"), Err(Misstep::TooLate { ended: at("12:00") }));
    }

    #[test]
    fn no_step_leaves_a_final_state() {
        let finals = [
            State::Completed { ended: at("11:00"), usage: Id::nth(9) },
            State::CancelledFree { by: Id::nth(4), at: at("01:00"), reason: String::new() },
            State::CancelledLate { by: Id::nth(4), at: at("01:00"), reason: String::new() },
            State::NoShow { at: at("10:15") },
            State::Preempted { by: Id::nth(4), at: at("01:00"), reason: String::new() },
            State::Rejected { by: None, at: at("01:00"), reason: String::new() },
        ];
        for state in finals {
            let row = || booked(state.clone());
            let (me, now) = (Id::nth(4), at("10:00"));
            assert!(row().approve(me).is_err());
            assert!(row().reject(None, now, String::new()).is_err());
            assert!(row().moved(row().span, now).is_err());
            assert!(row().passed_to(me).is_err());
            assert!(row().cancel(me, now, String::new(), true).is_err());
            assert!(row().preempt(me, now, String::new()).is_err());
            assert!(row().check_in(now, 15, Id::nth(9)).is_err());
            assert!(row().check_out(now).is_err());
            assert!(row().missed(now).is_err());
        }
    }

    #[test]
    fn a_state_reads_back_as_it_was_written() {
        let state =
            State::CancelledLate { by: Id::nth(4), at: at("09:00"), reason: "비가 와서".to_owned() };
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
    }

    #[test]
    fn the_facility_lets_pass_what_counts_against_somebody_and_nothing_else() {
        let missed = confirmed().missed(at("10:20")).unwrap();
        let late = confirmed().cancel(Id::nth(4), at("09:00"), String::new(), false).unwrap();
        for counted in [missed, late] {
            assert!(counted.state.counts_against());
            let passed = counted.excuse(Id::nth(9), at("11:00"), "정전".to_owned()).unwrap();
            assert!(!passed.state.counts_against() && passed.state.key() == "cancelled_free");
        }
        let none = confirmed().excuse(Id::nth(9), at("11:00"), String::new());
        assert_eq!(none, Err(Misstep::NothingToExcuse { state: "confirmed" }));
    }
}
