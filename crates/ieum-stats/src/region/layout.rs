//! Places for a graph's points: the same graph, the same places, on every machine.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// Where a point stands, −1 to 1 both ways, six digits.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    /// From left to right.
    pub x: f64,
    /// From bottom to top.
    pub y: f64,
}

/// From how many points on the refinement, which looks at every pair, is left out.
const MANY: usize = 1_500;
const PASSES: usize = 60;
const PIVOTS: usize = 40;

/// Lays a graph out so that distances on paper follow distances along links.
///
/// Each connected part starts from pivot scaling (Brandes and Pich 2007, «Eigensolver methods for progressive multidimensional scaling»)
/// and is refined by stress majorisation, point by point (Gansner, Koren and North 2004, eq. 7); its longer axis is laid level, with the
/// first point that is off the middle to the left and below it. Parts stand in rows, largest first. Only sums, products and square roots
/// in a fixed order are used: nothing depends on the machine.
#[must_use]
pub fn layout(points: usize, links: &[(usize, usize)]) -> Vec<Place> {
    let mut neighbours = vec![Vec::new(); points];
    for (one, other) in links {
        neighbours[*one].push(*other);
        neighbours[*other].push(*one);
    }
    neighbours.iter_mut().for_each(|list| list.sort_unstable());
    let mut parts: Vec<(Vec<usize>, Vec<[f64; 2]>)> = parts(&neighbours)
        .into_iter()
        .map(|members| {
            let places = placed(&members, &neighbours);
            (members, places)
        })
        .collect();
    parts.sort_by_key(|(members, _)| (usize::MAX - members.len(), members[0]));
    in_rows(points, &parts)
}

fn parts(neighbours: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; neighbours.len()];
    let mut found = Vec::new();
    for start in 0..neighbours.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut members = vec![start];
        let mut next = 0;
        while next < members.len() {
            for other in &neighbours[members[next]] {
                if !seen[*other] {
                    seen[*other] = true;
                    members.push(*other);
                }
            }
            next += 1;
        }
        members.sort_unstable();
        found.push(members);
    }
    found
}

/// Steps from one point to all others, by place in `members`.
fn steps(from: usize, members: &[usize], neighbours: &[Vec<usize>], place: &[usize]) -> Vec<f64> {
    let mut distance = vec![-1.0; members.len()];
    distance[from] = 0.0;
    let mut waiting = VecDeque::from([from]);
    while let Some(at) = waiting.pop_front() {
        for other in neighbours[members[at]].iter().map(|other| place[*other]) {
            if distance[other] < 0.0 {
                distance[other] = distance[at] + 1.0;
                waiting.push_back(other);
            }
        }
    }
    distance
}

fn placed(members: &[usize], neighbours: &[Vec<usize>]) -> Vec<[f64; 2]> {
    let n = members.len();
    if n == 1 {
        return vec![[0.0, 0.0]];
    }
    let mut place = vec![0; neighbours.len()];
    for (at, member) in members.iter().enumerate() {
        place[*member] = at;
    }
    let mut places = pivot_scaling(members, neighbours, &place);
    if n <= MANY {
        let distances: Vec<Vec<f64>> = (0..n).map(|at| steps(at, members, neighbours, &place)).collect();
        for _ in 0..PASSES {
            refine(&mut places, &distances);
        }
    }
    level(&mut places);
    places
}

fn pivot_scaling(members: &[usize], neighbours: &[Vec<usize>], place: &[usize]) -> Vec<[f64; 2]> {
    let n = members.len();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut least = vec![f64::INFINITY; n];
    let mut pivot = 0;
    for _ in 0..PIVOTS.min(n) {
        let distances = steps(pivot, members, neighbours, place);
        least.iter_mut().zip(&distances).for_each(|(least, distance)| *least = least.min(*distance));
        columns.push(distances);
        pivot = (0..n).fold(0, |best, at| if least[at] > least[best] { at } else { best });
    }
    // Doubly centred squares of the distances, then two directions by power iteration among the pivots.
    let k = columns.len();
    columns.iter_mut().flatten().for_each(|cell| *cell = -0.5 * *cell * *cell);
    let row_means: Vec<f64> =
        (0..n).map(|at| columns.iter().map(|column| column[at]).sum::<f64>() / k as f64).collect();
    let all = row_means.iter().sum::<f64>() / n as f64;
    for column in &mut columns {
        let mean = column.iter().sum::<f64>() / n as f64;
        column.iter_mut().zip(&row_means).for_each(|(cell, row)| *cell += all - mean - row);
    }
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let inner: Vec<Vec<f64>> =
        columns.iter().map(|a| columns.iter().map(|b| product(a, b)).collect()).collect();
    let mut axes: Vec<Vec<f64>> = Vec::new();
    for axis in 0..2 {
        let mut vector: Vec<f64> = (0..k).map(|at| 1.0 + ((at * 5 + axis * 3) % 7) as f64).collect();
        for _ in 0..100 {
            let mut next: Vec<f64> = inner.iter().map(|row| product(row, &vector)).collect();
            for known in &axes {
                let along = product(&next, known);
                next.iter_mut().zip(known).for_each(|(cell, held)| *cell -= along * held);
            }
            let length = product(&next, &next).sqrt();
            if length == 0.0 {
                break;
            }
            vector = next.iter().map(|cell| cell / length).collect();
        }
        axes.push(vector);
    }
    (0..n)
        .map(|at| {
            let on = |axis: usize| (0..k).map(|pivot| columns[pivot][at] * axes[axis][pivot]).sum::<f64>();
            // A nudge by number keeps points that are alike to all pivots from falling on one another.
            let nudge = 1e-3 * ((at * 37 % 101) as f64 - 50.0) / 50.0;
            [on(0) + nudge, on(1) + 1e-3 * ((at * 61 % 103) as f64 - 51.0) / 51.0]
        })
        .collect()
}

