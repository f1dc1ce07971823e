//! Backup and restore: database rows and stored files in one archive, readable by either database.

use crate::config::Config;
use anyhow::{Context, bail};
use futures_util::TryStreamExt;
use ieum_db::{Db, DbOptions};
use ieum_web::{App, Files};
use object_store::path::Path as StorePath;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

/// First line of every archive; the number changes when the layout does.
const MAGIC: &[u8] = b"ieum-backup 1\n";

/// `ieum backup`: rows first, then each stored file. Written beside and renamed, so that a broken run leaves no half archive.
pub async fn backup(config: Config, out: &Path) -> anyhow::Result<()> {
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    write(&house.app, out).await
}

/// Writes the archive of a running house: one snapshot of the rows, then the files they name.
pub async fn write(app: &App, out: &Path) -> anyhow::Result<()> {
    let beside = out.with_extension("part");
    let mut archive =
        BufWriter::new(File::create(&beside).with_context(|| format!("cannot write {}", beside.display()))?);
    archive.write_all(MAGIC)?;
    let mut rows = Vec::new();
    ieum_db::dump(&app.db, &mut rows).await?;
    entry(&mut archive, "rows", &rows)?;
    let store = app.files.store();
    let listed: Vec<_> = store.list(None).try_collect().await.context("cannot list the stored files")?;
    for file in &listed {
        let content = store.get(&file.location).await?.bytes().await?;
        entry(&mut archive, file.location.as_ref(), &content)?;
    }
    archive.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&beside, out)?;
    tracing::info!(files = listed.len(), archive = %out.display(), "backed up");
    Ok(())
}

/// `ieum restore`: into an empty database only.
pub async fn restore(config: Config, from: &Path) -> anyhow::Result<()> {
    let data = config.data();
    std::fs::create_dir_all(&data)
        .with_context(|| format!("cannot make the data folder {}", data.display()))?;
    // Only the schema: a house that opens would already write rows of its own.
    let db =
        Db::open(&config.database_url(), &DbOptions::default()).await.context("cannot open the database")?;
    db.migrate(&crate::rooms::migration_sets()).await.context("cannot prepare the database")?;
    let opened = Files::open(None, &data).map_err(|error| anyhow::anyhow!(error));
    let store = opened.context("cannot use the data folder")?.store();
    let mut archive =
        BufReader::new(File::open(from).with_context(|| format!("cannot read {}", from.display()))?);
    let mut magic = vec![0; MAGIC.len()];
    archive.read_exact(&mut magic).context("the archive is too short")?;
    if magic != MAGIC {
        bail!("{} is not an archive of this version", from.display());
    }
    let mut files = 0_usize;
    while let Some((name, content)) = next_entry(&mut archive)? {
        if name == "rows" {
            ieum_db::load(&db, content.as_slice()).await.context("cannot load the rows")?;
        } else {
            store.put(&StorePath::from(name), PutPayload::from(content)).await?;
            files += 1;
        }
    }
    tracing::info!(files, "restored");
    Ok(())
}

/// One entry: name, its length and that of the content as 8-byte big-endian numbers, then both.
fn entry(out: &mut impl Write, name: &str, content: &[u8]) -> anyhow::Result<()> {
    out.write_all(&u64::try_from(name.len())?.to_be_bytes())?;
    out.write_all(&u64::try_from(content.len())?.to_be_bytes())?;
    out.write_all(name.as_bytes())?;
    out.write_all(content)?;
    Ok(())
}

fn next_entry(archive: &mut impl Read) -> anyhow::Result<Option<(String, Vec<u8>)>> {
    let mut length = [0; 8];
    match archive.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let name_length = u64::from_be_bytes(length);
    archive.read_exact(&mut length).context("the archive is cut off")?;
    let content_length = u64::from_be_bytes(length);
    if name_length > 4096 {
        bail!("the archive is damaged");
    }
    let mut name = vec![0; usize::try_from(name_length)?];
    archive.read_exact(&mut name).context("the archive is cut off")?;
    let mut content = Vec::new();
    let read = archive.take(content_length).read_to_end(&mut content)?;
    if u64::try_from(read)? != content_length {
        bail!("the archive is cut off");
    }
    Ok(Some((String::from_utf8(name)?, content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_read_back_and_a_cut_is_noticed() {
        let mut out = Vec::new();
        entry(&mut out, "ab/cd", b"content").unwrap();
        entry(&mut out, "empty", b"").unwrap();
        let mut reader = out.as_slice();
        assert_eq!(next_entry(&mut reader).unwrap(), Some(("ab/cd".to_owned(), b"content".to_vec())));
        assert_eq!(next_entry(&mut reader).unwrap(), Some(("empty".to_owned(), Vec::new())));
        assert_eq!(next_entry(&mut reader).unwrap(), None);
        let cut = out.get(..20).unwrap();
        assert!(next_entry(&mut &*cut).is_err());
    }
}
