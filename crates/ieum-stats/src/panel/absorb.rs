//! Taking the effects of one or two groupings out of columns of numbers, exactly, for unbalanced panels too.

use crate::Unfit;
use crate::glm::solve::dot;

/// One or two groupings of the same cases, each numbered from 0.
#[derive(Debug, Clone)]
pub(crate) struct Groupings {
    of: Vec<Vec<usize>>,
    sizes: Vec<Vec<f64>>,
    /// How many effects the groupings have together, linearly independent ones.
    pub(crate) rank: usize,
}

impl Groupings {
    /// Groupings of `n` cases by their labels.
    pub(crate) fn new(n: usize, labels: &[&[usize]]) -> Result<Self, Unfit> {
        if labels.is_empty() || labels.len() > 2 {
            return Err(Unfit::OutOfRange {
                name: "effects",
                value: labels.len() as f64,
                low: 1.0,
                high: 2.0,
            });
        }
        let (mut of, mut sizes) = (Vec::new(), Vec::new());
        for labels in labels {
            if labels.len() != n {
                return Err(Unfit::Shape { expected: n, found: labels.len() });
            }
            let (numbers, count) = crate::glm::solve::numbered(labels);
            let mut size = vec![0.0; count];
            numbers.iter().for_each(|group| size[*group] += 1.0);
            of.push(numbers);
            sizes.push(size);
        }
        let rank = match &of[..] {
            [first, second] => {
                sizes[0].len() + sizes[1].len() - components(first, second, sizes[0].len(), sizes[1].len())
            }
            _ => sizes[0].len(),
        };
        // The grouping with fewer groups is solved for; the other is averaged out.
        if sizes.len() == 2 && sizes[0].len() < sizes[1].len() {
            of.swap(0, 1);
            sizes.swap(0, 1);
        }
        Ok(Self { of, sizes, rank })
    }

    /// Groups of one case.
    pub(crate) fn singletons(&self) -> usize {
        self.sizes.iter().map(|sizes| sizes.iter().filter(|size| **size == 1.0).count()).max().unwrap_or(0)
    }

    /// Takes the group effects out of a column.
    pub(crate) fn absorb(&self, column: &mut [f64]) {
        let size = dot(column, column);
        self.centre(column);
        if self.of.len() == 2 {
            self.solve_second(column, size);
            // Once more on what is left, so that rounding of the first pass goes too.
            self.solve_second(column, size);
        }
    }

    /// Takes out the means of the first grouping.
    fn centre(&self, column: &mut [f64]) {
        let mut means = vec![0.0; self.sizes[0].len()];
        for (group, cell) in self.of[0].iter().zip(&*column) {
            means[*group] += cell;
        }
        means.iter_mut().zip(&self.sizes[0]).for_each(|(mean, size)| *mean /= size);
        for (group, cell) in self.of[0].iter().zip(column) {
            *cell -= means[*group];
        }
    }

    fn sums_of_second(&self, column: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.sizes[1].len()];
        for (group, cell) in self.of[1].iter().zip(column) {
            sums[*group] += cell;
        }
        sums
    }

    /// Solves for the effects of the second grouping beside the first by conjugate gradients, and takes them out.
    ///
    /// The system D₂ᵀM₁D₂ b = D₂ᵀM₁ v is singular but consistent, which the method does not mind: it stays where it started in the
    /// directions that change nothing. Source: Golub and Van Loan 2013, algorithm 11.3.3, with the diagonal as preconditioner.
    fn solve_second(&self, column: &mut [f64], size: f64) {
        let sizes = &self.sizes[1];
        let mut rest = self.sums_of_second(column);
        let mut effects = vec![0.0; sizes.len()];
        let scaled = |rest: &[f64]| rest.iter().zip(sizes).map(|(r, size)| r / size).collect::<Vec<f64>>();
        let mut direction = scaled(&rest);
        let mut length = dot(&rest, &direction);
        let mut spread = vec![0.0; column.len()];
        for _ in 0..4 * sizes.len() + 20 {
            if length <= size * 1e-32 {
                break;
            }
            for (cell, group) in spread.iter_mut().zip(&self.of[1]) {
                *cell = direction[*group];
            }
            self.centre(&mut spread);
            let image = self.sums_of_second(&spread);
            let bend = dot(&direction, &image);
            let energy: f64 = direction.iter().zip(sizes).map(|(by, size)| by * by * size).sum();
            // A direction that hardly bends changes nothing but rounding: it is one of those of the singular system.
            if bend <= 1e-12 * energy {
                break;
            }
            let share = length / bend;
            effects.iter_mut().zip(&direction).for_each(|(effect, by)| *effect += share * by);
            rest.iter_mut().zip(&image).for_each(|(rest, by)| *rest -= share * by);
            let next = scaled(&rest);
            let longer = dot(&rest, &next);
            let keep = longer / length;
            direction.iter_mut().zip(&next).for_each(|(at, by)| *at = by + keep * *at);
            length = longer;
        }
        for (cell, group) in column.iter_mut().zip(&self.of[1]) {
            *cell -= effects[*group];
        }
        self.centre(column);
    }
}

/// Connected parts of the graph whose nodes are the groups and whose edges are the cases.
fn components(first: &[usize], second: &[usize], firsts: usize, seconds: usize) -> usize {
    let mut above: Vec<usize> = (0..firsts + seconds).collect();
    let mut parts = firsts + seconds;
    fn root(above: &mut [usize], mut at: usize) -> usize {
        while above[at] != at {
            above[at] = above[above[at]];
            at = above[at];
        }
        at
    }
    for (one, two) in first.iter().zip(second) {
        let (one, two) = (root(&mut above, *one), root(&mut above, firsts + two));
        if one != two {
            above[one] = two;
            parts -= 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::Groupings;

    #[test]
    fn what_is_left_is_free_of_both_groupings_in_an_unbalanced_panel() {
        let units = [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3];
        let times = [0, 1, 2, 1, 3, 0, 2, 3, 0, 1, 2, 3];
        let groupings = Groupings::new(12, &[&units, &times]).expect("fits");
        assert_eq!(groupings.rank, 4 + 4 - 1);
        let mut column: Vec<f64> =
            (0..12).map(|i| f64::from(i * i % 7) + 10.0 * units[i as usize] as f64).collect();
        groupings.absorb(&mut column);
        for group in 0..4 {
            let sum = |of: &[usize]| {
                of.iter().zip(&column).filter(|(g, _)| **g == group).map(|(_, c)| c).sum::<f64>()
            };
            assert!(sum(&units).abs() < 1e-13 && sum(&times).abs() < 1e-13);
        }
    }

    #[test]
    fn a_panel_in_two_parts_has_one_effect_less() {
        let groupings = Groupings::new(4, &[&[0, 0, 1, 1], &[0, 1, 2, 3]]).expect("fits");
        assert_eq!(groupings.rank, 2 + 4 - 2);
    }
}
