//! The first audit that anybody sees: a deck's tables on 416 adoptions of public research, typed as printed.

use super::cast::Cast;
use super::files::Vocabulary;
use anyhow::Context;
use ieum_commercial::evidence::{self, NewAudit, Sight};
use ieum_kernel::Role;
use ieum_web::App;

/// The tables, every figure verbatim.
const TABLES: &str = include_str!("../../../../demo/audits/tech-transfer-416.csv");

/// Audits the tables and opens the audit to everybody.
pub(super) async fn make(app: &App, words: &Vocabulary, cast: &Cast) -> anyhow::Result<()> {
    let planner = cast.any(Role::Planner)?;
    let person = planner.person.context("a planner is somebody")?;
    let (name, about) = (words.say("printed", &[]), words.say("printedwhere", &[]));
    let new = NewAudit { name: name.ko, about: about.ko, content: TABLES.to_owned() };
    let audit = evidence::begin(app, &planner, new).await?;
    evidence::service::show_to(app, person, audit.id, audit.version, Sight::Open).await?;
    Ok(())
}
