//! The product space as a picture: a maximum spanning tree, the strongest links beside it, and places that stay the same.

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
/// supplementary §3; Kruskal 1956.
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
    let mut all: Vec<Link> = (0..size)
        .flat_map(|from| (from + 1..size).map(move |to| (from, to)))
        .map(|(from, to)| Link { from, to, weight: related.at(from, to), in_tree: false })
        .filter(|link| link.weight > 0.0)
        .collect();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then((a.from, a.to).cmp(&(b.from, b.to))));
    let mut groups = Groups { parents: (0..size).collect() };
    let mut in_tree = 0;
    for link in &mut all {
        link.in_tree = groups.join(link.from, link.to);
        in_tree += usize::from(link.in_tree);
    }
    let wanted = match beside {
        Beside::MeanDegree(degree) => (degree * size as f64 / 2.0).round() as usize,
        Beside::AtLeast(_) => usize::MAX,
    };
    let mut room = wanted.saturating_sub(in_tree);
    let links: Vec<Link> = all
        .into_iter()
        .filter(|link| {
            let strong = match beside {
                Beside::MeanDegree(_) => room > 0,
                Beside::AtLeast(least) => link.weight >= least,
            };
            if strong && !link.in_tree {
                room = room.saturating_sub(1);
            }
            link.in_tree || strong
        })
        .collect();
    let components = size - in_tree;
    let mut cautions = Vec::new();
    if components > 1 {
        cautions.push(Caution::Disconnected { components });
    }
    let pairs: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    Ok(Projection { places: layout(size, &pairs), links, components, cautions })
}

/// Disjoint groups with path halving.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    /// Joins two groups; whether they were two.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
        one != other
    }
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
        let apart = vec![0.0, 0.5, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0];
        check(apart, 3, Beside::AtLeast(0.6), &[(0, 1, true)], 2);
    }
}
