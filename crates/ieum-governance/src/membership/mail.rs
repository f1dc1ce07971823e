//! The mail that invites. Its key is made when the mail is written, so that no table ever holds it.

use crate::membership::{Invitation, store};
use crate::password::mail::post;
use crate::secret::{key_hash, new_key};
use ieum_db::{DbError, JobFailure, NewJob, Tx, Worker};
use ieum_kernel::{Id, Lang};
use ieum_web::App;
use serde::{Deserialize, Serialize};
use serde_json::json;

const KIND: &str = "account.invite-mail";

#[derive(Serialize, Deserialize)]
struct Wanted {
    invitation: Id<Invitation>,
    lang: Lang,
}

pub(crate) async fn want(
    tx: &mut Tx,
    app: &App,
    invitation: Id<Invitation>,
    lang: Lang,
) -> Result<(), DbError> {
    let payload = json!({ "invitation": invitation, "lang": lang });
    tx.enqueue(&NewJob::new(KIND, payload, app.now())).await
}

/// The job that writes the mail.
pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let app = app.clone();
    worker.on(KIND, move |job| {
        let app = app.clone();
        async move {
            let wanted: Wanted = job.payload()?;
            send(&app, &wanted).await
        }
    })
}

async fn send(app: &App, wanted: &Wanted) -> Result<(), JobFailure> {
    let mut reader = app.db.reader();
    let Some(invitation) = store::invitation(&mut reader, wanted.invitation).await? else { return Ok(()) };
    let organisation =
        store::organisation_name(&mut reader, invitation.organisation).await?.unwrap_or_default();
    let by = store::contact(&mut reader, invitation.made_by).await?.map(|c| c.name).unwrap_or_default();
    let key = new_key();
    let mut tx = app.db.begin().await?;
    if store::set_invitation_key(&mut tx, invitation.id, &key_hash(&key)).await? == 0 {
        return Ok(());
    }
    tx.commit().await?;
    let args = [
        ("by", json!(by)),
        ("organisation", json!(organisation)),
        ("link", json!(app.link(&format!("/invitations?key={key}")))),
        ("until", json!(invitation.ends_at)),
    ];
    post(app, wanted.lang, (&invitation.email, ""), "invite", &args).await
}
