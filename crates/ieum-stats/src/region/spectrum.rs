//! The first eigenpairs of a symmetric operator whose largest eigenvector is known: exact, deterministic, without a linear-algebra
//! library.
//!
//! Small problems are solved whole (Householder tridiagonal form, then implicit QL; Golub and Van Loan 2013, alg. 8.3.1 and 8.3.3). Large
//! ones by a block Krylov space of width 2 with full reorthogonalisation and thick restart (Golub and Van Loan 2013, §10.3.6; Wu and
//! Simon 2000): width 2 because a repeated eigenvalue must be seen, not stepped over.

use crate::{Matrix, Seed};

/// Largest problem that is solved whole.
pub(crate) const WHOLE: usize = 64;
/// Largest Krylov space before it is pressed together, and what is kept then.
const MOST: usize = 240;
const KEPT: usize = 24;
/// A residual as small as rounding leaves it; eigenvalues here lie in 0..1.
const SETTLED: f64 = 4e-15;
/// The third eigenvalue's error is its residual squared over the gap, so this is enough for all its digits.
const THIRD_SETTLED: f64 = 1e-8;
const MOST_STEPS: usize = 20_000;

/// Eigenvalues in falling order, and the first one's unit vector.
#[derive(Debug, Clone)]
pub(crate) struct Leading {
    /// Up to `kept` of them for large problems, all for small ones.
    pub(crate) values: Vec<f64>,
    pub(crate) vector: Vec<f64>,
    /// `false` when the steps ran out before the residual was that of rounding.
    pub(crate) settled: bool,
}

/// The leading eigenpairs of a symmetric `apply`, all orthogonal to the unit vector `known`.
///
/// `apply(x, y)` writes the operator times two vectors at once.
pub(crate) fn leading(known: &[f64], mut apply: impl FnMut(&[[f64; 2]], &mut [[f64; 2]])) -> Leading {
    let n = known.len();
    if n <= WHOLE {
        return whole(known, apply);
    }
    let mut space = Space::new(known);
    let mut scratch = (vec![[0.0; 2]; n], vec![[0.0; 2]; n]);
    let (mut next_look, mut last_residual, mut steps) = (12, f64::INFINITY, 0);
    loop {
        space.grow(&mut apply, &mut scratch);
        steps += 1;
        // Two more vectors always join, so the space stops growing while they still fit beside the known vector.
        let full = space.basis.len() + 4 > MOST.min(n - 1);
        if space.basis.len() < next_look && !full {
            continue;
        }
        next_look = space.basis.len() + space.basis.len().div_ceil(4);
        let (values, vectors) = symmetric(&space.projected());
        let first = space.combine(&vectors, 0);
        let second = space.combine(&vectors, 1);
        let [one, two] = residuals(&first, &second, &values, &mut apply, &mut scratch);
        let stalled = one < 1e-12 && one > last_residual / 2.0;
        last_residual = one;
        if ((one <= SETTLED || stalled) && two <= THIRD_SETTLED) || steps > MOST_STEPS {
            return Leading { values, vector: first, settled: steps <= MOST_STEPS };
        }
        if full {
            space.press(&values, &vectors);
            next_look = KEPT + 8;
        }
    }
}

fn whole(known: &[f64], mut apply: impl FnMut(&[[f64; 2]], &mut [[f64; 2]])) -> Leading {
    let n = known.len();
    let mut dense = Matrix::zeros(n, n);
    let (mut unit, mut image) = (vec![[0.0; 2]; n], vec![[0.0; 2]; n]);
    for column in 0..n {
        unit[column][0] = 1.0;
        apply(&unit, &mut image);
        unit[column][0] = 0.0;
        for row in 0..n {
            // The known eigenvector is moved from 1 to −1, below every other eigenvalue of a positive operator.
            *dense.at_mut(row, column) = image[row][0] - 2.0 * known[row] * known[column];
        }
    }
    for row in 0..n {
        for column in 0..row {
            let mean = 0.5 * (dense.at(row, column) + dense.at(column, row));
            *dense.at_mut(row, column) = mean;
            *dense.at_mut(column, row) = mean;
        }
    }
    let (mut values, vectors) = symmetric(&dense);
    values.pop();
    Leading { values, vector: vectors.row(0).to_vec(), settled: true }
}

