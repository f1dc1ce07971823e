//! What operations ask of other rooms. Answered in the house's `answers/`; unanswered questions have a plain default.

use crate::booking::Qualified;
use async_trait::async_trait;
use ieum_kernel::{Actor, Id, Instrument, Need, Person};
use ieum_web::{App, Problem};

/// Who has proved that they can use an instrument: training, licence, safety course.
#[async_trait]
pub trait Qualifications: Send + Sync + 'static {
    /// What a person has proved about an instrument.
    async fn of(
        &self,
        app: &App,
        person: Id<Person>,
        instrument: Id<Instrument>,
    ) -> Result<Qualified, Problem>;
}

/// The problems that work is tied to.
#[async_trait]
pub trait Needs: Send + Sync + 'static {
    /// Whether somebody may see a problem, and so tie work to it.
    async fn visible(&self, app: &App, need: Id<Need>, to: &Actor) -> Result<bool, Problem>;
}

/// What has been proved; nothing is asked where no room answers.
pub(crate) async fn qualified(
    app: &App,
    person: Id<Person>,
    instrument: Id<Instrument>,
) -> Result<Qualified, Problem> {
    match app.ask::<dyn Qualifications>() {
        Some(answers) => answers.of(app, person, instrument).await,
        None => Ok(Qualified::NotAsked),
    }
}

/// Whether work may be tied to a problem; yes where no room answers.
pub(crate) async fn may_serve(app: &App, need: Id<Need>, actor: &Actor) -> Result<bool, Problem> {
    match app.ask::<dyn Needs>() {
        Some(answers) => answers.visible(app, need, actor).await,
        None => Ok(true),
    }
}
