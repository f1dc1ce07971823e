//! A visit to the institution and back.

use crate::denied::Denied;
use crate::oidc::provider::{Provider, Vouched};
use crate::oidc::store::{self, Visit};
use crate::oidc::{Facts, Refusal, Step, decide};
use crate::person::{Email, FirstPassword, NewPerson, service as people, store as people_store};
use crate::secret::key_hash;
use crate::session::{self, Caller};
use crate::settings::OidcSettings;
use ieum_db::{Audit, Tx};
use ieum_kernel::{Id, Lang, Person, Text};
use ieum_web::{App, Problem, local_path};
use serde_json::json;

/// How long a visit may take, minutes.
const VISIT_MINUTES: i64 = 10;
/// Where the institution sends the visitor back to.
pub(crate) const RETURN: &str = "/sign-in/institution/return";

/// Words on the button, if this way is on.
pub(crate) fn label(app: &App) -> Option<Text> {
    let settings = app.settings::<OidcSettings>();
    (!settings.issuer.is_empty()).then(|| match (settings.label_ko.as_str(), settings.label_en.as_str()) {
        ("", "") => Text::new(&settings.issuer, &settings.issuer),
        (ko, en) => Text::new(ko, en),
    })
}

async fn provider(app: &App) -> Result<Provider, Denied<Refusal>> {
    let settings = app.settings::<OidcSettings>();
    if settings.issuer.is_empty() {
        return Err(Problem::not_found().into());
    }
    Provider::find(&settings, app.link(RETURN), app.now()).await.map_err(Denied::because)
}

/// The address to send the visitor to, and the state their browser has to bring back.
pub(crate) async fn depart(
    app: &App,
    person: Option<Id<Person>>,
    next: &str,
) -> Result<(String, String), Denied<Refusal>> {
    let departure = provider(app).await?.departure();
    let visit = Visit {
        nonce: departure.nonce,
        verifier: departure.verifier,
        person,
        next: local_path(next).to_owned(),
    };
    let mut tx = app.db.begin().await?;
    store::begin(&mut tx, &key_hash(&departure.state), &visit, app.now()).await?;
    tx.commit().await?;
    Ok((departure.url, departure.state))
}

/// What the institution's answer brings: where to go on, with a fresh session.
pub(crate) struct Arrived {
    pub(crate) key: String,
    pub(crate) next: String,
}

/// What came back with the visitor.
pub(crate) struct Return<'a> {
    pub(crate) code: &'a str,
    pub(crate) state: &'a str,
    /// The state in this browser's cookie.
    pub(crate) own_state: &'a str,
    pub(crate) lang: Lang,
}

/// Signs the visitor in, connects them, or opens their account.
pub(crate) async fn arrive(app: &App, back: Return<'_>, caller: &Caller) -> Result<Arrived, Denied<Refusal>> {
    if back.state.is_empty() || key_hash(back.state) != key_hash(back.own_state) {
        return Err(Denied::because(Refusal::Stale));
    }
    let mut tx = app.db.begin().await?;
    let visit = store::take(&mut tx, &key_hash(back.state), app.now().plus_minutes(-VISIT_MINUTES)).await?;
    tx.commit().await?;
    let visit = visit.ok_or_else(|| Denied::because(Refusal::Stale))?;
    if back.code.is_empty() {
        return Err(Denied::because(Refusal::Declined));
    }
    let asked = provider(app).await?.vouched(back.code, &visit.nonce, &visit.verifier, app.now()).await;
    let vouched = asked.map_err(Denied::because)?;
    let email: Option<Email> = vouched.email.as_deref().and_then(|email| email.parse().ok());
    let mut tx = app.db.begin().await?;
    let taken = match &email {
        Some(email) => people_store::account_by_email(&mut tx, &email.key()).await?.is_some(),
        None => false,
    };
    let facts = Facts {
        linked: store::linked(&mut tx, &vouched.issuer, &vouched.subject).await?,
        visiting: visit.person,
        has_verified_email: email.is_some(),
        email_is_taken: taken,
        may_open: app.settings::<OidcSettings>().open_accounts,
    };
    let person = match (decide(&facts).map_err(Denied::because)?, email) {
        (Step::SignIn(person), _) => person,
        (Step::Connect(person), _) => {
            connect(&mut tx, app, &vouched, person).await?;
            person
        }
        (Step::Open, Some(email)) => {
            let name = vouched.name.clone().unwrap_or_else(|| email.as_str().to_owned());
            let name = name.chars().take(100).collect();
            let new =
                NewPerson { email, name, lang: back.lang, password: FirstPassword::None, confirmed: true };
            let person = people::create_in(&mut tx, app, &new, None).await.map_err(Problem::from)?;
            connect(&mut tx, app, &vouched, person).await?;
            person
        }
        (Step::Open, None) => return Err(Denied::because(Refusal::NoEmail)),
    };
    let key = session::service::begin(&mut tx, app, person, caller).await?;
    tx.commit().await?;
    Ok(Arrived { key, next: visit.next })
}

async fn connect(tx: &mut Tx, app: &App, vouched: &Vouched, person: Id<Person>) -> Result<(), Problem> {
    let (thing, at) = (person.to_string(), app.now());
    store::link(tx, &vouched.issuer, &vouched.subject, person, at).await?;
    let after = Some(json!({ "issuer": vouched.issuer }));
    tx.audit(&Audit {
        actor: Some(person),
        action: "person.connect",
        thing: &thing,
        before: None,
        after,
        at,
    })
    .await?;
    Ok(())
}