fn residuals(
    first: &[f64],
    second: &[f64],
    values: &[f64],
    apply: &mut impl FnMut(&[[f64; 2]], &mut [[f64; 2]]),
    (pair, image): &mut (Vec<[f64; 2]>, Vec<[f64; 2]>),
) -> [f64; 2] {
    for (cell, (a, b)) in pair.iter_mut().zip(first.iter().zip(second)) {
        *cell = [*a, *b];
    }
    apply(pair, image);
    let mut squares = [0.0; 2];
    for (applied, given) in image.iter().zip(pair.iter()) {
        for side in 0..2 {
            squares[side] += (applied[side] - values[side] * given[side]).powi(2);
        }
    }
    squares.map(f64::sqrt)
}

/// A Krylov space: an orthonormal basis and the operator seen from within.
struct Space<'a> {
    known: &'a [f64],
    basis: Vec<Vec<f64>>,
    /// Row k holds the products of basis vector k's image with basis vectors 0..=k.
    within: Vec<Vec<f64>>,
    /// The two vectors that join next, already orthonormal to the basis.
    joining: [Vec<f64>; 2],
    seed: Seed,
}

impl<'a> Space<'a> {
    fn new(known: &'a [f64]) -> Self {
        let mut space = Self {
            known,
            basis: Vec::new(),
            within: Vec::new(),
            joining: [Vec::new(), Vec::new()],
            seed: Seed::new(0x51A7),
        };
        let first = space.by_chance(None);
        let second = space.by_chance(Some(&first));
        space.joining = [first, second];
        space
    }

    /// A unit vector orthogonal to everything so far; only its direction's being general matters.
    fn by_chance(&mut self, beside: Option<&[f64]>) -> Vec<f64> {
        let mut vector: Vec<f64> = (0..self.known.len()).map(|_| self.seed.unit() - 0.5).collect();
        self.clear(&mut vector, beside);
        let length = dot(&vector, &vector).sqrt();
        vector.iter_mut().for_each(|cell| *cell /= length);
        self.clear(&mut vector, beside);
        let length = dot(&vector, &vector).sqrt();
        vector.iter_mut().for_each(|cell| *cell /= length);
        vector
    }

    /// Takes out of a vector what lies along the known vector, the basis and one more. Returns its products with the basis.
    fn clear(&self, vector: &mut [f64], beside: Option<&[f64]>) -> Vec<f64> {
        let along: Vec<f64> = self.basis.iter().map(|held| dot(held, vector)).collect();
        take_out(vector, self.known);
        for (held, product) in self.basis.iter().zip(&along) {
            add_scaled(vector, held, -product);
        }
        if let Some(beside) = beside {
            take_out(vector, beside);
        }
        along
    }

    fn grow(
        &mut self,
        apply: &mut impl FnMut(&[[f64; 2]], &mut [[f64; 2]]),
        (pair, image): &mut (Vec<[f64; 2]>, Vec<[f64; 2]>),
    ) {
        let [first, second] = std::mem::take(&mut self.joining);
        for (cell, (a, b)) in pair.iter_mut().zip(first.iter().zip(&second)) {
            *cell = [*a, *b];
        }
        apply(pair, image);
        self.basis.push(first);
        self.basis.push(second);
        let mut images: [Vec<f64>; 2] =
            [image.iter().map(|cell| cell[0]).collect(), image.iter().map(|cell| cell[1]).collect()];
        let size = self.basis.len();
        for (side, vector) in images.iter_mut().enumerate() {
            let mut along = self.clear(vector, None);
            along.truncate(size - 1 + side);
            self.within.push(along);
        }
        // A second clearing: once is not enough when a vector is nearly inside the space (Giraud et al. 2005).
        let [mut one, mut two] = images;
        self.clear(&mut one, None);
        let one = self.made_unit(one, None);
        self.clear(&mut two, Some(&one));
        let two = self.made_unit(two, Some(&one));
        self.joining = [one, two];
    }

