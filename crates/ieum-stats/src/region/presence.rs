//! Presence: which region has which activity, one bit a cell.

use serde::Serialize;

use super::table::Table;
use crate::{Matrix, Unfit};

/// From which quotient on a region is said to have an activity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// At or above (Hidalgo and Hausmann 2009; every implementation but one).
    AtLeast(f64),
    /// Strictly above (the Stata command `ecomplexity`).
    Above(f64),
}

impl Threshold {
    /// The bound itself.
    #[must_use]
    pub fn bound(self) -> f64 {
        let (Self::AtLeast(bound) | Self::Above(bound)) = self;
        bound
    }

    /// Whether a quotient counts as presence; one that is no number never does.
    #[must_use]
    pub fn is_met(self, quotient: f64) -> bool {
        match self {
            Self::AtLeast(least) => quotient >= least,
            Self::Above(bound) => quotient > bound,
        }
    }
}

/// Regions × activities of yes and no, packed 64 to a word both ways round.
#[derive(Debug, Clone, PartialEq)]
pub struct Presence {
    regions: usize,
    activities: usize,
    /// For each activity, its regions.
    by_activity: Vec<u64>,
    /// For each region, its activities, in order; the places of region r are `starts[r]..starts[r + 1]`.
    lists: Vec<u32>,
    starts: Vec<usize>,
    ubiquity: Vec<u32>,
    at_threshold: usize,
}

impl Presence {
    /// Presence where `holds(region, activity)`.
    #[must_use]
    pub fn from_fn(regions: usize, activities: usize, holds: impl Fn(usize, usize) -> bool) -> Self {
        let mut filling = Filling::new(regions, activities);
        for region in 0..regions {
            for activity in 0..activities {
                if holds(region, activity) {
                    filling.add(region, activity);
                }
            }
            filling.end_region();
        }
        filling.done()
    }

    /// Presence by location quotient. Withheld cells, empty regions and empty activities are absent.
    #[must_use]
    pub fn of_table(table: &Table, threshold: Threshold) -> Self {
        let of_activity = table.activity_shares();
        let mut filling = Filling::new(table.regions(), table.activities());
        for region in 0..table.regions() {
            let total = table.region_totals()[region];
            if total > 0.0 {
                for (activity, (cell, share)) in
                    table.values().row(region).iter().zip(&of_activity).enumerate()
                {
                    let quotient = (cell / total) / share;
                    if *cell > 0.0 && threshold.is_met(quotient) {
                        filling.add(region, activity);
                    }
                    filling.made.at_threshold += usize::from(quotient == threshold.bound());
                }
            }
            filling.end_region();
        }
        filling.done()
    }

    /// Presence where a figure of any matrix meets the threshold: 0/1 tables, quotients made elsewhere.
    #[must_use]
    pub fn of_matrix(matrix: &Matrix, threshold: Threshold) -> Self {
        Self::from_fn(matrix.rows(), matrix.columns(), |row, column| threshold.is_met(matrix.at(row, column)))
    }

    /// Presence by either of two tests, say by quotient or by population.
    ///
    /// # Errors
    /// [`Unfit::Shape`] when the two differ in shape.
    pub fn either(&self, other: &Self) -> Result<Self, Unfit> {
        super::table::same_length(self.regions, other.regions)?;
        super::table::same_length(self.activities, other.activities)?;
        Ok(Self::from_fn(self.regions, self.activities, |region, activity| {
            self.has(region, activity) || other.has(region, activity)
        }))
    }

    /// How many regions.
    #[must_use]
    pub fn regions(&self) -> usize {
        self.regions
    }

    /// How many activities.
    #[must_use]
    pub fn activities(&self) -> usize {
        self.activities
    }

    /// Whether the region has the activity.
    #[must_use]
    pub fn has(&self, region: usize, activity: usize) -> bool {
        self.by_activity[activity * self.words() + region / 64] >> (region % 64) & 1 == 1
    }

    /// The activities of one region, in order.
    #[must_use]
    pub fn of_region(&self, region: usize) -> &[u32] {
        &self.lists[self.starts[region]..self.starts[region + 1]]
    }

