//! The names of constraints that SQLite does not report, read from its own catalogue.
//!
//! Unnamed constraints get the name PostgreSQL would give them: `t_pkey`, `t_a_b_key`, `t_a_fkey`.

use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, HashMap};

/// Names of unique indexes by `t.a, t.b`, and all foreign keys.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    unique: HashMap<String, String>,
    pub(crate) foreign: Vec<ForeignKey>,
}

/// One foreign key of a SQLite database.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ForeignKey {
    pub(crate) child: String,
    pub(crate) parent: String,
    /// SQLite's number of the key within its table.
    pub(crate) number: i64,
    pub(crate) name: String,
}

impl Catalogue {
    /// The index name behind `UNIQUE constraint failed: …`.
    pub(crate) fn unique_name(&self, columns: &str) -> String {
        if let Some(index) = columns.strip_prefix("index '") {
            return index.trim_end_matches('\'').to_owned();
        }
        match (self.unique.get(columns), columns.split_once('.')) {
            (Some(name), _) => name.clone(),
            // The row number itself has no index.
            (None, Some((table, _))) => format!("{table}_pkey"),
            (None, None) => columns.to_owned(),
        }
    }

    /// Reads the catalogue of a SQLite database.
    pub(crate) async fn read(conn: &mut SqliteConnection) -> Result<Self, sqlx::Error> {
        let mut named = HashMap::new();
        let tables = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL";
        for row in sqlx::query(tables).fetch_all(&mut *conn).await? {
            let (table, sql): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            for (kind, columns, name) in named_constraints(&sql) {
                named.insert((table.clone(), kind, columns), name);
            }
        }

        let mut indexes: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
        let columns = "SELECT m.name, il.name, il.origin, coalesce(ii.name, '') FROM sqlite_master m, \
             pragma_index_list(m.name) il, pragma_index_info(il.name) ii \
             WHERE m.type = 'table' AND il.\"unique\" = 1 ORDER BY m.name, il.name, ii.seqno";
        for row in sqlx::query(columns).fetch_all(&mut *conn).await? {
            let index = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            indexes.entry(index).or_default().push(row.try_get(3)?);
        }
        let mut unique = HashMap::new();
        for ((table, index, origin), columns) in indexes {
            let key = columns.iter().map(|c| format!("{table}.{c}")).collect::<Vec<_>>().join(", ");
            let columns = columns.join("_");
            let name = match origin.as_str() {
                "pk" => named
                    .get(&(table.clone(), Guard::Primary, columns))
                    .cloned()
                    .unwrap_or_else(|| format!("{table}_pkey")),
                "u" => named
                    .get(&(table.clone(), Guard::Unique, columns.clone()))
                    .cloned()
                    .unwrap_or_else(|| format!("{table}_{columns}_key")),
                _ => index,
            };
            unique.insert(key, name);
        }

        let mut keys: BTreeMap<(String, i64, String), Vec<String>> = BTreeMap::new();
        let links = "SELECT m.name, f.id, f.\"table\", f.\"from\" FROM sqlite_master m, \
             pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq";
        for row in sqlx::query(links).fetch_all(&mut *conn).await? {
            let key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            keys.entry(key).or_default().push(row.try_get(3)?);
        }
        let foreign = keys
            .into_iter()
            .map(|((child, number, parent), columns)| {
                let columns = columns.join("_");
                let name = named
                    .get(&(child.clone(), Guard::Foreign, columns.clone()))
                    .cloned()
                    .unwrap_or_else(|| format!("{child}_{columns}_fkey"));
                ForeignKey { child, parent, number, name }
            })
            .collect();
        Ok(Self { unique, foreign })
    }

    /// The foreign keys a statement may have violated: those of the table it changes, or all if none is found.
    pub(crate) fn suspects(&self, sql: &str) -> Vec<ForeignKey> {
        let words: Vec<String> = words(sql).iter().map(|word| word.to_ascii_lowercase()).collect();
        let verb =
            words.iter().position(|w| matches!(w.as_str(), "insert" | "replace" | "update" | "delete"));
        let mut rest = words.iter().skip(verb.unwrap_or(words.len()));
        let inserting =
            verb.and_then(|place| words.get(place)).is_some_and(|w| w == "insert" || w == "replace");
        let target = match rest.next().map(String::as_str) {
            Some("update") => {
                rest.find(|w| !matches!(w.as_str(), "or" | "abort" | "fail" | "ignore" | "rollback"))
            }
            Some(_) => rest.by_ref().find(|w| *w == "into" || *w == "from").and_then(|_| rest.next()),
            None => None,
        };
        let is_target = |table: &str| target.is_none_or(|target| table.eq_ignore_ascii_case(target));
        let of_table = |key: &&ForeignKey| is_target(&key.child) || (!inserting && is_target(&key.parent));
        let found: Vec<ForeignKey> = self.foreign.iter().filter(of_table).cloned().collect();
        if found.is_empty() { self.foreign.clone() } else { found }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Guard {
    Primary,
    Unique,
    Foreign,
}

/// The words and marks of a statement; comments and quotes dropped.
fn words(sql: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '-' if letters.peek() == Some(&'-') => {
                letters.by_ref().find(|c| *c == '\n');
            }
            '/' if letters.peek() == Some(&'*') => {
                let mut last = ' ';
                letters.by_ref().find(|c| std::mem::replace(&mut last, *c) == '*' && *c == '/');
            }
            '\'' => {
                letters.by_ref().find(|c| *c == '\'');
            }
            '"' | '`' | '[' => {
                let close = if letter == '[' { ']' } else { letter };
                out.push(letters.by_ref().take_while(|c| *c != close).collect());
            }
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(more) = letters.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(more);
                }
                out.push(word);
            }
            c if c.is_whitespace() => {}
            c => out.push(c.to_string()),
        }
    }
    out
}

