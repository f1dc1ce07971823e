//! Commercial: what becomes of technologies, and the figures that say so. So far: studies of one's own tables, and the evidence audit.
#![warn(missing_docs)]

mod api;
pub mod asks;
pub mod evidence;
mod figures;
pub mod study;

use ieum_db::{MigrationSet, Worker};
use ieum_kernel::Permission;
use ieum_web::{App, Folder, Inside, Nav, Room};

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

/// What options of methods are called in Korean, for the command line.
pub const OPTIONS_KO: &str = include_str!("../locales/ko/options.ftl");
/// What options of methods are called in English.
pub const OPTIONS_EN: &str = include_str!("../locales/en/options.ftl");

/// Every permission of the room.
pub static PERMISSIONS: &[Permission] = &[study::USE, evidence::LOOK, evidence::USE];

/// What there is under «figures».
static FIGURE_PAGES: &[Inside] = &[
    Inside { label: "study-title", href: "/stats", prefixes: &[], permission: &study::USE },
    Inside { label: "evidence-title", href: "/audits", prefixes: &[], permission: &evidence::LOOK },
];

/// The room, for the house.
pub fn room() -> Room {
    Room {
        name: "commercial",
        permissions: PERMISSIONS,
        doors: study::doors().and(evidence::doors()).and(api::doors()),
        migrations: MigrationSet::embedded::<Migrations>("commercial"),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: vec![Nav {
            key: "figures",
            href: "/audits",
            prefixes: &["/stats", "/audits"],
            permission: &evidence::LOOK,
            inside: FIGURE_PAGES,
        }],
        work,
    }
}

fn work(worker: Worker, app: &App) -> Worker {
    study::work(worker, app)
}
