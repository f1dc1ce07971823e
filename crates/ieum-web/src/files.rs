//! Stored files: content by SHA-256 in an object store, name and type in the database.

use crate::{App, Problem};
use bytes::Bytes;
use ieum_db::{DbError, Row, Tx, args};
use ieum_kernel::{Id, Person, StoredFile, Timestamp};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The store of file contents.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

/// One stored file.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct FileRecord {
    /// Its id.
    pub id: Id<StoredFile>,
    /// The name it came with, without folders.
    pub name: String,
    /// Media type by its content, never by its name.
    pub kind: String,
    /// Size.
    pub size_bytes: i64,
    /// SHA-256 of the content, hex.
    pub sha256: String,
    /// When it was stored.
    pub made_at: Timestamp,
}

/// Content that has been checked and written, but is not yet any row's.
#[derive(Debug, Clone)]
pub struct Kept {
    name: String,
    kind: &'static str,
    size_bytes: i64,
    sha256: String,
    place: String,
}

impl Files {
    /// The given store, or the folder `files` under the data.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn open(
        given: Option<Arc<dyn ObjectStore>>,
        data: &std::path::Path,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        if let Some(store) = given {
            return Ok(Self { store });
        }
        let folder = data.join("files");
        std::fs::create_dir_all(&folder)?;
        let local = object_store::local::LocalFileSystem::new_with_prefix(folder)?;
        Ok(Self { store: Arc::new(local) })
    }

    /// The content of a place.
    async fn read(&self, place: &str) -> Result<Bytes, object_store::Error> {
        self.store.get(&Path::from(place)).await?.bytes().await
    }

    /// The store itself, for backup.
    pub fn store(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.store)
    }
}

impl App {
    /// Checks and writes content; give it to [`record_file`] in the transaction that uses it.
    ///
    /// Written before the transaction: should that fail, an unreferenced blob stays, never a row without content.
    pub async fn keep_file(&self, name: &str, content: Bytes) -> Result<Kept, Problem> {
        let limit = self.site.upload_bytes;
        if u64::try_from(content.len()).unwrap_or(u64::MAX) > limit {
            return Err(Problem::too_large(limit));
        }
        let kind = ieum_paper::allowed(ieum_paper::sniff(&content), "").map_err(|refusal| {
            tracing::info!(?refusal, "an upload was refused");
            Problem::new(http::StatusCode::UNSUPPORTED_MEDIA_TYPE, "file-type").with("name", bare_name(name))
        })?;
        let sha256 = hex::encode(Sha256::digest(&content));
        let (shelf, _) = sha256.split_at_checked(2).unwrap_or(("00", ""));
        let place = format!("{shelf}/{sha256}");
        let size_bytes = i64::try_from(content.len()).unwrap_or(i64::MAX);
        let written =
            self.files.store.put(&Path::from(place.as_str()), PutPayload::from_bytes(content)).await;
        written.map_err(|error| {
            tracing::error!(%error, "cannot store a file");
            Problem::busy()
        })?;
        Ok(Kept { name: bare_name(name), kind, size_bytes, sha256, place })
    }

    /// A file's record, if it exists.
    pub async fn file(&self, id: Id<StoredFile>) -> Result<Option<FileRecord>, Problem> {
        let sql = "SELECT id, name, kind, size_bytes, sha256, made_at FROM stored_file WHERE id = $1";
        Ok(self.db.reader().maybe(sql, args![id], record).await?)
    }

    /// A file's record and content. Who may see it is for the room that refers to it.
    pub async fn file_content(&self, id: Id<StoredFile>) -> Result<(FileRecord, Bytes), Problem> {
        let sql = "SELECT id, name, kind, size_bytes, sha256, made_at, place FROM stored_file WHERE id = $1";
        let mut reader = self.db.reader();
        let found =
            reader.maybe(sql, args![id], |row| Ok((record(row)?, row.get::<String>("place")?))).await?;
        let (file, place) = found.ok_or_else(Problem::not_found)?;
        let content = self.files.read(&place).await.map_err(|error| {
            tracing::error!(%error, place, "cannot read a stored file");
            Problem::busy()
        })?;
        Ok((file, content))
    }

    /// The content as a download: never shown inline except images and PDF, never sniffed by the browser.
    pub async fn download(&self, id: Id<StoredFile>) -> Result<axum::response::Response, Problem> {
        let (file, content) = self.file_content(id).await?;
        Ok(attachment(&file.name, &file.kind, content))
    }
}

/// An answer that downloads under a name; images and PDF may be shown by the browser.
pub fn attachment(name: &str, media_type: &str, content: impl Into<Bytes>) -> axum::response::Response {
    use axum::response::IntoResponse;
    let shown =
        media_type.starts_with("image/") && media_type != "image/svg+xml" || media_type == "application/pdf";
    let way = if shown { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | ';') { c } else { '_' })
        .collect();
    let disposition = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{}", crate::encode(name));
    let headers = [
        (http::header::CONTENT_TYPE, media_type.to_owned()),
        (http::header::CONTENT_DISPOSITION, disposition),
        (http::header::CACHE_CONTROL, "private, no-store".to_owned()),
        (
            http::HeaderName::from_static("content-security-policy"),
            "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned(),
        ),
    ];
    (headers, content.into()).into_response()
}

/// The last part of a name, at most 200 characters, without anything a path could use.
fn bare_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if kept.trim().is_empty() { "file".to_owned() } else { kept }
}

/// Makes a row for kept content, in the caller's transaction.
pub async fn record_file(
    tx: &mut Tx,
    id: Id<StoredFile>,
    kept: &Kept,
    by: Option<Id<Person>>,
    at: Timestamp,
) -> Result<FileRecord, DbError> {
    let sql = "INSERT INTO stored_file (id, name, kind, size_bytes, sha256, place, made_by, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let kind = kept.kind;
    tx.run(sql, args![id, &kept.name, kind, kept.size_bytes, &kept.sha256, &kept.place, by, at]).await?;
    Ok(FileRecord {
        id,
        name: kept.name.clone(),
        kind: kind.to_owned(),
        size_bytes: kept.size_bytes,
        sha256: kept.sha256.clone(),
        made_at: at,
    })
}

fn record(row: &Row) -> Result<FileRecord, DbError> {
    Ok(FileRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        kind: row.get("kind")?,
        size_bytes: row.get("size_bytes")?,
        sha256: row.get("sha256")?,
        made_at: row.get("made_at")?,
    })
}
