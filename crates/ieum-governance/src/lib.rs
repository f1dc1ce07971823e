//! Who people are to the platform: accounts and sessions, memberships and roles, platform roles, and what operators see.
#![warn(missing_docs)]

mod access;
mod account;
mod admin;
pub mod asks;
mod denied;
mod join;
pub mod membership;
pub mod network;
mod notice;
pub mod oidc;
pub mod password;
pub mod person;
mod secret;
pub mod session;
mod settings;
pub mod sign_in;
pub mod token;

pub use denied::Denied;
pub use membership::{Membership, NewMembership, add_membership, create_people};
pub use network::{PlatformRole, set_platform_role};
pub use person::{Email, FirstPassword, NewPerson, PersonError, create_person, person_by_email};
pub use session::{Accounts, actor_of};
pub use settings::{AccountSettings, OidcSettings};
pub use token::create_token;

use ieum_db::MigrationSet;
use ieum_web::{Folder, Nav, Room};

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

/// This room, for the house.
pub fn room() -> Room {
    Room {
        name: "governance",
        permissions: access::ALL,
        doors: sign_in::routes::doors()
            .and(join::routes::doors())
            .and(password::routes::doors())
            .and(account::routes::doors())
            .and(notice::routes::doors())
            .and(membership::routes::doors())
            .and(network::routes::doors())
            .and(admin::routes::doors())
            .and(oidc::routes::doors()),
        migrations: MigrationSet::embedded::<Migrations>("governance"),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: vec![
            Nav { key: "network", href: "/network", prefixes: &["/network"], permission: &access::NETWORK },
            Nav { key: "admin", href: "/admin", prefixes: &["/admin"], permission: &access::ADMIN },
        ],
        work: |worker, app| membership::mail::work(password::mail::work(worker, app), app),
    }
}
