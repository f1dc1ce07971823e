//! Making and ending memberships.

use crate::denied::Denied;
use crate::membership::policy::Place;
use crate::membership::{Change, Facts, Membership, NewMembership, Refusal, Seat, refusals, store};
use crate::person::{NewPerson, PersonError, service as people};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Id, Organisation, Person, Role};
use ieum_web::{App, Problem};
use serde_json::{Value, json};

/// Why a membership was not made or ended.
pub type MembershipError = Denied<Refusal>;

/// Makes somebody a member. The command line and the sample region come through here with the rights of an operator.
///
/// `by` is who decided it, nobody for the system itself.
///
/// # Errors
/// Every reason the rules give.
pub async fn add_membership(
    app: &App,
    new: NewMembership,
    by: Option<Id<Person>>,
) -> Result<Id<Membership>, MembershipError> {
    let mut tx = app.db.begin().await?;
    let id = add_membership_in(&mut tx, app, &new, by, true).await?;
    tx.commit().await?;
    Ok(id)
}

/// The same inside a larger change; `by_operator` tells with whose rights.
///
/// # Errors
/// Every reason the rules give.
pub async fn add_membership_in(
    tx: &mut Tx,
    app: &App,
    new: &NewMembership,
    by: Option<Id<Person>>,
    by_operator: bool,
) -> Result<Id<Membership>, MembershipError> {
    let place = Place { person: new.person, facility: new.facility, role: new.role };
    let places = match new.organisation {
        Some(organisation) => {
            store::take_turn(tx, organisation).await?;
            store::places(tx, organisation).await?
        }
        None => store::places_on_node(tx, new.person).await?,
    };
    let facility_is_theirs = match (new.organisation, new.facility) {
        (Some(organisation), Some(facility)) => {
            store::facilities(tx, organisation).await?.iter().any(|(id, _)| *id == facility)
        }
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let change = Change::Add { organisation: new.organisation, place, facility_is_theirs };
    let reasons = refusals(&Facts { change, by_operator, places: &places, other_operators: true });
    if !reasons.is_empty() {
        return Err(Denied::Refused(reasons));
    }
    let (id, at) = (app.new_id(), app.now());
    store::insert(tx, id, new, by, at).await.map_err(|error| match error {
        error if error.is_constraint("membership_once") => Denied::because(Refusal::Already),
        error => error.into(),
    })?;
    let after = json!({ "organisation": new.organisation, "facility": new.facility, "role": new.role });
    note(tx, app, (by, "membership.begin", new.person), None, Some(after)).await?;
    Ok(id)
}

/// Ends a membership: one's own, one of an organisation one manages, any for operators. Others see none (404).
pub(crate) async fn remove(app: &App, me: &Actor, id: Id<Membership>) -> Result<Seat, MembershipError> {
    let seat = store::seat(&mut app.db.reader(), id).await?.ok_or_else(Problem::not_found)?;
    let by = me.person.ok_or_else(Problem::sign_in)?;
    let mut tx = app.db.begin().await?;
    let places = match seat.organisation {
        Some(organisation) => {
            store::take_turn(&mut tx, organisation).await?;
            store::places(&mut tx, organisation).await?
        }
        None => Vec::new(),
    };
    let manages = places.iter().any(|place| place.person == by && place.role == Role::Manager);
    if seat.person != by && !manages && !me.is(Role::Operator) {
        return Err(Problem::not_found().into());
    }
    let place = Place { person: seat.person, facility: seat.facility, role: seat.role };
    let other_operators = store::other_operators(&mut tx, seat.person).await?;
    let facts = Facts {
        change: Change::Remove { place },
        by_operator: me.is(Role::Operator),
        places: &places,
        other_operators,
    };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(Denied::Refused(reasons));
    }
    if store::delete(&mut tx, id).await? == 0 {
        return Err(Problem::not_found().into());
    }
    let before = json!({ "organisation": seat.organisation, "facility": seat.facility, "role": seat.role });
    note(&mut tx, app, (Some(by), "membership.end", seat.person), Some(before), None).await?;
    tx.commit().await?;
    Ok(seat)
}

/// Whether somebody may decide over the members of an organisation; anybody else gets 404.
pub(crate) async fn may_manage(app: &App, me: &Actor, organisation: Id<Organisation>) -> Result<(), Problem> {
    if me.is(Role::Operator) {
        return Ok(());
    }
    let places = store::places(&mut app.db.reader(), organisation).await?;
    let manages = |place: &Place| Some(place.person) == me.person && place.role == Role::Manager;
    if places.iter().any(manages) { Ok(()) } else { Err(Problem::not_found()) }
}

pub(crate) async fn note(
    tx: &mut Tx,
    app: &App,
    (actor, action, person): (Option<Id<Person>>, &str, Id<Person>),
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), DbError> {
    let (thing, at) = (person.to_string(), app.now());
    let facts = json!({ "person": person, "before": before, "after": after });
    tx.audit(&Audit { actor, action, thing: &thing, before, after, at }).await?;
    tx.emit(action, &thing, &facts, at).await
}

/// Opens many accounts with their memberships in one transaction, all or none. `person` in a membership is ignored.
///
/// # Errors
/// The first account or membership that is refused.
pub async fn create_people(
    app: &App,
    people_with_seats: Vec<(NewPerson, Vec<NewMembership>)>,
) -> Result<Vec<Id<Person>>, Problem> {
    let mut hashes = Vec::with_capacity(people_with_seats.len());
    for (person, _) in &people_with_seats {
        hashes.push(people::first_hash(app, person).await?);
    }
    let mut made = Vec::with_capacity(people_with_seats.len());
    let mut tx = app.db.begin().await?;
    for ((person, seats), hash) in people_with_seats.into_iter().zip(hashes) {
        let id = people::create_in(&mut tx, app, &person, hash.as_deref())
            .await
            .map_err(|error: PersonError| Problem::from(error))?;
        for seat in seats {
            let seat = NewMembership { person: id, ..seat };
            add_membership_in(&mut tx, app, &seat, None, true)
                .await
                .map_err(|error| error.problem("membership"))?;
        }
        made.push(id);
    }
    tx.commit().await?;
    Ok(made)
}

/// Organisations somebody waits to be let into.
pub(crate) async fn waiting_requests(app: &App, person: Id<Person>) -> Result<Vec<Value>, Problem> {
    let waiting = store::requests_of_person(&mut app.db.reader(), person).await?;
    Ok(waiting.into_iter().map(|(id, name)| json!({ "id": id, "name": name })).collect())
}
