//! Entry, exit and growth between two dates, and whether density foretold entry.

use serde::Serialize;

use super::presence::Presence;
use super::quotient::growth;
use super::table::{Table, same_length};
use crate::{Caution, Matrix, Unfit};

/// Entries and exits between two dates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turnover {
    /// Of each region.
    pub by_region: Vec<Flow>,
    /// Of each activity.
    pub by_activity: Vec<Flow>,
    /// Of all cells.
    pub all: Flow,
}

/// How many came and went, of how many that could.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Absent before, present after.
    pub entries: usize,
    /// Absent before.
    pub could_enter: usize,
    /// Present before, absent after.
    pub exits: usize,
    /// Present before.
    pub could_exit: usize,
}

impl Flow {
    /// Entries over what could enter; `None` when nothing could.
    #[must_use]
    pub fn entry_rate(&self) -> Option<f64> {
        (self.could_enter > 0).then(|| self.entries as f64 / self.could_enter as f64)
    }

    /// Exits over what could exit; `None` when nothing could.
    #[must_use]
    pub fn exit_rate(&self) -> Option<f64> {
        (self.could_exit > 0).then(|| self.exits as f64 / self.could_exit as f64)
    }

    fn count(&mut self, before: bool, after: bool) {
        if before {
            self.could_exit += 1;
            self.exits += usize::from(!after);
        } else {
            self.could_enter += 1;
            self.entries += usize::from(after);
        }
    }
}

/// Counts entries and exits by region, by activity and in all (Boschma, Balland and Kogler 2015, §3).
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn turnover(before: &Presence, after: &Presence) -> Result<Turnover, Unfit> {
    same_shape(before, after)?;
    let mut made = Turnover {
        by_region: vec![Flow::default(); before.regions()],
        by_activity: vec![Flow::default(); before.activities()],
        all: Flow::default(),
    };
    for region in 0..before.regions() {
        for activity in 0..before.activities() {
            let (was, is) = (before.has(region, activity), after.has(region, activity));
            made.by_region[region].count(was, is);
            made.by_activity[activity].count(was, is);
            made.all.count(was, is);
        }
    }
    Ok(made)
}

/// Entry of each cell, region after region: `None` where it was present before and so could not enter.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn entries(before: &Presence, after: &Presence) -> Result<Vec<Option<bool>>, Unfit> {
    each(before, after, |was, is| (!was).then_some(is))
}

/// Exit of each cell, region after region: `None` where it was absent before and so could not exit.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn exits(before: &Presence, after: &Presence) -> Result<Vec<Option<bool>>, Unfit> {
    each(before, after, |was, is| was.then_some(!is))
}

fn each(
    before: &Presence,
    after: &Presence,
    event: impl Fn(bool, bool) -> Option<bool>,
) -> Result<Vec<Option<bool>>, Unfit> {
    same_shape(before, after)?;
    let cells = (0..before.regions()).flat_map(|region| (0..before.activities()).map(move |at| (region, at)));
    Ok(cells.map(|(region, at)| event(before.has(region, at), after.has(region, at))).collect())
}

fn same_shape(before: &Presence, after: &Presence) -> Result<(), Unfit> {
    same_length(before.regions(), after.regions())?;
    same_length(before.activities(), after.activities())
}

/// Relative growth of cells, regions and activities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Growth {
    /// Of each cell, region after region: `(after − before) / before`; `None` where there was nothing or a cell is withheld.
    pub cells: Vec<Option<f64>>,
    /// Of each region's total.
    pub regions: Vec<Option<f64>>,
    /// Of each activity's total.
    pub activities: Vec<Option<f64>>,
}

