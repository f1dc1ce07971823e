//! Location quotients: how much more of an activity a region has than its size would make one expect.

use serde::Serialize;

use super::table::{Table, non_negative, same_length, shares};
use crate::{Caution, Matrix, Unfit};

/// Which form of the quotient; conclusions differ by form, so the form is part of every result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `(x_ri / x_r) / (x_i / x)`, 0 to ∞, 1 = as everywhere (Balassa 1965, eq. 1; Florence 1939).
    Ratio,
    /// `x_ri / x_r − x_i / x`, −1 to 1, 0 = as everywhere (Hoen and Oosterhaven 2006, eq. 2).
    Difference,
    /// `(LQ − 1) / (LQ + 1)`, −1 to 1 (Laursen 1998).
    Symmetric,
    /// `ln LQ`, undefined where the region has none of the activity.
    Logarithm,
    /// The ratio as a z value among the regions of the same activity, n − 1 (`O'Donoghue` and Gleave 2004).
    Standardised,
    /// `ln LQ` as a z value among the regions of the same activity that have any, n − 1 (`O'Donoghue` and Gleave 2004, p. 424).
    StandardisedLogarithm,
}

/// Location quotients of every region and activity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quotients {
    /// The form asked for.
    pub form: Form,
    /// How many regions.
    pub regions: usize,
    /// How many activities.
    pub activities: usize,
    /// Region after region; `None` where the figure does not exist: a withheld cell, an empty region or activity, the logarithm of
    /// nothing, a z value where nothing varies.
    pub values: Vec<Option<f64>>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

impl Quotients {
    /// One quotient.
    #[must_use]
    pub fn at(&self, region: usize, activity: usize) -> Option<f64> {
        self.values[region * self.activities + activity]
    }
}

/// One quotient from its four totals: the region's activity, the region, the activity everywhere, everything.
///
/// The order of division keeps an exactly proportional cell at exactly 1. Source: Balassa 1965, eq. 1.
///
/// # Errors
/// [`Unfit::OutOfRange`] when a total is not positive or the part is negative.
pub fn quotient(part: f64, region: f64, activity: f64, whole: f64) -> Result<f64, Unfit> {
    for (name, value, low) in [
        ("part", part, 0.0),
        ("region", region, f64::MIN_POSITIVE),
        ("activity", activity, f64::MIN_POSITIVE),
    ] {
        if !(value >= low && value.is_finite()) {
            return Err(Unfit::OutOfRange { name, value, low, high: f64::INFINITY });
        }
    }
    if !(whole >= activity && whole.is_finite()) {
        return Err(Unfit::OutOfRange { name: "whole", value: whole, low: activity, high: f64::INFINITY });
    }
    Ok((part / region) / (activity / whole))
}

/// Location quotients of a whole table in the form asked for.
///
/// Missing-value rule: see [`Quotients::values`]. Time: one pass, two for the standardised forms.
#[must_use]
pub fn quotients(table: &Table, form: Form) -> Quotients {
    let (regions, activities) = (table.regions(), table.activities());
    let of_activity = table.activity_shares();
    let mut values = Vec::with_capacity(regions * activities);
    for region in 0..regions {
        let total = table.region_totals()[region];
        for (activity, (cell, share)) in table.values().row(region).iter().zip(&of_activity).enumerate() {
            let known = total > 0.0 && *share > 0.0 && !table.is_withheld(region, activity);
            values.push(known.then(|| in_form(cell / total, *share, form)).flatten());
        }
    }
    if matches!(form, Form::Standardised | Form::StandardisedLogarithm) {
        for activity in 0..activities {
            standardise(&mut values, activity, activities);
        }
    }
    let mut cautions = table.cautions();
    let ones = (0..regions).map(|region| at_one(table, &of_activity, region)).sum::<usize>();
    if ones > 0 && form == Form::Ratio {
        cautions.push(Caution::AtThreshold { cells: ones });
    }
    Quotients { form, regions, activities, values, cautions }
}

/// Quotients against population instead of the region's own total (`RPOP`): `(x_ri / p_r) / (x_i / p)`.
///
/// `population` has one positive entry a region. Source: Hausmann et al. 2013, «The Atlas of Economic Complexity», technical box 2.1,
/// with population in place of total exports.
///
/// # Errors
/// [`Unfit::Shape`] and [`Unfit::OutOfRange`] when the population does not fit.
pub fn population_quotients(table: &Table, population: &[f64]) -> Result<Quotients, Unfit> {
    same_length(table.regions(), population.len())?;
    non_negative("population", population)?;
    if let Some(at) = population.iter().position(|people| *people == 0.0) {
        return Err(Unfit::Empty { name: "population", at });
    }
    let everyone: f64 = population.iter().sum();
    let each = shares(table.activity_totals(), everyone);
    let mut values = Vec::with_capacity(table.regions() * table.activities());
    for (region, people) in population.iter().enumerate() {
        for (activity, (cell, share)) in table.values().row(region).iter().zip(&each).enumerate() {
            let known = *share > 0.0 && !table.is_withheld(region, activity);
            values.push(known.then(|| (cell / people) / share));
        }
    }
    Ok(Quotients {
        form: Form::Ratio,
        regions: table.regions(),
        activities: table.activities(),
        values,
        cautions: table.cautions(),
    })
}

