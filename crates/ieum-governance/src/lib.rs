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
pub use membership::{Membership, NewMembership, add_membership, create_people, people_of};
pub use network::{PlatformRole, set_platform_role};
pub use person::{Email, FirstPassword, NewPerson, PersonError, create_person, person_by_email};
pub use session::{Accounts, actor_of};
pub use settings::{AccountSettings, OidcSettings};
pub use token::create_token;

use ieum_db::MigrationSet;
use ieum_web::{Folder, Inside, Nav, Room};

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

/// What there is under «admin».
static ADMIN_PAGES: &[Inside] = &[
    Inside { label: "admin-title", href: "/admin", prefixes: &[], permission: &access::ADMIN },
    Inside { label: "admin-people-title", href: "/admin/people", prefixes: &[], permission: &access::PEOPLE },
    Inside {
        label: "admin-permissions-title",
        href: "/admin/permissions",
        prefixes: &[],
        permission: &access::ADMIN,
    },
    Inside { label: "admin-audit-title", href: "/admin/audit", prefixes: &[], permission: &access::AUDIT },
];

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
            Nav {
                key: "network",
                href: "/network",
                prefixes: &["/network"],
                permission: &access::NETWORK,
                inside: &[],
            },
            Nav {
                key: "admin",
                href: "/admin",
                prefixes: &["/admin"],
                permission: &access::ADMIN,
                inside: ADMIN_PAGES,
            },
        ],
        work: |worker, app| membership::mail::work(password::mail::work(worker, app), app),
    }
}
