//! Whether the ranges a thing states reach what is asked, in units.

use super::policy::WhyNot;
use ieum_search::linkage::{Span, Unmet, covers, spans};

/// Measures by which an instrument that does not reach what is asked is left out. Lengths, masses and times are none: a
/// catalogue says them of the sample and of the machine alike.
const REACHES: [&str; 7] = ["frequency", "temperature", "force", "voltage", "current", "pressure", "energy"];

/// Where the ranges a thing states do not reach what is asked, in units: `28 GHz` is beyond `10 MHz ~ 20 GHz`. A single
/// value (`600 MHz`) names a machine and bounds nothing, and what states no range of a kind is not left out by it.
pub fn out_of_range(states: &str, asked: &[Span]) -> Vec<WhyNot> {
    let stretches: Vec<Span> = spans(states).into_iter().filter(|span| span.from < span.to).collect();
    let (_, unmet) = covers(&stretches, asked);
    let reason = |unmet: Unmet| {
        let has = unmet.has.filter(|span| REACHES.contains(&span.dimension))?;
        Some(WhyNot::OutOfRange { asked: unmet.wished.written, has: has.written })
    };
    unmet.into_iter().filter_map(reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_reach_is_left_out_in_units() {
        for (states, asked, expected) in [
            ("10 MHz ~ 20 GHz", "28 GHz에서 재고 싶어요", true),
            ("10 MHz ~ 67 GHz", "28 GHz에서 재고 싶어요", false),
            ("최대 300 ℃", "40도에서 보름", false),
            ("-40 ~ 150 ℃", "영상 200 ℃", true),
            ("600 MHz", "180 MHz 부근", false),
            ("시료 10 ~ 50 mm", "200 mm 부품", false),
            ("", "28 GHz", false),
            ("10 MHz ~ 20 GHz", "아무 말", false),
        ] {
            assert_eq!(!out_of_range(states, &spans(asked)).is_empty(), expected, "{states} for {asked}");
        }
    }
}
