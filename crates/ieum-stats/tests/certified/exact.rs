//! Whole numbers of any size and, from them, exact answers: what double-double is held against where nobody has certified a value.

/// A whole number of any size: sign, and digits to the base 2³², the last one first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Whole {
    negative: bool,
    digits: Vec<u32>,
}

fn trimmed(mut digits: Vec<u32>) -> Vec<u32> {
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

fn low(value: u64) -> u32 {
    (value & 0xFFFF_FFFF) as u32
}

fn is_less(a: &[u32], b: &[u32]) -> bool {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev())).is_lt()
}

fn sum(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut carried = 0_u64;
    let mut found = Vec::new();
    for at in 0..a.len().max(b.len()) + 1 {
        let digit = |of: &[u32]| u64::from(of.get(at).copied().unwrap_or(0));
        carried += digit(a) + digit(b);
        found.push(low(carried));
        carried >>= 32;
    }
    trimmed(found)
}

/// a − b, a being no less.
fn difference(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut borrowed = 0_i64;
    let mut found = Vec::new();
    for (at, digit) in a.iter().enumerate() {
        let left = i64::from(*digit) - i64::from(b.get(at).copied().unwrap_or(0)) - borrowed;
        borrowed = i64::from(left < 0);
        found.push(low((left + (borrowed << 32)) as u64));
    }
    trimmed(found)
}

fn product(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut found = vec![0_u32; a.len() + b.len() + 1];
    for (i, one) in a.iter().enumerate() {
        let mut carried = 0_u64;
        for (j, other) in b.iter().chain(std::iter::once(&0)).enumerate() {
            carried += u64::from(found[i + j]) + u64::from(*one) * u64::from(*other);
            found[i + j] = low(carried);
            carried >>= 32;
        }
    }
    trimmed(found)
}

fn shifted(a: &[u32], bits: usize) -> Vec<u32> {
    let (whole, part) = (bits / 32, bits % 32);
    let mut found = vec![0; whole];
    let mut carried = 0_u64;
    for digit in a.iter().chain(std::iter::once(&0)) {
        carried |= u64::from(*digit) << part;
        found.push(low(carried));
        carried >>= 32;
    }
    trimmed(found)
}

/// ⌊a / b⌋ (Knuth, «The art of computer programming» 2, 4.3.1, algorithm D).
fn quotient(a: &[u32], b: &[u32]) -> Vec<u32> {
    assert!(!b.is_empty(), "nothing is divided by nought");
    if is_less(a, b) {
        return Vec::new();
    }
    let turn = b[b.len() - 1].leading_zeros() as usize;
    let (mut a, b) = (shifted(a, turn), shifted(b, turn));
    let n = b.len();
    a.push(0);
    while a.len() < n + 1 {
        a.push(0);
    }
    let mut found = vec![0_u32; a.len() - n];
    for at in (0..a.len() - n).rev() {
        let head = (u64::from(a[at + n]) << 32) | u64::from(a[at + n - 1]);
        let (mut guess, mut rest) = (head / u64::from(b[n - 1]), head % u64::from(b[n - 1]));
        let next = |at: usize, of: &[u32]| if n > 1 { u64::from(of[at]) } else { 0 };
        while guess >> 32 != 0
            || (n > 1 && guess * next(n - 2, &b) > ((rest << 32) | u64::from(a[at + n - 2])))
        {
            guess -= 1;
            rest += u64::from(b[n - 1]);
            if rest >> 32 != 0 {
                break;
            }
        }
        let (mut carried, mut borrowed) = (0_u64, 0_i64);
        for (place, digit) in b.iter().enumerate() {
            carried += guess * u64::from(*digit);
            let left = i64::from(a[at + place]) - i64::from(low(carried)) - borrowed;
            borrowed = i64::from(left < 0);
            a[at + place] = low((left + (borrowed << 32)) as u64);
            carried >>= 32;
        }
        let left = i64::from(a[at + n]) - carried as i64 - borrowed;
        a[at + n] = low(left as u64);
        if left < 0 {
            guess -= 1;
            let mut over = 0_u64;
            for (place, digit) in b.iter().enumerate() {
                over += u64::from(a[at + place]) + u64::from(*digit);
                a[at + place] = low(over);
                over >>= 32;
            }
            a[at + n] = low(u64::from(a[at + n]) + over);
        }
        found[at] = low(guess);
    }
    trimmed(found)
}

