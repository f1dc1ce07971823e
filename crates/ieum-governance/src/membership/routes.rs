//! `/organisations/{id}/members` and `/invitations`.

use crate::access;
use crate::denied::Denied;
use crate::join::routes::without_password;
use crate::membership::inviting::{self, NewcomerError, Wish};
use crate::membership::seat::OF_ORGANISATION;
use crate::membership::{Invitation, JoinRequest, Membership, deciding, service, visiting};
use crate::password;
use crate::person::{Email, PersonError};
use crate::session::Caller;
use crate::sign_in::routes::keep_key;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Facility, Id, Lang, Organisation, Role};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, Visitor, see_other};

pub(crate) fn doors() -> Doors {
    Doors::new()
        .get("/organisations/{id}/members", &access::MEMBERS, list)
        .post("/organisations/{id}/members/invite", &access::MEMBERS, invite)
        .post("/organisations/{id}/members/{membership}/remove", &access::MEMBERS, remove)
        .post("/organisations/{id}/members/invitations/{invitation}/withdraw", &access::MEMBERS, withdraw)
        .post("/organisations/{id}/members/requests/{request}/decide", &access::MEMBERS, decide)
        .get("/invitations", &access::ENTER, invitation)
        .post("/invitations", &access::ENTER, take)
}

async fn page(app: &App, me: &SignedIn, id: Id<Organisation>) -> Result<Page, Problem> {
    let members = visiting::members(app, me.actor(), id).await?;
    let roles: Vec<&str> = OF_ORGANISATION.iter().map(|role| role.key()).collect();
    Ok(Page::new("membership/members.html").with("it", members).with("roles", roles))
}

async fn list(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Organisation>>,
) -> Result<Response, Problem> {
    app.render(page(&app, &me, id).await?, me.visit())
}

fn back(app: &App, id: Id<Organisation>, message: &str) -> Response {
    see_other(app, &format!("/organisations/{id}/members"), Some(message))
}

async fn invite(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Organisation>>,
    fields: Fields,
) -> Result<Response, Problem> {
    service::may_manage(&app, me.actor(), id).await?;
    let mut reading = fields.reading(&app.zone);
    let email = reading.must::<Email>("email", "field-not-an-email");
    let role = reading.must::<Role>("role", "field-not-a-choice");
    let facility = reading.id::<Facility>("facility");
    let wish = match (email, role, reading.done()) {
        (Some(email), Some(role), Ok(())) => Wish { organisation: id, facility, role, email },
        (.., faults) => {
            let page = page(&app, &me, id).await?.faulty(&fields, faults.err().unwrap_or_default());
            return app.render(page, me.visit());
        }
    };
    match inviting::invite(&app, me.actor(), wish).await {
        Ok(()) => Ok(back(&app, id, "membership-invited")),
        Err(Denied::Fault(problem)) => Err(*problem),
        Err(Denied::Refused(reasons)) => {
            app.render(page(&app, &me, id).await?.refused(&fields, "membership", &reasons), me.visit())
        }
    }
}

async fn remove(
    State(app): State<App>,
    me: SignedIn,
    Path((id, membership)): Path<(Id<Organisation>, Id<Membership>)>,
) -> Result<Response, Problem> {
    match service::remove(&app, me.actor(), membership).await {
        Ok(seat) if seat.person == me.id() => Ok(see_other(&app, "/account", Some("account-left"))),
        Ok(_seat) => Ok(back(&app, id, "membership-removed")),
        Err(Denied::Fault(problem)) => Err(*problem),
        Err(Denied::Refused(reasons)) => {
            let page = page(&app, &me, id).await?.refused(&Fields::default(), "membership", &reasons);
            app.render(page, me.visit())
        }
    }
}

async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    Path((id, invitation)): Path<(Id<Organisation>, Id<Invitation>)>,
) -> Result<Response, Problem> {
    inviting::withdraw(&app, me.actor(), id, invitation).await?;
    Ok(back(&app, id, "membership-withdrawn"))
}

async fn decide(
    State(app): State<App>,
    me: SignedIn,
    Path((id, request)): Path<(Id<Organisation>, Id<JoinRequest>)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let accepted = fields.get("do") == "accept";
    match deciding::decide(&app, me.actor(), id, request, accepted).await {
        Ok(()) => Ok(back(&app, id, "membership-decided")),
        Err(denied) => Err(denied.problem("membership")),
    }
}

async fn invitation_page(app: &App, visitor: &Visitor, key: &str) -> Result<Page, Problem> {
    let page = Page::new("membership/invitation.html").with("key", key).with("least", password::LEAST);
    let Some(found) = inviting::by_key(app, key).await? else {
        return Ok(page.with("works", false));
    };
    let way = match (visitor.actor.person, inviting::has_account(app, &found).await?) {
        (Some(_), _) => "here",
        (None, true) => "sign-in",
        (None, false) => "new",
    };
    let organisation = visiting::name_of(app, found.organisation).await?;
    Ok(page.with("works", true).with("way", way).with("organisation", organisation).with("it", found))
}

async fn invitation(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    app.render(invitation_page(&app, &visitor, fields.get("key")).await?, &visitor)
}

async fn take(
    State(app): State<App>,
    visitor: Visitor,
    caller: Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let key = fields.get("key");
    let found = inviting::by_key(&app, key).await?.ok_or_else(Problem::not_found)?;
    if let Some(person) = visitor.actor.person {
        return match inviting::take(&app, &found, person).await {
            Ok(()) => Ok(see_other(&app, "/account", Some("membership-taken"))),
            Err(denied) => Err(denied.problem("membership")),
        };
    }
    let mut reading = fields.reading(&app.zone);
    let name = reading.required("name", 100);
    let lang = reading.choice::<Lang>("lang").unwrap_or(visitor.lang());
    let words = fields.get("password");
    if words.is_empty() {
        reading.fault("password", "field-required", &[]);
    }
    let typed = without_password(&fields);
    if let Err(faults) = reading.done() {
        return app.render(invitation_page(&app, &visitor, key).await?.faulty(&typed, faults), &visitor);
    }
    match inviting::take_as_newcomer(&app, &found, (&name, words, lang), &caller).await {
        Ok(session) => {
            let mut response = see_other(&app, "/account", Some("membership-taken"));
            keep_key(&app, &mut response, &session);
            Ok(response)
        }
        Err(NewcomerError::Person(PersonError::Password(reasons))) => app.render(
            invitation_page(&app, &visitor, key).await?.refused(&typed, "password", &reasons),
            &visitor,
        ),
        Err(NewcomerError::Person(error)) => Err(error.into()),
        Err(NewcomerError::Membership(denied)) => Err(denied.problem("membership")),
    }
}
