//! Cluster definitions: which activities belong together, by Ward's tree on several kinds of relatedness at once, and how good it is.

use serde::Serialize;

use super::sampling::{percentile, within};
use super::table::same_length;
use crate::{Caution, Matrix, Unfit};

/// A definition: which cluster each activity is in, and its scores.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Definition {
    /// The cluster of each activity, numbered from 0 in the order of their first activities.
    pub cluster: Vec<usize>,
    /// How many clusters.
    pub clusters: usize,
    /// The four shares below, averaged: 0 to 1.
    pub score: f64,
    /// Clusters whose mean relatedness within is above the mean between them and other clusters.
    pub clusters_above_mean: f64,
    /// Clusters whose mean relatedness within is above the 95th percentile of that with single other clusters.
    pub clusters_above_95: f64,
    /// Activities whose mean relatedness to their own cluster is above that to others.
    pub activities_above_mean: f64,
    /// Activities whose mean relatedness to their own cluster is above the 95th percentile of that to single other clusters.
    pub activities_above_95: f64,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// Correlation of the columns of a table over its regions: location correlation of employment or establishments, 0 for a constant one.
///
/// Source: Delgado, Porter and Stern 2016, §3.1 (after Porter 2003).
#[must_use]
pub fn location_correlation(table: &Matrix) -> Matrix {
    let columns: Vec<Vec<f64>> = (0..table.columns()).map(|column| unit(table.column(column))).collect();
    let mut related = Matrix::zeros(columns.len(), columns.len());
    for one in 0..columns.len() {
        for other in 0..=one {
            let value = super::spectrum::dot(&columns[one], &columns[other]);
            *related.at_mut(one, other) = value;
            *related.at_mut(other, one) = value;
        }
    }
    related
}

/// A column less its mean, at length 1; of one that does not vary nothing is left.
fn unit(mut column: Vec<f64>) -> Vec<f64> {
    let mean = column.iter().sum::<f64>() / column.len() as f64;
    column.iter_mut().for_each(|cell| *cell -= mean);
    let length = super::spectrum::dot(&column, &column).sqrt();
    let varies = length > 1e-13 * mean.abs() * (column.len() as f64).sqrt();
    column.iter_mut().for_each(|cell| *cell = if varies { *cell / length } else { 0.0 });
    column
}

/// Input–output relatedness: the largest of the four shares of inputs and outputs two activities have with one another.
///
/// `flows` has sellers as rows and buyers as columns. Source: Delgado, Porter and Stern 2016, §3.1 (after Ellison, Glaeser and Kerr 2010).
///
/// # Errors
/// [`Unfit::Shape`] unless square, [`Unfit::OutOfRange`] at a negative flow.
pub fn input_output_relatedness(flows: &Matrix) -> Result<Matrix, Unfit> {
    let size = flows.rows();
    same_length(size, flows.columns())?;
    super::table::non_negative("flows", flows.cells())?;
    let sold: Vec<f64> = (0..size).map(|row| flows.row(row).iter().sum()).collect();
    let bought: Vec<f64> = (0..size).map(|column| flows.column(column).iter().sum()).collect();
    let share = |flow: f64, of: f64| if of > 0.0 { flow / of } else { 0.0 };
    let mut related = Matrix::zeros(size, size);
    for one in 0..size {
        for other in 0..size {
            let (out, back) = (flows.at(one, other), flows.at(other, one));
            *related.at_mut(one, other) = share(out, sold[one])
                .max(share(out, bought[other]))
                .max(share(back, bought[one]))
                .max(share(back, sold[other]));
        }
    }
    Ok(related)
}

