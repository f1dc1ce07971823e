//! `/network`.

use crate::access;
use crate::join::service::candidates;
use crate::network::{PlatformRole, service};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Organisation, Role};
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn, Visitor, see_other};

pub(crate) fn doors() -> Doors {
    Doors::new().get("/network", &access::NETWORK, show).post("/network", &access::ASSIGN, assign)
}

async fn show(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let assigns = visitor.actor.is(Role::Operator);
    let words = if assigns { fields.get("q") } else { "" };
    let found = candidates(&app, words).await?;
    let roles: Vec<&str> = PlatformRole::ALL.iter().map(|role| role.key()).collect();
    let page = Page::new("network/network.html")
        .with("groups", service::groups(&app).await?)
        .with("assigns", assigns)
        .with("q", words)
        .with("found", found)
        .with("roles", roles);
    app.render(page, &visitor)
}

async fn assign(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let organisation: Option<Id<Organisation>> = fields.get("organisation").parse().ok();
    let role: Option<PlatformRole> = fields.get("role").parse().ok();
    let (organisation, role) = organisation.zip(role).ok_or_else(Problem::not_found)?;
    let held = fields.get("do") != "remove";
    service::set_platform_role(&app, organisation, role, held, Some(me.id())).await?;
    Ok(see_other(&app, "/network", Some("network-saved")))
}
