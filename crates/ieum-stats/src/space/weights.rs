//! Who is whose neighbour, and how much each counts.

use serde::Serialize;

use crate::{Caution, Unfit};

/// What the weights mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// One for a neighbour, nothing for others (R's spdep: style `B`).
    Binary,
    /// Each unit's weights sum to one; an island's to nothing (spdep: style `W`, PySAL: `r`).
    RowStandardised,
    /// As somebody gave them.
    Given,
}

/// Spatial weights of n units: for each unit its neighbours in rising order, with a weight each.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    style: Style,
    starts: Vec<usize>,
    neighbours: Vec<usize>,
    weights: Vec<f64>,
}

/// Sums over all weights that the moments need (Cliff and Ord 1981, p. 19).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sums {
    /// Σᵢⱼ wᵢⱼ.
    pub(super) s0: f64,
    /// ½ Σᵢⱼ (wᵢⱼ + wⱼᵢ)².
    pub(super) s1: f64,
    /// Σᵢ (wᵢ. + w.ᵢ)².
    pub(super) s2: f64,
}

impl Weights {
    /// Weights from lists of (neighbour, weight), one list a unit; both count from 0.
    ///
    /// # Errors
    /// [`Unfit::OutOfRange`] when a neighbour does not exist, is the unit itself, is named twice (the second counts as out of range), or
    /// when a weight is negative; [`Unfit::NotFinite`] when a weight is no finite number.
    pub fn given(lists: &[Vec<(usize, f64)>]) -> Result<Self, Unfit> {
        Self::build(Style::Given, lists)
    }

    /// Binary weights from lists of neighbours, one list a unit.
    ///
    /// # Errors
    /// As [`Weights::given`].
    pub fn binary(lists: &[Vec<usize>]) -> Result<Self, Unfit> {
        let weighted: Vec<Vec<(usize, f64)>> =
            lists.iter().map(|list| list.iter().map(|&unit| (unit, 1.0)).collect()).collect();
        Self::build(Style::Binary, &weighted)
    }

    /// Binary weights in which all members of a group are each other's neighbours (`groups[i]` is the group of unit i).
    #[must_use]
    pub fn blocks(groups: &[usize]) -> Self {
        let mut starts = vec![0];
        let mut neighbours = Vec::new();
        for (unit, group) in groups.iter().enumerate() {
            neighbours.extend(
                groups
                    .iter()
                    .enumerate()
                    .filter(|(other, of)| *of == group && *other != unit)
                    .map(|(at, _)| at),
            );
            starts.push(neighbours.len());
        }
        let weights = vec![1.0; neighbours.len()];
        Self { style: Style::Binary, starts, neighbours, weights }
    }

