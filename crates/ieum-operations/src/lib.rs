//! Operations: the work that instruments and their staff do for others.
//!
//! Booking decides who may use which instrument when, the calendar shows it, usage records what was really done.
//! Requests carry a piece of work from question to delivery, quotes price it, samples are followed hand to hand, and the
//! desk says what waits for whom.
#![warn(missing_docs)]

pub mod asks;
pub mod billing;
pub mod booking;
pub mod calendar;
pub mod carrying;
pub mod desk;
pub mod feedback;
pub mod measurement;
pub mod price;
pub mod qualification;
pub mod quote;
pub mod report;
pub mod request;
pub mod sample;
pub mod series;
pub mod usage;
pub mod waiting;

use ieum_db::{MigrationSet, Worker};
use ieum_web::{App, Doors, Folder, Inside, Nav, Room};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
struct Migrations;

#[derive(rust_embed::RustEmbed)]
#[folder = "locales"]
struct Locales;

#[derive(rust_embed::RustEmbed)]
#[folder = "src"]
#[include = "**/pages/*.html"]
struct Pages;

/// Every permission of the room.
pub static PERMISSIONS: &[ieum_kernel::Permission] = &[
    booking::LOOK,
    booking::RESERVE,
    booking::RUN,
    calendar::FEED,
    qualification::MINE,
    qualification::RUN,
    usage::LOG,
    request::MAKE,
    request::RUN,
    price::LOOK,
    price::SET,
    price::OWN_VOUCHERS,
    quote::READ,
    quote::WRITE,
    quote::STATE,
    sample::FOLLOW,
    sample::KEEP,
    desk::SIT,
    measurement::LOOK,
    measurement::RUN,
    measurement::REVIEW,
    report::LOOK,
    report::VERIFY,
    report::WITHDRAW,
    billing::LOOK,
    billing::BILL,
    feedback::SAY,
    feedback::FIGURES,
];

/// What there is under «work»; each person sees what is theirs.
static WORK_PAGES: &[Inside] = &[
    Inside { label: "desk-title", href: "/work", prefixes: &[], permission: &desk::SIT },
    Inside { label: "request-queue", href: "/requests/queue", prefixes: &[], permission: &request::RUN },
    Inside { label: "request-mine", href: "/requests", prefixes: &["/quotes"], permission: &request::MAKE },
    Inside {
        label: "booking-mine",
        href: "/bookings",
        prefixes: &["/reservations"],
        permission: &booking::RESERVE,
    },
    Inside { label: "sample-list", href: "/samples", prefixes: &["/places"], permission: &sample::FOLLOW },
    Inside {
        label: "measurement-list-title",
        href: "/measurements",
        prefixes: &["/reports"],
        permission: &measurement::LOOK,
    },
    Inside { label: "billing-title", href: "/invoices", prefixes: &["/charges"], permission: &billing::LOOK },
    Inside { label: "usage-log", href: "/log", prefixes: &[], permission: &usage::LOG },
    Inside { label: "price-list-title", href: "/prices", prefixes: &[], permission: &price::SET },
    Inside { label: "voucher-title", href: "/vouchers", prefixes: &[], permission: &price::SET },
    Inside { label: "feedback-figures", href: "/feedback", prefixes: &[], permission: &feedback::FIGURES },
];

/// The room, for the house.
pub fn room() -> Room {
    Room {
        name: "operations",
        permissions: PERMISSIONS,
        doors: doors(),
        migrations: MigrationSet::embedded::<Migrations>("operations"),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: vec![Nav {
            key: "work",
            href: "/work",
            prefixes: &[
                "/work",
                "/bookings",
                "/reservations",
                "/qualifications",
                "/waiting",
                "/series",
                "/log",
                "/requests",
                "/quotes",
                "/samples",
                "/places",
                "/measurements",
                "/reports",
                "/invoices",
                "/charges",
                "/prices",
                "/vouchers",
                "/agreements",
                "/feedback",
            ],
            permission: &desk::SIT,
            inside: WORK_PAGES,
        }],
        work,
    }
}

/// One line a thing.
fn doors() -> Doors {
    Doors::new()
        .and(booking::doors())
        .and(qualification::doors())
        .and(waiting::doors())
        .and(series::doors())
        .and(calendar::doors())
        .and(usage::doors())
        .and(request::doors())
        .and(price::doors())
        .and(quote::doors())
        .and(sample::doors())
        .and(desk::doors())
        .and(measurement::doors())
        .and(report::doors())
        .and(billing::doors())
        .and(feedback::doors())
}

/// One line a thing that works in the background.
fn work(worker: Worker, app: &App) -> Worker {
    let worker = booking::work(worker, app);
    let worker = qualification::work(worker, app);
    let worker = waiting::work(worker, app);
    let worker = request::work(worker, app);
    let worker = quote::work(worker, app);
    billing::work(worker, app)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn every_page_renders_its_samples_in_both_languages() {
        let sources = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
        let failures = ieum_web::testing::render_samples(super::room(), sources);
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