    /// How many activities each region has: its diversity (Hidalgo and Hausmann 2009, eq. 3).
    #[must_use]
    pub fn diversity(&self) -> Vec<u32> {
        self.starts.windows(2).map(|ends| (ends[1] - ends[0]) as u32).collect()
    }

    /// How many regions have each activity: its ubiquity (Hidalgo and Hausmann 2009, eq. 4).
    #[must_use]
    pub fn ubiquity(&self) -> &[u32] {
        &self.ubiquity
    }

    /// How many cells are present.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.lists.len()
    }

    /// Regions and activities changed places.
    #[must_use]
    pub fn turned(&self) -> Self {
        let mut filling = Filling::new(self.activities, self.regions);
        for activity in 0..self.activities {
            for region in self.regions_of(activity) {
                filling.add(activity, region);
            }
            filling.end_region();
        }
        filling.done()
    }

    /// How many cells lay exactly at the threshold, where a strict and a lenient one part company; 0 unless made from a table.
    #[must_use]
    pub fn at_threshold(&self) -> usize {
        self.at_threshold
    }

    /// As 0 and 1.
    #[must_use]
    pub fn to_matrix(&self) -> Matrix {
        let mut matrix = Matrix::zeros(self.regions, self.activities);
        for region in 0..self.regions {
            for activity in self.of_region(region) {
                *matrix.at_mut(region, *activity as usize) = 1.0;
            }
        }
        matrix
    }

    /// The regions that have one activity, in order.
    pub fn regions_of(&self, activity: usize) -> impl Iterator<Item = usize> + '_ {
        self.bits(activity).iter().enumerate().flat_map(|(word, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let at = left.trailing_zeros() as usize;
                    left &= left - 1;
                    word * 64 + at
                })
            })
        })
    }

    /// The packed regions of one activity.
    pub(crate) fn bits(&self, activity: usize) -> &[u64] {
        let words = self.words();
        &self.by_activity[activity * words..(activity + 1) * words]
    }

    pub(crate) fn words(&self) -> usize {
        self.regions.div_ceil(64)
    }
}

/// A presence being written, region after region.
struct Filling {
    made: Presence,
    words: usize,
}

impl Filling {
    fn new(regions: usize, activities: usize) -> Self {
        let words = regions.div_ceil(64);
        let made = Presence {
            regions,
            activities,
            by_activity: vec![0; activities * words],
            lists: Vec::new(),
            starts: vec![0],
            ubiquity: vec![0; activities],
            at_threshold: 0,
        };
        Self { made, words }
    }

    fn add(&mut self, region: usize, activity: usize) {
        self.made.by_activity[activity * self.words + region / 64] |= 1 << (region % 64);
        self.made.lists.push(activity as u32);
        self.made.ubiquity[activity] += 1;
    }

    fn end_region(&mut self) {
        self.made.starts.push(self.made.lists.len());
    }

    fn done(self) -> Presence {
        self.made
    }
}

#[cfg(test)]
mod tests {
    use super::{Presence, Threshold};
    use crate::Matrix;
    use crate::region::table::Table;

    #[test]
    fn an_exactly_proportional_table_is_all_or_nothing() {
        let cells =
            (0..70).flat_map(|row| (0..9).map(move |column| f64::from((row + 1) * (column + 1)))).collect();
        let table = Table::new(Matrix::new(70, 9, cells).expect("a matrix")).expect("a table");
        assert_eq!(Presence::of_table(&table, Threshold::AtLeast(1.0)).cells(), 630);
        assert_eq!(Presence::of_table(&table, Threshold::Above(1.0)).cells(), 0);
    }

    #[test]
    fn bits_lists_and_counts_say_the_same() {
        let presence = Presence::from_fn(130, 7, |region, activity| (region * 7 + activity * 3) % 5 < 2);
        let turned = presence.turned();
        for region in 0..130 {
            for activity in 0..7 {
                let listed = presence.of_region(region).contains(&(activity as u32));
                assert_eq!(presence.has(region, activity), listed);
                assert_eq!(turned.has(activity, region), listed);
            }
        }
        assert_eq!(turned.diversity(), presence.ubiquity());
        assert_eq!(turned.turned(), presence);
    }
}