fn bits(a: &[u32]) -> usize {
    a.last().map_or(0, |last| a.len() * 32 - last.leading_zeros() as usize)
}

impl Whole {
    pub(crate) fn of(value: i64) -> Self {
        let size = value.unsigned_abs();
        Self { negative: value < 0, digits: trimmed(vec![low(size), low(size >> 32)]) }
    }

    /// Decimal text without its point, and how many digits stood after it: `"-1.20"` is −120 and 2.
    pub(crate) fn read(text: &str) -> (Self, usize) {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let ten = Self::of(10);
        let mut found = Self::default();
        for digit in whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit) {
            found = found.times(&ten).plus(&Self::of(i64::from(digit - b'0')));
        }
        found.negative = whole.starts_with('-');
        (found, fraction.len())
    }

    pub(crate) fn ten_to(power: usize) -> Self {
        (0..power).fold(Self::of(1), |found, _| found.times(&Self::of(10)))
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        if self.negative == other.negative {
            return Self { negative: self.negative, digits: sum(&self.digits, &other.digits) };
        }
        let (larger, smaller) =
            if is_less(&self.digits, &other.digits) { (other, self) } else { (self, other) };
        let digits = difference(&larger.digits, &smaller.digits);
        Self { negative: larger.negative && !digits.is_empty(), digits }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self {
            negative: !other.negative && !other.digits.is_empty(),
            digits: other.digits.clone(),
        })
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let digits = product(&self.digits, &other.digits);
        Self { negative: self.negative != other.negative && !digits.is_empty(), digits }
    }

    /// The quotient of a division that leaves nothing.
    fn over(&self, other: &Self) -> Self {
        let digits = quotient(&self.digits, &other.digits);
        let found = Self { negative: self.negative != other.negative && !digits.is_empty(), digits };
        assert_eq!(found.times(other), *self, "the division leaves nothing");
        found
    }

    pub(crate) fn is_nought(&self) -> bool {
        self.digits.is_empty()
    }

    /// self / other as the nearest double, or the next to it.
    pub(crate) fn ratio(&self, other: &Self) -> f64 {
        let turn = 96 + bits(&other.digits) as i64 - bits(&self.digits) as i64;
        let shift = |of: &[u32], by: i64| shifted(of, by.max(0) as usize);
        let found = quotient(&shift(&self.digits, turn), &shift(&other.digits, -turn));
        let value = found.iter().rev().fold(0_u128, |value, digit| (value << 32) | u128::from(*digit)) as f64;
        let value = if turn > 1_000 {
            value * 2_f64.powi(-1_000) * 2_f64.powi((1_000 - turn) as i32)
        } else {
            value * 2_f64.powi(-turn as i32)
        };
        if self.negative != other.negative { -value } else { value }
    }
}

/// Least squares in whole numbers.
pub(crate) struct Fit {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) errors: Vec<f64>,
    pub(crate) residual_sd: f64,
    pub(crate) r_squared: f64,
    /// None where nothing is left over.
    pub(crate) f: Option<f64>,
}

/// Decimal texts as whole numbers of one unit, and how many digits that unit is below 1.
pub(crate) fn column(cells: &[String]) -> (Vec<Whole>, usize) {
    let read: Vec<(Whole, usize)> = cells.iter().map(|cell| Whole::read(cell)).collect();
    let most = read.iter().map(|(_, after)| *after).max().unwrap_or(0);
    (read.into_iter().map(|(value, after)| value.times(&Whole::ten_to(most - after))).collect(), most)
}

fn dot(a: &[Whole], b: &[Whole]) -> Whole {
    a.iter().zip(b).fold(Whole::default(), |found, (a, b)| found.plus(&a.times(b)))
}

