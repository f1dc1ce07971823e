//! How much of a location quotient is counting noise: seeded intervals.

use serde::Serialize;

use super::table::{Table, same_length};
use crate::{Caution, Seed, Unfit};

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Draws {
    /// The seed; the same seed gives the same intervals.
    pub seed: u64,
    /// How many tables to draw, at least 100.
    pub draws: usize,
    /// Coverage of the interval, 0.5 to 0.999.
    pub level: f64,
    /// How many units of the measure come and go together, above 0: 1 for firms; for jobs the mean size of an establishment, without
    /// which jobs would look like independent events and the intervals much too short.
    pub together: f64,
}

/// A quotient with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interval {
    /// Row of the table.
    pub region: usize,
    /// Column of the table.
    pub activity: usize,
    /// The quotient of the table itself.
    pub quotient: f64,
    /// Lower end, by the percentiles of the draws.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of draws in which the quotient is 1 or more.
    pub specialised: f64,
}

/// Intervals of the location quotients of some regions, all activities, by drawing the whole table anew.
///
/// Each cell is drawn as `together × Poisson(x / together)`, totals are summed from what was drawn, and the interval runs between the
/// percentiles (type 7) of the quotients. A cell of 0 stays 0 in every draw: its interval is [0, 0] and means «none seen», not «none
/// possible». Withheld cells and empty regions or activities have no interval. Draw `d` uses branch `d` of the seed, so the figures do not
/// depend on threads or on which regions are asked for. Sources: Tian 2013, «Measuring agglomeration using the standardized location
/// quotient with a bootstrap method»; Hanley and `MacGibbon` 2006 for the Poisson bootstrap.
///
/// # Errors
/// [`Unfit::OutOfRange`] when a setting or a region lies outside its range; [`Unfit::Shape`] never for a [`Table`] that exists.
pub fn intervals(
    table: &Table,
    regions: &[usize],
    draws: Draws,
) -> Result<(Vec<Interval>, Vec<Caution>), Unfit> {
    check(table, regions, draws)?;
    let (rows, columns) = (table.regions(), table.activities());
    let mut drawn = vec![Vec::with_capacity(draws.draws); regions.len() * columns];
    let mut cells = vec![0.0; rows * columns];
    let seed = Seed::new(draws.seed);
    for draw in 0..draws.draws {
        let mut stream = seed.branch(draw as u64);
        let mut of_activity = vec![0.0; columns];
        let mut of_region = vec![0.0; rows];
        for (at, (cell, mean)) in cells.iter_mut().zip(table.values().cells()).enumerate() {
            *cell =
                if *mean > 0.0 { draws.together * poisson(&mut stream, mean / draws.together) } else { 0.0 };
            of_activity[at % columns] += *cell;
            of_region[at / columns] += *cell;
        }
        let whole: f64 = of_region.iter().sum();
        for (place, region) in regions.iter().enumerate() {
            for activity in 0..columns {
                let cell = cells[region * columns + activity];
                if of_region[*region] > 0.0 && of_activity[activity] > 0.0 {
                    drawn[place * columns + activity]
                        .push((cell / of_region[*region]) / (of_activity[activity] / whole));
                }
            }
        }
    }
    let found = super::quotient::quotients(table, super::quotient::Form::Ratio);
    let tail = (1.0 - draws.level) / 2.0;
    let mut made = Vec::new();
    for (place, region) in regions.iter().enumerate() {
        for activity in 0..columns {
            let values = &mut drawn[place * columns + activity];
            let Some(quotient) = found.at(*region, activity).filter(|_| !values.is_empty()) else { continue };
            values.sort_by(f64::total_cmp);
            let above = values.len() - values.partition_point(|value| *value < 1.0);
            made.push(Interval {
                region: *region,
                activity,
                quotient,
                low: percentile(values, tail),
                high: percentile(values, 1.0 - tail),
                specialised: above as f64 / values.len() as f64,
            });
        }
    }
    Ok((made, table.cautions()))
}

fn check(table: &Table, regions: &[usize], draws: Draws) -> Result<(), Unfit> {
    let last = table.regions() as f64 - 1.0;
    for region in regions {
        within("regions", *region as f64, 0.0, last)?;
    }
    within("draws", draws.draws as f64, 100.0, 1e6)?;
    within("level", draws.level, 0.5, 0.999)?;
    within("together", draws.together, f64::MIN_POSITIVE, f64::MAX)?;
    same_length(table.regions() * table.activities(), table.values().cells().len())
}

