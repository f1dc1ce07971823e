//! The catalogue: organisations, facilities, instruments, methods, services, experts, resources, standards, software.
#![warn(missing_docs)]

pub mod entry;
pub mod expert;
pub mod facility;
pub mod facts;
pub mod import;
pub mod instrument;
pub mod method;
pub mod organisation;
pub mod resource;
pub mod service;
pub mod software;
pub mod standard;

use entry::routes::{EDIT, LOOK};
use ieum_db::{MigrationSet, Worker};
use ieum_kernel::Permission;
use ieum_web::{App, Doors, Folder, Room};

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

static PERMISSIONS: [Permission; 3] = [LOOK, EDIT, import::IMPORT];

/// The tables of this room.
pub fn migrations() -> MigrationSet {
    MigrationSet::embedded::<Migrations>("catalogue")
}

/// The room as the house joins it.
pub fn room() -> Room {
    Room {
        name: "catalogue",
        permissions: &PERMISSIONS,
        doors: doors(),
        migrations: migrations(),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: Vec::new(),
        work,
    }
}

fn doors() -> Doors {
    entry::routes::doors().and(entry::api::doors()).and(import::doors()).get(
        "/instruments/{id}/pidinst.json",
        &LOOK,
        entry::export::pidinst,
    )
}

fn work(worker: Worker, app: &App) -> Worker {
    import::work(worker, app)
}