    /// The vector at length 1, or one by chance when nothing but rounding is left of it.
    fn made_unit(&mut self, mut vector: Vec<f64>, beside: Option<&[f64]>) -> Vec<f64> {
        let length = dot(&vector, &vector).sqrt();
        if length < 1e-13 {
            return self.by_chance(beside);
        }
        vector.iter_mut().for_each(|cell| *cell /= length);
        self.clear(&mut vector, beside);
        let length = dot(&vector, &vector).sqrt();
        vector.iter_mut().for_each(|cell| *cell /= length);
        vector
    }

    fn projected(&self) -> Matrix {
        let size = self.basis.len();
        let mut matrix = Matrix::zeros(size, size);
        for (row, products) in self.within.iter().enumerate() {
            for (column, product) in products.iter().enumerate() {
                *matrix.at_mut(row, column) = *product;
                *matrix.at_mut(column, row) = *product;
            }
        }
        matrix
    }

    fn combine(&self, vectors: &Matrix, which: usize) -> Vec<f64> {
        let mut sum = vec![0.0; self.known.len()];
        for (held, weight) in self.basis.iter().zip(vectors.row(which)) {
            add_scaled(&mut sum, held, *weight);
        }
        let length = dot(&sum, &sum).sqrt();
        sum.iter_mut().for_each(|cell| *cell /= length);
        sum
    }

    /// Presses the space together to its first eigenvectors; the joining vectors stay what they are.
    fn press(&mut self, values: &[f64], vectors: &Matrix) {
        let kept: Vec<Vec<f64>> = (0..KEPT).map(|which| self.combine(vectors, which)).collect();
        self.basis = kept;
        self.within = (0..KEPT)
            .map(|row| (0..=row).map(|column| if row == column { values[row] } else { 0.0 }).collect())
            .collect();
    }
}

