//! The order of things: audit a table, keep it, open it to others, hear what they say.

use super::policy::{Facts, Refusal, refusals, reply_refusals, sees};
use super::store;
use super::thing::{EvidenceAudit, Reply, Sight};
use crate::figures::{computed, figures, found, request, table};
use crate::study::Options;
use ieum_db::{Audit as Trail, DbError};
use ieum_kernel::{Actor, Id, Lang, Person};
use ieum_web::{App, Problem, notices};
use serde_json::{Map, Value, json};

type AuditId = Id<EvidenceAudit>;

/// Letters of a table of printed results.
pub const LETTERS: usize = 500_000;

/// Why an audit was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The table cannot be read; sentences in the asker's language.
    #[error("the table cannot be read: {}", .0.join("; "))]
    Table(Vec<String>),
    /// There is none, or none this person may know of.
    #[error("there is no such audit")]
    NotFound,
    /// Somebody changed it meanwhile.
    #[error("the audit has changed meanwhile")]
    Stale(Box<EvidenceAudit>),
    /// The database failed.
    #[error("cannot reach the audits")]
    Db(#[from] DbError),
    /// Something else answers for itself.
    #[error("{}", .0.key)]
    Web(Box<Problem>),
}

impl From<Problem> for EvidenceError {
    fn from(problem: Problem) -> Self {
        Self::Web(Box::new(problem))
    }
}

impl From<EvidenceError> for Problem {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Refused(reasons) => Self::refused("evidence", reasons),
            EvidenceError::Table(sentences) => Self::refused("figures", crate::api::sentences(sentences)),
            EvidenceError::NotFound => Self::not_found(),
            EvidenceError::Stale(present) => Self::stale(present),
            EvidenceError::Db(error) => error.into(),
            EvidenceError::Web(problem) => *problem,
        }
    }
}

/// A table of printed results as it was brought.
#[derive(Debug, Clone)]
pub struct NewAudit {
    /// What it is called.
    pub name: String,
    /// Where it was printed; may be empty.
    pub about: String,
    /// The table in the schema of `docs/how-to/audit-a-table.md`.
    pub content: String,
}

/// What an audit finds in a table, worded: `{rows, agrees, cannot_hold}`.
///
/// # Errors
/// [`EvidenceError::Table`] with a sentence for every fault.
pub async fn findings(app: &App, lang: Lang, content: &str) -> Result<Map<String, Value>, EvidenceError> {
    let words = figures(app)?;
    let method = found("stats", "audit").ok_or_else(Problem::busy)?;
    let content = bytes::Bytes::from(content.to_owned());
    let read = table(app, lang, "table.csv".to_owned(), content).await?.map_err(EvidenceError::Table)?;
    let answer = computed(method, request(method, read, &Options::new())).await?;
    let answer = answer.map_err(|refusal| EvidenceError::Table(words.refused(&app.words, lang, &refusal)))?;
    Ok(words.worded(&app.words, lang, method, answer.figures))
}

fn count(findings: &Map<String, Value>, name: &str) -> i64 {
    findings.get(name).and_then(Value::as_i64).unwrap_or_default()
}

/// Audits a table and keeps it, for its owner alone.
///
/// # Errors
/// [`EvidenceError::Table`] with every fault of the table, [`EvidenceError::Refused`] with every rule.
pub async fn begin(app: &App, actor: &Actor, new: NewAudit) -> Result<EvidenceAudit, EvidenceError> {
    let Some(person) = actor.person else { return Err(EvidenceError::NotFound) };
    if new.content.len() > LETTERS {
        return Err(Problem::too_large(LETTERS.try_into().unwrap_or(u64::MAX)).into());
    }
    let found = findings(app, actor.lang, &new.content).await?;
    let audit = EvidenceAudit {
        id: app.new_id(),
        person,
        name: new.name.trim().chars().take(200).collect(),
        about: new.about.trim().chars().take(400).collect(),
        content: new.content,
        sight: Sight::Private,
        agrees: count(&found, "agrees"),
        cannot_hold: count(&found, "cannot_hold"),
        version: 1,
        made_at: app.now(),
    };
    let mut tx = app.db.begin().await?;
    let kept = store::of_person(&mut tx, person).await?.len();
    let reasons = refusals(&Facts { name: &audit.name, kept });
    if !reasons.is_empty() {
        return Err(EvidenceError::Refused(reasons));
    }
    store::insert(&mut tx, &audit).await?;
    let (thing, at) = (audit.id.to_string(), audit.made_at);
    let after = Some(json!({ "name": audit.name, "agrees": audit.agrees, "cannot_hold": audit.cannot_hold }));
    tx.audit(&Trail {
        actor: Some(person),
        action: "evidence.audit",
        thing: &thing,
        before: None,
        after,
        at,
    })
    .await?;
    tx.commit().await?;
    Ok(audit)
}

