//! What everything here starts from: regions × activities of one measure, with what was withheld kept apart from zero.

use crate::{Caution, Matrix, Unfit};

/// Employment, firms, exports or patents of each region (rows) in each activity (columns), none of them negative.
///
/// A *withheld* cell (suppressed for confidentiality, or simply missing) counts as nothing in the sums unless the published totals are
/// given with [`Table::with_totals`], and never becomes a quotient of its own: every measure of a single cell is `None` there.
#[derive(Debug, Clone)]
pub struct Table {
    values: Matrix,
    withheld: Vec<bool>,
    region_totals: Vec<f64>,
    activity_totals: Vec<f64>,
    total: f64,
}

impl Table {
    /// A table without withheld cells.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] without a region or an activity, [`Unfit::OutOfRange`] at the first negative cell.
    pub fn new(values: Matrix) -> Result<Self, Unfit> {
        if values.rows() == 0 || values.columns() == 0 {
            return Err(Unfit::TooFew { needed: 1, found: 0 });
        }
        non_negative("values", values.cells())?;
        let (mut region_totals, mut activity_totals) =
            (Vec::with_capacity(values.rows()), vec![0.0; values.columns()]);
        for row in 0..values.rows() {
            let cells = values.row(row);
            region_totals.push(cells.iter().sum());
            for (sum, cell) in activity_totals.iter_mut().zip(cells) {
                *sum += cell;
            }
        }
        let total = region_totals.iter().sum();
        Ok(Self { values, withheld: Vec::new(), region_totals, activity_totals, total })
    }

    /// A table some of whose cells are withheld (`None`); cells row after row.
    ///
    /// # Errors
    /// As [`Table::new`], and [`Unfit::Shape`] or [`Unfit::NotFinite`] as [`Matrix::new`].
    pub fn with_gaps(regions: usize, activities: usize, cells: &[Option<f64>]) -> Result<Self, Unfit> {
        let known = cells.iter().map(|cell| cell.unwrap_or(0.0)).collect();
        let mut table = Self::new(Matrix::new(regions, activities, known)?)?;
        if cells.iter().any(Option::is_none) {
            table.withheld = cells.iter().map(Option::is_none).collect();
        }
        Ok(table)
    }

    /// The same table with totals as published, which hold what the withheld cells hide.
    ///
    /// # Errors
    /// [`Unfit::Shape`] when there is not one total for each region and each activity, [`Unfit::OutOfRange`] at a total below the sum
    /// of its known cells (by more than one part in 10⁹, which rounding explains) or at a `total` below a region's.
    pub fn with_totals(mut self, regions: Vec<f64>, activities: Vec<f64>, total: f64) -> Result<Self, Unfit> {
        for (given, summed) in [(&regions, &self.region_totals), (&activities, &self.activity_totals)] {
            if given.len() != summed.len() {
                return Err(Unfit::Shape { expected: summed.len(), found: given.len() });
            }
            for (value, least) in given.iter().zip(summed.iter()) {
                at_least("totals", *value, *least)?;
            }
        }
        at_least("total", total, regions.iter().copied().fold(self.total, f64::max))?;
        (self.region_totals, self.activity_totals, self.total) = (regions, activities, total);
        Ok(self)
    }

    /// How many regions (rows).
    #[must_use]
    pub fn regions(&self) -> usize {
        self.values.rows()
    }

    /// How many activities (columns).
    #[must_use]
    pub fn activities(&self) -> usize {
        self.values.columns()
    }

    /// The cells, 0 where withheld.
    #[must_use]
    pub fn values(&self) -> &Matrix {
        &self.values
    }

    /// Whether a cell is withheld rather than zero.
    #[must_use]
    pub fn is_withheld(&self, region: usize, activity: usize) -> bool {
        self.withheld.get(region * self.activities() + activity).copied().unwrap_or(false)
    }

    /// What each region has in all.
    #[must_use]
    pub fn region_totals(&self) -> &[f64] {
        &self.region_totals
    }

    /// What there is of each activity in all regions.
    #[must_use]
    pub fn activity_totals(&self) -> &[f64] {
        &self.activity_totals
    }

