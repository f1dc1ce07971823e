//! Who a visitor is, and who is who: the answers every room relies on.

use crate::membership::{self, store::ContactRow};
use crate::secret::key_hash;
use crate::session::service::idle_limit;
use crate::session::store::{self, KnownRow};
use async_trait::async_trait;
use ieum_db::DbError;
use ieum_kernel::{Actor, Facility, Id, Organisation, Person, Role, Text, Timestamp};
use ieum_web::{App, Contact, Directory, Identity, Known, Problem};
use std::collections::BTreeSet;

/// Answers [`Identity`] and [`Directory`] from the accounts of this room.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accounts;

/// Longest key worth looking up.
const LONGEST_KEY: usize = 200;

#[async_trait]
impl Identity for Accounts {
    async fn by_session(&self, app: &App, key: &str) -> Result<Option<Known>, Problem> {
        if key.len() > LONGEST_KEY {
            return Ok(None);
        }
        let (hash, now) = (key_hash(key), app.now());
        let rows = store::known_by_session(&mut app.db.reader(), &hash, now, idle_limit(app)).await?;
        let due = rows.first().is_some_and(|row| is_due(row.seen_at, now));
        if due {
            // A page that can be read is not refused because its visit cannot be noted.
            note(touch(app, &hash, now).await);
        }
        Ok(known(rows))
    }

    async fn by_token(&self, app: &App, token: &str) -> Result<Option<Known>, Problem> {
        if token.len() > LONGEST_KEY {
            return Ok(None);
        }
        let (hash, now) = (key_hash(token), app.now());
        let rows = store::known_by_token(&mut app.db.reader(), &hash).await?;
        if rows.first().is_some_and(|row| is_due(row.seen_at, now)) {
            note(touch_token(app, &hash, now).await);
        }
        Ok(known(rows))
    }
}

fn is_due(seen_at: Option<Timestamp>, now: Timestamp) -> bool {
    seen_at.is_none_or(|seen| now.minutes_since(seen) >= 1)
}

async fn touch(app: &App, hash: &str, now: Timestamp) -> Result<(), DbError> {
    let mut tx = app.db.begin().await?;
    store::touch(&mut tx, hash, now).await?;
    tx.commit().await
}

async fn touch_token(app: &App, hash: &str, now: Timestamp) -> Result<(), DbError> {
    let mut tx = app.db.begin().await?;
    store::touch_token(&mut tx, hash, now).await?;
    tx.commit().await
}

fn note(outcome: Result<(), DbError>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "the visit was not noted");
    }
}

/// Joins the rows of one person, one a membership.
fn known(rows: Vec<KnownRow>) -> Option<Known> {
    let first = rows.first()?;
    let mut roles = BTreeSet::from([Role::Member]);
    roles.extend(rows.iter().filter_map(|row| row.role));
    let mut organisations = Vec::new();
    let mut facilities = Vec::new();
    for row in &rows {
        organisations.extend(row.organisation.filter(|id| !organisations.contains(id)));
        facilities.extend(row.facility.filter(|id| !facilities.contains(id)));
    }
    let actor = Actor {
        person: Some(first.person),
        name: first.name.clone(),
        lang: first.lang,
        roles,
        organisations,
        facilities,
    };
    Some(Known {
        actor,
        organisation: rows.iter().find_map(|row| row.organisation_name.clone()),
        theme: first.theme.clone(),
        density: first.density.clone(),
        unread: first.unread,
    })
}

/// Who a person is and what they may do, outside any request: for jobs, the command line and tests.
///
/// # Errors
/// Faults of the database.
pub async fn actor_of(app: &App, person: Id<Person>) -> Result<Option<Known>, DbError> {
    Ok(known(store::known_by_id(&mut app.db.reader(), person).await?))
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        let ContactRow { person, name, email, lang } = row;
        Self { person, name, email, lang }
    }
}

#[async_trait]
impl Directory for Accounts {
    async fn person(&self, app: &App, id: Id<Person>) -> Result<Option<Contact>, Problem> {
        Ok(membership::store::contact(&mut app.db.reader(), id).await?.map(Contact::from))
    }

    async fn at_facility(&self, app: &App, id: Id<Facility>, role: Role) -> Result<Vec<Contact>, Problem> {
        let found = membership::store::contacts_at_facility(&mut app.db.reader(), id, role).await?;
        Ok(found.into_iter().map(Contact::from).collect())
    }

    async fn at_organisation(
        &self,
        app: &App,
        id: Id<Organisation>,
        role: Option<Role>,
    ) -> Result<Vec<Contact>, Problem> {
        let found = membership::store::contacts_at_organisation(&mut app.db.reader(), id, role).await?;
        Ok(found.into_iter().map(Contact::from).collect())
    }

    async fn with_role(&self, app: &App, role: Role) -> Result<Vec<Contact>, Problem> {
        let found = membership::store::contacts_with_role(&mut app.db.reader(), role).await?;
        Ok(found.into_iter().map(Contact::from).collect())
    }

    async fn organisation_name(&self, app: &App, id: Id<Organisation>) -> Result<Option<Text>, Problem> {
        Ok(membership::store::organisation_name(&mut app.db.reader(), id).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ieum_kernel::Lang;

    fn row(role: Role, organisation: Option<u128>, facility: Option<u128>) -> KnownRow {
        KnownRow {
            seen_at: None,
            person: Id::nth(1),
            name: "이음".to_owned(),
            lang: Lang::Ko,
            theme: "auto".to_owned(),
            density: "calm".to_owned(),
            unread: 2,
            role: Some(role),
            organisation: organisation.map(Id::nth),
            organisation_name: organisation.map(|n| Text::new("", &n.to_string())),
            facility: facility.map(Id::nth),
        }
    }

    #[test]
    fn memberships_become_one_actor() {
        let rows = vec![
            row(Role::Operator, None, None),
            row(Role::Staff, Some(2), Some(7)),
            row(Role::Manager, Some(2), None),
        ];
        let found = known(rows).unwrap();
        assert_eq!(found.actor.organisations, [Id::nth(2)]);
        assert_eq!(found.actor.facilities, [Id::nth(7)]);
        let roles: Vec<_> = found.actor.roles.iter().map(|role| role.key()).collect();
        assert_eq!(roles, ["member", "manager", "staff", "operator"]);
        assert_eq!(found.organisation, Some(Text::new("", "2")));
        assert!(known(Vec::new()).is_none());
    }
}
