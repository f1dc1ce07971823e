//! Notices: a line in the person's list at once, and a mail if they want one.

use crate::{App, Letter, Problem};
use ieum_db::{DbError, JobFailure, NewJob, Reads, Row, Tx, Worker, args, to_json};
use ieum_kernel::{Clock, Id, Notice, Person, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Something a person should know.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct NoticeRow {
    /// Its id.
    pub id: Id<Notice>,
    /// What it is about; people choose mail by topic (`request`, `booking`, `sample`, `billing`, `account`, `need`).
    pub topic: String,
    /// Message key; the message with `-body` appended, if there is one, is the mail's text.
    pub key: String,
    /// Variables of the message.
    pub args: BTreeMap<String, Value>,
    /// Page that shows it.
    pub href: String,
    /// When.
    pub made_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// The topics people choose mail for.
pub const TOPICS: [&str; 7] = ["account", "need", "search", "request", "booking", "sample", "billing"];

/// Tells somebody, in the transaction of the change: the notice and the mail exist exactly if the change does.
pub async fn notify(
    tx: &mut Tx,
    clock: &dyn Clock,
    to: Id<Person>,
    topic: &str,
    key: &str,
    args: &Value,
    href: &str,
) -> Result<(), DbError> {
    let id: Id<Notice> = clock.new_id();
    let sql = "INSERT INTO notice (id, person_id, topic, message_key, args, href, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.later(sql, args![id, to, topic, key, to_json(args)?, href, clock.now()]);
    let wanted = "SELECT by_mail FROM notice_preference WHERE person_id = $1 AND topic = $2";
    let by_mail: bool = tx.maybe(wanted, args![to, topic], |row| row.get("by_mail")).await?.unwrap_or(true);
    if by_mail {
        let payload = json!({ "notice": id, "person": to });
        tx.enqueue(&NewJob::new("notice.mail", payload, clock.now())).await?;
    }
    Ok(())
}

/// Somebody's newest notices.
pub async fn list(db: &mut impl Reads, person: Id<Person>, limit: i64) -> Result<Vec<NoticeRow>, DbError> {
    let sql = "SELECT id, topic, message_key, args, href, made_at, read_at FROM notice
               WHERE person_id = $1 ORDER BY made_at DESC, id DESC LIMIT $2";
    db.all(sql, args![person, limit], from_row).await
}

/// How many are unread.
pub async fn unread(db: &mut impl Reads, person: Id<Person>) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) AS unread FROM notice WHERE person_id = $1 AND read_at IS NULL";
    db.one(sql, args![person], |row| row.get("unread")).await
}

/// Marks all of somebody's notices read.
pub async fn mark_read(tx: &mut Tx, person: Id<Person>, at: Timestamp) -> Result<u64, DbError> {
    let sql = "UPDATE notice SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL";
    tx.run(sql, args![person, at]).await
}

/// Which topics somebody wants by mail; topics never chosen are mailed.
pub async fn preferences(db: &mut impl Reads, person: Id<Person>) -> Result<BTreeMap<String, bool>, DbError> {
    let sql = "SELECT topic, by_mail FROM notice_preference WHERE person_id = $1";
    let chosen: Vec<(String, bool)> =
        db.all(sql, args![person], |row| Ok((row.get("topic")?, row.get("by_mail")?))).await?;
    let mut all: BTreeMap<String, bool> = TOPICS.iter().map(|t| ((*t).to_owned(), true)).collect();
    all.extend(chosen);
    Ok(all)
}

/// Chooses mail for a topic.
pub async fn prefer(tx: &mut Tx, person: Id<Person>, topic: &str, by_mail: bool) -> Result<(), DbError> {
    let sql = "INSERT INTO notice_preference (person_id, topic, by_mail) VALUES ($1, $2, $3)
               ON CONFLICT (person_id, topic) DO UPDATE SET by_mail = excluded.by_mail";
    tx.run(sql, args![person, topic, by_mail]).await.map(drop)
}

fn from_row(row: &Row) -> Result<NoticeRow, DbError> {
    Ok(NoticeRow {
        id: row.get("id")?,
        topic: row.get("topic")?,
        key: row.get("message_key")?,
        args: row.json("args")?,
        href: row.get("href")?,
        made_at: row.get("made_at")?,
        read_at: row.get("read_at")?,
    })
}

#[derive(Deserialize)]
struct Mailing {
    notice: Id<Notice>,
    person: Id<Person>,
}

pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let app = app.clone();
    worker.on("notice.mail", move |job| {
        let app = app.clone();
        async move {
            let mailing: Mailing = job.payload()?;
            mail(&app, mailing)
                .await
                .map_err(|problem| JobFailure::retry(format!("notice not mailed: {}", problem.key)))
        }
    })
}

async fn mail(app: &App, mailing: Mailing) -> Result<(), Problem> {
    let sql = "SELECT id, topic, message_key, args, href, made_at, read_at FROM notice WHERE id = $1";
    let Some(notice) = app.db.reader().maybe(sql, args![mailing.notice], from_row).await? else {
        return Ok(());
    };
    let Some(contact) = app.directory.person(app, mailing.person).await? else { return Ok(()) };
    if contact.email.is_empty() {
        return Ok(());
    }
    let subject = app.words.say(contact.lang, &notice.key, &notice.args);
    let body_key = format!("{}-body", notice.key);
    let text = if app.words.knows(contact.lang, &body_key) {
        app.words.say(contact.lang, &body_key, &notice.args)
    } else {
        subject.clone()
    };
    let mut frame = BTreeMap::from([
        ("name".to_owned(), json!(contact.name)),
        ("text".to_owned(), json!(text)),
        ("link".to_owned(), json!(app.link(&notice.href))),
    ]);
    frame.insert("site".to_owned(), json!({ "ko": app.site.name_ko, "en": app.site.name_en }));
    let body = app.words.say(contact.lang, "mail-frame", &frame);
    let letter = Letter { to: contact.email, name: contact.name, subject, body };
    app.mailer.send(&letter).await.map_err(|error| {
        tracing::warn!(%error, "mail not sent; it will be tried again");
        Problem::busy()
    })
}
