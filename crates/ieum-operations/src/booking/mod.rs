//! Booking: who may use which instrument, and when.

mod api;
mod ask;
mod closure;
mod desks;
mod facts;
mod form;
mod holds;
mod holidays;
mod hours;
mod limits;
mod list;
mod news;
mod policy;
mod policy_pages;
mod reservation;
mod routes;
mod scene;
mod seed;
mod service;
mod slots;
mod staff_pages;
mod step_routes;
mod steps;
mod store;
mod terms;
mod utilisation;
mod written;

#[cfg(test)]
mod policy_tests;
#[cfg(test)]
mod time_tests;

pub(crate) use ask::backwards;
pub use ask::{Ask, Forecast, ReserveError};
pub use closure::ClosureThing;
pub(crate) use closure::around as closures_around;
pub(crate) use desks::desk;
pub use facts::{Booker, Closure, Desk, Facts, Held, Own};
pub(crate) use form::{length_text, lengths, page as form_page, people, read_ask, slot_links};
pub(crate) use holds::{hold_for, settle_for, sweep};
pub use holidays::{COVERED, Holiday, holiday};
pub use hours::{Shut, at_minute, open_hours};
pub use limits::most_at_once;
pub use list::Line;
pub(crate) use list::{Filter, lines};
pub(crate) use news::told;
pub use policy::{Refusal, Verdict, approval, free_unit, passes, refusals};
pub use reservation::{Misstep, Reservation, State};
pub(crate) use scene::{Asked, Reach, Scene, house_terms};
pub use seed::{PastReservation, keep_terms, record_past};
pub(crate) use service::{Change, asked_for, settle, weigh};
pub use service::{confirm, forecast, pass_on, relocate, reserve, runs, walk_up};
pub(crate) use slots::first_within;
pub use slots::{earliest_slot, nearest, openings};
pub(crate) use steps::apply;
pub use steps::{Step, may_change, may_see, miss, take};
pub(crate) use store::{find, history, take_turn, take_turn_of};
pub use terms::{Approval, Departures, NUMBERS, Terms};
pub use utilisation::{Used, used};

use ieum_db::Worker;
use ieum_kernel::{Permission, Role};
use ieum_web::{ANYBODY, App, Doors, SIGNED_IN};

/// Seeing when an instrument is free.
pub static LOOK: Permission = Permission { key: "booking.look", roles: ANYBODY };
/// Booking, and everything with one's own bookings.
pub static RESERVE: Permission = Permission { key: "booking.reserve", roles: SIGNED_IN };
/// Running a facility's bookings: answers, terms, closures, the day's work.
pub static RUN: Permission = Permission { key: "booking.run", roles: &[Role::Staff, Role::Operator] };

ieum_web::settings! {
    /// How bookings behave unless a facility or an instrument says otherwise.
    pub struct BookingSettings("booking") {
        /// Bookings start and end on this grid, minutes.
        grid_minutes: i64 = 30,
        /// Shortest booking, minutes.
        shortest_minutes: i64 = 30,
        /// Longest booking, minutes.
        longest_minutes: i64 = 480,
        /// How far ahead people of the facility's own organisation may book, days.
        horizon_days: i64 = 90,
        /// How far ahead everybody else may book, days.
        outside_horizon_days: i64 = 60,
        /// How long before its start a booking must be made, minutes.
        lead_minutes: i64 = 0,
        /// Opens at, minutes after midnight.
        opens_at: i64 = 540,
        /// Closes at, minutes after midnight; 1440 is midnight.
        closes_at: i64 = 1080,
        /// Seven letters from Monday; `-` is a closed day.
        open_days: String = "MTWTF--".to_owned(),
        /// Whether instruments can be used on public holidays.
        on_holidays: bool = false,
        /// Cancelling is free until so many minutes before the start.
        cancel_free_minutes: i64 = 1440,
        /// Who has not checked in so many minutes after the start has not come.
        grace_minutes: i64 = 15,
        /// Instruments one person may hold at the same moment; 0 is no limit.
        most_at_once: i64 = 3,
        /// Bookings of one series; 0 is no series.
        series_most: i64 = 26,
        /// So many minutes one may hold a time before booking it; 0 is no holding.
        hold_minutes: i64 = 10,
        /// So many minutes staff may hold a time for a request while its quote is answered.
        request_hold_minutes: i64 = 4320,
    }
}

/// The job that lets go of a time that was held and not booked.
pub(crate) const LAPSE: &str = "booking.lapse";
/// The job that looks whether somebody came.
pub(crate) const DUE: &str = "booking.due";

/// 되풀이 예약: the identity of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeriesId;

impl ieum_kernel::Thing for SeriesId {
    const PREFIX: &'static str = "srs";
}

pub(crate) fn doors() -> Doors {
    routes::doors(Doors::new())
        .and(step_routes::doors(Doors::new()))
        .and(staff_pages::doors(Doors::new()))
        .and(policy_pages::doors(Doors::new()))
        .and(api::doors(Doors::new()))
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (due, waiting, lapsing) = (app.clone(), app.clone(), app.clone());
    worker
        .on(DUE, move |job| steps::due(due.clone(), job))
        .on(LAPSE, move |job| holds::lapse(lapsing.clone(), job))
        .on(news::TELL_STAFF, move |job| news::tell_staff(waiting.clone(), job))
}
