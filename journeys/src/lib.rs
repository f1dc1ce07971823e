//! What every journey needs: a house of its own, visitors who remember their cookies, and a real browser.
//!
//! `cargo xtask test` starts the database server and the browser driver and says where they are. Without it, journeys on
//! PostgreSQL and in the browser pass without doing anything, and say so.

mod browser;
mod disk;
mod form;
mod hands;
mod house;
mod visitor;

pub use browser::{Browser, Violation};
pub use disk::SmallDisk;
pub use form::Form;
pub use hands::Download;
pub use house::{Engine, Ground, House};
pub use ieum_db::testing::Wire;
pub use visitor::{Page, Visitor};

use std::path::PathBuf;

/// One variable of the environment.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var_os(name)?.into_string().ok()
}

/// Where cargo builds; screenshots and fetched tools go below it.
pub(crate) fn target() -> PathBuf {
    let above = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    environment("CARGO_TARGET_DIR").map_or_else(|| above.join("target"), |folder| above.join(folder))
}

/// Writes one journey for both databases: `both!(name, journey)` becomes the tests `name::sqlite` and `name::postgres`.
///
/// The journey is an `async fn(House) -> anyhow::Result<()>`.
///
/// `both!(name, journey, super::ground())` says what the houses stand on.
#[macro_export]
macro_rules! both {
    ($name:ident, $journey:ident) => {
        $crate::both!($name, $journey, $crate::Ground::default());
    };
    ($name:ident, $journey:ident, $ground:expr) => {
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() -> anyhow::Result<()> {
                $crate::House::visit_on($crate::Engine::Sqlite, $ground, super::$journey).await
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() -> anyhow::Result<()> {
                $crate::House::visit_on($crate::Engine::Postgres, $ground, super::$journey).await
            }
        }
    };
}
