//! Groups described by n, mean and standard deviation: what they imply about the whole and about the tests between them.

use super::range::Range;

/// Groups as printed: exact sizes, rounded means and standard deviations.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) sizes: Vec<f64>,
    pub(super) means: Vec<Range>,
    pub(super) spreads: Vec<Range>,
}

impl Groups {
    pub(super) fn count(&self) -> f64 {
        self.sizes.len() as f64
    }

    pub(super) fn cases(&self) -> f64 {
        self.sizes.iter().sum()
    }

    /// The mean of all cases: Σ nᵢ mᵢ / Σ nᵢ.
    pub(super) fn mean(&self) -> Range {
        let weighted = self.sizes.iter().zip(&self.means).map(|(size, mean)| mean.scaled(*size));
        weighted.fold(Range::exactly(0.0), Range::plus).scaled(1.0 / self.cases())
    }

    /// Sum of squares within groups: Σ (nᵢ − 1) sᵢ².
    pub(super) fn within(&self) -> Range {
        let parts = self.sizes.iter().zip(&self.spreads);
        let parts = parts.map(|(size, spread)| spread.at_least(0.0).squared().scaled((size - 1.0).max(0.0)));
        parts.fold(Range::exactly(0.0), Range::plus)
    }

    /// Sum of squares between groups: Σ nᵢ (mᵢ − m)², its least and its most while every mean keeps to its rounding interval.
    pub(super) fn between(&self) -> Range {
        Range::new(self.least_between(), self.most_between())
    }

    /// The least: each mean as near as it may come to one centre; the centre that is their mean is found by halving.
    fn least_between(&self) -> f64 {
        let mut low = self.means.iter().fold(f64::INFINITY, |least, mean| least.min(mean.low));
        let mut high = self.means.iter().fold(f64::NEG_INFINITY, |most, mean| most.max(mean.high));
        let pull = |centre: f64| -> f64 {
            let pulls = self.sizes.iter().zip(&self.means);
            pulls.map(|(size, mean)| size * (centre.max(mean.low).min(mean.high) - centre)).sum()
        };
        for _ in 0..200 {
            let middle = low + (high - low) / 2.0;
            if pull(middle) > 0.0 { low = middle } else { high = middle }
        }
        let centre = low + (high - low) / 2.0;
        self.spread_about(centre, |mean| centre.max(mean.low).min(mean.high))
    }

    /// The most: a convex function is greatest at a corner. With many groups, a bound that no corner passes.
    fn most_between(&self) -> f64 {
        const FEW: usize = 10;
        let groups = self.sizes.len();
        let spread = |high: &dyn Fn(usize) -> bool| -> f64 {
            let ends = |at: usize| if high(at) { self.means[at].high } else { self.means[at].low };
            let centre = (0..groups).map(|at| self.sizes[at] * ends(at)).sum::<f64>() / self.cases();
            (0..groups).map(|at| self.sizes[at] * (ends(at) - centre).powi(2)).sum()
        };
        if groups <= FEW {
            return (0..1_u32 << groups)
                .map(|corner| spread(&|at| corner >> at & 1 == 1))
                .fold(0.0, f64::max);
        }
        let centre = self.mean().low / 2.0 + self.mean().high / 2.0;
        self.spread_about(
            centre,
            |mean| if mean.high - centre > centre - mean.low { mean.high } else { mean.low },
        )
    }

    fn spread_about(&self, centre: f64, of: impl Fn(&Range) -> f64) -> f64 {
        self.sizes.iter().zip(&self.means).map(|(size, mean)| size * (of(mean) - centre).powi(2)).sum()
    }

    /// The standard deviation of all cases: both sums of squares over Σ nᵢ − 1.
    pub(super) fn spread(&self) -> Range {
        self.between().plus(self.within()).scaled(1.0 / (self.cases() - 1.0)).root()
    }

    /// Degrees of freedom between and within.
    pub(super) fn degrees(&self) -> (f64, f64) {
        (self.count() - 1.0, self.cases() - self.count())
    }

    /// Mean square within groups.
    pub(super) fn error(&self) -> Range {
        self.within().scaled(1.0 / self.degrees().1)
    }

    /// F of the one-way analysis of variance (Fisher 1925, §41).
    pub(super) fn f(&self) -> Range {
        self.between().scaled(1.0 / self.degrees().0).at_least(0.0).over(self.error())
    }

    /// |t| of two groups with unequal variances and its degrees of freedom (Welch 1947; Satterthwaite 1946, eq. 17).
    pub(super) fn welch(&self) -> (Range, Range) {
        let apart = self.means[0].minus(self.means[1]).magnitude();
        let part = |at: usize| self.spreads[at].at_least(0.0).squared().scaled(1.0 / self.sizes[at]);
        let (a, b) = (part(0), part(1));
        let t = apart.over(a.plus(b).root());
        // (a + b)² / (a²/(n−1) + b²/(m−1)) depends on the share a/(a+b) alone; as a function of it, 1/df is a parabola open upwards.
        let share = |a: f64, b: f64| if a + b > 0.0 { a / (a + b) } else { 0.5 };
        let (least, most) = (share(a.low, b.high), share(a.high, b.low));
        let (n, m) = (self.sizes[0] - 1.0, self.sizes[1] - 1.0);
        let inverse = |share: f64| share * share / n + (1.0 - share).powi(2) / m;
        let turn = (n / (n + m)).max(least).min(most);
        (t, Range::new(1.0 / inverse(least).max(inverse(most)), 1.0 / inverse(turn)))
    }

    /// |t| of a comparison of two of the groups with the pooled error of all.
    pub(super) fn contrast(&self, first: usize, second: usize) -> Range {
        let apart = self.means[first].minus(self.means[second]).magnitude();
        apart.over(self.error().scaled(1.0 / self.sizes[first] + 1.0 / self.sizes[second]).root())
    }
}

#[cfg(test)]
mod tests {
    use super::{Groups, Range};

    fn groups(rounded: f64, rows: &[(f64, f64, f64)]) -> Groups {
        let about = |value: f64| Range::new(value - rounded, value + rounded);
        Groups {
            sizes: rows.iter().map(|row| row.0).collect(),
            means: rows.iter().map(|row| about(row.1)).collect(),
            spreads: rows.iter().map(|row| about(row.2)).collect(),
        }
    }

    #[test]
    fn the_box_of_f_is_the_one_found_by_trying_all_corners() {
        // The deck's TRL gain by kind of support: F(1, 414) between 12.917 and 13.856.
        let support = groups(0.005, &[(350.0, 1.34, 1.44), (66.0, 2.05, 1.48)]);
        let f = support.f();
        assert!((f.low - 12.917).abs() < 5e-4 && (f.high - 13.856).abs() < 5e-4, "{f:?}");
    }

    #[test]
    fn equal_means_leave_room_for_no_difference() {
        let same = groups(0.005, &[(10.0, 1.0, 1.0), (20.0, 1.0, 1.0), (5.0, 1.01, 1.0)]);
        assert!(same.between().low < 1e-12 && same.between().high > 0.0);
    }

    #[test]
    fn welch_agrees_with_its_textbook_form() {
        let (t, df) =
            groups(0.0, &[(350.0, 42_664_119.57, 155_550_128.3), (66.0, 107_845_608.65, 213_039_088.5)])
                .welch();
        assert!((t.low - 2.369).abs() < 1e-3 && (df.low - 78.6).abs() < 0.1, "{t:?} {df:?}");
    }
}
