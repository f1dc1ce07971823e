//! Matching: a problem in, what can solve it out, with reasons.
//!
//! Home says what this is; need keeps problems and their state; find searches everything; matches joins the two; duplicates
//! finds instruments that stand in the register twice; purchase checks a wish to buy against what there is; idle reads
//! matching from the other end, and offer carries an instrument to the one who has the problem; vocabulary is where a region
//! teaches search its own words; learning remembers what was shown and what came of it, and ranking puts weights learned from
//! it in force.
#![warn(missing_docs)]

pub mod asks;
pub mod duplicates;
pub mod find;
pub mod home;
pub mod idle;
pub mod learning;
pub mod matches;
pub mod need;
pub mod offer;
mod paper;
pub mod plan;
pub mod purchase;
pub mod ranking;
pub mod saved;
pub mod technology;
pub mod vocabulary;

pub use find::{Engine, EngineError, Reading, model_file, vector_file};
pub use matches::{Match, match_text};
pub use need::{NewNeed, bulk_needs};

use ieum_db::{MigrationSet, Worker};
use ieum_kernel::Permission;
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
pub static PERMISSIONS: &[Permission] = &[
    home::LOOK,
    need::LOOK,
    need::WRITE,
    need::SORT,
    find::LOOK,
    matches::LOOK,
    matches::OF_NEED,
    saved::SAVE,
    plan::LOOK,
    plan::KEEP,
    plan::ORDER,
    plan::COMPARE,
    duplicates::JUDGE,
    purchase::REVIEW,
    idle::LOOK,
    offer::MAKE,
    offer::ANSWER,
    vocabulary::KEEP,
    learning::OWN,
    ranking::KEEP,
];

/// The tables of this room.
pub fn migrations() -> MigrationSet {
    MigrationSet::embedded::<Migrations>("matching")
}

/// What there is under «problems».
static PROBLEM_PAGES: &[Inside] = &[
    Inside { label: "need-mine", href: "/needs", prefixes: &[], permission: &need::WRITE },
    Inside { label: "need-new", href: "/needs/new", prefixes: &[], permission: &need::LOOK },
    Inside { label: "register-title", href: "/register", prefixes: &[], permission: &need::LOOK },
    Inside { label: "triage-title", href: "/triage", prefixes: &[], permission: &need::SORT },
    Inside {
        label: "purchase-title",
        href: "/purchase-review",
        prefixes: &[],
        permission: &purchase::REVIEW,
    },
    Inside { label: "duplicates-title", href: "/duplicates", prefixes: &[], permission: &duplicates::JUDGE },
    // The catalogue's page: names belong to it.
    Inside {
        label: "duplicates-organisations",
        href: "/duplicates/organisations",
        prefixes: &[],
        permission: &duplicates::JUDGE,
    },
    Inside { label: "idle-title", href: "/idle", prefixes: &[], permission: &idle::LOOK },
];

/// What there is under «find» besides the lists.
static FIND_PAGES: &[Inside] = &[
    Inside { label: "find-all", href: "/find", prefixes: &[], permission: &find::LOOK },
    Inside { label: "saved-title", href: "/find/saved", prefixes: &[], permission: &saved::SAVE },
    Inside {
        label: "learning-own-title",
        href: "/find/remembered",
        prefixes: &[],
        permission: &learning::OWN,
    },
];

/// The room, for the house.
pub fn room() -> Room {
    Room {
        name: "matching",
        permissions: PERMISSIONS,
        doors: doors(),
        migrations: migrations(),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: vec![
            Nav {
                key: "problems",
                href: "/needs",
                prefixes: &[
                    "/needs",
                    "/register",
                    "/triage",
                    "/purchase-review",
                    "/duplicates",
                    "/idle",
                    "/offers",
                ],
                permission: &need::LOOK,
                inside: PROBLEM_PAGES,
            },
            Nav {
                key: "find",
                href: "/find",
                prefixes: &[
                    "/find",
                    "/instruments",
                    "/services",
                    "/methods",
                    "/experts",
                    "/facilities",
                    "/organisations",
                    "/resources",
                    "/standards",
                    "/software",
                    "/technologies",
                    "/datasets",
                ],
                permission: &find::LOOK,
                inside: FIND_PAGES,
            },
            Nav {
                key: "admin",
                href: "/vocabulary",
                prefixes: &["/vocabulary", "/ranking"],
                permission: &vocabulary::KEEP,
                inside: ADMIN_PAGES,
            },
        ],
        work,
    }
}

/// What this room puts under «admin».
static ADMIN_PAGES: &[Inside] = &[
    Inside { label: "vocabulary-title", href: "/vocabulary", prefixes: &[], permission: &vocabulary::KEEP },
    Inside { label: "ranking-title", href: "/ranking", prefixes: &[], permission: &ranking::KEEP },
];

fn doors() -> Doors {
    let found = find::doors().and(matches::doors()).and(plan::doors()).and(saved::doors());
    home::doors()
        .and(need::doors())
        .and(found)
        .and(duplicates::doors())
        .and(purchase::doors())
        .and(idle::doors())
        .and(offer::doors())
        .and(technology::doors())
        .and(vocabulary::doors())
        .and(learning::doors())
        .and(ranking::doors())
}

fn work(worker: Worker, app: &App) -> Worker {
    learning::work(saved::work(find::work(need::work(worker, app), app), app), app)
}
