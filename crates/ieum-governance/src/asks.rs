//! What this room asks of others; the binary knows who answers.

use async_trait::async_trait;
use ieum_kernel::{Id, Organisation, Person, Text};
use ieum_web::{App, Problem};
use serde::Serialize;

/// An organisation as somebody who joins would recognise it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FoundOrganisation {
    /// Its id.
    pub id: Id<Organisation>,
    /// Its name.
    pub name: Text,
}

/// An organisation stated by its first member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedOrganisation {
    /// Its name, at least in one language.
    pub name: Text,
    /// The Korean business registration number as typed; empty when it has none.
    pub business_number: String,
    /// The region as typed; may be empty.
    pub region: String,
}

/// Finds and makes organisations. Answered by the catalogue.
#[async_trait]
pub trait Organisations: Send + Sync {
    /// The organisation of a business registration number, written with or without dashes.
    async fn find_by_business_number(
        &self,
        app: &App,
        number: &str,
    ) -> Result<Option<FoundOrganisation>, Problem>;

    /// Makes an organisation. Faulty fields come back in [`Problem::errors`], named `name_ko`, `name_en`,
    /// `business_number` and `region`.
    async fn create(
        &self,
        app: &App,
        stated: StatedOrganisation,
        by: Id<Person>,
    ) -> Result<Id<Organisation>, Problem>;
}
