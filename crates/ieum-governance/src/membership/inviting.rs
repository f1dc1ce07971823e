//! Inviting somebody by mail, and what happens when they come.

use crate::denied::Denied;
use crate::membership::policy::Place;
use crate::membership::service::{add_membership_in, may_manage, note};
use crate::membership::{Change, Facts, Invitation, NewMembership, Refusal, mail, refusals, store};
use crate::person::{Email, FirstPassword, NewPerson, PersonError, service as people, store as people_store};
use crate::secret::key_hash;
use crate::session::{self, Caller};
use crate::settings::AccountSettings;
use ieum_db::Audit;
use ieum_kernel::{Actor, Facility, Id, Lang, Organisation, Person, Role};
use ieum_web::{App, Problem};
use serde_json::json;

/// Somebody to invite.
pub(crate) struct Wish {
    pub(crate) organisation: Id<Organisation>,
    pub(crate) facility: Option<Id<Facility>>,
    pub(crate) role: Role,
    pub(crate) email: Email,
}

/// Invites somebody into an organisation by a mail with a link.
pub(crate) async fn invite(app: &App, me: &Actor, wish: Wish) -> Result<(), Denied<Refusal>> {
    may_manage(app, me, wish.organisation).await?;
    let by = me.person.ok_or_else(Problem::sign_in)?;
    let known = people_store::account_by_email(&mut app.db.reader(), &wish.email.key()).await?;
    let person = known.map_or_else(|| app.new_id(), |account| account.id);
    let place = Place { person, facility: wish.facility, role: wish.role };
    let mut tx = app.db.begin().await?;
    let facilities = store::facilities(&mut tx, wish.organisation).await?;
    let facility_is_theirs =
        wish.facility.is_none_or(|wanted| facilities.iter().any(|(id, _)| *id == wanted));
    let places = store::places(&mut tx, wish.organisation).await?;
    let change = Change::Add { organisation: Some(wish.organisation), place, facility_is_theirs };
    // Invitations never make operators or planners, whoever sends them.
    let reasons = refusals(&Facts { change, by_operator: false, places: &places, other_operators: true });
    if !reasons.is_empty() {
        return Err(Denied::Refused(reasons));
    }
    let at = app.now();
    let invitation = Invitation {
        id: app.new_id(),
        organisation: wish.organisation,
        facility: wish.facility,
        role: wish.role,
        email: wish.email.as_str().to_owned(),
        made_by: by,
        ends_at: at.plus_days(app.settings::<AccountSettings>().invitation_days),
    };
    store::insert_invitation(&mut tx, &invitation, at).await?;
    mail::want(&mut tx, app, invitation.id, me.lang).await?;
    let thing = invitation.organisation.to_string();
    let after =
        Some(json!({ "email": invitation.email, "role": invitation.role, "facility": invitation.facility }));
    tx.audit(&Audit { actor: Some(by), action: "membership.invite", thing: &thing, before: None, after, at })
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Takes an invitation back.
pub(crate) async fn withdraw(
    app: &App,
    me: &Actor,
    organisation: Id<Organisation>,
    id: Id<Invitation>,
) -> Result<(), Problem> {
    may_manage(app, me, organisation).await?;
    let mut tx = app.db.begin().await?;
    let found = store::invitation(&mut tx, id).await?.filter(|found| found.organisation == organisation);
    let found = found.ok_or_else(Problem::not_found)?;
    store::withdraw_invitation(&mut tx, id).await?;
    let (thing, at) = (organisation.to_string(), app.now());
    let before = Some(json!({ "email": found.email, "role": found.role }));
    let entry =
        Audit { actor: me.person, action: "membership.withdraw", thing: &thing, before, after: None, at };
    tx.audit(&entry).await?;
    tx.commit().await?;
    Ok(())
}

/// The invitation behind a link, if it still works.
pub(crate) async fn by_key(app: &App, key: &str) -> Result<Option<Invitation>, Problem> {
    Ok(store::invitation_by_key(&mut app.db.reader(), &key_hash(key), app.now()).await?)
}

/// Whether the invited address has an account.
pub(crate) async fn has_account(app: &App, invitation: &Invitation) -> Result<bool, Problem> {
    let key = invitation.email.to_lowercase();
    Ok(people_store::account_by_email(&mut app.db.reader(), &key).await?.is_some())
}

/// Somebody signed in takes the invitation.
pub(crate) async fn take(
    app: &App,
    invitation: &Invitation,
    person: Id<Person>,
) -> Result<(), Denied<Refusal>> {
    let mut tx = app.db.begin().await?;
    seat(&mut tx, app, invitation, person).await?;
    tx.commit().await?;
    Ok(())
}

/// Why a newcomer could not take an invitation.
pub(crate) enum NewcomerError {
    Person(PersonError),
    Membership(Denied<Refusal>),
}

/// A newcomer takes the invitation: the link shows that the address is theirs. Returns the key of their session.
pub(crate) async fn take_as_newcomer(
    app: &App,
    invitation: &Invitation,
    (name, words, lang): (&str, &str, Lang),
    caller: &Caller,
) -> Result<String, NewcomerError> {
    let fault = |problem: Problem| NewcomerError::Membership(problem.into());
    let email: Email = invitation.email.parse().map_err(|_odd| fault(Problem::not_found()))?;
    let password = FirstPassword::Words(words.to_owned());
    let new = NewPerson { email, name: name.to_owned(), lang, password, confirmed: true };
    let hash = people::first_hash(app, &new).await.map_err(NewcomerError::Person)?;
    let mut tx = app.db.begin().await.map_err(|e| NewcomerError::Membership(e.into()))?;
    let person =
        people::create_in(&mut tx, app, &new, hash.as_deref()).await.map_err(NewcomerError::Person)?;
    seat(&mut tx, app, invitation, person).await.map_err(NewcomerError::Membership)?;
    let begun = session::service::begin(&mut tx, app, person, caller).await;
    let key = begun.map_err(|e| NewcomerError::Membership(e.into()))?;
    tx.commit().await.map_err(|e| NewcomerError::Membership(e.into()))?;
    Ok(key)
}

async fn seat(
    tx: &mut ieum_db::Tx,
    app: &App,
    invitation: &Invitation,
    person: Id<Person>,
) -> Result<(), Denied<Refusal>> {
    if !store::take_invitation(tx, invitation.id, person, app.now()).await? {
        return Err(Problem::not_found().into());
    }
    let Invitation { organisation, facility, role, made_by, .. } = invitation;
    let new = NewMembership { person, organisation: Some(*organisation), facility: *facility, role: *role };
    add_membership_in(tx, app, &new, Some(*made_by), false).await?;
    let after = Some(json!({ "invitation": invitation.id }));
    note(tx, app, (Some(person), "membership.accept", person), None, after).await?;
    Ok(())
}
