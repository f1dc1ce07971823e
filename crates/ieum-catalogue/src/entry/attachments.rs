//! Photos and documents of a thing.

use super::kind::ThingId;
use super::service::{self, EntryError};
use super::store::{self, ThingFile};
use axum::response::Response;
use ieum_db::Audit;
use ieum_kernel::{Actor, Id, StoredFile};
use ieum_web::{App, Problem, SignedIn, Upload, record_file};
use serde_json::json;

/// Longest caption, letters.
const CAPTION: usize = 200;

/// Keeps the files of a form with the thing; pictures become photos, everything else documents.
pub(crate) async fn add(app: &App, me: &SignedIn, id: &ThingId, upload: &Upload) -> Result<(), Problem> {
    // Asked first, so that nothing is stored for somebody who may not.
    service::theirs(&mut app.db.reader(), me.actor(), id).await?;
    let caption: String = upload.fields.get("caption").trim().chars().take(CAPTION).collect();
    let mut kept = Vec::new();
    for file in &upload.files {
        kept.push(app.keep_file(&file.name, file.content.clone()).await?);
    }
    let mut tx = app.db.begin().await?;
    service::theirs(&mut tx, me.actor(), id).await?;
    let at = app.now();
    for content in &kept {
        let record = record_file(&mut tx, app.new_id(), content, Some(me.id()), at).await?;
        let role = if record.kind.starts_with("image/") { "photo" } else { "document" };
        let file = ThingFile {
            file: record.id,
            role: role.to_owned(),
            name: record.name.clone(),
            media_type: record.kind.clone(),
            size_bytes: record.size_bytes,
            caption: caption.clone(),
            at,
        };
        store::add_file(&mut tx, id, &file, Some(me.id())).await?;
        let after = Some(json!({ "file": record.id, "name": record.name, "sha256": record.sha256 }));
        let action = format!("{}.file-add", id.kind());
        tx.audit(&Audit { actor: Some(me.id()), action: &action, thing: id.text(), before: None, after, at })
            .await?;
    }
    tx.emit(service::CHANGED, id.text(), &json!({ "kind": id.kind().key(), "id": id }), at).await?;
    tx.commit().await?;
    Ok(())
}

/// A photo or document of a thing that may be seen.
pub(crate) async fn download(
    app: &App,
    actor: &Actor,
    id: &ThingId,
    file: Id<StoredFile>,
) -> Result<Response, Problem> {
    let mut reader = app.db.reader();
    service::look(&mut reader, actor, id).await?;
    let known = store::files(&mut reader, id).await?.iter().any(|f| f.file == file);
    if known { app.download(file).await } else { Err(Problem::not_found()) }
}

/// Takes a photo or document away from a thing.
pub(crate) async fn remove(
    app: &App,
    me: &SignedIn,
    id: &ThingId,
    file: Id<StoredFile>,
) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    service::theirs(&mut tx, me.actor(), id).await?;
    let at = app.now();
    if !store::remove_file(&mut tx, id, file).await? {
        return Err(EntryError::NotFound.into());
    }
    let action = format!("{}.file-remove", id.kind());
    let before = Some(json!({ "file": file }));
    tx.audit(&Audit { actor: Some(me.id()), action: &action, thing: id.text(), before, after: None, at })
        .await?;
    tx.emit(service::CHANGED, id.text(), &json!({ "kind": id.kind().key(), "id": id }), at).await?;
    tx.commit().await?;
    Ok(())
}