pub(crate) fn within(name: &'static str, value: f64, low: f64, high: f64) -> Result<(), Unfit> {
    if value >= low && value <= high { Ok(()) } else { Err(Unfit::OutOfRange { name, value, low, high }) }
}

/// The percentile of sorted values by Hyndman and Fan's type 7.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + part * (sorted[above] - sorted[below])
}

/// A Poisson number: by multiplying chances below a mean of 12 (Knuth 1969, §3.4.1), by transformed rejection from there on
/// (Hörmann 1993, «The transformed rejection method for generating Poisson random variables», algorithm PTRS).
fn poisson(seed: &mut Seed, mean: f64) -> f64 {
    if mean < 12.0 {
        let (least, mut product, mut count) = ((-mean).exp(), 1.0, -1.0);
        while product > least || count < 0.0 {
            product *= 1.0 - seed.unit();
            count += 1.0;
            if product <= least {
                break;
            }
        }
        return count;
    }
    let b = 0.931 + 2.53 * mean.sqrt();
    let a = -0.059 + 0.02483 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let squeeze = 0.9277 - 3.6224 / (b - 2.0);
    loop {
        let (u, v) = (seed.unit() - 0.5, 1.0 - seed.unit());
        let edge = 0.5 - u.abs();
        let count = ((2.0 * a / edge + b) * u + mean + 0.43).floor();
        if edge >= 0.07 && v <= squeeze {
            return count;
        }
        if count < 0.0 || (edge < 0.013 && v > edge) {
            continue;
        }
        let accepted = v.ln() + inverse_alpha.ln() - (a / (edge * edge) + b).ln();
        if accepted <= count * mean.ln() - mean - ln_factorial(count) {
            return count;
        }
    }
}

/// ln k! by Stirling's series from 10 on, by adding up below.
fn ln_factorial(count: f64) -> f64 {
    if count < 10.0 {
        return (2..=count as u32).map(|factor| f64::from(factor).ln()).sum();
    }
    let x = count + 1.0;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1_260.0 * x * x)) / (x * x)) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series
}

#[cfg(test)]
mod tests {
    use super::{Draws, intervals, ln_factorial, poisson};
    use crate::region::table::Table;
    use crate::{Matrix, Seed};

    #[test]
    fn poisson_draws_have_the_mean_and_the_spread_they_should() {
        for mean in [0.3, 4.0, 11.9, 12.1, 80.0, 5_000.0] {
            let mut seed = Seed::new(11);
            let draws: Vec<f64> = (0..40_000).map(|_| poisson(&mut seed, mean)).collect();
            let n = draws.len() as f64;
            let found = draws.iter().sum::<f64>() / n;
            let variance = draws.iter().map(|draw| (draw - found).powi(2)).sum::<f64>() / n;
            assert!((found - mean).abs() < 4.0 * (mean / n).sqrt(), "{mean}: mean {found}");
            assert!((variance / mean - 1.0).abs() < 0.05, "{mean}: variance {variance}");
        }
        assert!((ln_factorial(12.0) - 479_001_600_f64.ln()).abs() < 1e-10);
    }

    #[test]
    fn jobs_that_come_together_make_wider_intervals_and_a_seed_repeats_them() {
        let table = Table::new(Matrix::new(2, 2, vec![40.0, 60.0, 400.0, 900.0]).expect("a matrix"))
            .expect("a table");
        let draws = Draws { seed: 5, draws: 2_000, level: 0.9, together: 1.0 };
        let (alone, _) = intervals(&table, &[0], draws).expect("drawn");
        let (together, _) = intervals(&table, &[0], Draws { together: 10.0, ..draws }).expect("drawn");
        assert_eq!(alone, intervals(&table, &[0], draws).expect("drawn").0);
        assert_eq!(alone[0], intervals(&table, &[1, 0], draws).expect("drawn").0[2]);
        assert!(alone[0].low < alone[0].quotient && alone[0].quotient < alone[0].high);
        assert!(together[0].high - together[0].low > 2.0 * (alone[0].high - alone[0].low));
        assert!(intervals(&table, &[2], draws).is_err());
    }
}
