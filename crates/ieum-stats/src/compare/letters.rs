//! Letters under groups: those that share one do not differ.

/// The letters of each group, in the order given, from which pairs differ. `a` belongs to the lowest mean.
///
/// Where the pairs make more than 500 sets, which no letters could tell, every group is left without.
///
/// Source: Piepho 2004, Journal of Computational and Graphical Statistics 13, 456–466 (insert and absorb).
#[must_use]
pub fn letters(means: &[f64], differ: impl Fn(usize, usize) -> bool) -> Vec<String> {
    let mut rising: Vec<usize> = (0..means.len()).collect();
    rising.sort_by(|&one, &other| means[one].total_cmp(&means[other]).then(one.cmp(&other)));
    // Each set holds the places, by rising mean, that share a letter.
    let mut sets = vec![vec![true; means.len()]];
    for low in 0..means.len() {
        for high in low + 1..means.len() {
            if differ(rising[low], rising[high]) {
                sets = parted(&sets, low, high);
                if sets.len() > 500 {
                    return vec![String::new(); means.len()];
                }
            }
        }
    }
    sets.sort_by_key(|set| set.iter().map(|inside| !inside).collect::<Vec<bool>>());
    let mut letters = vec![String::new(); means.len()];
    for (set, letter) in sets.iter().zip(('a'..='z').chain('A'..='Z').cycle()) {
        for (place, _) in set.iter().enumerate().filter(|(_, inside)| **inside) {
            letters[rising[place]].push(letter);
        }
    }
    letters
}

/// The sets with none left that holds both places, and none that lies within another.
fn parted(sets: &[Vec<bool>], low: usize, high: usize) -> Vec<Vec<bool>> {
    let mut split: Vec<Vec<bool>> = Vec::new();
    for set in sets {
        if set[low] && set[high] {
            for out in [low, high] {
                let mut part = set.clone();
                part[out] = false;
                split.push(part);
            }
        } else {
            split.push(set.clone());
        }
    }
    let within = |one: &[bool], other: &[bool]| one.iter().zip(other).all(|(one, other)| !one || *other);
    let keeps = |(at, set): (usize, &Vec<bool>)| {
        let absorbed = split.iter().enumerate().any(|(other, larger)| {
            other != at && within(set, larger) && (!within(larger, set) || other < at)
        });
        (!absorbed).then(|| set.clone())
    };
    split.iter().enumerate().filter_map(keeps).collect()
}
