//! The catalogue: organisations, facilities, instruments, methods, services, experts, resources, standards, software,
//! technologies, datasets.
#![warn(missing_docs)]

pub mod alias;
pub mod asks;
pub mod dataset;
pub mod entry;
pub mod expert;
pub mod facility;
pub mod facts;
pub mod import;
pub mod instrument;
pub mod merging;
pub mod method;
pub mod organisation;
pub mod resource;
pub mod service;
pub mod software;
pub mod standard;
pub mod technology;

use entry::routes::{EDIT, LOOK};
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

static PERMISSIONS: [Permission; 4] = [LOOK, EDIT, import::IMPORT, alias::JUDGE];

/// The tables of this room.
pub fn migrations() -> MigrationSet {
    MigrationSet::embedded::<Migrations>("catalogue")
}

/// What there is under «find» besides the search over everything.
static FIND_PAGES: &[Inside] = &[
    Inside { label: "entry-kinds-instrument", href: "/instruments", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-service", href: "/services", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-method", href: "/methods", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-expert", href: "/experts", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-facility", href: "/facilities", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-organisation", href: "/organisations", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-resource", href: "/resources", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-standard", href: "/standards", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-software", href: "/software", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-technology", href: "/technologies", prefixes: &[], permission: &LOOK },
    Inside { label: "entry-kinds-dataset", href: "/datasets", prefixes: &[], permission: &LOOK },
    Inside { label: "import-title", href: "/imports", prefixes: &[], permission: &import::IMPORT },
];

/// The room as the house joins it.
pub fn room() -> Room {
    Room {
        name: "catalogue",
        permissions: &PERMISSIONS,
        doors: doors(),
        migrations: migrations(),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: vec![Nav {
            key: "find",
            href: "/find",
            prefixes: &["/imports"],
            permission: &LOOK,
            inside: FIND_PAGES,
        }],
        work,
    }
}

fn doors() -> Doors {
    entry::routes::doors().and(entry::api::doors()).and(import::doors()).and(alias::doors()).get(
        "/instruments/{id}/pidinst.json",
        &LOOK,
        entry::export::pidinst,
    )
}

fn work(worker: Worker, app: &App) -> Worker {
    import::work(worker, app)
}
