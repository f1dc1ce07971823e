//! A form that somebody was filling in when they were asked to join: kept with the new account until they are in.

use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Person, Timestamp};
use ieum_web::{Fields, local_path};

/// Days a form waits for its owner.
const KEPT_DAYS: i64 = 2;
/// The longest form that is kept, bytes.
const BODY_BYTES: usize = 64 * 1024;

/// Where a form was going, and what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interrupted {
    pub(crate) path: String,
    pub(crate) body: String,
}

impl Interrupted {
    /// What came along with the form of joining; nothing when nothing was interrupted, or what must not be kept.
    pub(crate) fn of(fields: &Fields) -> Option<Self> {
        let (path, body) = (fields.get("_resume_path"), fields.get("_resume_body"));
        let said = Fields::parse(body);
        let secret = said.pairs().iter().any(|(name, _)| name.contains("password"));
        let keeps = fields.has("_resume_path") && local_path(path) == path && body.len() <= BODY_BYTES;
        (keeps && !secret).then(|| Self { path: path.to_owned(), body: body.to_owned() })
    }

    /// As the fields that [`ieum_web::resume_page`] reads.
    pub(crate) fn fields(self) -> Fields {
        Fields::from_pairs(vec![
            ("_resume_path".to_owned(), self.path),
            ("_resume_body".to_owned(), self.body),
        ])
    }
}

/// Keeps it for its owner; an earlier one goes, and so does what nobody came for.
pub(crate) async fn keep(
    tx: &mut Tx,
    person: Id<Person>,
    form: &Interrupted,
    at: Timestamp,
) -> Result<(), DbError> {
    let old = "DELETE FROM interrupted_form WHERE kept_at < $1";
    tx.run(old, args![at.plus_days(-KEPT_DAYS)]).await?;
    let sql = "INSERT INTO interrupted_form (person_id, path, body, kept_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person_id) DO UPDATE SET path = excluded.path, body = excluded.body, kept_at = excluded.kept_at";
    tx.run(sql, args![person, &form.path, &form.body, at]).await.map(drop)
}

/// What waits for somebody.
pub(crate) async fn waiting(
    reads: &mut impl Reads,
    person: Id<Person>,
    now: Timestamp,
) -> Result<Option<Interrupted>, DbError> {
    let sql = "SELECT path, body FROM interrupted_form WHERE person_id = $1 AND kept_at >= $2";
    reads
        .maybe(sql, args![person, now.plus_days(-KEPT_DAYS)], |row| {
            Ok(Interrupted { path: row.get("path")?, body: row.get("body")? })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, body: &str, kept: bool) {
        let pairs = [("_resume_path", path), ("_resume_body", body)];
        let fields = Fields::from_pairs(pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec());
        assert_eq!(Interrupted::of(&fields).is_some(), kept, "{path} {body}");
    }

    #[test]
    fn only_forms_of_this_site_without_secrets_are_kept() {
        check("/needs", "words=help", true);
        check("", "words=help", false);
        check("//elsewhere.example/needs", "words=help", false);
        check("/account/password", "password=secret", false);
        check("/needs", &format!("words={}", "x".repeat(BODY_BYTES)), false);
    }
}
