//! The rules as people read them, from the generated `RULES.md`.

use serde::Serialize;

/// One rule of the house.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Rule {
    /// The thing it is about.
    pub thing: String,
    /// Its name.
    pub rule: String,
    /// What it says, from the code's own documentation.
    pub sentence: String,
    /// File and line.
    pub place: String,
    /// The constraint that guarantees it, if any.
    pub constraint: String,
}

const RULES: &str = include_str!("../../../RULES.md");

/// Every rule, in the order of `RULES.md`: rows `| thing/rule | sentence | place | … | constraint |`.
pub fn all() -> Vec<Rule> {
    RULES.lines().filter_map(read).collect()
}

fn read(line: &str) -> Option<Rule> {
    let cells: Vec<&str> = line.strip_prefix('|')?.trim_end_matches('|').split('|').map(str::trim).collect();
    let (thing, rule) = cells.first()?.trim_matches('`').split_once('/')?;
    let text = |place: usize| cells.get(place).map_or("", |c| c.trim_matches('`')).to_owned();
    Some(Rule {
        thing: thing.to_owned(),
        rule: rule.to_owned(),
        sentence: text(1),
        place: text(2),
        constraint: cells.last().map_or("", |c| c.trim_matches('`')).trim_matches('—').to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_rule() {
        let row = "| `booking/overlap` | Two reservations never overlap. | `crates/x/policy.rs:12` | 겹쳐요 | overlaps | `reservation_no_overlap` |";
        let rule = read(row).unwrap();
        assert_eq!((rule.thing.as_str(), rule.rule.as_str()), ("booking", "overlap"));
        assert_eq!(rule.constraint, "reservation_no_overlap");
        assert_eq!(read("| rule | sentence |"), None);
        assert_eq!(read("text"), None);
    }
}