/// Σ(outcome − Σ coefficients × columns)² at its least, exactly. The first column is all ones where `intercept`. Solved by elimination
/// without fractions (Bareiss 1968, Mathematics of Computation 22, 565–578).
pub(crate) fn least_squares(outcome: &[String], columns: &[Vec<String>], intercept: bool) -> Fit {
    let (y, y_digits) = column(outcome);
    let (x, x_digits): (Vec<Vec<Whole>>, Vec<usize>) = columns.iter().map(|cells| column(cells)).unzip();
    let (n, k) = (y.len(), x.len());
    // [X'X | X'y | I]
    let unit = |at: usize, of: usize| Whole::of(i64::from(at == of));
    let mut rows: Vec<Vec<Whole>> = (0..k)
        .map(|at| {
            let products = x.iter().map(|other| dot(&x[at], other));
            products.chain([dot(&x[at], &y)]).chain((0..k).map(|of| unit(at, of))).collect()
        })
        .collect();
    let mut before = Whole::of(1);
    for at in 0..k {
        assert!(!rows[at][at].is_nought(), "the columns differ");
        let pivot = rows[at].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(of, _)| *of != at) {
            let times = row[at].clone();
            for (cell, above) in row.iter_mut().zip(&pivot) {
                *cell = cell.times(&pivot[at]).minus(&times.times(above)).over(&before);
            }
        }
        before = pivot[at].clone();
    }
    let whole = rows[0][0].clone();
    let ten = Whole::ten_to;
    // What is left of Σy², times the determinant.
    let explained =
        rows.iter().zip(&x).fold(Whole::default(), |found, (row, x)| found.plus(&row[k].times(&dot(x, &y))));
    let left = dot(&y, &y).times(&whole).minus(&explained);
    let degrees = Whole::of((n - k) as i64);
    let coefficient = |at: usize| rows[at][k].times(&ten(x_digits[at])).ratio(&whole.times(&ten(y_digits)));
    let error = |at: usize| {
        let square = left.times(&rows[at][k + 1 + at]).times(&ten(2 * x_digits[at]));
        square.ratio(&whole.times(&whole).times(&degrees).times(&ten(2 * y_digits))).sqrt()
    };
    // About the mean, times n; or about nought.
    let total = y.iter().fold(Whole::default(), |found, y| found.plus(y));
    let squares = dot(&y, &y);
    let (about, scale) = if intercept {
        (squares.times(&Whole::of(n as i64)).minus(&total.times(&total)), Whole::of(n as i64))
    } else {
        (squares, Whole::of(1))
    };
    // 1 − left / whole / (about / scale)
    let below = about.times(&whole);
    let above = below.minus(&left.times(&scale));
    let columns_beside = Whole::of(k as i64 - i64::from(intercept));
    Fit {
        coefficients: (0..k).map(coefficient).collect(),
        errors: (0..k).map(error).collect(),
        residual_sd: left.ratio(&whole.times(&degrees).times(&ten(2 * y_digits))).sqrt(),
        r_squared: above.ratio(&below),
        f: (!left.is_nought())
            .then(|| above.times(&degrees).ratio(&left.times(&scale).times(&columns_beside))),
    }
}

/// F, sums of squares between and within, and R² of groups, exactly.
pub(crate) fn one_way(groups: &[Vec<String>]) -> [f64; 4] {
    let all: Vec<String> = groups.iter().flatten().cloned().collect();
    let (values, digits) = column(&all);
    let mut parts = Vec::new();
    let mut from = 0;
    for group in groups {
        parts.push(&values[from..from + group.len()]);
        from += group.len();
    }
    let add = |part: &[Whole]| part.iter().fold(Whole::default(), |found, value| found.plus(value));
    // Everything over one denominator: n times the product of the groups' sizes.
    let sizes = parts.iter().fold(Whole::of(1), |found, part| found.times(&Whole::of(part.len() as i64)));
    let n = Whole::of(values.len() as i64);
    let of_groups = parts.iter().fold(Whole::default(), |found, part| {
        let (sum, size) = (add(part), Whole::of(part.len() as i64));
        found.plus(&sum.times(&sum).times(&sizes.over(&size)).times(&n))
    });
    let total = add(&values);
    let whole = dot(&values, &values).times(&sizes).times(&n);
    let between = of_groups.minus(&total.times(&total).times(&sizes));
    let within = whole.minus(&of_groups);
    let unit = sizes.times(&n).times(&Whole::ten_to(2 * digits));
    let (above, below) = (groups.len() as i64 - 1, values.len() as i64 - groups.len() as i64);
    [
        between.times(&Whole::of(below)).ratio(&within.times(&Whole::of(above))),
        between.ratio(&unit),
        within.ratio(&unit),
        between.ratio(&between.plus(&within)),
    ]
}

