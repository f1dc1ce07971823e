//! Setting papers off the async threads, with fonts read once.

use ieum_paper::{Fonts, Paper, PaperError};
use ieum_web::Problem;
use std::sync::{Arc, OnceLock};

static FONTS: OnceLock<Arc<Fonts>> = OnceLock::new();

fn fonts() -> Result<Arc<Fonts>, ieum_paper::PaperError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(Arc::clone(fonts));
    }
    let read = Arc::new(Fonts::embedded()?);
    Ok(Arc::clone(FONTS.get_or_init(|| read)))
}

/// The paper as PDF.
pub(crate) async fn set(paper: Paper) -> Result<Vec<u8>, Problem> {
    let done = tokio::task::spawn_blocking(move || paper.pdf(&*fonts()?)).await;
    done.map_err(|error| Problem::fault(&error))?.map_err(|error| match error {
        PaperError::TooLarge { found, most, .. } => {
            tracing::warn!(%error, "a paper is too large");
            Problem::new(http::StatusCode::UNPROCESSABLE_ENTITY, "paper")
                .with("found", found)
                .with("most", most)
        }
        other => Problem::fault(&other),
    })
}
