//! Migrations: numbered SQL files of each room, applied once, never edited afterwards.

use crate::{Db, DbError, Engine, Reads, Tx, args, to_json};
use futures_util::future::BoxFuture;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The migrations of one room: `NNNN_name.sql`, with twins `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql`
/// where the engines must differ. A twin runs after the common file of its number.
#[derive(Debug, Clone)]
pub struct MigrationSet {
    /// The room, such as `operations`.
    pub room: &'static str,
    /// File name and text of each.
    pub files: Vec<(String, String)>,
}

#[derive(RustEmbed)]
#[folder = "migrations"]
struct Own;

/// The tables of this crate: `audit`, `outbox`, `job`, `idempotency`, `setting`. [`Db::migrate`] always applies them first.
pub fn migrations() -> MigrationSet {
    MigrationSet::embedded::<Own>("db")
}

impl MigrationSet {
    /// A set from texts in hand.
    pub fn new(room: &'static str, files: &[(&str, &str)]) -> Self {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self { room, files: files.iter().map(own).collect() }
    }

    /// The `.sql` files of an embedded folder.
    pub fn embedded<E: RustEmbed>(room: &'static str) -> Self {
        let mut files = Vec::new();
        for name in E::iter().filter(|name| name.ends_with(".sql")) {
            if let Some(file) = E::get(&name) {
                files.push((name.to_string(), String::from_utf8_lossy(&file.data).into_owned()));
            }
        }
        Self { room, files }
    }

    /// The files this engine runs, in order.
    fn for_engine(&self, engine: Engine) -> Result<Vec<File<'_>>, DbError> {
        let mut files = Vec::new();
        for (name, text) in &self.files {
            let wrong =
                |why: &str| DbError::Migrate { file: format!("{}/{name}", self.room), why: why.to_owned() };
            let stem = name.strip_suffix(".sql").ok_or_else(|| wrong("the name does not end in .sql"))?;
            let (stem, only) = match stem.rsplit_once('.') {
                Some((stem, "sqlite")) => (stem, Some(Engine::Sqlite)),
                Some((stem, "postgres")) => (stem, Some(Engine::Postgres)),
                Some(_) => return Err(wrong("a twin is named .sqlite.sql or .postgres.sql")),
                None => (stem, None),
            };
            let number = stem.split_once('_').map(|(number, _)| number).unwrap_or_default();
            if number.len() != 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong("the name does not start with four digits and _"));
            }
            if only.is_none_or(|only| only == engine) {
                files.push(File { number, twin: only.is_some(), name, text, room: self.room });
            }
        }
        files.sort_by(|a, b| (a.number, a.twin, a.name).cmp(&(b.number, b.twin, b.name)));
        for pair in files.windows(2) {
            if let [a, b] = pair
                && (a.number, a.twin) == (b.number, b.twin)
            {
                return Err(DbError::Migrate {
                    file: b.path(),
                    why: format!("{} has the same number", a.name),
                });
            }
        }
        Ok(files)
    }
}

struct File<'a> {
    room: &'static str,
    number: &'a str,
    twin: bool,
    name: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn path(&self) -> String {
        format!("{}/{}", self.room, self.name)
    }

    /// Independent of the line endings a checkout may have changed.
    fn checksum(&self) -> String {
        hex::encode(Sha256::digest(self.text.replace("\r\n", "\n")))
    }
}

/// One number for all Ieum processes: "ieum" in ASCII.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1768256877)";

impl Db {
    /// Applies what is not applied yet, each file in its own transaction; returns `room/file` of those applied now.
    ///
    /// Several processes may do this at the same moment; they take turns. Sets run in the order given, the tables of
    /// this crate first.
    ///
    /// # Errors
    /// [`DbError::Migrate`] names the file that fails, whose text changed after it was applied, or that this program
    /// does not know although the database has it.
    pub fn migrate<'a>(&'a self, sets: &'a [MigrationSet]) -> BoxFuture<'a, Result<Vec<String>, DbError>> {
        Box::pin(async move {
            let own = migrations();
            let first = if sets.iter().any(|set| set.room == own.room) { None } else { Some(&own) };
            let sets: Vec<&MigrationSet> = first.into_iter().chain(sets).collect();
            let mut files = Vec::new();
            for set in &sets {
                files.extend(set.for_engine(self.engine())?);
            }

            let mut tx = self.locked().await?;
            make_table(&mut tx).await?;
            let applied = applied(&mut tx).await?;
            tx.commit().await?;
            let fresh = applied.is_empty();
            refuse_changed(&sets, &files, &applied)?;

            let mut done = Vec::new();
            for file in files
                .iter()
                .filter(|file| !applied.contains_key(&(file.room.to_owned(), file.name.to_owned())))
            {
                if self.apply(file).await? {
                    done.push(file.path());
                }
            }
            if !done.is_empty() {
                self.learn_names().await?;
                if fresh {
                    self.note_seeded().await?;
                }
            }
            Ok(done)
        })
    }

    async fn locked(&self) -> Result<Tx, DbError> {
        let mut tx = self.begin_alone().await?;
        if self.engine() == Engine::Postgres {
            // Another process may take long to migrate: wait for it.
            tx.script("SET LOCAL lock_timeout = '10min'").await?;
            tx.script(LOCK).await?;
        }
        Ok(tx)
    }

