//! Tests from summary statistics alone.
//!
//! What a published table prints — n, means, standard deviations, correlations, R² — is often all a test needs. These functions take the
//! printed figures as decimals and go the same way as the functions that take the data, so that both give the same digits. How far the
//! rounding of printed figures carries is the business of the [`audit`](crate::audit).

mod regression;

use crate::Unfit;
use crate::compare::{Anova, AnovaOptions, Kind, TOptions, TTest, one_sample_of, one_way_of, two_samples_of};
use crate::dd::Dd;
use crate::describe::Moments;

pub use crate::correlate::pearson_of as correlation;
pub use regression::{
    FromCorrelations, Overall, Slope, beta, from_correlations, overall, r_squared_from_f, slope,
};

/// A group as a table prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The group's name.
    pub name: String,
    /// Cases.
    pub n: usize,
    /// Arithmetic.
    pub mean: Dd,
    /// With n − 1 below.
    pub sd: Dd,
}

impl Printed {
    fn moments(&self) -> Result<Moments, Unfit> {
        Moments::printed(self.n, self.mean, self.sd)
    }
}

/// A t test of one printed group against a value.
///
/// # Errors
/// As [`one_sample`](crate::compare::one_sample), and [`Unfit::OutOfRange`] for a standard deviation below 0.
pub fn one_sample(group: &Printed, against: Dd, options: TOptions) -> Result<TTest, Unfit> {
    let mut test = one_sample_of(&group.moments()?, against, options)?;
    test.groups[0].name.clone_from(&group.name);
    Ok(test)
}

/// A t test of two measurements of the same cases, from both and their correlation: the differences have the variance
/// s₁² + s₂² − 2 r s₁ s₂.
///
/// # Errors
/// As [`one_sample`]; [`Unfit::Shape`] where the groups differ in size; [`Unfit::OutOfRange`] for `r`.
pub fn paired(first: &Printed, second: &Printed, r: Dd, options: TOptions) -> Result<TTest, Unfit> {
    if first.n != second.n {
        return Err(Unfit::Shape { expected: first.n, found: second.n });
    }
    if !(-1.0..=1.0).contains(&r.hi()) {
        return Err(Unfit::OutOfRange { name: "r", value: r.to_f64(), low: -1.0, high: 1.0 });
    }
    let (a, b) = (first.sd, second.sd);
    let variance = (a - b).square() + (Dd::ONE - r) * a * b * 2.0;
    let differences = Printed {
        name: format!("{} − {}", first.name, second.name),
        n: first.n,
        mean: first.mean - second.mean,
        sd: variance.sqrt(),
    };
    let mut test = one_sample(&differences, Dd::ZERO, options)?;
    test.kind = Kind::Paired;
    test.effects.iter_mut().filter(|effect| effect.name == "cohen_d").for_each(|d| d.name = "cohen_dz");
    Ok(test)
}

/// A t test of two printed groups, pooled or Welch's.
///
/// # Errors
/// As [`two_samples`](crate::compare::two_samples), and [`Unfit::OutOfRange`] for a standard deviation below 0.
pub fn two_samples(first: &Printed, second: &Printed, kind: Kind, options: TOptions) -> Result<TTest, Unfit> {
    let mut test = two_samples_of(&first.moments()?, &second.moments()?, kind, options)?;
    for (group, printed) in test.groups.iter_mut().zip([first, second]) {
        group.name.clone_from(&printed.name);
    }
    Ok(test)
}

/// A one-way analysis of variance of printed groups, with every comparison of pairs.
///
/// # Errors
/// As [`one_way`](crate::compare::one_way), and [`Unfit::OutOfRange`] for a standard deviation below 0.
pub fn one_way(groups: &[Printed], options: &AnovaOptions) -> Result<Anova, Unfit> {
    let moments = |(at, group): (usize, &Printed)| match group.moments() {
        Err(Unfit::TooFew { .. }) => Err(Unfit::Empty { name: "group", at }),
        other => other,
    };
    let moments: Vec<Moments> = groups.iter().enumerate().map(moments).collect::<Result<_, _>>()?;
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    one_way_of(&moments, &names, options)
}

#[cfg(test)]
mod tests;