/// Mean, standard deviation with n − 1 and the first autocorrelation, exactly.
pub(crate) fn described(cells: &[String]) -> [f64; 3] {
    let (values, digits) = column(cells);
    let n = Whole::of(values.len() as i64);
    let total = values.iter().fold(Whole::default(), |found, value| found.plus(value));
    let about: Vec<Whole> = values.iter().map(|value| value.times(&n).minus(&total)).collect();
    let squares = dot(&about, &about);
    let below = n.times(&n).times(&Whole::of(values.len() as i64 - 1)).times(&Whole::ten_to(2 * digits));
    [
        total.ratio(&n.times(&Whole::ten_to(digits))),
        squares.ratio(&below).sqrt(),
        dot(&about[1..], &about[..about.len() - 1]).ratio(&squares),
    ]
}

/// Pooled t, Welch's t and Pearson's r of two columns of one length, exactly under their roots.
pub(crate) fn compared(first: &[String], second: &[String]) -> [f64; 3] {
    let all: Vec<String> = first.iter().chain(second).cloned().collect();
    let (values, _) = column(&all);
    let (a, b) = values.split_at(first.len());
    let n = Whole::of(a.len() as i64);
    let add = |part: &[Whole]| part.iter().fold(Whole::default(), |found, value| found.plus(value));
    // n times the value less n times the mean.
    let about = |part: &[Whole]| -> Vec<Whole> {
        part.iter().map(|value| value.times(&n).minus(&add(part))).collect()
    };
    let (a_about, b_about) = (about(a), about(b));
    let (aa, bb) = (dot(&a_about, &a_about), dot(&b_about, &b_about));
    let ab = dot(&a_about, &b_about);
    let gap = add(a).minus(&add(b));
    let less = Whole::of(a.len() as i64 - 1);
    // Of equal sizes both t are gap/n over the root of (Sa + Sb)/(n − 1)/n, S = aa/n².
    let t = gap.times(&gap).times(&less).times(&n).ratio(&aa.plus(&bb)).sqrt();
    let signed = |value: f64, of: &Whole| if of.negative { -value } else { value };
    let r = ab.times(&ab).ratio(&aa.times(&bb)).sqrt();
    [signed(t, &gap), signed(t, &gap), signed(r, &ab)]
}

#[test]
fn whole_numbers_of_any_size_are_right() {
    let read = |text: &str| Whole::read(text).0;
    let (a, b) = (read("123456789012345678901234567890123456789"), read("-987654321098765432109876543210"));
    assert_eq!(a.times(&b), read("-121932631137021795226185032733744855963362292333223746380111126352690"));
    assert_eq!(a.times(&b).over(&b), a);
    assert_eq!(a.plus(&b).minus(&a), b);
    assert_eq!(read("18446744073709551616").minus(&read("1")), read("18446744073709551615"));
    assert_eq!(Whole::read("-1.20"), (Whole::of(-120), 2));
    assert!((Whole::of(1).ratio(&Whole::of(3)) - 1.0 / 3.0).abs() < 1e-16);
    assert_eq!(a.ratio(&read("-1")), -123_456_789_012_345_678_901_234_567_890_123_456_789.0);
    assert_eq!(Whole::ten_to(400).ratio(&Whole::ten_to(397)), 1_000.0);
    // A divisor whose head makes the first guess too large.
    let hard = read("340282366920938463463374607431768211455");
    assert_eq!(
        hard.times(&read("79228162514264337593543950335")).over(&hard),
        read("79228162514264337593543950335")
    );
}