    /// Whether this call applied it; false when another process was quicker.
    async fn apply(&self, file: &File<'_>) -> Result<bool, DbError> {
        let mut tx = self.locked().await?;
        let known = "SELECT name FROM migration WHERE room = $1 AND name = $2";
        if tx.maybe(known, args![file.room, file.name], |_| Ok(())).await?.is_some() {
            return Ok(false);
        }
        tx.script(file.text).await.map_err(|error| failed(file, &error))?;
        let sql = tx.twin(
            "INSERT INTO migration (room, name, checksum, applied_at)
             VALUES ($1, $2, $3, CAST(strftime('%s', 'now') AS BIGINT) * 1000000)",
            "INSERT INTO migration (room, name, checksum, applied_at)
             VALUES ($1, $2, $3, CAST(extract(epoch FROM now()) * 1000000 AS BIGINT))",
        );
        tx.run(sql, args![file.room, file.name, file.checksum()]).await?;
        tx.commit().await.map_err(|error| failed(file, &error))?;
        tracing::info!(file = file.path(), "migrated");
        Ok(true)
    }

    /// Notes which tables the migrations themselves filled, so that a backup can be loaded over them.
    async fn note_seeded(&self) -> Result<(), DbError> {
        let mut tx = self.begin_alone().await?;
        let counts = crate::backup::row_counts(&mut tx).await?;
        let counts: BTreeMap<_, _> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        let sql = "INSERT INTO setting (key, value_json, at) VALUES ($1, $2, 0)
                   ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json";
        tx.run(sql, args![SEEDED, to_json(&counts)?]).await?;
        tx.commit().await
    }
}

/// The setting that holds how many rows each table had right after the migrations.
pub(crate) const SEEDED: &str = "db.seeded";

fn failed(file: &File<'_>, error: &DbError) -> DbError {
    let mut why = error.to_string();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(inner) = cause {
        why = format!("{why}: {inner}");
        cause = inner.source();
    }
    DbError::Migrate { file: file.path(), why }
}

async fn make_table(tx: &mut Tx) -> Result<(), DbError> {
    tx.script(
        "CREATE TABLE IF NOT EXISTS migration (
           room TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL,
           PRIMARY KEY (room, name))",
    )
    .await
}

/// What is applied: checksum by room and file name.
pub(crate) async fn applied(reads: &mut impl Reads) -> Result<HashMap<(String, String), String>, DbError> {
    let sql = "SELECT room, name, checksum FROM migration";
    let rows = reads
        .all(sql, args![], |row| Ok(((row.get("room")?, row.get("name")?), row.get("checksum")?)))
        .await?;
    Ok(rows.into_iter().collect())
}

fn refuse_changed(
    sets: &[&MigrationSet],
    files: &[File<'_>],
    applied: &HashMap<(String, String), String>,
) -> Result<(), DbError> {
    for file in files {
        let key = (file.room.to_owned(), file.name.to_owned());
        if applied.get(&key).is_some_and(|before| *before != file.checksum()) {
            let why = "its text changed after it was applied; migrations only add".to_owned();
            return Err(DbError::Migrate { file: file.path(), why });
        }
    }
    let rooms: BTreeSet<&str> = sets.iter().map(|set| set.room).collect();
    let known: BTreeSet<(&str, &str)> = files.iter().map(|file| (file.room, file.name)).collect();
    for (room, name) in applied.keys() {
        if rooms.contains(room.as_str()) && !known.contains(&(room.as_str(), name.as_str())) {
            let why = "the database has it and this program does not; use a newer program".to_owned();
            return Err(DbError::Migrate { file: format!("{room}/{name}"), why });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], engine: Engine, expected: Result<&[&str], &str>) {
        let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "")).collect();
        let set = MigrationSet::new("room", &files);
        match (set.for_engine(engine), expected) {
            (Ok(files), Ok(expected)) => {
                assert_eq!(files.iter().map(|f| f.name).collect::<Vec<_>>(), expected)
            }
            (Err(error), Err(expected)) => assert_eq!(error.to_string(), expected),
            (found, expected) => panic!("expected {expected:?}, found {:?}", found.map(|files| files.len())),
        }
    }

    #[test]
    fn a_twin_runs_after_its_common_file_and_only_on_its_engine() {
        let names = ["0002_b.sql", "0001_a.postgres.sql", "0001_a.sqlite.sql", "0001_a.sql"];
        check(&names, Engine::Sqlite, Ok(&["0001_a.sql", "0001_a.sqlite.sql", "0002_b.sql"]));
        check(&names, Engine::Postgres, Ok(&["0001_a.sql", "0001_a.postgres.sql", "0002_b.sql"]));
    }

    #[test]
    fn odd_names_are_refused() {
        let odd = "cannot migrate room/a.sql: the name does not start with four digits and _";
        check(&["a.sql"], Engine::Sqlite, Err(odd));
        let twice = "cannot migrate room/0001_b.sql: 0001_a.sql has the same number";
        check(&["0001_a.sql", "0001_b.sql"], Engine::Sqlite, Err(twice));
        let twin = "cannot migrate room/0001_a.mysql.sql: a twin is named .sqlite.sql or .postgres.sql";
        check(&["0001_a.mysql.sql"], Engine::Sqlite, Err(twin));
    }
}
