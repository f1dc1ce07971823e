//! Quantiles by Newton's method on the logarithm of a tail.

/// The x > 0 at which `tail` is `target`, from `start`. `tail` returns its value and its derivative by ln x; `rising` says whether it
/// grows with x. On the logarithms of both, tails are nearly straight, so the steps are few; whatever leaves the bracket is bisected.
pub(super) fn positive(start: f64, target: f64, rising: bool, tail: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut x = start;
    for _ in 0..400 {
        let (value, slope) = tail(x);
        if value == target {
            return x;
        }
        if (value < target) == rising {
            low = x;
        } else {
            high = x;
        }
        // Of ln value − ln target by ln x.
        let step = -((value / target).ln() * value / slope).clamp(-700.0, 700.0);
        let next = x * step.exp();
        // The steps shrink quadratically: after one this small, what is left is the rounding of the tail itself.
        if step.abs() < 1e-9 {
            return next;
        }
        let fits = next.is_finite() && next > low && next < high;
        let moved = if fits { next } else { between(low, high, x) };
        if moved == x {
            return x;
        }
        x = moved;
    }
    x
}

fn between(low: f64, high: f64, x: f64) -> f64 {
    match (low > 0.0, high.is_finite()) {
        (true, true) => low.sqrt() * high.sqrt(),
        (true, false) => (low * 16.0).max(x),
        (false, true) => high / 16.0,
        (false, false) => x,
    }
}