/// The named keys of a `CREATE TABLE`: what they guard, their columns joined by `_`, and the name.
fn named_constraints(sql: &str) -> Vec<(Guard, String, String)> {
    let words = words(sql);
    let mut found = Vec::new();
    let (mut depth, mut column, mut fresh) = (0_u32, String::new(), false);
    for (place, word) in words.iter().enumerate() {
        match word.as_str() {
            "(" => {
                depth += 1;
                fresh = depth == 1;
                continue;
            }
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 1 => {
                fresh = true;
                continue;
            }
            _ if depth == 1 && word.eq_ignore_ascii_case("constraint") => {
                let mut rest = words.iter().skip(place + 1);
                let (Some(name), Some(kind)) = (rest.next(), rest.next()) else { continue };
                let guard = match kind.to_ascii_lowercase().as_str() {
                    "primary" => Guard::Primary,
                    "unique" => Guard::Unique,
                    "foreign" | "references" => Guard::Foreign,
                    _ => continue,
                };
                let columns = if fresh {
                    let listed = rest.skip_while(|w| *w != "(").skip(1).take_while(|w| *w != ")");
                    listed.filter(|w| *w != ",").cloned().collect::<Vec<_>>().join("_")
                } else {
                    column.clone()
                };
                found.push((guard, columns, name.clone()));
            }
            _ if depth == 1 && fresh => column.clone_from(word),
            _ => {}
        }
        fresh = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which keys may be broken: `stay → person`, `stay → room`, `room → room`.
    #[track_caller]
    fn check_suspects(sql: &str, expected: &[&str]) {
        let key = |name: &str, child: &str, parent: &str| ForeignKey {
            child: child.to_owned(),
            parent: parent.to_owned(),
            number: 0,
            name: name.to_owned(),
        };
        let foreign = vec![key("a", "stay", "person"), key("b", "stay", "room"), key("c", "room", "room")];
        let found = Catalogue { unique: HashMap::new(), foreign }.suspects(sql);
        assert_eq!(found.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(), expected, "{sql}");
    }

    #[test]
    fn only_keys_of_the_changed_table_are_suspected() {
        check_suspects("INSERT INTO stay (a) SELECT b FROM room", &["a", "b"]);
        check_suspects("WITH x AS (SELECT id FROM stay) INSERT INTO Room (id) SELECT id FROM x", &["c"]);
        check_suspects("UPDATE OR ABORT room SET id = 1", &["b", "c"]);
        check_suspects("DELETE FROM person WHERE id IN (SELECT id FROM stay)", &["a"]);
        check_suspects("COMMIT", &["a", "b", "c"]);
    }

    #[test]
    fn names_are_found_in_the_table_text() {
        let sql = "CREATE TABLE reservation ( -- a comment, (with) marks
            id TEXT CONSTRAINT reservation_id PRIMARY KEY,
            code TEXT NOT NULL CONSTRAINT code_once UNIQUE,
            holder TEXT CONSTRAINT has_holder REFERENCES person(id),
            kind TEXT DEFAULT 'a, (b' CHECK (kind IN ('x', 'y')),
            CONSTRAINT one_a_day UNIQUE (holder, \"day\"),
            CONSTRAINT of_room FOREIGN KEY (a, b) REFERENCES room(a, b))";
        let expected = [
            (Guard::Primary, "id", "reservation_id"),
            (Guard::Unique, "code", "code_once"),
            (Guard::Foreign, "holder", "has_holder"),
            (Guard::Unique, "holder_day", "one_a_day"),
            (Guard::Foreign, "a_b", "of_room"),
        ];
        let found = named_constraints(sql);
        let found: Vec<_> = found.iter().map(|(g, c, n)| (*g, c.as_str(), n.as_str())).collect();
        assert_eq!(found, expected);
    }
}
