//! Asking to join an organisation, and the answer of those who manage it.

use crate::denied::Denied;
use crate::membership::service::{add_membership_in, may_manage, note};
use crate::membership::{JoinRequest, NewMembership, Refusal, store};
use ieum_db::Tx;
use ieum_kernel::{Actor, Id, Organisation, Person, Role};
use ieum_web::{App, Problem, notices};
use serde_json::json;

/// Asks to be let into an organisation; its managers are told, or the operators while it has none.
pub(crate) async fn ask(
    app: &App,
    person: Id<Person>,
    organisation: Id<Organisation>,
) -> Result<(), Problem> {
    let name =
        store::organisation_name(&mut app.db.reader(), organisation).await?.ok_or_else(Problem::not_found)?;
    let mut tx = app.db.begin().await?;
    let places = store::places(&mut tx, organisation).await?;
    let belongs = places.iter().any(|place| place.person == person);
    if belongs || !store::insert_request(&mut tx, app.new_id(), person, organisation, app.now()).await? {
        return Ok(());
    }
    let mut to: Vec<Id<Person>> =
        places.iter().filter(|p| p.role == Role::Manager).map(|p| p.person).collect();
    if to.is_empty() {
        to.extend(
            store::contacts_with_role(&mut tx, Role::Operator).await?.iter().map(|contact| contact.person),
        );
    }
    let who = store::contact(&mut tx, person).await?.ok_or_else(Problem::not_found)?;
    let args = json!({ "name": who.name, "organisation": name });
    let href = format!("/organisations/{organisation}/members");
    for manager in to {
        notices::notify(&mut tx, app.clock(), manager, "account", "membership-notice-asked", &args, &href)
            .await?;
    }
    note(
        &mut tx,
        app,
        (Some(person), "membership.ask", person),
        None,
        Some(json!({ "organisation": organisation })),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Lets somebody in, or not. They are told either way.
pub(crate) async fn decide(
    app: &App,
    me: &Actor,
    organisation: Id<Organisation>,
    id: Id<JoinRequest>,
    accepted: bool,
) -> Result<(), Denied<Refusal>> {
    may_manage(app, me, organisation).await?;
    let by = me.person.ok_or_else(Problem::sign_in)?;
    let mut tx = app.db.begin().await?;
    let found = store::request(&mut tx, id).await?.filter(|found| found.organisation == organisation);
    let found = found.ok_or_else(Problem::not_found)?;
    if !store::decide_request(&mut tx, id, accepted, by, app.now()).await? {
        return Err(Problem::not_found().into());
    }
    if accepted {
        let new = NewMembership {
            person: found.person,
            organisation: Some(organisation),
            facility: None,
            role: Role::Member,
        };
        add_membership_in(&mut tx, app, &new, Some(by), false).await?;
    }
    tell(&mut tx, app, &found, accepted).await?;
    let (before, after) =
        (json!({ "request": id }), json!({ "accepted": accepted, "organisation": organisation }));
    note(&mut tx, app, (Some(by), "membership.decide", found.person), Some(before), Some(after)).await?;
    tx.commit().await?;
    Ok(())
}

async fn tell(tx: &mut Tx, app: &App, request: &JoinRequest, accepted: bool) -> Result<(), Problem> {
    let name = store::organisation_name(tx, request.organisation).await?.unwrap_or_default();
    let key = if accepted { "membership-notice-accepted" } else { "membership-notice-declined" };
    let args = json!({ "organisation": name });
    notices::notify(tx, app.clock(), request.person, "account", key, &args, "/account").await?;
    Ok(())
}
