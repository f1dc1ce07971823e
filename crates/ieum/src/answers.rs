//! Who answers which question: the only place where rooms meet.

use async_trait::async_trait;
use ieum_kernel::{Facility, Id, Organisation, Person, Role, Text};
use ieum_web::{Answers, App, Contact, Directory, Identity, Known, Problem};
use std::sync::Arc;

/// Every answer.
pub fn answers() -> Answers {
    Answers::new()
}

/// Who recognises visitors.
pub fn identity() -> Arc<dyn Identity> {
    Arc::new(Nobody)
}

/// Who looks people up.
pub fn directory() -> Arc<dyn Directory> {
    Arc::new(Nobody)
}

/// Knows nobody.
struct Nobody;

#[async_trait]
impl Identity for Nobody {
    async fn by_session(&self, _app: &App, _key: &str) -> Result<Option<Known>, Problem> {
        Ok(None)
    }
    async fn by_token(&self, _app: &App, _token: &str) -> Result<Option<Known>, Problem> {
        Ok(None)
    }
}

#[async_trait]
impl Directory for Nobody {
    async fn person(&self, _app: &App, _id: Id<Person>) -> Result<Option<Contact>, Problem> {
        Ok(None)
    }
    async fn at_facility(&self, _app: &App, _id: Id<Facility>, _role: Role) -> Result<Vec<Contact>, Problem> {
        Ok(Vec::new())
    }
    async fn at_organisation(
        &self,
        _app: &App,
        _id: Id<Organisation>,
        _role: Option<Role>,
    ) -> Result<Vec<Contact>, Problem> {
        Ok(Vec::new())
    }
    async fn with_role(&self, _app: &App, _role: Role) -> Result<Vec<Contact>, Problem> {
        Ok(Vec::new())
    }
    async fn organisation_name(&self, _app: &App, _id: Id<Organisation>) -> Result<Option<Text>, Problem> {
        Ok(None)
    }
}
