//! The calendar: one week of an instrument as a table and as a list, feeds for people's own calendars, and a feed for
//! programs. Others see that the time is taken; names are for the facility and the holder's organisation.

mod events;
mod ics;
mod routes;
mod week;

pub(crate) use ics::feed_path;

use ieum_kernel::Permission;
use ieum_web::{ANYBODY, Doors};

/// Reading a feed; its signature is the key.
pub static FEED: Permission = Permission { key: "calendar.feed", roles: ANYBODY };

pub(crate) fn doors() -> Doors {
    use crate::booking::LOOK;
    Doors::new()
        .get("/instruments/{id}/calendar", &LOOK, routes::week)
        .get("/api/v1/instruments/{id}/events", &LOOK, events::list)
        .says(events::call())
        .get("/feeds/{kind}/{id}/{file}", &FEED, ics::feed)
}
