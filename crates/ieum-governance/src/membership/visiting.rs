//! What the members page of an organisation shows.

use crate::membership::service::may_manage;
use crate::membership::{Invitation, JoinRequest, Seat, store};
use ieum_kernel::{Actor, Facility, Id, Organisation, Text};
use ieum_web::{App, Problem};
use serde::Serialize;

/// The members of an organisation and whoever is on the way in.
#[derive(Serialize)]
pub(crate) struct Members {
    pub(crate) id: Id<Organisation>,
    pub(crate) name: Text,
    /// Whether the visitor may change anything.
    pub(crate) manages: bool,
    pub(crate) seats: Vec<Seat>,
    pub(crate) invitations: Vec<Invitation>,
    pub(crate) requests: Vec<JoinRequest>,
    pub(crate) facilities: Vec<Choice>,
}

/// A facility to choose.
#[derive(Serialize)]
pub(crate) struct Choice {
    pub(crate) id: Id<Facility>,
    pub(crate) name: Text,
}

/// For members of the organisation and for operators; others see none (404).
pub(crate) async fn members(app: &App, me: &Actor, id: Id<Organisation>) -> Result<Members, Problem> {
    let manages = may_manage(app, me, id).await.is_ok();
    if !manages && !me.belongs_to(id) {
        return Err(Problem::not_found());
    }
    let mut reader = app.db.reader();
    let name = store::organisation_name(&mut reader, id).await?.ok_or_else(Problem::not_found)?;
    let seats = store::seats_of_organisation(&mut reader, id).await?;
    let (mut invitations, mut requests, mut facilities) = (Vec::new(), Vec::new(), Vec::new());
    if manages {
        invitations = store::invitations(&mut reader, id, app.now()).await?;
        requests = store::requests(&mut reader, id).await?;
        let found = store::facilities(&mut reader, id).await?;
        facilities = found.into_iter().map(|(id, name)| Choice { id, name }).collect();
    }
    Ok(Members { id, name, manages, seats, invitations, requests, facilities })
}

/// Name of an organisation, empty when it is unknown.
pub(crate) async fn name_of(app: &App, id: Id<Organisation>) -> Result<Text, Problem> {
    Ok(store::organisation_name(&mut app.db.reader(), id).await?.unwrap_or_default())
}