/// All eigenvalues of a symmetric matrix in falling order, and their unit vectors as rows.
pub(crate) fn symmetric(matrix: &Matrix) -> (Vec<f64>, Matrix) {
    let n = matrix.rows();
    let (mut diagonal, mut beside, mut rows) = tridiagonal(matrix);
    for low in 0..n {
        loop {
            let small = |at: &usize| {
                let scale = diagonal[*at].abs() + diagonal[*at + 1].abs();
                beside[*at].abs() <= f64::EPSILON * scale || beside[*at].abs() < f64::MIN_POSITIVE
            };
            let high = (low..n.saturating_sub(1)).find(small).unwrap_or(n - 1);
            if high == low {
                break;
            }
            sweep(&mut diagonal, &mut beside, &mut rows, low, high);
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| diagonal[*b].total_cmp(&diagonal[*a]).then(a.cmp(b)));
    let mut vectors = Matrix::zeros(n, n);
    for (to, from) in order.iter().enumerate() {
        vectors.row_mut(to).copy_from_slice(&rows[*from]);
    }
    (order.iter().map(|at| diagonal[*at]).collect(), vectors)
}

/// One implicit QL step with Wilkinson's shift between two places; rotations go into the rows of vectors.
fn sweep(diagonal: &mut [f64], beside: &mut [f64], rows: &mut [Vec<f64>], low: usize, high: usize) {
    let half = (diagonal[low + 1] - diagonal[low]) / (2.0 * beside[low]);
    let mut g = diagonal[high] - diagonal[low] + beside[low] / (half + half.hypot(1.0).copysign(half));
    let (mut sine, mut cosine, mut shift) = (1.0, 1.0, 0.0);
    for at in (low..high).rev() {
        let (f, b) = (sine * beside[at], cosine * beside[at]);
        let r = f.hypot(g);
        beside[at + 1] = r;
        if r == 0.0 {
            diagonal[at + 1] -= shift;
            beside[high] = 0.0;
            return;
        }
        (sine, cosine) = (f / r, g / r);
        g = diagonal[at + 1] - shift;
        let r = (diagonal[at] - g) * sine + 2.0 * cosine * b;
        shift = sine * r;
        diagonal[at + 1] = g + shift;
        g = cosine * r - b;
        let (before, after) = rows.split_at_mut(at + 1);
        for (x, y) in before[at].iter_mut().zip(after[0].iter_mut()) {
            (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
        }
    }
    diagonal[low] -= shift;
    beside[low] = g;
    beside[high] = 0.0;
}

/// Householder's tridiagonal form: the diagonal, what stands beside it (one longer than needed), and Qᵀ as rows.
fn tridiagonal(matrix: &Matrix) -> (Vec<f64>, Vec<f64>, Vec<Vec<f64>>) {
    let n = matrix.rows();
    let mut work = matrix.clone();
    let mut mirrors: Vec<Vec<f64>> = Vec::new();
    let mut beside = vec![0.0; n];
    for at in 0..n.saturating_sub(2) {
        let mut mirror: Vec<f64> = (at + 1..n).map(|row| work.at(row, at)).collect();
        let length = dot(&mirror, &mirror).sqrt();
        let image = -length.copysign(mirror[0]);
        mirror[0] -= image;
        let size = dot(&mirror, &mirror);
        if size == 0.0 {
            mirrors.push(Vec::new());
            continue;
        }
        let scale = (2.0 / size).sqrt();
        mirror.iter_mut().for_each(|cell| *cell *= scale);
        beside[at] = image;
        let turned: Vec<f64> = (at + 1..n).map(|row| dot(&work.row(row)[at + 1..], &mirror)).collect();
        let half = 0.5 * dot(&turned, &mirror);
        let change: Vec<f64> = turned.iter().zip(&mirror).map(|(t, m)| t - half * m).collect();
        for row in at + 1..n {
            let (m, c) = (mirror[row - at - 1], change[row - at - 1]);
            for (cell, (other, moved)) in
                work.row_mut(row)[at + 1..].iter_mut().zip(mirror.iter().zip(&change))
            {
                *cell -= m * moved + c * other;
            }
        }
        mirrors.push(mirror);
    }
    if n >= 2 {
        beside[n - 2] = work.at(n - 1, n - 2);
    }
    // Qᵀ = … H₁ H₀; applying the mirrors from the right to Qᵀ's rows, last first, touches only their tails.
    let mut rows: Vec<Vec<f64>> =
        (0..n).map(|row| (0..n).map(|column| if row == column { 1.0 } else { 0.0 }).collect()).collect();
    for (at, mirror) in mirrors.iter().enumerate().rev() {
        if mirror.is_empty() {
            continue;
        }
        for row in &mut rows[at + 1..] {
            let tail = &mut row[at + 1..];
            let along = dot(tail, mirror);
            add_scaled(tail, mirror, -along);
        }
    }
    ((0..n).map(|at| work.at(at, at)).collect(), beside, rows)
}

/// The inner product, in four lanes added in a fixed order.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (lanes, rest) = one.as_chunks::<8>();
    let (other_lanes, other_rest) = other.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in lanes.iter().zip(other_lanes) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let tail: f64 = rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7])) + tail
}

fn add_scaled(vector: &mut [f64], other: &[f64], scale: f64) {
    for (cell, more) in vector.iter_mut().zip(other) {
        *cell += scale * more;
    }
}

fn take_out(vector: &mut [f64], other: &[f64]) {
    let along = dot(vector, other);
    add_scaled(vector, other, -along);
}
