//! Undoing an import: everything it did is put back, except what somebody changed since.

use super::pass::{BATCH, Ended, Progress};
use super::{Import, RowFault, store};
use crate::entry::store as things;
use crate::entry::{Entry, What, service};
use ieum_db::{Audit, Db, DbError};
use ieum_kernel::{Clock, Id, Lang, Person};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// Where the numbers of things left alone begin, behind all faults of a file.
pub(super) const KEPT_FROM: i64 = 10_000_000;

/// Puts back what an import did, part by part; running it again goes on where it broke off.
pub(super) async fn run(
    db: &Db,
    clock: &dyn Clock,
    by: Option<Id<Person>>,
    import: &mut Import,
    progress: &mut impl Progress,
) -> Result<Ended, DbError> {
    let kind = import.kind.kind();
    let total = import.counts.new + import.counts.update;
    let mut after = String::new();
    let (mut done, mut kept) = (0, 0);
    loop {
        let mut reader = db.reader();
        let part =
            store::changes(&mut reader, import.id, &after, i64::try_from(BATCH).unwrap_or(1_000)).await?;
        let Some((last, _)) = part.last() else {
            import.undone = done;
            import.kept = kept;
            return Ok(Ended::Whole);
        };
        after = last.to_string();
        let ids: Vec<String> = part.iter().map(|(id, _)| id.to_string()).collect();
        let now: HashMap<String, Entry> = things::by_ids(&mut reader, kind, &ids)
            .await?
            .into_iter()
            .map(|e| (e.id.to_string(), e))
            .collect();
        let mut tx = db.begin_alone().await?;
        let at = clock.now();
        let (mut told, mut left) = (Vec::new(), Vec::new());
        for (id, change) in &part {
            let Some(entry) = now.get(id.text()) else { continue };
            let undone_before = entry.version == change.version + 1
                && things::history(&mut tx, id, 1)
                    .await?
                    .first()
                    .is_some_and(|c| c.what == What::Undone.key());
            if undone_before {
                done += 1;
                continue;
            }
            if entry.version != change.version {
                left.push(kept_row(entry));
                continue;
            }
            let mut values = entry.values.clone();
            for field in change.before.keys().chain(change.after.keys()) {
                values.set(field, change.before.get(field).cloned().unwrap_or_default());
            }
            let withdrawn = change.what == What::Made.key() || change.what == What::Restored.key();
            let import_id = import.id.to_string();
            if service::write(&mut tx, entry, &values, withdrawn, What::Undone, by, at, Some(&import_id))
                .await?
            {
                done += 1;
                told.push(id.clone());
            }
        }
        service::tell_many(&mut tx, kind.key, &told, at).await?;
        store::add_faults(&mut tx, import.id, KEPT_FROM + kept, &left).await?;
        kept += i64::try_from(left.len()).unwrap_or(0);
        let thing = import.id.to_string();
        let after_json = Some(json!({ "undone": told.len(), "kept": left.len() }));
        let action = "catalogue.import-undo";
        tx.audit(&Audit { actor: by, action, thing: &thing, before: None, after: after_json, at }).await?;
        tx.commit().await?;
        if !progress.told(done + kept, total).await? {
            return Ok(Ended::Stopped);
        }
    }
}

fn kept_row(entry: &Entry) -> RowFault {
    RowFault {
        line: 0,
        heading: entry.id.to_string(),
        value: entry.name().in_lang(Lang::Ko).to_owned(),
        key: "import-kept-changed".to_owned(),
        args: BTreeMap::from([("version".to_owned(), json!(entry.version))]),
    }
}
