//! How far two spellings are apart.

/// Optimal string alignment distance (insert, delete, replace, swap of neighbours), or `None` above `most`.
///
/// Given Hangul as single letters ([`super::letters`]), one wrong vowel counts one.
pub fn distance(left: &[char], right: &[char], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, l) in left.iter().enumerate() {
        let mut now = Vec::with_capacity(last.len());
        now.push(row + 1);
        for (column, r) in right.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let swapped =
                column > 0 && row > 0 && left.get(row - 1) == Some(r) && right.get(column - 1) == Some(l);
            let mut best = (at(&last, column) + usize::from(l != r))
                .min(at(&last, column + 1) + 1)
                .min(at(&now, column) + 1);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            now.push(best);
        }
        if now.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut last, now);
    }
    last.last().copied().filter(|d| *d <= most)
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(left: &str, right: &str, expected: Option<usize>) {
        let of = |text: &str| super::super::letters(text).chars().collect::<Vec<_>>();
        assert_eq!(super::distance(&of(left), &of(right), 2), expected, "{left} {right}");
    }

    #[test]
    fn one_slip_of_the_finger_is_one() {
        check("현미경", "현미경", Some(0));
        check("현미겅", "현미경", Some(1));
        check("크로마토그래피", "크로마토그라피", Some(1));
        check("microscope", "micorscope", Some(1));
        check("microscope", "mikroskop", None);
        check("", "가", Some(2));
    }
}
