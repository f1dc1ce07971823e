//! What lies between a least and a most: rounded figures and what follows from them.

/// A closed interval. Arithmetic on it gives the interval of everything that could come out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Relative width given to every comparison, so that the last bit of a double decides nothing.
const SLACK: f64 = 1e-11;

impl Range {
    pub(super) const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    pub(super) const fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// The range of `rule` over this one, `rule` rising throughout.
    pub(super) fn rising(self, rule: impl Fn(f64) -> f64) -> Self {
        Self { low: rule(self.low), high: rule(self.high) }
    }

    /// The range of `rule` over this one, `rule` falling throughout.
    pub(super) fn falling(self, rule: impl Fn(f64) -> f64) -> Self {
        Self { low: rule(self.high), high: rule(self.low) }
    }

    /// Whether some value lies in both.
    pub(super) fn meets(self, other: Self) -> bool {
        self.distance(other) == 0.0
    }

    /// How far apart two ranges lie; 0 when they meet.
    pub(super) fn distance(self, other: Self) -> f64 {
        let finite = [self.low, self.high, other.low, other.high].into_iter().filter(|end| end.is_finite());
        let slack = SLACK * finite.fold(0.0_f64, |most, end| most.max(end.abs()));
        let apart = (self.low - other.high).max(other.low - self.high);
        if apart <= slack { 0.0 } else { apart }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }

    pub(super) fn times(self, other: Self) -> Self {
        let ends =
            [self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high];
        let low = ends.into_iter().fold(f64::INFINITY, f64::min);
        Self { low, high: ends.into_iter().fold(f64::NEG_INFINITY, f64::max) }
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        self.times(Self::exactly(factor))
    }

    /// The quotient; everything when the divisor may be 0.
    pub(super) fn over(self, other: Self) -> Self {
        if other.low <= 0.0 && other.high >= 0.0 {
            return Self::new(f64::NEG_INFINITY, f64::INFINITY);
        }
        self.times(Self::new(1.0 / other.high, 1.0 / other.low))
    }

    pub(super) fn magnitude(self) -> Self {
        if self.low >= 0.0 {
            self
        } else if self.high <= 0.0 {
            Self::new(-self.high, -self.low)
        } else {
            Self::new(0.0, self.high.max(-self.low))
        }
    }

    pub(super) fn squared(self) -> Self {
        self.magnitude().rising(|end| end * end)
    }

    /// The square root of what is not below 0.
    pub(super) fn root(self) -> Self {
        self.rising(|end| end.max(0.0).sqrt())
    }

    /// The part at or above `least`.
    pub(super) fn at_least(self, least: f64) -> Self {
        self.rising(|end| end.max(least))
    }

    pub(super) fn within(self, low: f64, high: f64) -> Self {
        // Not `clamp`, which stops on ends in the wrong order; a table may print such.
        self.rising(|end| end.max(low).min(high))
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn arithmetic_encloses() {
        let (a, b) = (Range::new(-1.0, 2.0), Range::new(3.0, 4.0));
        assert_eq!(a.times(b), Range::new(-4.0, 8.0));
        assert_eq!(a.minus(b), Range::new(-5.0, -1.0));
        assert_eq!(a.squared(), Range::new(0.0, 4.0));
        assert_eq!(b.over(Range::exactly(2.0)), Range::new(1.5, 2.0));
        assert_eq!(b.over(a).high, f64::INFINITY);
        assert!(a.meets(Range::new(2.0, 5.0)) && !a.meets(b));
    }
}