/// Growth between two tables; nothing grows from nothing, so such figures are `None` and not infinite.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in shape.
pub fn growth_between(before: &Table, after: &Table) -> Result<Growth, Unfit> {
    same_length(before.regions(), after.regions())?;
    same_length(before.activities(), after.activities())?;
    let columns = before.activities();
    let pairs = before.values().cells().iter().zip(after.values().cells()).enumerate();
    let cells = pairs
        .map(|(at, (a, b))| {
            let (region, activity) = (at / columns, at % columns);
            let known = !before.is_withheld(region, activity) && !after.is_withheld(region, activity);
            known.then(|| growth(*a, *b)).flatten()
        })
        .collect();
    let totals =
        |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| growth(*a, *b)).collect::<Vec<Option<f64>>>();
    Ok(Growth {
        cells,
        regions: totals(before.region_totals(), after.region_totals()),
        activities: totals(before.activity_totals(), after.activity_totals()),
    })
}

/// How well a score told beforehand what would enter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BackTest {
    /// Cells that could enter.
    pub candidates: usize,
    /// Cells that did.
    pub entered: usize,
    /// Chance that a cell that entered had a higher score than one that did not, ties counting half; ½ = no better than a coin.
    pub roc_auc: Option<f64>,
    /// Its standard error (Hanley and `McNeil` 1982, eq. 1), which takes cells as independent.
    pub roc_auc_error: Option<f64>,
    /// Mean precision over the entered cells, scores taken from the highest on, equal ones at once; the base rate = no better than chance.
    pub pr_auc: Option<f64>,
    /// Share of candidates that entered.
    pub base_rate: Option<f64>,
    /// Of the k highest scores, the share that entered, for each k asked for; equal scores across the k-th place count by their share.
    pub precision_at: Vec<(usize, f64)>,
    /// The same within each region that has at least k candidates, averaged over those regions; `None` when there is none.
    pub precision_at_by_region: Vec<(usize, Option<f64>)>,
    /// The curve: false-positive rate, true-positive rate, after each distinct score.
    pub roc: Vec<[f64; 2]>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// Back-test of a score (density, mostly) against what entered afterwards, without any model in between.
///
/// `score` is regions × activities as of the first date; the candidates are the cells absent from `before`, so a stricter entry (from
/// below 0.5 to above 1) is had by giving a `before` with the lower threshold. Sources: Hanley and `McNeil` 1982 for the area; Davis and
/// Goadrich 2006 for precision and recall; Boschma, Balland and Kogler 2015 for the question.
///
/// # Errors
/// [`Unfit::Shape`] when the arguments differ in shape, [`Unfit::NotFinite`] for a score that is no number, [`Unfit::TooFew`] when
/// nothing could enter.
pub fn back_test(
    score: &Matrix,
    before: &Presence,
    after: &Presence,
    at: &[usize],
) -> Result<BackTest, Unfit> {
    same_shape(before, after)?;
    same_length(before.regions(), score.rows())?;
    same_length(before.activities(), score.columns())?;
    let mut cells = Vec::new();
    let mut within = vec![Vec::new(); before.regions()];
    for (region, own) in within.iter_mut().enumerate() {
        for activity in (0..before.activities()).filter(|activity| !before.has(region, *activity)) {
            let value = score.at(region, activity);
            if !value.is_finite() {
                return Err(Unfit::NotFinite { row: region, column: activity });
            }
            cells.push((value, after.has(region, activity)));
            own.push((value, after.has(region, activity)));
        }
    }
    if cells.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let ranked = Ranked::new(&mut cells);
    let precision_at = at.iter().filter_map(|k| ranked.precision_at(*k).map(|share| (*k, share))).collect();
    let regions: Vec<Ranked> = within.iter_mut().map(|cells| Ranked::new(cells)).collect();
    let precision_at_by_region = at
        .iter()
        .map(|k| {
            let known: Vec<f64> = regions.iter().filter_map(|region| region.precision_at(*k)).collect();
            (*k, (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64))
        })
        .collect();
    let (entered, candidates) = (ranked.entered as usize, cells.len());
    let (roc_auc, roc) = ranked.roc();
    let mut cautions = Vec::new();
    if entered.min(candidates - entered) < 10 {
        cautions.push(Caution::FewCases { found: entered.min(candidates - entered), advised: 10 });
    }
    Ok(BackTest {
        candidates,
        entered,
        roc_auc,
        roc_auc_error: roc_auc.map(|area| ranked.error(area)),
        pr_auc: ranked.pr_auc(),
        base_rate: Some(entered as f64 / candidates as f64),
        precision_at,
        precision_at_by_region,
        roc,
        cautions,
    })
}

