//! A plan that was kept for a need: which offers in which order, where it stands, and how it may be changed.

use super::plan::{Aim, Part, Plan};
use ieum_kernel::{Id, Need, Person, Text, Thing, Timestamp};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// 해결안: a plan that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanThing;

impl Thing for PlanThing {
    const PREFIX: &'static str = "pln";
}

/// One chosen step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "PlanPick")]
pub struct Pick {
    /// What it is for.
    pub part: Part,
    /// Id of the vocabulary's entry it does, or empty.
    #[serde(default)]
    pub task: String,
    /// Id of the service or instrument.
    pub offer: String,
    /// Places of the steps it waits for, from 0, all before its own.
    #[serde(default)]
    pub after: Vec<usize>,
}

/// The text of a form is no chosen step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a step of a plan")]
pub struct NoPick;

impl FromStr for Pick {
    type Err = NoPick;

    /// Reads `part|task|offer|0,1` as a form sends it.
    fn from_str(text: &str) -> Result<Self, NoPick> {
        let mut parts = text.split('|');
        let mut next = || parts.next().ok_or(NoPick);
        let (part, task, offer, after) = (next()?, next()?, next()?, next()?);
        let place = |text: &str| text.parse::<usize>().map_err(|_error| NoPick);
        Ok(Self {
            part: part.parse().map_err(|_error| NoPick)?,
            task: task.chars().take(80).collect(),
            offer: offer.chars().take(40).collect(),
            after: after.split(',').filter(|text| !text.is_empty()).map(place).collect::<Result<_, _>>()?,
        })
    }
}

/// The steps that a plan chose.
pub fn picks(plan: &Plan) -> Vec<Pick> {
    let pick = |step: &super::Step| Pick {
        part: step.part,
        task: step.task.as_ref().map(|task| task.id.clone()).unwrap_or_default(),
        offer: step.offer.id.clone(),
        after: step.after.clone(),
    };
    plan.steps.iter().map(pick).collect()
}

/// Where a kept plan stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "name", rename_all = "snake_case")]
#[schemars(rename = "PlanState")]
pub enum State {
    /// It may be changed and ordered.
    Kept,
    /// Its steps are requests.
    Ordered {
        /// By whom.
        by: Id<Person>,
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// The word kept in the database.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Ordered { .. } => "ordered",
        }
    }
}

/// A kept plan.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PlanKept")]
pub struct Kept {
    /// Its identity.
    pub id: Id<PlanThing>,
    /// For which need.
    pub need: Id<Need>,
    /// Where it stands.
    pub state: State,
    /// The chosen steps.
    pub picks: Vec<Pick>,
    /// The plan as it was when it was last changed or ordered.
    pub plan: Plan,
    /// What it was the best at when it was kept.
    pub aims: Vec<Aim>,
    /// Counts changes.
    pub version: i64,
    /// Who kept it.
    pub made_by: Id<Person>,
    /// When.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A change of a kept plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Another offer does a step.
    Swap {
        /// Place of the step.
        step: usize,
        /// Id of the offer.
        offer: String,
    },
    /// A step is left out; what waited for it waits for what it waited for.
    Remove {
        /// Place of the step.
        step: usize,
    },
    /// A step more.
    Add {
        /// What it is for.
        part: Part,
        /// Id of the vocabulary's entry it does, or empty.
        task: String,
        /// Id of the offer.
        offer: String,
    },
    /// Only words.
    Note,
}

