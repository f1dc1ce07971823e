//! What the catalogue asks of other rooms. Answered in the house's `answers.rs`; where nobody answers, the database does.

use async_trait::async_trait;
use ieum_kernel::{Id, Person};
use ieum_web::{App, Problem};

/// What a search in one kind found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Ids as text, best first.
    pub ids: Vec<String>,
    /// Whether there are more than these.
    pub cut: bool,
}

/// Who wants to know that somebody opened a thing's page.
pub trait Opened: Send + Sync + 'static {
    /// `from` is the path of the page of this site that led there, with its query; empty when the browser does not say.
    fn opened(&self, app: &App, person: Option<Id<Person>>, thing: &str, from: &str);
}

/// Finds things of one kind by words, as the search over everything does.
#[async_trait]
pub trait Search: Send + Sync + 'static {
    /// At most `most` things of a kind that fit the words, best first; nothing while the index cannot be relied on.
    async fn ranked(
        &self,
        app: &App,
        kind: &'static str,
        words: &str,
        most: usize,
    ) -> Result<Option<Ranked>, Problem>;
}
