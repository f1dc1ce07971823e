//! Correct tables of answers on scales.

use super::simulated::{Sheet, mean, rounded, spread, words};
use crate::Seed;

/// Few people's answers on scales, also crowded at the ends, where only some standard deviations are possible.
pub(super) fn answers(sheet: &mut Sheet, seed: &mut Seed) {
    for nth in 0..4 {
        let n = 2 + seed.below(40);
        let (least, most, step) =
            [(1.0, 5.0, 1.0), (1.0, 7.0, 1.0), (0.0, 10.0, 1.0), (1.0, 5.0, 0.5), (0.0, 100.0, 10.0)]
                [seed.below(5)];
        let items = 1 + seed.below(3);
        let (steps, lean) = (((most - least) / step) as usize, seed.below(4));
        let one = |seed: &mut Seed| {
            let at = match lean {
                0 => seed.below(steps + 1),
                1 => steps * seed.below(2),
                2 => steps - seed.below(steps + 1) * seed.below(2) / 2,
                _ => seed.below(2),
            };
            least + step * at as f64
        };
        let person = |seed: &mut Seed| (0..items).map(|_| one(seed)).sum::<f64>() / items as f64;
        let values: Vec<f64> = (0..n).map(|_| person(seed)).collect();
        let decimals = seed.below(4);
        let known = seed.below(3) > 0;
        let end = |value: f64| if known { format!("{value}") } else { String::new() };
        sheet.row(&[
            ("id", format!("w{nth}")),
            ("kind", words("whole")),
            ("n", format!("{n}")),
            ("mean", rounded(mean(&values), decimals)),
            ("sd", rounded(spread(&values), decimals)),
            ("item", format!("{items}")),
            ("least", end(least)),
            ("most", end(most)),
            ("step", if step == 1.0 { String::new() } else { format!("{step}") }),
        ]);
    }
}
