//! What operations ask of other rooms. Answered in the house's `answers/`; unanswered questions have a plain default.

use async_trait::async_trait;
use ieum_kernel::{Actor, Id, Need};
use ieum_web::{App, Problem};

/// The problems that work is tied to.
#[async_trait]
pub trait Needs: Send + Sync + 'static {
    /// Whether somebody may see a problem, and so tie work to it.
    async fn visible(&self, app: &App, need: Id<Need>, to: &Actor) -> Result<bool, Problem>;
}

/// Whether work may be tied to a problem; yes where no room answers.
pub(crate) async fn may_serve(app: &App, need: Id<Need>, actor: &Actor) -> Result<bool, Problem> {
    match app.ask::<dyn Needs>() {
        Some(answers) => answers.visible(app, need, actor).await,
        None => Ok(true),
    }
}
