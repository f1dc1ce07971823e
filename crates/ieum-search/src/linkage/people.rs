//! Lists of people: how many of them two lists share.

use super::likeness::jaro_winkler;
use crate::numbers::real;

/// Last names this alike are one name with a slip.
const SAME_NAME: f64 = 0.92;

/// The shares of the longer and of the shorter list that the other has.
///
/// Two people are the same when their last names are alike and the first letters of one's other names begin the other's,
/// or nothing is known of them.
pub(super) fn shared(left: &[(String, String)], right: &[(String, String)]) -> (f64, f64) {
    let (longer, shorter) = (left.len().max(right.len()), left.len().min(right.len()));
    if shorter == 0 {
        return (0.0, 0.0);
    }
    let mut free: Vec<&(String, String)> = right.iter().collect();
    let mut found = 0;
    for person in left {
        if let Some(at) = free.iter().position(|other| same(person, other)) {
            free.remove(at);
            found += 1;
        }
    }
    (real(found) / real(longer), real(found) / real(shorter))
}

fn same(left: &(String, String), right: &(String, String)) -> bool {
    let starts = left.1.is_empty() || right.1.is_empty() || left.1.chars().next() == right.1.chars().next();
    starts && jaro_winkler(&left.0, &right.0) >= SAME_NAME
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_and_order_do_not_matter() {
        let of = |names: &[(&str, &str)]| {
            names.iter().map(|(l, i)| ((*l).to_owned(), (*i).to_owned())).collect::<Vec<_>>()
        };
        let full = of(&[("grosky", "wi"), ("fotouhi", "f"), ("sreenath", "dv")]);
        let short = of(&[("fotouhi", "f"), ("grosky", "w")]);
        let (less, more) = super::shared(&full, &short);
        assert!((less - 2.0 / 3.0).abs() < 1e-12 && (more - 1.0).abs() < 1e-12);
        assert_eq!(super::shared(&full, &of(&[("grosky", "a")])), (0.0, 0.0));
        assert_eq!(super::shared(&full, &[]), (0.0, 0.0));
    }
}
