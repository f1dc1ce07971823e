//! Neighbours by distance.

use super::weights::Weights;
use crate::{Caution, Unfit};

/// How far apart two points are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// In the plane, in the coordinates' unit.
    Plane,
    /// On a sphere of 6,371.0088 km (the Earth's mean radius, IUGG), in km; coordinates are longitude and latitude in degrees.
    Sphere,
}

impl Metric {
    /// The distance of two points.
    #[must_use]
    pub fn between(self, from: (f64, f64), to: (f64, f64)) -> f64 {
        match self {
            Self::Plane => (from.0 - to.0).hypot(from.1 - to.1),
            Self::Sphere => {
                // Haversine formula (Sinnott 1984): keeps its digits for near points.
                let (south, north) = (from.1.to_radians(), to.1.to_radians());
                let rise = ((north - south) / 2.0).sin();
                let turn = ((to.0 - from.0).to_radians() / 2.0).sin();
                let half = rise * rise + south.cos() * north.cos() * turn * turn;
                2.0 * 6_371.008_8 * half.sqrt().min(1.0).asin()
            }
        }
    }
}

fn check(points: &[(f64, f64)]) -> Result<(), Unfit> {
    match points.iter().position(|(x, y)| !(x.is_finite() && y.is_finite())) {
        Some(row) => Err(Unfit::NotFinite { row, column: usize::from(points[row].0.is_finite()) }),
        None => Ok(()),
    }
}

/// Binary weights to each point's `count` nearest others; equally near ones are taken in their order and the cautions tell how many points
/// that decided. Not symmetric in general. Takes time in n².
///
/// # Errors
/// [`Unfit::NotFinite`] at a point; [`Unfit::OutOfRange`] unless 1 ≤ `count` < n.
pub fn nearest(
    points: &[(f64, f64)],
    count: usize,
    metric: Metric,
) -> Result<(Weights, Vec<Caution>), Unfit> {
    check(points)?;
    if count == 0 || count >= points.len() {
        let high = points.len() as f64 - 1.0;
        return Err(Unfit::OutOfRange { name: "count", value: count as f64, low: 1.0, high });
    }
    let mut tied = 0;
    let mut lists = Vec::with_capacity(points.len());
    let mut others: Vec<(f64, usize)> = Vec::with_capacity(points.len());
    for (at, point) in points.iter().enumerate() {
        others.clear();
        others.extend(
            points
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(other, to)| (metric.between(*point, *to), other)),
        );
        let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        let (_, last, rest) = others.select_nth_unstable_by(count - 1, order);
        tied += usize::from(rest.iter().any(|(distance, _)| *distance == last.0));
        lists.push(others[..count].iter().map(|(_, other)| *other).collect());
    }
    let cautions = if tied > 0 { vec![Caution::Ties { cases: tied }] } else { Vec::new() };
    Ok((Weights::binary(&lists)?, cautions))
}

/// Binary weights to all others at most `limit` away (in the metric's unit). Takes time in n².
///
/// # Errors
/// [`Unfit::NotFinite`] at a point; [`Unfit::OutOfRange`] unless `limit` is above zero.
pub fn within(points: &[(f64, f64)], limit: f64, metric: Metric) -> Result<Weights, Unfit> {
    check(points)?;
    if !(limit.is_finite() && limit > 0.0) {
        return Err(Unfit::OutOfRange {
            name: "limit",
            value: limit,
            low: f64::MIN_POSITIVE,
            high: f64::MAX,
        });
    }
    let near = |at: usize| {
        let close = |other: &usize| *other != at && metric.between(points[at], points[*other]) <= limit;
        (0..points.len()).filter(close).collect::<Vec<_>>()
    };
    Weights::binary(&(0..points.len()).map(near).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{Metric, nearest, within};
    use crate::Caution;

    #[test]
    fn the_nearest_are_chosen_and_ties_are_told() {
        let points = [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (5.0, 0.0)];
        let (weights, cautions) = nearest(&points, 1, Metric::Plane).expect("fits");
        assert_eq!(weights.of(0).collect::<Vec<_>>(), [(1, 1.0)]);
        assert_eq!(weights.of(3).collect::<Vec<_>>(), [(1, 1.0)]);
        assert_eq!(cautions, [Caution::Ties { cases: 1 }]);
        assert!(nearest(&points, 4, Metric::Plane).is_err() && nearest(&points, 0, Metric::Plane).is_err());
        assert_eq!(within(&points, 1.0, Metric::Plane).expect("fits").islands(), [3]);
        assert!(within(&points, 0.0, Metric::Plane).is_err());
    }

    #[test]
    fn a_degree_of_latitude_is_about_111_km() {
        let degree = Metric::Sphere.between((127.0, 37.0), (127.0, 38.0));
        assert!((degree - 111.195_080).abs() < 1e-5, "{degree}");
        assert!((Metric::Sphere.between((0.0, 0.0), (180.0, 0.0)) - 20_015.114_442).abs() < 1e-5);
    }
}