/// Candidates from the highest score on, equal scores gathered: how many stayed out and how many entered at each.
struct Ranked {
    groups: Vec<[f64; 2]>,
    entered: f64,
    stayed: f64,
}

impl Ranked {
    fn new(cells: &mut [(f64, bool)]) -> Self {
        cells.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut groups: Vec<[f64; 2]> = Vec::new();
        let mut last = f64::NAN;
        for (value, entered) in cells.iter() {
            if groups.is_empty() || *value != last {
                groups.push([0.0; 2]);
                last = *value;
            }
            if let Some(group) = groups.last_mut() {
                group[usize::from(*entered)] += 1.0;
            }
        }
        let entered = groups.iter().map(|group| group[1]).sum();
        let stayed = groups.iter().map(|group| group[0]).sum();
        Self { groups, entered, stayed }
    }

    fn roc(&self) -> (Option<f64>, Vec<[f64; 2]>) {
        if self.entered == 0.0 || self.stayed == 0.0 {
            return (None, Vec::new());
        }
        let (mut curve, mut area, mut hit, mut missed) = (vec![[0.0, 0.0]], 0.0, 0.0, 0.0);
        for [stayed, entered] in &self.groups {
            area += stayed * (hit + entered / 2.0);
            hit += entered;
            missed += stayed;
            curve.push([missed / self.stayed, hit / self.entered]);
        }
        (Some(area / (self.entered * self.stayed)), curve)
    }

    fn error(&self, area: f64) -> f64 {
        let (one, two) = (area / (2.0 - area), 2.0 * area * area / (1.0 + area));
        let square = area * area;
        let spread = area * (1.0 - area)
            + (self.entered - 1.0) * (one - square)
            + (self.stayed - 1.0) * (two - square);
        (spread / (self.entered * self.stayed)).max(0.0).sqrt()
    }

    fn pr_auc(&self) -> Option<f64> {
        let (mut hit, mut taken, mut sum) = (0.0, 0.0, 0.0);
        for [stayed, entered] in &self.groups {
            hit += entered;
            taken += stayed + entered;
            sum += entered * hit / taken;
        }
        (self.entered > 0.0).then(|| sum / self.entered)
    }

    fn precision_at(&self, k: usize) -> Option<f64> {
        let wanted = k as f64;
        if k == 0 || wanted > self.entered + self.stayed {
            return None;
        }
        let (mut hit, mut taken) = (0.0, 0.0);
        for [stayed, entered] in &self.groups {
            let size = stayed + entered;
            let part = ((wanted - taken) / size).min(1.0);
            hit += entered * part;
            taken += size * part;
            if taken >= wanted {
                break;
            }
        }
        Some(hit / wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::back_test;
    use crate::Matrix;
    use crate::region::presence::Presence;

    #[test]
    fn the_areas_are_those_counted_by_hand() {
        // Scores .9 (in) .8 (out) .7 (in) .7 (out) .1 (out): of 2 × 3 pairs 3 + 1 + ½ + 0 … by hand 3 + 1.5 = 4.5 of 6.
        let before = Presence::from_fn(1, 5, |_, _| false);
        let after = Presence::from_fn(1, 5, |_, activity| activity == 0 || activity == 2);
        let score = Matrix::new(1, 5, vec![0.9, 0.8, 0.7, 0.7, 0.1]).expect("a matrix");
        let tested = back_test(&score, &before, &after, &[1, 3, 9]).expect("candidates");
        assert_eq!(tested.roc_auc, Some(4.5 / 6.0));
        assert_eq!(tested.pr_auc, Some((1.0 + 2.0 / 4.0) / 2.0));
        assert_eq!(tested.precision_at, [(1, 1.0), (3, 1.5 / 3.0)]);
        assert_eq!(tested.precision_at_by_region[2], (9, None));
        assert_eq!(tested.base_rate, Some(0.4));
    }
}