/// The ratios as plain numbers, 0 where undefined; for measures that go on reckoning with them.
#[must_use]
pub(crate) fn ratios(table: &Table) -> Matrix {
    let of_activity = table.activity_shares();
    let mut matrix = Matrix::zeros(table.regions(), table.activities());
    for region in 0..table.regions() {
        let total = table.region_totals()[region];
        if total > 0.0 {
            let cells = table.values().row(region);
            for ((quotient, cell), share) in matrix.row_mut(region).iter_mut().zip(cells).zip(&of_activity) {
                *quotient = if *share > 0.0 { (cell / total) / share } else { 0.0 };
            }
        }
    }
    matrix
}

/// How a specialisation has moved between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Specialised and more so than before: a star.
    StrongRising,
    /// Specialised but less than before: mature.
    StrongFalling,
    /// Not specialised but more than before: emerging.
    WeakRising,
    /// Not specialised and less than before: in decline.
    WeakFalling,
}

/// One cell of the portfolio.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Holding {
    /// Row of the table.
    pub region: usize,
    /// Column of the table.
    pub activity: usize,
    /// The quotient at the end.
    pub quotient: f64,
    /// `LQ_end / LQ_start − 1`; `None` when there was nothing at the start.
    pub growth: Option<f64>,
    /// The activity's own growth in the region less its growth everywhere; `None` when there was nothing at the start.
    pub growth_ahead: Option<f64>,
    /// Size at the end.
    pub size: f64,
    /// The quadrant; `None` without growth. A quotient of exactly 1 counts as strong, a growth of exactly 0 as falling.
    pub standing: Option<Standing>,
}

/// The portfolio of quotient × growth, region after region, without withheld or empty cells.
///
/// Source: the growth–share quadrants of Boston Consulting Group as applied to location quotients (Porter 2003; Baker et al. 2014).
///
/// # Errors
/// [`Unfit::Shape`] when the two tables differ in shape.
pub fn portfolio(start: &Table, end: &Table) -> Result<Vec<Holding>, Unfit> {
    same_length(start.regions(), end.regions())?;
    same_length(start.activities(), end.activities())?;
    let (before, after) = (quotients(start, Form::Ratio), quotients(end, Form::Ratio));
    let everywhere: Vec<Option<f64>> =
        start.activity_totals().iter().zip(end.activity_totals()).map(|(a, b)| growth(*a, *b)).collect();
    let mut holdings = Vec::new();
    for region in 0..end.regions() {
        for (activity, everywhere) in everywhere.iter().enumerate() {
            let Some(quotient) = after.at(region, activity) else { continue };
            let own = growth(start.values().at(region, activity), end.values().at(region, activity));
            let moved = before.at(region, activity).and_then(|before| growth(before, quotient));
            let standing = moved.map(|moved| match (quotient >= 1.0, moved > 0.0) {
                (true, true) => Standing::StrongRising,
                (true, false) => Standing::StrongFalling,
                (false, true) => Standing::WeakRising,
                (false, false) => Standing::WeakFalling,
            });
            holdings.push(Holding {
                region,
                activity,
                quotient,
                growth: moved,
                growth_ahead: own.zip(*everywhere).map(|(own, all)| own - all),
                size: end.values().at(region, activity),
                standing,
            });
        }
    }
    Ok(holdings)
}

pub(crate) fn growth(before: f64, after: f64) -> Option<f64> {
    (before > 0.0).then(|| (after - before) / before)
}

fn in_form(region_share: f64, share: f64, form: Form) -> Option<f64> {
    let ratio = region_share / share;
    match form {
        Form::Ratio | Form::Standardised => Some(ratio),
        Form::Difference => Some(region_share - share),
        Form::Symmetric => Some((ratio - 1.0) / (ratio + 1.0)),
        Form::Logarithm | Form::StandardisedLogarithm => (ratio > 0.0).then(|| ratio.ln()),
    }
}

fn standardise(values: &mut [Option<f64>], activity: usize, activities: usize) {
    let known: Vec<f64> =
        values.iter().skip(activity).step_by(activities).filter_map(|value| *value).collect();
    let n = known.len() as f64;
    let mean = known.iter().sum::<f64>() / n;
    let spread = (known.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let varies = known.len() > 1 && spread > 1e-14 * mean.abs().max(1.0);
    for value in values.iter_mut().skip(activity).step_by(activities) {
        *value = value.filter(|_| varies).map(|value| (value - mean) / spread);
    }
}

/// Cells whose quotient is exactly 1: a strict and a lenient threshold part company there.
fn at_one(table: &Table, of_activity: &[f64], region: usize) -> usize {
    let total = table.region_totals()[region];
    let cells = table.values().row(region).iter().zip(of_activity);
    cells.filter(|(cell, share)| total > 0.0 && **share > 0.0 && (**cell / total) / **share == 1.0).count()
}
