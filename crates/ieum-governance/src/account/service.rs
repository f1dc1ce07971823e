//! What people change about their own account.

use crate::membership::{Seat, service::waiting_requests, store as memberships};
use crate::person::{Account, store};
use crate::session::{self, Session};
use crate::token::{self, ApiToken};
use ieum_db::Audit;
use ieum_kernel::{Id, Lang, Person};
use ieum_web::{App, Problem, notices};
use serde::Serialize;
use serde_json::{Value, json};

/// All that the page shows.
#[derive(Serialize)]
pub(crate) struct Overview {
    pub(crate) account: Account,
    pub(crate) seats: Vec<Seat>,
    pub(crate) waiting: Vec<Value>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) tokens: Vec<ApiToken>,
    /// Topics with whether they come by mail.
    pub(crate) topics: Vec<Value>,
}

pub(crate) async fn overview(app: &App, person: Id<Person>, session_key: &str) -> Result<Overview, Problem> {
    let mut reader = app.db.reader();
    let account = store::account(&mut reader, person).await?.ok_or_else(Problem::not_found)?;
    let seats = memberships::seats_of_person(&mut reader, person).await?;
    let preferences = notices::preferences(&mut reader, person).await?;
    let topics =
        preferences.iter().map(|(topic, by_mail)| json!({ "key": topic, "by_mail": by_mail })).collect();
    Ok(Overview {
        account,
        seats,
        waiting: waiting_requests(app, person).await?,
        sessions: session::service::list(app, person, session_key).await?,
        tokens: token::service::list(app, person).await?,
        topics,
    })
}

/// How somebody likes to be called and shown pages.
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) lang: Lang,
    pub(crate) theme: String,
    pub(crate) density: String,
}

pub(crate) async fn set_profile(app: &App, person: Id<Person>, profile: Profile) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let before = store::account(&mut tx, person).await?.ok_or_else(Problem::not_found)?;
    let Profile { name, lang, theme, density } = profile;
    let after = Account { name, lang, theme, density, ..before.clone() };
    if after == before {
        return Ok(());
    }
    store::set_profile(&mut tx, &after).await?;
    let facts = |account: &Account| {
        let Account { name, lang, theme, density, .. } = account;
        Some(json!({ "name": name, "lang": lang, "theme": theme, "density": density }))
    };
    let (thing, at) = (person.to_string(), app.now());
    let (before, after) = (facts(&before), facts(&after));
    tx.audit(&Audit { actor: Some(person), action: "person.change", thing: &thing, before, after, at })
        .await?;
    tx.emit("person.changed", &thing, &json!({ "id": person }), at).await?;
    tx.commit().await?;
    Ok(())
}

/// Chooses the topics that come by mail; all others do not.
pub(crate) async fn set_mail(app: &App, person: Id<Person>, wanted: &[&str]) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    for topic in notices::TOPICS {
        notices::prefer(&mut tx, person, topic, wanted.contains(&topic)).await?;
    }
    let (thing, at, after) = (person.to_string(), app.now(), Some(json!({ "mail": wanted })));
    tx.audit(&Audit { actor: Some(person), action: "person.prefer", thing: &thing, before: None, after, at })
        .await?;
    tx.commit().await?;
    Ok(())
}