    /// Reads a `.gal` text: a first line with the number of units (alone, or second of several words), then for each unit its name and
    /// number of neighbours, then their names. Gives the weights, binary, and the names in the order of the text.
    ///
    /// The words are read without regard to line ends, so an island may have an empty second line or none.
    ///
    /// # Errors
    /// [`Unfit::Unreadable`] at the line where a number is missing, a name comes twice or a neighbour was never introduced;
    /// otherwise as [`Weights::given`].
    pub fn from_gal(text: &str) -> Result<(Self, Vec<String>), Unfit> {
        let mut lines = text.lines();
        let mut header = lines.next().unwrap_or_default().split_whitespace();
        let (first, second) = (header.next(), header.next());
        let units = second
            .or(first)
            .and_then(|word| word.parse::<usize>().ok())
            .ok_or(Unfit::Unreadable { line: 0 })?;
        let mut words = lines
            .enumerate()
            .flat_map(|(line, text)| text.split_whitespace().map(move |word| (line + 1, word)));
        let mut names: Vec<String> = Vec::new();
        let mut raw: Vec<Vec<(usize, &str)>> = Vec::new();
        let mut last = 0;
        for _ in 0..units {
            let (line, name) = words.next().ok_or(Unfit::Unreadable { line: last })?;
            let (line, count) = words.next().ok_or(Unfit::Unreadable { line })?;
            let count: usize = count.parse().map_err(|_error| Unfit::Unreadable { line })?;
            let list: Vec<(usize, &str)> = words.by_ref().take(count).collect();
            if list.len() < count {
                return Err(Unfit::Unreadable { line });
            }
            last = list.last().map_or(line, |(line, _)| *line);
            names.push(name.to_owned());
            raw.push(list);
        }
        if let Some((line, _)) = words.next() {
            return Err(Unfit::Unreadable { line });
        }
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|a, b| names[*a].cmp(&names[*b]));
        if order.windows(2).any(|pair| names[pair[0]] == names[pair[1]]) {
            return Err(Unfit::Unreadable { line: last });
        }
        let find = |line: usize, name: &str| {
            order
                .binary_search_by(|at| names[*at].as_str().cmp(name))
                .map(|at| order[at])
                .map_err(|_place| Unfit::Unreadable { line })
        };
        let lists = raw
            .iter()
            .map(|list| list.iter().map(|(line, name)| find(*line, name)).collect())
            .collect::<Result<Vec<Vec<usize>>, Unfit>>()?;
        Ok((Self::binary(&lists)?, names))
    }

    fn build(style: Style, lists: &[Vec<(usize, f64)>]) -> Result<Self, Unfit> {
        let highest = lists.len().saturating_sub(1) as f64;
        let mut starts = vec![0];
        let (mut neighbours, mut weights) = (Vec::new(), Vec::new());
        for (unit, list) in lists.iter().enumerate() {
            let mut list = list.clone();
            list.sort_by_key(|(neighbour, _)| *neighbour);
            for (at, &(neighbour, weight)) in list.iter().enumerate() {
                let twice = at > 0 && list[at - 1].0 == neighbour;
                if neighbour >= lists.len() || neighbour == unit || twice {
                    return Err(Unfit::OutOfRange {
                        name: "neighbour",
                        value: neighbour as f64,
                        low: 0.0,
                        high: highest,
                    });
                }
                if !weight.is_finite() {
                    return Err(Unfit::NotFinite { row: unit, column: neighbour });
                }
                if weight < 0.0 {
                    return Err(Unfit::OutOfRange {
                        name: "weight",
                        value: weight,
                        low: 0.0,
                        high: f64::MAX,
                    });
                }
                if weight > 0.0 {
                    neighbours.push(neighbour);
                    weights.push(weight);
                }
            }
            starts.push(neighbours.len());
        }
        Ok(Self { style, starts, neighbours, weights })
    }

    /// The same neighbours, each unit's weights divided by their sum.
    #[must_use]
    pub fn row_standardised(&self) -> Self {
        let mut standard = self.clone();
        standard.style = Style::RowStandardised;
        for unit in 0..self.units() {
            let row = &mut standard.weights[self.starts[unit]..self.starts[unit + 1]];
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|weight| *weight /= sum);
        }
        standard
    }

    /// The weights among some units only, renumbered in their order; row-standardised weights are standardised again.
    ///
    /// # Errors
    /// [`Unfit::Shape`] when `keep` has not one entry a unit.
    pub fn keeping(&self, keep: &[bool]) -> Result<Self, Unfit> {
        if keep.len() != self.units() {
            return Err(Unfit::Shape { expected: self.units(), found: keep.len() });
        }
        let mut number = vec![0; keep.len()];
        let mut kept = 0;
        for (unit, keep) in keep.iter().enumerate() {
            number[unit] = kept;
            kept += usize::from(*keep);
        }
        let mut part =
            Self { style: self.style, starts: vec![0], neighbours: Vec::new(), weights: Vec::new() };
        for unit in (0..keep.len()).filter(|unit| keep[*unit]) {
            for (neighbour, weight) in self.of(unit).filter(|(neighbour, _)| keep[*neighbour]) {
                part.neighbours.push(number[neighbour]);
                part.weights.push(weight);
            }
            part.starts.push(part.neighbours.len());
        }
        Ok(if self.style == Style::RowStandardised { part.row_standardised() } else { part })
    }

    /// How many units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many weights are not zero.
    #[must_use]
    pub fn links(&self) -> usize {
        self.neighbours.len()
    }

    /// What the weights mean.
    #[must_use]
    pub fn style(&self) -> Style {
        self.style
    }

    /// A unit's neighbours with their weights, in rising order.
    pub fn of(&self, unit: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let (neighbours, weights) = self.row(unit);
        neighbours.iter().copied().zip(weights.iter().copied())
    }

    pub(super) fn row(&self, unit: usize) -> (&[usize], &[f64]) {
        let span = self.starts[unit]..self.starts[unit + 1];
        (&self.neighbours[span.clone()], &self.weights[span])
    }

    /// Units without a neighbour.
    #[must_use]
    pub fn islands(&self) -> Vec<usize> {
        (0..self.units()).filter(|unit| self.starts[*unit] == self.starts[unit + 1]).collect()
    }

    /// Whether every weight equals its counterpart.
    #[must_use]
    pub fn is_symmetric(&self) -> bool {
        (0..self.units()).all(|unit| self.of(unit).all(|(other, weight)| self.between(other, unit) == weight))
    }

    /// The weight of `neighbour` in the row of `unit`, 0 when it is none.
    #[must_use]
    pub fn between(&self, unit: usize, neighbour: usize) -> f64 {
        let (neighbours, weights) = self.row(unit);
        neighbours.binary_search(&neighbour).map_or(0.0, |at| weights[at])
    }

    /// The weighted sum over a unit's neighbours.
    pub(super) fn lag(&self, unit: usize, values: &[f64]) -> f64 {
        let (neighbours, weights) = self.row(unit);
        neighbours.iter().zip(weights).map(|(at, weight)| weight * values[*at]).sum()
    }

    pub(super) fn sums(&self) -> Sums {
        let n = self.units();
        let (mut rows, mut columns) = (vec![0.0; n], vec![0.0; n]);
        let (mut s0, mut s1) = (0.0, 0.0);
        for (unit, total) in rows.iter_mut().enumerate() {
            for (other, weight) in self.of(unit) {
                s0 += weight;
                *total += weight;
                columns[other] += weight;
                // Of a pair whose weights both exist each half is met once, of a one-sided pair the whole.
                let counterpart = self.between(other, unit);
                let square = (weight + counterpart) * (weight + counterpart);
                s1 += if counterpart > 0.0 { square / 2.0 } else { square };
            }
        }
        let s2 = rows.iter().zip(&columns).map(|(row, column)| (row + column) * (row + column)).sum();
        Sums { s0, s1, s2 }
    }

    /// What to say of these weights beside any figure.
    pub(super) fn cautions(&self) -> Vec<Caution> {
        let units = self.islands();
        if units.is_empty() { Vec::new() } else { vec![Caution::Islands { units }] }
    }

    /// Checks that there is one finite value a unit, at least `needed` of them, and a link among them.
    pub(super) fn check(&self, values: &[f64], needed: usize) -> Result<(), Unfit> {
        if values.len() != self.units() {
            return Err(Unfit::Shape { expected: self.units(), found: values.len() });
        }
        if let Some(row) = values.iter().position(|value| !value.is_finite()) {
            return Err(Unfit::NotFinite { row, column: 0 });
        }
        if values.len() < needed {
            return Err(Unfit::TooFew { needed, found: values.len() });
        }
        if self.links() == 0 {
            return Err(Unfit::Empty { name: "neighbours", at: 0 });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Style, Weights};
    use crate::Unfit;

    #[test]
    fn a_gal_text_is_read_with_and_without_a_long_heading() {
        let (weights, names) = Weights::from_gal("0 3 file id\na 1\nb\nb 2\na c\nc 1\nb\n").expect("reads");
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!(weights.of(1).collect::<Vec<_>>(), [(0, 1.0), (2, 1.0)]);
        let (weights, _) = Weights::from_gal("3\n7 1\n8\n8 1\n7\n9 0\n\n").expect("reads");
        assert_eq!(weights.islands(), [2]);
        assert_eq!(weights.row_standardised().style(), Style::RowStandardised);
    }

    #[test]
    fn a_gal_text_that_breaks_off_or_names_nobody_says_where() {
        fn check(text: &str, line: usize) {
            assert_eq!(Weights::from_gal(text), Err(Unfit::Unreadable { line }), "{text:?}");
        }
        check("", 0);
        check("many", 0);
        check("2\na 1\nb\n", 2);
        check("2\na 1\nb\nb 3\na\n", 3);
        check("2\na 1\nz\nb 0\n", 2);
        check("1\na x\n", 1);
        check("2\na 0\na 0\n", 2);
        check("1\na 0\nb 0\n", 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9a ]{0,3}\n([0-9ab \n]{0,30})") {
            if let Ok((weights, names)) = Weights::from_gal(&text) {
                prop_assert_eq!(weights.units(), names.len());
            }
        }
    }

    #[test]
    fn weights_refuse_what_is_no_neighbour() {
        let far = Weights::binary(&[vec![3], vec![]]);
        assert!(matches!(far, Err(Unfit::OutOfRange { name: "neighbour", .. })), "{far:?}");
        assert!(Weights::binary(&[vec![0], vec![]]).is_err(), "itself");
        assert!(Weights::binary(&[vec![1, 1], vec![]]).is_err(), "twice");
        assert!(Weights::given(&[vec![(1, -1.0)], vec![]]).is_err(), "negative");
        assert!(Weights::given(&[vec![(1, f64::NAN)], vec![]]).is_err(), "not a number");
    }

    #[test]
    fn keeping_some_units_renumbers_and_standardises_again() {
        let line = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2]]).expect("fits");
        let part = line.row_standardised().keeping(&[true, true, false, true]).expect("fits");
        assert_eq!(part.of(1).collect::<Vec<_>>(), [(0, 1.0)]);
        assert_eq!(part.islands(), [2]);
        assert!(line.is_symmetric() && !line.row_standardised().is_symmetric());
    }

    #[test]
    fn groups_make_blocks() {
        let blocks = Weights::blocks(&[1, 2, 1, 1]);
        assert_eq!(blocks.of(0).map(|(at, _)| at).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(blocks.islands(), [1]);
        let sums = blocks.sums();
        assert_eq!((sums.s0, sums.s1, sums.s2), (6.0, 12.0, 48.0));
    }
}