/// An audit that somebody may see.
///
/// # Errors
/// [`EvidenceError::NotFound`] also where it is private.
pub async fn visible(app: &App, actor: &Actor, id: AuditId) -> Result<EvidenceAudit, EvidenceError> {
    let found = store::find(&mut app.db.reader(), id).await?.filter(|audit| sees(audit, actor));
    found.ok_or(EvidenceError::NotFound)
}

/// An audit of one's own.
async fn own(app: &App, person: Id<Person>, id: AuditId) -> Result<EvidenceAudit, EvidenceError> {
    let found = store::find(&mut app.db.reader(), id).await?.filter(|audit| audit.person == person);
    found.ok_or(EvidenceError::NotFound)
}

/// Changes who may see an audit of one's own.
///
/// # Errors
/// [`EvidenceError::Stale`] when it was changed since it was read.
pub async fn show_to(
    app: &App,
    person: Id<Person>,
    id: AuditId,
    version: i64,
    sight: Sight,
) -> Result<(), EvidenceError> {
    let before = own(app, person, id).await?;
    let mut tx = app.db.begin().await?;
    let at = app.now();
    if !store::show_to(&mut tx, id, version, sight, at).await? {
        return Err(EvidenceError::Stale(Box::new(before)));
    }
    let thing = id.to_string();
    let (before, after) = (Some(json!({ "sight": before.sight })), Some(json!({ "sight": sight })));
    tx.audit(&Trail { actor: Some(person), action: "evidence.show", thing: &thing, before, after, at })
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Says something to the findings; whoever audited is told.
///
/// # Errors
/// [`EvidenceError::Refused`] with every reason.
pub async fn reply(app: &App, actor: &Actor, id: AuditId, words: &str) -> Result<(), EvidenceError> {
    let audit = visible(app, actor, id).await?;
    let Some(person) = actor.person else { return Err(EvidenceError::NotFound) };
    let mut tx = app.db.begin().await?;
    let replies = store::replies(&mut tx, id).await?.len();
    let reasons = reply_refusals(words, replies);
    if !reasons.is_empty() {
        return Err(EvidenceError::Refused(reasons));
    }
    let at = app.now();
    let said = Reply { id: app.new_id(), person, words: words.trim().chars().take(4000).collect(), at };
    store::reply(&mut tx, id, &said).await?;
    let thing = id.to_string();
    let after = Some(json!({ "reply": said.id }));
    tx.audit(&Trail {
        actor: Some(person),
        action: "evidence.reply",
        thing: &thing,
        before: None,
        after,
        at,
    })
    .await?;
    if person != audit.person {
        let (args, href) = (json!({ "name": audit.name }), format!("/audits/{id}"));
        notices::notify(&mut tx, app.clock(), audit.person, "account", "evidence-notice-reply", &args, &href)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Removes an audit of one's own with what was said to it.
///
/// # Errors
/// [`EvidenceError::NotFound`] also where it is somebody else's.
pub async fn remove(app: &App, person: Id<Person>, id: AuditId) -> Result<(), EvidenceError> {
    let audit = own(app, person, id).await?;
    let mut tx = app.db.begin().await?;
    store::remove(&mut tx, id).await?;
    let (thing, at) = (id.to_string(), app.now());
    let before = Some(json!({ "name": audit.name }));
    tx.audit(&Trail {
        actor: Some(person),
        action: "evidence.remove",
        thing: &thing,
        before,
        after: None,
        at,
    })
    .await?;
    tx.commit().await?;
    Ok(())
}