    /// All there is.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total
    }

    /// The share of each activity in the whole (`s_i`), 0 for an empty table.
    #[must_use]
    pub fn activity_shares(&self) -> Vec<f64> {
        shares(&self.activity_totals, self.total)
    }

    /// The shares of one region's activities (`s_ri`), 0 for an empty region.
    #[must_use]
    pub fn region_shares(&self, region: usize) -> Vec<f64> {
        shares(self.values.row(region), self.region_totals[region])
    }

    /// What a reader must know about the table itself: withheld cells, empty regions, empty activities, a single region.
    #[must_use]
    pub fn cautions(&self) -> Vec<Caution> {
        let empty = |totals: &[f64]| totals.iter().filter(|total| **total == 0.0).count();
        let withheld = self.withheld.iter().filter(|cell| **cell).count();
        let (regions, activities) = (empty(&self.region_totals), empty(&self.activity_totals));
        let mut found = Vec::new();
        if withheld > 0 {
            found.push(Caution::Withheld { cells: withheld });
        }
        if regions > 0 {
            found.push(Caution::EmptyRegions { regions });
        }
        if activities > 0 {
            found.push(Caution::EmptyActivities { activities });
        }
        if self.regions() == 1 {
            found.push(Caution::SingleRegion);
        }
        found
    }

    /// Leaves out what is too small to say anything about: regions with less than `least_region` in all, then activities with less
    /// than `least_activity` in the regions that stay. The measure of Wallis & Futuna should not stand beside that of France.
    ///
    /// Totals are summed anew from what stays. Returns the smaller table with the places its rows and columns came from.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] when nothing stays.
    pub fn of_size(&self, least_region: f64, least_activity: f64) -> Result<Trimmed, Unfit> {
        let regions: Vec<usize> =
            (0..self.regions()).filter(|region| self.region_totals[*region] >= least_region).collect();
        let of =
            |activity: usize| regions.iter().map(|region| self.values.at(*region, activity)).sum::<f64>();
        let activities: Vec<usize> =
            (0..self.activities()).filter(|activity| of(*activity) >= least_activity).collect();
        let table = self.part(&regions, &activities)?;
        let caution = Caution::BelowSize {
            regions: self.regions() - regions.len(),
            activities: self.activities() - activities.len(),
        };
        Ok(Trimmed { table, regions, activities, caution })
    }

    /// The table of some regions and activities, totals summed anew.
    ///
    /// # Errors
    /// [`Unfit::TooFew`] when either list is empty.
    pub fn part(&self, regions: &[usize], activities: &[usize]) -> Result<Self, Unfit> {
        let pick = |region: usize| activities.iter().map(move |activity| (region, *activity));
        let cells: Vec<Option<f64>> = regions
            .iter()
            .flat_map(|region| pick(*region))
            .map(|(region, activity)| {
                (!self.is_withheld(region, activity)).then(|| self.values.at(region, activity))
            })
            .collect();
        Self::with_gaps(regions.len(), activities.len(), &cells)
    }
}

/// A table without what was too small.
#[derive(Debug, Clone)]
pub struct Trimmed {
    /// What stayed.
    pub table: Table,
    /// The rows of the whole table that stayed, in order.
    pub regions: Vec<usize>,
    /// The columns of the whole table that stayed, in order.
    pub activities: Vec<usize>,
    /// How much was left out.
    pub caution: Caution,
}

/// Parts of a whole; all 0 when the whole is 0, which no measure here takes for a finding.
#[must_use]
pub(crate) fn shares(parts: &[f64], whole: f64) -> Vec<f64> {
    parts.iter().map(|part| if whole > 0.0 { part / whole } else { 0.0 }).collect()
}

/// # Errors
/// [`Unfit::OutOfRange`] at the first negative number, [`Unfit::NotFinite`] at the first that is no finite number.
pub(crate) fn non_negative(name: &'static str, values: &[f64]) -> Result<(), Unfit> {
    for (row, value) in values.iter().enumerate() {
        if !value.is_finite() {
            return Err(Unfit::NotFinite { row, column: 0 });
        }
        if *value < 0.0 {
            return Err(Unfit::OutOfRange { name, value: *value, low: 0.0, high: f64::INFINITY });
        }
    }
    Ok(())
}

/// # Errors
/// [`Unfit::Shape`] unless both are equal.
pub(crate) fn same_length(expected: usize, found: usize) -> Result<(), Unfit> {
    if expected == found { Ok(()) } else { Err(Unfit::Shape { expected, found }) }
}

fn at_least(name: &'static str, value: f64, least: f64) -> Result<(), Unfit> {
    let low = least * (1.0 - 1e-9);
    if value.is_finite() && value >= low {
        return Ok(());
    }
    Err(Unfit::OutOfRange { name, value, low: least, high: f64::INFINITY })
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::{Caution, Matrix, Unfit};

    #[test]
    fn a_withheld_cell_is_not_a_zero_and_published_totals_hold_it() {
        let table = Table::with_gaps(2, 2, &[Some(5.0), None, Some(3.0), Some(2.0)]).expect("a table");
        assert_eq!(table.region_totals(), [5.0, 5.0]);
        assert!(table.is_withheld(0, 1) && !table.is_withheld(1, 1));
        assert_eq!(table.cautions(), [Caution::Withheld { cells: 1 }]);
        let whole = table.clone().with_totals(vec![9.0, 5.0], vec![8.0, 6.0], 14.0).expect("totals fit");
        assert_eq!(whole.region_shares(0), [5.0 / 9.0, 0.0]);
        let low = table.with_totals(vec![4.0, 5.0], vec![8.0, 6.0], 14.0);
        assert!(matches!(low, Err(Unfit::OutOfRange { name: "totals", .. })), "{low:?}");
    }

    #[test]
    fn what_is_too_small_is_left_out_and_said() {
        let cells = vec![100.0, 50.0, 0.0, 1.0, 0.0, 0.0, 80.0, 60.0, 1.0];
        let table = Table::new(Matrix::new(3, 3, cells).expect("a matrix")).expect("a table");
        let sized = table.of_size(10.0, 5.0).expect("something stays");
        assert_eq!((sized.regions, sized.activities), (vec![0, 2], vec![0, 1]));
        assert_eq!(sized.caution, Caution::BelowSize { regions: 1, activities: 1 });
        assert!(matches!(table.of_size(1e9, 0.0), Err(Unfit::TooFew { .. })));
        let negative = Table::new(Matrix::new(1, 1, vec![-1.0]).expect("a matrix"));
        assert!(matches!(negative, Err(Unfit::OutOfRange { .. })));
    }
}
