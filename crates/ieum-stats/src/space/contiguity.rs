//! Neighbours by shared borders.

use super::weights::Weights;
use crate::Unfit;

/// A ring of a polygon: its corners in order; the last may repeat the first.
pub type Ring = Vec<(f64, f64)>;

/// What makes two areas neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// A shared corner is enough.
    Queen,
    /// A stretch of border between two shared corners is needed.
    Rook,
}

/// Binary weights of areas that touch. `areas[i]` are the rings of area i, outer and inner alike.
///
/// Corners count as shared when they agree to a multiple of `grid` (in the coordinates' unit; 0 for exact agreement). A border drawn with
/// corners of its own on each side is not found: simplify both sides together beforehand.
///
/// # Errors
/// [`Unfit::NotFinite`] names the area in `row`; [`Unfit::OutOfRange`] when `grid` is negative or not finite.
pub fn contiguity(areas: &[Vec<Ring>], contact: Contact, grid: f64) -> Result<Weights, Unfit> {
    if !(grid.is_finite() && grid >= 0.0) {
        return Err(Unfit::OutOfRange { name: "grid", value: grid, low: 0.0, high: f64::MAX });
    }
    // A number's bits as a key; adding zero turns −0 into 0.
    let key = |x: f64| if grid > 0.0 { ((x / grid).round() + 0.0).to_bits() } else { (x + 0.0).to_bits() };
    type Corner = (u64, u64);
    let mut marks: Vec<(Corner, Corner, usize)> = Vec::new();
    for (area, rings) in areas.iter().enumerate() {
        for ring in rings {
            if ring.iter().any(|(x, y)| !(x.is_finite() && y.is_finite())) {
                return Err(Unfit::NotFinite { row: area, column: 0 });
            }
            let corners: Vec<Corner> = ring.iter().map(|(x, y)| (key(*x), key(*y))).collect();
            match contact {
                Contact::Queen => marks.extend(corners.iter().map(|corner| (*corner, *corner, area))),
                Contact::Rook => {
                    let next = corners.iter().cycle().skip(1);
                    let sides = corners.iter().zip(next).filter(|(from, to)| from != to);
                    marks.extend(sides.map(|(from, to)| (*from.min(to), *from.max(to), area)));
                }
            }
        }
    }
    marks.sort_unstable();
    marks.dedup();
    let mut lists = vec![Vec::new(); areas.len()];
    for shared in marks.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (_, _, area) in shared {
            lists[*area].extend(shared.iter().map(|(_, _, other)| *other).filter(|other| other != area));
        }
    }
    for list in &mut lists {
        list.sort_unstable();
        list.dedup();
    }
    Weights::binary(&lists)
}

#[cfg(test)]
mod tests {
    use super::{Contact, Ring, contiguity};

    fn square(x: f64, y: f64) -> Vec<Ring> {
        vec![vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)]]
    }

    #[test]
    fn a_corner_makes_queens_and_a_side_makes_rooks() {
        let areas = [square(0.0, 0.0), square(1.0, 0.0), square(1.0, 1.0), square(5.0, 5.0)];
        let queen = contiguity(&areas, Contact::Queen, 0.0).expect("fits");
        let rook = contiguity(&areas, Contact::Rook, 0.0).expect("fits");
        assert_eq!(queen.of(0).map(|(at, _)| at).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(rook.of(0).map(|(at, _)| at).collect::<Vec<_>>(), [1]);
        assert_eq!(rook.of(2).map(|(at, _)| at).collect::<Vec<_>>(), [1]);
        assert_eq!(queen.islands(), [3]);
        assert!(queen.is_symmetric() && rook.is_symmetric());
    }

    #[test]
    fn a_grid_forgives_small_gaps() {
        let areas = [square(0.0, 0.0), square(1.000_001, 0.0)];
        assert_eq!(contiguity(&areas, Contact::Rook, 0.0).expect("fits").links(), 0);
        assert_eq!(contiguity(&areas, Contact::Rook, 0.001).expect("fits").links(), 2);
        assert!(contiguity(&areas, Contact::Rook, f64::NAN).is_err());
        assert!(contiguity(&[vec![vec![(f64::NAN, 0.0)]]], Contact::Rook, 0.0).is_err());
    }
}