impl Change {
    /// The word in forms, history and messages.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Swap { .. } => "swap",
            Self::Remove { .. } => "remove",
            Self::Add { .. } => "add",
            Self::Note => "note",
        }
    }

    /// The steps after the change; nothing where the step it is about is not there.
    pub fn applied(&self, picks: &[Pick]) -> Option<Vec<Pick>> {
        let mut picks = picks.to_vec();
        match self {
            Self::Swap { step, offer } => picks.get_mut(*step)?.offer.clone_from(offer),
            Self::Remove { step } => {
                if *step >= picks.len() {
                    return None;
                }
                let gone = picks.remove(*step);
                for pick in &mut picks {
                    let waited = pick.after.contains(step);
                    let inherited = gone.after.iter().copied().filter(|_| waited);
                    let kept = pick.after.iter().copied().filter(|place| place != step);
                    let mut after: Vec<usize> =
                        kept.chain(inherited).map(|place| place - usize::from(place > *step)).collect();
                    after.sort_unstable();
                    after.dedup();
                    pick.after = after;
                }
            }
            Self::Add { part, task, offer } => insert(&mut picks, *part, task, offer),
            Self::Note => {}
        }
        Some(picks)
    }
}

/// Puts a step where its part belongs: preparation before every measurement, which then waits for it; interpretation and
/// certification after all measurements.
fn insert(picks: &mut Vec<Pick>, part: Part, task: &str, offer: &str) {
    let place = picks.iter().position(|pick| pick.part > part).unwrap_or(picks.len());
    for pick in picks.iter_mut() {
        pick.after.iter_mut().for_each(|at| *at += usize::from(*at >= place));
        if part == Part::Prepare && pick.part == Part::Measure {
            pick.after.push(place);
            pick.after.sort_unstable();
        }
    }
    let measured = || picks.iter().enumerate().filter(|(_, p)| p.part == Part::Measure).map(|(at, _)| at);
    let after = if part.needs_sample() { Vec::new() } else { measured().collect() };
    picks.insert(place, Pick { part, task: task.to_owned(), offer: offer.to_owned(), after });
}

/// One entry of a plan's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// `keep`, `swap`, `remove`, `add`, `note` or `order`.
    pub change: String,
    /// Names of the offers it is about: before and after.
    pub what: What,
    /// Why.
    pub note: String,
    /// By whom.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

/// What a change was about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct What {
    /// The offer that stood there.
    pub before: Option<Text>,
    /// The offer that stands there now.
    pub after: Option<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks(text: &str) -> Vec<Pick> {
        text.split_whitespace().map(|one| one.parse().unwrap()).collect()
    }

    #[track_caller]
    fn check(before: &str, change: &Change, after: Option<&str>) {
        assert_eq!(change.applied(&picks(before)), after.map(picks));
    }

    #[test]
    fn steps_are_swapped_removed_and_added_where_they_belong() {
        let plan = "prepare|cut|a| measure||b|0 interpret||c|1";
        check(
            plan,
            &Change::Swap { step: 1, offer: "x".into() },
            Some("prepare|cut|a| measure||x|0 interpret||c|1"),
        );
        check(plan, &Change::Remove { step: 0 }, Some("measure||b| interpret||c|0"));
        check(plan, &Change::Remove { step: 1 }, Some("prepare|cut|a| interpret||c|0"));
        check(plan, &Change::Remove { step: 3 }, None);
        check(plan, &Change::Note, Some(plan));
        let add = |part, offer: &str| Change::Add { part, task: "t".into(), offer: offer.into() };
        check(
            plan,
            &add(Part::Certify, "d"),
            Some("prepare|cut|a| measure||b|0 interpret||c|1 certify|t|d|1"),
        );
        check(
            "measure||b| interpret||c|0",
            &add(Part::Prepare, "a"),
            Some("prepare|t|a| measure||b|0 interpret||c|1"),
        );
        check(
            "measure||b| interpret||c|0",
            &add(Part::Measure, "m"),
            Some("measure||b| measure|t|m| interpret||c|0"),
        );
    }

    #[test]
    fn only_steps_are_read() {
        for text in ["", "measure", "measure||a", "guess||a|", "measure||a|x", "measure||a|-1"] {
            assert_eq!(text.parse::<Pick>(), Err(NoPick), "{text}");
        }
    }
}
