//! The mails that carry a link. The key is made when the mail is written, so that no table ever holds it.

use crate::password::link::Purpose;
use crate::password::store;
use crate::person::store as people;
use crate::secret::{key_hash, new_key};
use crate::settings::AccountSettings;
use ieum_db::{DbError, JobFailure, NewJob, Tx, Worker};
use ieum_kernel::Lang;
use ieum_web::{App, Letter};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const KIND_RESET: &str = "account.reset-mail";
const KIND_CONFIRM: &str = "account.confirm-mail";
const KIND_KNOWN: &str = "account.known-mail";

#[derive(Serialize, Deserialize)]
struct Wanted {
    email_key: String,
}

/// Leaves a mail to be sent. Nobody is told whether the address has an account: the job finds out.
pub(crate) async fn want(tx: &mut Tx, app: &App, purpose: Purpose, email_key: &str) -> Result<(), DbError> {
    let kind = match purpose {
        Purpose::Reset => KIND_RESET,
        Purpose::Confirm => KIND_CONFIRM,
    };
    leave(tx, app, kind, email_key).await
}

/// Leaves a mail to somebody who tried to join although they have an account.
pub(crate) async fn tell_known(tx: &mut Tx, app: &App, email_key: &str) -> Result<(), DbError> {
    leave(tx, app, KIND_KNOWN, email_key).await
}

async fn leave(tx: &mut Tx, app: &App, kind: &str, email_key: &str) -> Result<(), DbError> {
    let payload = json!({ "email_key": email_key });
    let job = NewJob { unique: Some(email_key.to_owned()), ..NewJob::new(kind, payload, app.now()) };
    tx.enqueue(&job).await
}

/// The jobs that write these mails.
pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let of = |app: &App, purpose: Option<Purpose>| {
        let app = app.clone();
        move |job: ieum_db::JobHandle| {
            let app = app.clone();
            async move {
                let wanted: Wanted = job.payload()?;
                send(&app, purpose, &wanted.email_key).await
            }
        }
    };
    worker
        .on(KIND_RESET, of(app, Some(Purpose::Reset)))
        .on(KIND_CONFIRM, of(app, Some(Purpose::Confirm)))
        .on(KIND_KNOWN, of(app, None))
}

async fn send(app: &App, purpose: Option<Purpose>, email_key: &str) -> Result<(), JobFailure> {
    let Some(account) = people::account_by_email(&mut app.db.reader(), email_key).await? else {
        return Ok(());
    };
    let settings = app.settings::<AccountSettings>();
    let (name, path, minutes) = match purpose {
        Some(Purpose::Reset) => ("reset", "/password/new", settings.reset_minutes),
        Some(Purpose::Confirm) => ("confirm", "/join/confirm", settings.confirm_minutes),
        None => ("known", "/password/forgot", 0),
    };
    let mut link = app.link(path);
    if let Some(purpose) = purpose {
        let key = new_key();
        let now = app.now();
        let mut tx = app.db.begin().await?;
        store::insert_link(&mut tx, account.id, purpose, &key_hash(&key), now, now.plus_minutes(minutes))
            .await?;
        tx.commit().await?;
        link = format!("{link}?key={key}");
    }
    let args = [("name", json!(account.name)), ("link", json!(link)), ("hours", json!((minutes + 59) / 60))];
    post(app, account.lang, (&account.email, &account.name), name, &args).await
}

/// Sends the mail `mail-<name>-subject`, `mail-<name>-body`.
pub(crate) async fn post(
    app: &App,
    lang: Lang,
    to: (&str, &str),
    name: &str,
    args: &[(&str, Value)],
) -> Result<(), JobFailure> {
    let mut args: BTreeMap<String, Value> = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    args.insert("site".to_owned(), json!({ "ko": app.site.name_ko, "en": app.site.name_en }));
    let subject = app.words.say(lang, &format!("mail-{name}-subject"), &args);
    let body = app.words.say(lang, &format!("mail-{name}-body"), &args);
    let letter = Letter { to: to.0.to_owned(), name: to.1.to_owned(), subject, body };
    app.mailer.send(&letter).await.map_err(JobFailure::from)
}
