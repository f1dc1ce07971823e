//! Prepares every statement of the house on both migrated databases, for `cargo xtask check`.
//!
//! Its argument is a file with a JSON list of `{file, line, sql, only}`; it prints a JSON list of what was refused:
//! `{file, line, database, reason}`.

use anyhow::{Context, Result};
use ieum_db::Engine;
use ieum_db::testing::{engines, fresh, statements_prepare};
use serde::{Deserialize, Serialize};
use std::io::Write as _;

#[derive(Deserialize)]
struct Statement {
    file: String,
    line: usize,
    sql: String,
    /// `sqlite` or `postgres`, when it is for one engine only.
    only: Option<String>,
}

#[derive(Serialize)]
struct Refused<'a> {
    file: &'a str,
    line: usize,
    database: String,
    reason: String,
}

#[tokio::main]
async fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("name the file with the statements")?;
    let statements: Vec<Statement> = serde_json::from_slice(&std::fs::read(file)?)?;
    let mut refused = Vec::new();
    for engine in engines() {
        let database = engine.to_string();
        let ours: Vec<(String, &str)> = statements
            .iter()
            .enumerate()
            .filter(|(_, statement)| statement.only.as_ref().is_none_or(|only| *only == database))
            .map(|(nth, statement)| (nth.to_string(), statement.sql.as_str()))
            .collect();
        let db = fresh(engine, &ieum::rooms::migration_sets())
            .await
            .with_context(|| format!("migrate {engine}"))?;
        for failed in statements_prepare(&db, &ours).await? {
            let at = failed.place.parse().ok().and_then(|nth: usize| statements.get(nth));
            let statement = at.context("find the statement again")?;
            let (file, line, database) = (statement.file.as_str(), statement.line, database.clone());
            refused.push(Refused { file, line, database, reason: failed.error });
        }
    }
    let missing = !engines().contains(&Engine::Postgres);
    anyhow::ensure!(!missing, "IEUM_TEST_PG names no PostgreSQL server");
    std::io::stdout().write_all(serde_json::to_string(&refused)?.as_bytes())?;
    Ok(())
}
