//! Finding a unit for every booking of another entry.

use ieum_kernel::{Id, Reservation, TimeSpan};

/// A live claim: whose, which unit it takes, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) reservation: Id<Reservation>,
    pub(super) unit: i64,
    pub(super) block: TimeSpan,
}

/// A unit for each of the coming claims beside those that are there; each keeps its own where that is free. Those for which no
/// unit is free come back as they were, in time's order.
///
/// `coming` is in time's order and so is the answer.
pub(super) fn placed(units: i64, there: &[Claim], coming: &[Claim]) -> (Vec<Claim>, Vec<Claim>) {
    let (mut placed, mut left): (Vec<Claim>, Vec<Claim>) = (Vec::new(), Vec::new());
    for claim in coming {
        let free = |unit: &i64| {
            let mut others = there.iter().chain(&placed);
            !others.any(|other| other.unit == *unit && other.block.overlaps(claim.block))
        };
        let own = std::iter::once(claim.unit).filter(|unit| *unit < units.max(1));
        match own.chain(0..units.max(1)).find(free) {
            Some(unit) => placed.push(Claim { unit, ..*claim }),
            None => left.push(*claim),
        }
    }
    (placed, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(n: u128, unit: i64, hours: &str) -> Claim {
        Claim { reservation: Id::nth(n), unit, block: ieum_kernel::span("2026-03-02", hours) }
    }

    /// Units given to the coming ones by number, and the numbers of those left.
    #[track_caller]
    fn check(units: i64, there: &[Claim], coming: &[Claim], expected: &[(u128, i64)], left: &[u128]) {
        let (found, over) = placed(units, there, coming);
        let found: Vec<_> = found.iter().map(|c| (c.reservation, c.unit)).collect();
        assert_eq!(found, expected.iter().map(|(n, unit)| (Id::nth(*n), *unit)).collect::<Vec<_>>());
        let over: Vec<_> = over.iter().map(|c| c.reservation).collect();
        assert_eq!(over, left.iter().map(|n| Id::nth(*n)).collect::<Vec<_>>());
    }

    #[test]
    fn every_booking_finds_a_unit_or_is_named() {
        let there = [claim(1, 0, "09:00-11:00")];
        check(1, &there, &[claim(2, 0, "11:00-12:00")], &[(2, 0)], &[]);
        check(1, &there, &[claim(2, 0, "10:00-12:00"), claim(3, 0, "12:00-13:00")], &[(3, 0)], &[2]);
        check(2, &there, &[claim(2, 0, "10:00-12:00")], &[(2, 1)], &[]);
        // Two units of the one that goes come to one unit.
        check(1, &[], &[claim(2, 0, "10:00-12:00"), claim(3, 1, "11:00-13:00")], &[(2, 0)], &[3]);
        check(3, &[], &[claim(2, 2, "10:00-12:00"), claim(3, 2, "11:00-13:00")], &[(2, 2), (3, 0)], &[]);
    }
}
