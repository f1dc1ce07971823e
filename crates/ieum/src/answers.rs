//! Who answers which question: the only place where rooms meet.

use async_trait::async_trait;
use ieum_catalogue::asks::{Ranked, Search};
use ieum_catalogue::facts;
use ieum_governance::asks::{FoundOrganisation, Organisations, StatedOrganisation};
use ieum_kernel::{Actor, Id, Instrument, Need, Organisation, Person, Timestamp};
use ieum_matching::Engine;
use ieum_matching::asks::{Slots, WorkStep, WorkSteps};
use ieum_operations::asks::Needs;
use ieum_web::{Answers, App, Directory, Identity, Problem};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Every answer; the search index is kept in the data folder.
pub fn answers(data: &Path) -> Answers {
    Answers::new()
        .answer::<dyn Organisations>(Arc::new(Catalogue))
        .answer::<dyn Slots>(Arc::new(Operations))
        .answer::<dyn WorkSteps>(Arc::new(Operations))
        .answer::<dyn Needs>(Arc::new(Matching))
        .answer::<dyn Search>(Arc::new(Matching))
        .answer::<Engine>(Arc::new(Engine::open(data)))
}

/// Who recognises visitors.
pub fn identity() -> Arc<dyn Identity> {
    Arc::new(ieum_governance::Accounts)
}

/// Who looks people up.
pub fn directory() -> Arc<dyn Directory> {
    Arc::new(ieum_governance::Accounts)
}

/// What the catalogue answers.
struct Catalogue;

#[async_trait]
impl Organisations for Catalogue {
    async fn find_by_business_number(
        &self,
        app: &App,
        number: &str,
    ) -> Result<Option<FoundOrganisation>, Problem> {
        let found = facts::organisation_by_business_number(&mut app.db.reader(), number).await?;
        Ok(found.map(|(id, name)| FoundOrganisation { id, name }))
    }

    async fn create(
        &self,
        app: &App,
        stated: StatedOrganisation,
        by: Id<Person>,
    ) -> Result<Id<Organisation>, Problem> {
        let mut tx = app.db.begin().await?;
        let number = &stated.business_number;
        let made = facts::create_organisation(&mut tx, app.clock(), &stated.name, "firm", "", number).await;
        let id = made.map_err(Problem::from)?;
        tracing::info!(organisation = %id, %by, "an organisation was stated by its first member");
        tx.commit().await?;
        Ok(id)
    }
}

/// What operations answer.
struct Operations;

#[async_trait]
impl Slots for Operations {
    async fn earliest(
        &self,
        app: &App,
        instruments: &[Id<Instrument>],
        minutes: i64,
    ) -> Result<HashMap<Id<Instrument>, Timestamp>, Problem> {
        Ok(ieum_operations::booking::earliest_slot(app, instruments, minutes).await?.into_iter().collect())
    }
}

#[async_trait]
impl WorkSteps for Operations {
    async fn steps(&self, app: &App, need: Id<Need>) -> Result<Vec<WorkStep>, Problem> {
        let steps = ieum_operations::desk::thread_of(&mut app.db.reader(), need).await?;
        let step = |step: ieum_operations::desk::Step| WorkStep {
            at: step.at,
            key: step.key,
            args: step.args.as_object().cloned().unwrap_or_default(),
            href: step.href,
            who: step.who,
            state: "done".to_owned(),
        };
        Ok(steps.into_iter().map(step).collect())
    }
}

/// What matching answers.
struct Matching;

#[async_trait]
impl Search for Matching {
    async fn ranked(
        &self,
        app: &App,
        kind: &'static str,
        words: &str,
        most: usize,
    ) -> Result<Option<Ranked>, Problem> {
        let found = ieum_matching::find::ranked(app, kind, words, most).await?;
        Ok(found.map(|(ids, cut)| Ranked { ids, cut }))
    }
}

#[async_trait]
impl Needs for Matching {
    async fn visible(&self, app: &App, need: Id<Need>, to: &Actor) -> Result<bool, Problem> {
        Ok(ieum_matching::need::visible_to(app, need, to).await?)
    }
}
