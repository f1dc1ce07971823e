//! What was said, and what it adds up to.

use crate::request::{Name, Request, Side};
use ieum_kernel::{Actor, Facility, Id, Organisation, Person, Timestamp};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Whether the problem was solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    /// Yes.
    Yes,
    /// In part.
    Partly,
    /// No.
    No,
}

impl Solved {
    /// The word in forms and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

impl FromStr for Solved {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = [Self::Yes, Self::Partly, Self::No];
        all.into_iter().find(|s| s.key() == text).ok_or_else(|| format!("no such answer: {text}"))
    }
}

/// What was said of one request. Grades run from 1 to 5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feedback {
    /// Of which request.
    pub request: Id<ieum_kernel::Request>,
    /// Who did the work.
    pub facility: Id<Facility>,
    /// Who asked.
    pub organisation: Option<Id<Organisation>>,
    /// Who says it.
    pub by: Id<Person>,
    /// Whether the problem was solved.
    pub solved: Solved,
    /// How quick it was.
    pub speed: i64,
    /// How good it was.
    pub quality: i64,
    /// Whether it was worth its price.
    pub price: i64,
    /// In words.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// Why the answer is no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Refusal {
    /// The results are not out.
    #[error("the results are not out")]
    NotDelivered,
    /// Only those who asked say it.
    #[error("only those who asked say it")]
    NotAsked,
    /// It was said already.
    #[error("it was said already")]
    AlreadySaid,
}

/// Everything that keeps somebody from saying it.
pub fn refusals(request: &Request, actor: &Actor, said: bool) -> Vec<Refusal> {
    let out = matches!(request.state.name(), Name::Delivered | Name::Closed | Name::Disputed);
    let asked = request.sides(actor).contains(&Side::Firm);
    [
        (!out).then_some(Refusal::NotDelivered),
        (!asked).then_some(Refusal::NotAsked),
        said.then_some(Refusal::AlreadySaid),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a facility's feedback adds up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many said something.
    pub n: i64,
    /// How many were solved, in part, not.
    pub solved: [i64; 3],
    /// Mean grades of speed, quality and what it cost; 0 when nobody said anything.
    pub speed: f64,
    /// See `speed`.
    pub quality: f64,
    /// See `speed`.
    pub cost: f64,
}

/// Adds feedback up: counts and arithmetic means.
pub fn figures(all: &[Feedback]) -> Figures {
    let n = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let count =
        |solved: Solved| i64::try_from(all.iter().filter(|f| f.solved == solved).count()).unwrap_or(0);
    let mean = |grade: fn(&Feedback) -> i64| {
        let sum: i64 = all.iter().map(grade).sum();
        // Whole hundredths, so that no conversion loses anything.
        let hundredths = if n == 0 { 0 } else { (sum * 100 + n / 2) / n };
        i32::try_from(hundredths).map_or(0.0, |whole| f64::from(whole) / 100.0)
    };
    Figures {
        n,
        solved: [count(Solved::Yes), count(Solved::Partly), count(Solved::No)],
        speed: mean(|f| f.speed),
        quality: mean(|f| f.quality),
        cost: mean(|f| f.price),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_with_how_many_said_so() {
        let said = |solved, speed| Feedback {
            request: Id::nth(1),
            facility: Id::nth(2),
            organisation: None,
            by: Id::nth(3),
            solved,
            speed,
            quality: 5,
            price: 3,
            words: String::new(),
            at: Timestamp::from_micros(0),
        };
        let found = figures(&[said(Solved::Yes, 5), said(Solved::Yes, 4), said(Solved::No, 4)]);
        assert_eq!((found.n, found.solved, found.speed, found.quality), (3, [2, 0, 1], 4.33, 5.0));
        assert_eq!(figures(&[]), Figures::default());
    }
}
