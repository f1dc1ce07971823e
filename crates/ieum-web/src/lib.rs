//! The web tool: what every room needs to show pages and answer programs.
//!
//! A room gives a [`Room`]: doors with permissions, messages, templates, tables, background work. [`House::open`]
//! joins the rooms. Handlers take [`App`], [`SignedIn`] or [`Visitor`], [`Fields`] or [`Body`]; they answer a
//! [`Page`] through [`App::render`], or fail with a [`Problem`].
#![warn(missing_docs)]

pub mod api;
mod app;
pub mod assets;
mod doors;
mod fields;
mod files;
pub mod format;
mod front;
mod mail;
pub mod map;
mod nav;
pub mod notices;
mod page;
mod paper;
mod problem;
mod seal;
mod settings;
mod stale;
mod submission;
pub mod testing;

pub mod tokens;
mod upload;
mod visit;
mod words;

pub use api::{Call, Shape};
pub use app::{
    Answers, App, Folder, House, HouseError, Plan, Room, message_files, template_files, tool_migrations,
};
pub use doors::{ANYBODY, Door, Doors, SIGNED_IN};
pub use fields::{Body, Faults, Fields, LINE_LETTERS, Path, QueryOf, Reading, decode, encode};
pub use files::{FileRecord, Files, Kept, attachment, record_file};
pub use front::{SESSION_COOKIE, came_from, cookie, local_path, resume_page, see_other, set_cookie};
pub use mail::{Letter, MailError, Mailer};
pub use nav::{Inside, Nav};
pub use page::{Page, TemplateFile, Templates, environment, say_refusal};
pub use paper::pdf;
pub use problem::{FieldError, Problem};
pub use seal::random;
pub use settings::{Explained, MailSettings, RoomSettings, Secret, SiteSettings};
pub use upload::{Upload, UploadedFile};
pub use visit::{Contact, Directory, Identity, Known, Proof, SignedIn, Visit, Visitor};
pub use words::{MessageFile, Words, WordsError};

#[derive(rust_embed::RustEmbed)]
#[folder = "migrations"]
pub(crate) struct OwnMigrations;

#[derive(rust_embed::RustEmbed)]
#[folder = "locales"]
pub(crate) struct OwnLocales;

#[derive(rust_embed::RustEmbed)]
#[folder = "kit"]
pub(crate) struct OwnKit;