/// The mean of several kinds of relatedness, each standardised over its pairs (mean 0, spread 1, diagonal apart); the diagonal is 0.
///
/// A kind that does not vary adds nothing. Source: Delgado, Porter and Stern 2016, §3.2.
///
/// # Errors
/// [`Unfit::TooFew`] without a matrix or below two activities, [`Unfit::Shape`] when they differ in size or are not square.
pub fn combined(kinds: &[Matrix]) -> Result<Matrix, Unfit> {
    let Some(first) = kinds.first() else { return Err(Unfit::TooFew { needed: 1, found: 0 }) };
    let size = first.rows();
    if size < 2 {
        return Err(Unfit::TooFew { needed: 2, found: size });
    }
    let mut sum = Matrix::zeros(size, size);
    for kind in kinds {
        same_length(size, kind.rows())?;
        same_length(size, kind.columns())?;
        let pairs: Vec<f64> = (0..size)
            .flat_map(|row| (0..row).map(move |column| (row, column)))
            .map(|(row, column)| 0.5 * (kind.at(row, column) + kind.at(column, row)))
            .collect();
        let (mean, spread) = super::complexity::centre(&pairs, super::complexity::Spread::Population);
        if spread <= 1e-14 * mean.abs() {
            continue;
        }
        let mut next = pairs.iter();
        for row in 0..size {
            for column in 0..row {
                let z = next.next().map_or(0.0, |pair| (pair - mean) / spread) / kinds.len() as f64;
                *sum.at_mut(row, column) += z;
                *sum.at_mut(column, row) += z;
            }
        }
    }
    Ok(sum)
}

/// Ward's tree on relatedness, cut into each number of clusters from `fewest` to `most`; the best-scored first.
///
/// The distance of two activities is the largest relatedness less theirs; joining costs are updated on squared distances (Ward 1963;
/// Murtagh and Legendre 2014, «ward.D2»). Equal costs are settled by the lower numbers. Scores as in Delgado, Porter and Stern 2016,
/// §3.4: an activity alone in its cluster is not above anything. Equal scores prefer more clusters, for
/// unlike groups thrown together can also pass the test.
///
/// # Errors
/// [`Unfit::Shape`] unless square, [`Unfit::OutOfRange`] unless 2 ≤ `fewest` ≤ `most` < activities.
pub fn definitions(related: &Matrix, fewest: usize, most: usize) -> Result<Vec<Definition>, Unfit> {
    let size = related.rows();
    same_length(size, related.columns())?;
    within("fewest", fewest as f64, 2.0, most as f64)?;
    within("most", most as f64, fewest as f64, size as f64 - 1.0)?;
    let joins = ward(related);
    let mut made: Vec<Definition> =
        (fewest..=most).map(|clusters| scored(related, cut(size, &joins, clusters), clusters)).collect();
    made.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.clusters.cmp(&a.clusters)));
    Ok(made)
}

/// Pairs of clusters joined, cheapest first; a cluster is named by its lowest activity.
fn ward(related: &Matrix) -> Vec<(usize, usize)> {
    let size = related.rows();
    let largest = (0..size)
        .flat_map(|row| (0..row).map(move |column| related.at(row, column)))
        .fold(f64::NEG_INFINITY, f64::max);
    let mut square = Matrix::zeros(size, size);
    for row in 0..size {
        for column in (0..size).filter(|column| *column != row) {
            let apart = largest - 0.5 * (related.at(row, column) + related.at(column, row));
            *square.at_mut(row, column) = apart * apart;
        }
    }
    let mut members = vec![1.0; size];
    let mut alive: Vec<usize> = (0..size).collect();
    let mut joins = Vec::with_capacity(size - 1);
    // The nearest later neighbour of each cluster, looked for again only when a join may have moved it.
    let nearest_of = |one: usize, alive: &[usize], square: &Matrix| {
        let later = alive.iter().copied().filter(|other| *other > one);
        later.fold(None, |best: Option<(usize, f64)>, other| {
            let cost = square.at(one, other);
            if best.is_none_or(|(_, least)| cost < least) { Some((other, cost)) } else { best }
        })
    };
    let mut nearest: Vec<Option<(usize, f64)>> =
        (0..size).map(|one| nearest_of(one, &alive, &square)).collect();
    while alive.len() > 1 {
        let mut best: Option<(usize, usize, f64)> = None;
        for one in &alive {
            if let Some((other, cost)) = nearest[*one]
                && best.is_none_or(|(_, _, least)| cost < least)
            {
                best = Some((*one, other, cost));
            }
        }
        let Some((one, other, cost)) = best else { break };
        joins.push((one, other));
        alive.retain(|cluster| *cluster != other);
        for third in alive.iter().copied().filter(|third| *third != one) {
            let (a, b, c) = (members[one], members[other], members[third]);
            let joined = ((a + c) * square.at(one, third) + (b + c) * square.at(other, third) - c * cost)
                / (a + b + c);
            *square.at_mut(one, third) = joined;
            *square.at_mut(third, one) = joined;
        }
        members[one] += members[other];
        for cluster in alive.clone() {
            let moved = nearest[cluster].is_some_and(|(near, _)| near == one || near == other);
            let to_one = (cluster < one).then(|| square.at(cluster, one));
            let closer = to_one.zip(nearest[cluster]).is_some_and(|(new, (_, old))| new < old);
            if cluster == one || moved || closer {
                nearest[cluster] = nearest_of(cluster, &alive, &square);
            }
        }
    }
    joins
}

