//! What can go wrong with a database, in the words a caller can act on.

use crate::catalogue::Catalogue;

/// A fault of the database, or a constraint that said no.
///
/// The cause of [`DbError::Busy`], [`DbError::Unavailable`] and [`DbError::Full`] is logged where it is recognised;
/// callers only need to know that trying again later may help.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// A constraint, unique index or guarding trigger refused the change; its name is the same on both engines.
    #[error("refused by the constraint {name}")]
    Constraint {
        /// The constraint's own name, such as `reservation_no_overlap`.
        name: String,
    },
    /// The row that had to be there is not.
    #[error("no such row")]
    NotFound,
    /// Another change held the lock for too long; the whole transaction can be tried again.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached or opened at the moment.
    #[error("the database cannot be reached")]
    Unavailable,
    /// There is no room left on the disk; nothing was written.
    #[error("the disk of the database is full")]
    Full,
    /// A column is missing, or holds what the wanted type cannot be read from.
    #[error("cannot read the column {column}")]
    Decode {
        /// The column as the statement names it.
        column: String,
        /// Why not.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A value has no JSON form.
    #[error("cannot write a value as JSON")]
    Encode(#[source] serde_json::Error),
    /// The statement itself is wrong, or a fault that fits no other kind.
    #[error("the statement failed")]
    Sql(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A migration cannot be applied.
    #[error("cannot migrate {file}: {why}")]
    Migrate {
        /// `room/file`, or the room alone.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A backup cannot be written or read.
    #[error("cannot use the backup: {why}")]
    Backup {
        /// What is wrong with it, with its line where that helps.
        why: String,
    },
}

impl DbError {
    /// Whether the constraint of that name refused.
    pub fn is_constraint(&self, wanted: &str) -> bool {
        matches!(self, Self::Constraint { name } if name == wanted)
    }

    /// Whether trying again later may help: busy, unreachable, or full.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable | Self::Full)
    }

    pub(crate) fn wrong(why: impl Into<String>) -> Self {
        Self::Sql(why.into().into())
    }

    pub(crate) fn backup(why: impl Into<String>) -> Self {
        Self::Backup { why: why.into() }
    }
}

/// SQLite's extended code for a violated foreign key, which names no constraint.
pub(crate) fn is_sqlite_foreign_key(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(fault) if fault.code().as_deref() == Some("787"))
}

/// Translates what the driver reports. `catalogue` knows the names SQLite keeps to itself.
pub(crate) fn translate(error: sqlx::Error, catalogue: &Catalogue) -> DbError {
    let known = match &error {
        sqlx::Error::RowNotFound => Some(DbError::NotFound),
        sqlx::Error::Io(fault) if fault.kind() == std::io::ErrorKind::StorageFull => Some(DbError::Full),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some(DbError::Unavailable),
        sqlx::Error::Database(fault) => {
            if let Some(pg) = fault.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                postgres(pg)
            } else {
                let code = fault.code().and_then(|code| code.parse::<i64>().ok()).unwrap_or_default();
                sqlite(code, fault.message(), catalogue)
            }
        }
        _ => None,
    };
    match known {
        Some(kind @ (DbError::Busy | DbError::Unavailable | DbError::Full)) => {
            tracing::warn!(cause = %error, "{kind}");
            kind
        }
        Some(kind) => kind,
        None => DbError::Sql(Box::new(error)),
    }
}

/// SQLSTATE codes: PostgreSQL manual, appendix A.
fn postgres(fault: &sqlx::postgres::PgDatabaseError) -> Option<DbError> {
    let named = || {
        let name = fault.constraint().map_or_else(|| fault.message().to_owned(), str::to_owned);
        Some(DbError::Constraint { name })
    };
    match fault.code() {
        "23502" => {
            let (table, column) = (fault.table().unwrap_or_default(), fault.column().unwrap_or_default());
            Some(DbError::Constraint { name: format!("{table}_{column}_not_null") })
        }
        "P0001" if is_a_name(fault.message()) => {
            Some(DbError::Constraint { name: fault.message().to_owned() })
        }
        "40001" | "40P01" | "55P03" | "57014" => Some(DbError::Busy),
        "53100" => Some(DbError::Full),
        "53300" | "57P01" | "57P02" | "57P03" | "57P05" | "25006" | "58030" | "3D000" => {
            Some(DbError::Unavailable)
        }
        code if code.starts_with("23") => named(),
        code if code.starts_with("08") || code.starts_with("28") => Some(DbError::Unavailable),
        _ => None,
    }
}

/// Extended result codes: sqlite.org/rescode.html. The low byte is the primary code.
fn sqlite(code: i64, message: &str, catalogue: &Catalogue) -> Option<DbError> {
    let after = |prefix: &str| message.strip_prefix(prefix).map(str::to_owned);
    let name = match code {
        1811 => Some(message.to_owned()),
        275 => after("CHECK constraint failed: "),
        2067 | 1555 | 2579 => {
            after("UNIQUE constraint failed: ").map(|columns| catalogue.unique_name(&columns))
        }
        1299 => after("NOT NULL constraint failed: ")
            .map(|column| format!("{}_not_null", column.replace('.', "_"))),
        787 => Some("foreign_key".to_owned()),
        // A full disk also shows when the shared-memory file or the journal cannot grow.
        4874 => return Some(DbError::Full),
        _ => None,
    };
    match (name, code & 0xff) {
        (Some(name), _) => Some(DbError::Constraint { name }),
        (None, 19) => Some(DbError::Constraint { name: message.to_owned() }),
        (None, 5 | 6) => Some(DbError::Busy),
        (None, 13) => Some(DbError::Full),
        (None, 7 | 8 | 10 | 14) => Some(DbError::Unavailable),
        (None, _) => None,
    }
}

fn is_a_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: i64, message: &str, expected: &str) {
        let found = sqlite(code, message, &Catalogue::default()).expect("a known code");
        assert_eq!(found.to_string(), expected);
    }

    #[test]
    fn sqlite_codes_have_a_meaning() {
        check(1811, "reservation_no_overlap", "refused by the constraint reservation_no_overlap");
        check(275, "CHECK constraint failed: price_positive", "refused by the constraint price_positive");
        check(
            1299,
            "NOT NULL constraint failed: person.name",
            "refused by the constraint person_name_not_null",
        );
        check(517, "database is locked", "the database is busy");
        check(13, "database or disk is full", "the disk of the database is full");
        check(4874, "disk I/O error", "the disk of the database is full");
        check(14, "unable to open database file", "the database cannot be reached");
        check(778, "disk I/O error", "the database cannot be reached");
        assert!(sqlite(1, "no such table: x", &Catalogue::default()).is_none());
    }
}
