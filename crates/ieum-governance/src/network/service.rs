//! Saying what an organisation is to the platform, and showing it.

use crate::asks::FoundOrganisation;
use crate::network::{PlatformRole, store};
use ieum_db::{Audit, DbError};
use ieum_kernel::{Id, Organisation, Person};
use ieum_web::App;
use serde::Serialize;
use serde_json::json;

/// Gives (`held`) or takes a platform role of an organisation; doing it twice changes nothing.
///
/// # Errors
/// Faults of the database.
pub async fn set_platform_role(
    app: &App,
    organisation: Id<Organisation>,
    role: PlatformRole,
    held: bool,
    by: Option<Id<Person>>,
) -> Result<(), DbError> {
    let (mut tx, at) = (app.db.begin().await?, app.now());
    let changed = match held {
        true => store::set(&mut tx, organisation, role, by, at).await?,
        false => store::unset(&mut tx, organisation, role).await?,
    };
    if changed {
        let thing = organisation.to_string();
        let state = |held: bool| Some(json!({ "platform_role": role, "held": held }));
        let (before, after) = (state(!held), state(held));
        tx.audit(&Audit { actor: by, action: "network.assign", thing: &thing, before, after, at }).await?;
        tx.emit("network.changed", &thing, &json!({ "id": organisation, "role": role, "held": held }), at)
            .await?;
    }
    tx.commit().await
}

/// One role with who has it.
#[derive(Serialize)]
pub(crate) struct Group {
    pub(crate) role: &'static str,
    pub(crate) organisations: Vec<FoundOrganisation>,
}

pub(crate) async fn groups(app: &App) -> Result<Vec<Group>, DbError> {
    let rows = store::all(&mut app.db.reader()).await?;
    let of = |role: PlatformRole| Group {
        role: role.key(),
        organisations: rows
            .iter()
            .filter(|(key, ..)| key == role.key())
            .map(|(_, id, name)| FoundOrganisation { id: *id, name: name.clone() })
            .collect(),
    };
    Ok(PlatformRole::ALL.into_iter().map(of).collect())
}