fn cut(size: usize, joins: &[(usize, usize)], clusters: usize) -> Vec<usize> {
    let mut of: Vec<usize> = (0..size).collect();
    for (one, other) in joins.iter().take(size - clusters) {
        of.iter_mut().filter(|cluster| *cluster == other).for_each(|cluster| *cluster = *one);
    }
    let mut names: Vec<usize> = of.clone();
    names.sort_unstable();
    names.dedup();
    of.iter().map(|cluster| names.partition_point(|name| name < cluster)).collect()
}

fn scored(related: &Matrix, cluster: Vec<usize>, clusters: usize) -> Definition {
    let size = cluster.len();
    // Sums of relatedness from each activity to each cluster.
    let mut sums = Matrix::zeros(size, clusters);
    let mut counts = vec![0.0; clusters];
    for one in 0..size {
        counts[cluster[one]] += 1.0;
        for other in (0..size).filter(|other| *other != one) {
            *sums.at_mut(one, cluster[other]) += related.at(one, other);
        }
    }
    let (mut single, mut above) = (0, [0.0; 4]);
    for own in 0..clusters {
        let members: Vec<usize> = (0..size).filter(|activity| cluster[*activity] == own).collect();
        let others = || (0..clusters).filter(|other| *other != own);
        let outside = size as f64 - counts[own];
        let of = |to: usize| members.iter().map(|member| sums.at(*member, to)).sum::<f64>();
        if members.len() < 2 {
            single += 1;
            continue;
        }
        let inner = of(own) / (counts[own] * (counts[own] - 1.0));
        let mean = others().map(of).sum::<f64>() / (counts[own] * outside);
        let each = sorted(others().map(|other| of(other) / (counts[own] * counts[other])));
        above[0] += f64::from(u8::from(inner > mean));
        above[1] += f64::from(u8::from(inner > percentile(&each, 0.95)));
        for member in &members {
            let to = |cluster: usize| sums.at(*member, cluster);
            let inner = to(own) / (counts[own] - 1.0);
            let mean = others().map(to).sum::<f64>() / outside;
            let each = sorted(others().map(|other| to(other) / counts[other]));
            above[2] += f64::from(u8::from(inner > mean));
            above[3] += f64::from(u8::from(inner > percentile(&each, 0.95)));
        }
    }
    let shares = [
        above[0] / clusters as f64,
        above[1] / clusters as f64,
        above[2] / size as f64,
        above[3] / size as f64,
    ];
    let cautions = if single > 0 { vec![Caution::SingleMember { clusters: single }] } else { Vec::new() };
    Definition {
        cluster,
        clusters,
        score: shares.iter().sum::<f64>() / 4.0,
        clusters_above_mean: shares[0],
        clusters_above_95: shares[1],
        activities_above_mean: shares[2],
        activities_above_95: shares[3],
        cautions,
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut list: Vec<f64> = values.collect();
    list.sort_by(f64::total_cmp);
    list
}

#[cfg(test)]
mod tests {
    use super::{combined, definitions};
    use crate::Matrix;

    #[test]
    fn blocks_are_found_and_scored_best() {
        // Three blocks of three, strongly related within; the same under another order of the activities.
        for turn in [1, 2, 4, 5] {
            let block = |activity: usize| activity * turn % 9 / 3;
            let mut kind = Matrix::zeros(9, 9);
            for one in 0..9 {
                for other in 0..9 {
                    let noise = ((one + other) % 4) as f64 / 40.0;
                    *kind.at_mut(one, other) = if block(one) == block(other) { 0.9 } else { 0.1 } + noise;
                }
            }
            let related = combined(&[kind.clone(), kind]).expect("alike");
            let found = definitions(&related, 2, 5).expect("cut");
            assert_eq!(found[0].clusters, 3, "{found:?}");
            assert_eq!(found[0].score, 1.0);
            for one in 0..9 {
                for other in 0..9 {
                    assert_eq!(found[0].cluster[one] == found[0].cluster[other], block(one) == block(other));
                }
            }
        }
    }
}
