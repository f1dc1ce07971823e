//! Opens the house: rooms, answers, settings, and the few pages that belong to no room.

use crate::config::{Config, DatabaseSettings};
use crate::file_store::FileSettings;
use anyhow::Context;
use axum::extract::State;
use ieum_db::{Db, DbOptions};
use ieum_kernel::{Clock, Permission, Role, SystemClock};
use ieum_web::{
    ANYBODY, App, Doors, Folder, House, MailSettings, Page, Path, Plan, Problem, Room, SiteSettings, Visitor,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};

#[derive(rust_embed::RustEmbed)]
#[folder = "locales"]
struct Locales;

#[derive(rust_embed::RustEmbed)]
#[folder = "src"]
#[include = "**/pages/*.html"]
struct Pages;

static RULES: Permission = Permission { key: "house.rules", roles: ANYBODY };
static METRICS: Permission = Permission { key: "house.metrics", roles: &[Role::Operator] };
const PERMISSIONS: &[Permission] = &[RULES_OF, METRICS_OF];
const RULES_OF: Permission = Permission { key: "house.rules", roles: ANYBODY };
const METRICS_OF: Permission = Permission { key: "house.metrics", roles: &[Role::Operator] };

/// The machine's clock, shared.
pub fn system_clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// Reads every room's settings into the configuration.
pub fn load_room_settings(config: &mut Config) -> anyhow::Result<()> {
    crate::rooms::settings(config)
}

/// Opens the house as configured; migrates the database.
pub async fn open(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<House> {
    let data = config.data();
    std::fs::create_dir_all(&data)
        .with_context(|| format!("cannot make the data folder {}", data.display()))?;
    let url = config.database_url();
    let options = DbOptions { readers: config.get::<DatabaseSettings>().readers, ..DbOptions::default() };
    let db = Db::open(&url, &options).await.context("cannot open the database")?;
    let reading = ieum_matching::Reading {
        encoder: crate::embedding::open(&config.get())?,
        dictionary: crate::dictionary::open(&config.get())?,
    };
    let plan = Plan {
        db,
        clock,
        rooms: crate::rooms::rooms(),
        answers: crate::answers::answers(&data, reading),
        identity: crate::answers::identity(),
        directory: crate::answers::directory(),
        site: config.get::<SiteSettings>(),
        mail: config.get::<MailSettings>(),
        data,
        store: crate::file_store::open(&config.get::<FileSettings>())?,
        settings: config.into_settings(),
    };
    Ok(House::open(plan).await?)
}

/// Starts the recorder of figures once a process; later calls give the same one.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}

/// The pages that belong to no room.
pub fn own_room() -> Room {
    Room {
        name: "house",
        permissions: PERMISSIONS,
        doors: Doors::new().get("/metrics", &METRICS, figures).get("/rules/{thing}/{rule}", &RULES, rule),
        migrations: ieum_db::MigrationSet::new("house", &[]),
        locales: Folder::embedded::<Locales>(),
        pages: Folder::embedded::<Pages>(),
        nav: Vec::new(),
        work: |worker, _app| worker,
    }
}

async fn figures() -> Result<String, Problem> {
    recorder().map(PrometheusHandle::render).ok_or_else(Problem::busy)
}

/// `/rules/problem/<name>` and `/rules/<thing>/<rule>`, the pages that a problem's `type` names: what it means, what to
/// do, and for a rule where it stands in the code and what guarantees it.
async fn rule(
    State(app): State<App>,
    visitor: Visitor,
    Path((thing, rule)): Path<(String, String)>,
) -> Result<axum::response::Response, Problem> {
    let lang = visitor.lang();
    if thing == "problem" {
        let (title, meaning) = (format!("problem-{rule}"), format!("problem-about-{rule}"));
        let known = app.words.knows(lang, &title) && app.words.knows(lang, &meaning);
        let page = Page::new("rules/problem.html")
            .with("name", &rule)
            .with("title", app.words.outline(lang, &title))
            .with("meaning", app.words.outline(lang, &meaning))
            .with("action", app.words.outline(lang, &format!("problem-do-{rule}")));
        return if known { app.render(page, &visitor) } else { Err(Problem::not_found()) };
    }
    let said = app.words.outline(lang, &format!("{thing}-refused-{rule}"));
    let found = crate::rules::all().into_iter().find(|r| r.thing == thing && r.rule == rule);
    if said.is_none() && found.is_none() {
        return Err(Problem::not_found());
    }
    let page = Page::new("rules/rule.html")
        .with("name", format!("{thing}/{rule}"))
        .with("thing", &thing)
        .with("said", said)
        .with("rule", found);
    app.render(page, &visitor)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn every_page_renders_its_samples_in_both_languages() {
        let sources = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
        let failures = ieum_web::testing::render_samples(super::own_room(), sources);
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
