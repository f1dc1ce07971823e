//! The product space as a picture: a maximum spanning tree, the strongest links beside it, and places that stay the same.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::layout::{Place, layout};
use super::table::{non_negative, same_length};
use crate::{Caution, Matrix, Unfit};

/// A link of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The activity with the lower number.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// Their relatedness.
    pub weight: f64,
    /// Whether the link is part of the spanning tree.
    pub in_tree: bool,
}

/// Which links join those of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    /// The strongest, until activities have this many links on average (4 makes a readable picture).
    MeanDegree(f64),
    /// All at or above a relatedness (0.55 in Hidalgo et al. 2007).
    AtLeast(f64),
}

/// A picture that can be stored with the run it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// The links, strongest first.
    pub links: Vec<Link>,
    /// Where each activity stands, −1 to 1 both ways, to six digits.
    pub places: Vec<Place>,
    /// Groups without a link between them.
    pub components: usize,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
}

/// Projects relatedness onto a maximum spanning tree and the strongest links, and lays it out.
///
/// `related` is symmetric, activities × activities, not negative; its diagonal is not looked at. Equal weights are taken in the order of
/// their numbers, so the picture depends on the figures alone. Activities related to nothing stand apart. Source: Hidalgo et al. 2007,
/// supplementary §3; Prim 1957.
///
/// # Errors
/// [`Unfit::Shape`] unless square, [`Unfit::OutOfRange`] for a negative weight or threshold.
pub fn projection(related: &Matrix, beside: Beside) -> Result<Projection, Unfit> {
    let size = related.rows();
    same_length(size, related.columns())?;
    non_negative("related", related.cells())?;
    let (Beside::MeanDegree(limit) | Beside::AtLeast(limit)) = beside;
    if limit.is_nan() || limit < 0.0 {
        return Err(Unfit::OutOfRange { name: "beside", value: limit, low: 0.0, high: f64::INFINITY });
    }
    let mut links = spanning_forest(related);
    let in_tree = links.len();
    let mut joined = vec![Vec::new(); size];
    for link in &links {
        joined[link.from].push(link.to);
    }
    let mut others = strong(related, beside, in_tree);
    others.retain(|link| !joined[link.from].contains(&link.to));
    if let Beside::MeanDegree(degree) = beside {
        let wanted = (degree * size as f64 / 2.0).round() as usize;
        others.truncate(wanted.saturating_sub(in_tree));
    }
    links.append(&mut others);
    links.sort_by(strongest_first);
    let components = size - in_tree;
    let mut cautions = Vec::new();
    if components > 1 {
        cautions.push(Caution::Disconnected { components });
    }
    let pairs: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    Ok(Projection { places: layout(size, &pairs), links, components, cautions })
}

/// Falling weight, then rising numbers: a strict order, so that there is one tree only.
fn strongest_first(one: &Link, other: &Link) -> Ordering {
    other.weight.total_cmp(&one.weight).then((one.from, one.to).cmp(&(other.from, other.to)))
}

fn link(related: &Matrix, one: usize, other: usize, in_tree: bool) -> Link {
    let (from, to) = (one.min(other), one.max(other));
    Link { from, to, weight: related.at(from, to), in_tree }
}

/// The strongest links that join everything that can be joined (Prim 1957), without ever listing all pairs.
fn spanning_forest(related: &Matrix) -> Vec<Link> {
    let size = related.rows();
    let mut best: Vec<Option<Link>> = vec![None; size];
    let mut outside: Vec<usize> = (0..size).collect();
    let mut links = Vec::with_capacity(size.saturating_sub(1));
    while !outside.is_empty() {
        let nearest = (0..outside.len()).min_by(|a, b| match (&best[outside[*a]], &best[outside[*b]]) {
            (Some(one), Some(other)) => strongest_first(one, other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => outside[*a].cmp(&outside[*b]),
        });
        let Some(nearest) = nearest else { break };
        let joining = outside.swap_remove(nearest);
        links.extend(best[joining]);
        for other in outside.iter().copied().filter(|other| related.at(joining, *other) > 0.0) {
            let next = link(related, joining, other, true);
            if best[other].is_none_or(|held| strongest_first(&next, &held).is_lt()) {
                best[other] = Some(next);
            }
        }
    }
    links
}

/// Links strong enough to join those of the tree, strongest first; of those wanted by degree at least as many as that takes.
fn strong(related: &Matrix, beside: Beside, in_tree: usize) -> Vec<Link> {
    let size = related.rows();
    let pairs = || (0..size).flat_map(move |from| (from + 1..size).map(move |to| (from, to)));
    let least = match beside {
        Beside::AtLeast(least) => least,
        Beside::MeanDegree(degree) => {
            // Links of the tree may be among the strongest, so that many more are looked at.
            let enough = (degree * size as f64 / 2.0).round() as usize + in_tree;
            let mut weights: Vec<f64> = pairs().map(|(from, to)| related.at(from, to)).collect();
            if enough == 0 || weights.is_empty() {
                return Vec::new();
            }
            let last = enough.min(weights.len()) - 1;
            *weights.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1
        }
    };
    let mut links: Vec<Link> = pairs()
        .filter(|(from, to)| related.at(*from, *to) >= least && related.at(*from, *to) > 0.0)
        .map(|(from, to)| link(related, from, to, false))
        .collect();
    links.sort_by(strongest_first);
    links
}

#[cfg(test)]
mod tests {
    use super::{Beside, projection};
    use crate::Matrix;

    fn check(
        cells: Vec<f64>,
        size: usize,
        beside: Beside,
        links: &[(usize, usize, bool)],
        components: usize,
    ) {
        let related = Matrix::new(size, size, cells).expect("a matrix");
        let made = projection(&related, beside).expect("a picture");
        let found: Vec<_> = made.links.iter().map(|link| (link.from, link.to, link.in_tree)).collect();
        assert_eq!(found, links);
        assert_eq!(made.components, components);
        assert_eq!(made, projection(&related, beside).expect("a picture"), "the same picture twice");
        assert!(
            made.places.iter().all(|place| place.x.abs() <= 1.0 && place.y.abs() <= 1.0),
            "{:?}",
            made.places
        );
        for (at, one) in made.places.iter().enumerate() {
            for other in &made.places[..at] {
                assert!((one.x - other.x).hypot(one.y - other.y) > 1e-3, "two activities in one place");
            }
        }
    }

    #[test]
    fn the_tree_holds_and_the_strongest_join() {
        let triangle = vec![0.0, 0.9, 0.8, 0.9, 0.0, 0.7, 0.8, 0.7, 0.0];
        check(triangle.clone(), 3, Beside::AtLeast(0.75), &[(0, 1, true), (0, 2, true)], 1);
        check(triangle, 3, Beside::MeanDegree(2.0), &[(0, 1, true), (0, 2, true), (1, 2, false)], 1);
        let square = vec![0.0, 0.5, 0.0, 0.5, 0.5, 0.0, 0.5, 0.0, 0.0, 0.5, 0.0, 0.5, 0.5, 0.0, 0.5, 0.0];
        check(square, 4, Beside::AtLeast(0.6), &[(0, 1, true), (0, 3, true), (1, 2, true)], 1);
        let apart = vec![0.0, 0.5, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0];
        check(apart, 3, Beside::AtLeast(0.6), &[(0, 1, true)], 2);
    }
}