fn refine(places: &mut [[f64; 2]], distances: &[Vec<f64>]) {
    for at in 0..places.len() {
        let [x, y] = places[at];
        let (mut sum, mut weights) = ([0.0, 0.0], 0.0);
        for (other, distance) in distances[at].iter().enumerate().filter(|(other, _)| *other != at) {
            let [ox, oy] = places[other];
            let weight = 1.0 / (distance * distance);
            let apart = ((x - ox) * (x - ox) + (y - oy) * (y - oy)).sqrt().max(1e-9);
            sum[0] += weight * (ox + distance * (x - ox) / apart);
            sum[1] += weight * (oy + distance * (y - oy) / apart);
            weights += weight;
        }
        places[at] = [sum[0] / weights, sum[1] / weights];
    }
}

/// Moves the middle to 0 and turns the longer axis level, by the half-angle formula so that no angle is taken.
fn level(places: &mut [[f64; 2]]) {
    let n = places.len() as f64;
    let mean = places.iter().fold([0.0, 0.0], |sum, [x, y]| [sum[0] + x / n, sum[1] + y / n]);
    places.iter_mut().for_each(|place| *place = [place[0] - mean[0], place[1] - mean[1]]);
    let [xx, xy, yy] =
        places.iter().fold([0.0; 3], |sum, [x, y]| [sum[0] + x * x, sum[1] + x * y, sum[2] + y * y]);
    let spread = ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt();
    if spread > 0.0 {
        let cosine = ((1.0 + (xx - yy) / spread) / 2.0).max(0.0).sqrt();
        let sine = ((1.0 - (xx - yy) / spread) / 2.0).max(0.0).sqrt().copysign(xy);
        for place in places.iter_mut() {
            *place = [cosine * place[0] + sine * place[1], cosine * place[1] - sine * place[0]];
        }
    }
    for axis in 0..2 {
        let first = places.iter().map(|place| place[axis]).find(|value| value.abs() > 1e-6);
        if first.is_some_and(|value| value > 0.0) {
            places.iter_mut().for_each(|place| place[axis] = -place[axis]);
        }
    }
}

/// Sets the parts side by side in rows about as wide as the largest, and scales all of it to −1…1.
fn in_rows(points: usize, parts: &[(Vec<usize>, Vec<[f64; 2]>)]) -> Vec<Place> {
    let extent = |places: &[[f64; 2]], axis: usize| {
        let low = places.iter().map(|place| place[axis]).fold(f64::INFINITY, f64::min);
        let high = places.iter().map(|place| place[axis]).fold(f64::NEG_INFINITY, f64::max);
        (low, high - low + 1.0)
    };
    let area: f64 = parts.iter().map(|(_, places)| extent(places, 0).1 * extent(places, 1).1).sum();
    let widest = parts.iter().map(|(_, places)| extent(places, 0).1).fold(area.sqrt(), f64::max);
    let mut found = vec![[0.0, 0.0]; points];
    let (mut left, mut top, mut row_height) = (0.0, 0.0, 0.0);
    for (members, places) in parts {
        let ((low_x, width), (low_y, height)) = (extent(places, 0), extent(places, 1));
        if left > 0.0 && left + width > widest + 1e-9 {
            (left, top, row_height) = (0.0, top - row_height, 0.0);
        }
        for (member, [x, y]) in members.iter().zip(places) {
            found[*member] = [left + x - low_x, top - height + y - low_y];
        }
        left += width;
        row_height = f64::max(row_height, height);
    }
    let ((low_x, width), (low_y, height)) =
        if points > 0 { (extent(&found, 0), extent(&found, 1)) } else { ((0.0, 1.0), (0.0, 1.0)) };
    let half = ((width - 1.0).max(height - 1.0) / 2.0).max(1e-9);
    let middle = [low_x + (width - 1.0) / 2.0, low_y + (height - 1.0) / 2.0];
    let shown = |value: f64| (value * 1e6).round() / 1e6;
    found
        .into_iter()
        .map(|[x, y]| Place { x: shown((x - middle[0]) / half), y: shown((y - middle[1]) / half) })
        .collect()
}
