//! What operators do with accounts.

use crate::admin::store::{self, AuditFilter, Counts, PeopleFilter};
use crate::denied::Denied;
use crate::membership::{self, Change, Facts, NewMembership, Place, Refusal, Seat, refusals};
use crate::person::{Account, store as people};
use crate::session;
use crate::token;
use ieum_db::Audit;
use ieum_kernel::{Id, Person, Role};
use ieum_web::{App, Problem};
use serde::Serialize;
use serde_json::{Value, json};

pub(crate) async fn counts(app: &App) -> Result<Counts, Problem> {
    Ok(store::counts(&mut app.db.reader(), app.now()).await?)
}

/// A page of people, and whether more follow.
pub(crate) async fn find_people(
    app: &App,
    (words, role, closed): (&str, &str, bool),
    page: i64,
    size: i64,
) -> Result<(Vec<Account>, bool), Problem> {
    let filter = PeopleFilter { words, role, closed };
    let skip = (page - 1).saturating_mul(size);
    let mut found = store::people(&mut app.db.reader(), &filter, skip, size + 1).await?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    Ok((found, more))
}

/// One person with what they are where.
#[derive(Serialize)]
pub(crate) struct PersonView {
    pub(crate) account: Account,
    pub(crate) seats: Vec<Seat>,
}

pub(crate) async fn person(app: &App, id: Id<Person>) -> Result<PersonView, Problem> {
    let mut reader = app.db.reader();
    let account = people::account(&mut reader, id).await?.ok_or_else(Problem::not_found)?;
    Ok(PersonView { account, seats: membership::store::seats_of_person(&mut reader, id).await? })
}

/// Gives a role over the whole node.
pub(crate) async fn give_role(
    app: &App,
    by: Id<Person>,
    person: Id<Person>,
    role: Role,
) -> Result<(), Denied<Refusal>> {
    people::account(&mut app.db.reader(), person).await?.ok_or_else(Problem::not_found)?;
    let new = NewMembership { person, organisation: None, facility: None, role };
    membership::add_membership(app, new, Some(by)).await.map(drop)
}

/// Closes an account: memberships, sessions and tokens end, the address and the password are forgotten.
///
/// The last manager of an organisation with other members is named a successor first.
pub(crate) async fn close(app: &App, by: Id<Person>, person: Id<Person>) -> Result<(), Denied<Refusal>> {
    let mut tx = app.db.begin().await?;
    let seats = membership::store::seats_of_person(&mut tx, person).await?;
    let other_operators = membership::store::other_operators(&mut tx, person).await?;
    for seat in &seats {
        let mut places = Vec::new();
        if let Some(organisation) = seat.organisation {
            membership::store::take_turn(&mut tx, organisation).await?;
            places = membership::store::places(&mut tx, organisation).await?;
        }
        let place = Place { person, facility: seat.facility, role: seat.role };
        let change = Change::Remove { place };
        let reasons = refusals(&Facts { change, by_operator: true, places: &places, other_operators });
        if !reasons.is_empty() {
            return Err(Denied::Refused(reasons));
        }
    }
    let at = app.now();
    if people::close(&mut tx, person, at).await? == 0 {
        return Err(Problem::not_found().into());
    }
    for seat in &seats {
        membership::store::delete(&mut tx, seat.id).await?;
    }
    session::store::end_all(&mut tx, person, None).await?;
    token::store::revoke_all(&mut tx, person, at).await?;
    let thing = person.to_string();
    let ended: Vec<Value> =
        seats.iter().map(|seat| json!({ "organisation": seat.organisation, "role": seat.role })).collect();
    let before = Some(json!({ "state": "active", "memberships": ended }));
    let after = Some(json!({ "state": "closed" }));
    tx.audit(&Audit { actor: Some(by), action: "person.close", thing: &thing, before, after, at }).await?;
    tx.emit("person.closed", &thing, &json!({ "id": person }), at).await?;
    tx.commit().await?;
    Ok(())
}

/// One room's permissions with the roles that have them.
#[derive(Serialize)]
pub(crate) struct RoomPermissions {
    pub(crate) room: &'static str,
    pub(crate) permissions: Vec<PermissionLine>,
}

/// One permission.
#[derive(Serialize)]
pub(crate) struct PermissionLine {
    pub(crate) key: &'static str,
    /// Message that says it.
    pub(crate) message: String,
    pub(crate) roles: Vec<&'static str>,
    /// Routes it opens, as `GET /path`.
    pub(crate) doors: Vec<String>,
}

pub(crate) fn permissions(app: &App) -> Vec<RoomPermissions> {
    let line = |permission: &ieum_kernel::Permission| PermissionLine {
        key: permission.key,
        message: format!("permission-{}", permission.key.replace('.', "-")),
        roles: permission.roles.iter().map(|role| role.key()).collect(),
        doors: app
            .doors
            .iter()
            .filter(|door| door.permission.key == permission.key)
            .map(|door| format!("{} {}", door.method, door.path))
            .collect(),
    };
    let room = |(room, permissions): &(&'static str, &'static [ieum_kernel::Permission])| RoomPermissions {
        room,
        permissions: permissions.iter().map(line).collect(),
    };
    app.permissions.iter().map(room).collect()
}

/// One change as the page shows it.
#[derive(Serialize)]
pub(crate) struct ChangeLine {
    pub(crate) number: i64,
    pub(crate) at: ieum_kernel::Timestamp,
    pub(crate) actor: Option<Id<Person>>,
    pub(crate) name: Option<String>,
    pub(crate) action: String,
    pub(crate) thing: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

pub(crate) async fn changes(
    app: &App,
    filter: &AuditFilter<'_>,
    size: i64,
) -> Result<Vec<ChangeLine>, Problem> {
    let found = store::changes(&mut app.db.reader(), filter, size).await?;
    let text = |value: Option<Value>| value.map(|value| value.to_string()).unwrap_or_default();
    let line = |(entry, name): (ieum_db::AuditEntry, Option<String>)| ChangeLine {
        number: entry.number,
        at: entry.at,
        actor: entry.actor,
        name,
        action: entry.action,
        thing: entry.thing,
        before: text(entry.before),
        after: text(entry.after),
    };
    Ok(found.into_iter().map(line).collect())
}

pub(crate) use crate::admin::store::AuditFilter as ChangesFilter;
