//! Which activities are found together: counts of regions that have both.

use super::presence::Presence;
use crate::Matrix;

/// Symmetric counts of joint presence, with each thing's own count on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct CoOccurrence {
    size: usize,
    counts: Vec<i32>,
}

impl CoOccurrence {
    /// `MᵀM`: in how many regions each pair of activities is present (Hidalgo et al. 2007, supplementary eq. S1).
    #[must_use]
    pub fn of_activities(presence: &Presence) -> Self {
        let size = presence.activities();
        let mut counts = vec![0; size * size];
        each_row(presence, |one, row| counts[one * size..one * size + row.len()].copy_from_slice(row));
        mirror(&mut counts, size);
        Self { size, counts }
    }

    /// `MMᵀ`: how many activities each pair of regions shares.
    #[must_use]
    pub fn of_regions(presence: &Presence) -> Self {
        Self::of_activities(&presence.turned())
    }

    /// How many things are paired.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// How often two things are found together; of one thing with itself, how often it is found.
    #[must_use]
    pub fn at(&self, one: usize, other: usize) -> u32 {
        self.counts[one * self.size + other] as u32
    }

    /// As numbers, the diagonal kept or set to 0.
    #[must_use]
    pub fn to_matrix(&self, keep_diagonal: bool) -> Matrix {
        let mut matrix = Matrix::zeros(self.size, self.size);
        for (cell, count) in matrix.cells_mut().iter_mut().zip(&self.counts) {
            *cell = f64::from(*count);
        }
        if !keep_diagonal {
            for at in 0..self.size {
                *matrix.at_mut(at, at) = 0.0;
            }
        }
        matrix
    }
}

/// Calls `take(one, counts)` for each thing in order, `counts[other]` being the joint count with every `other ≤ one`.
///
/// Two ways to the same whole numbers: counting up along the regions' lists when presence is thin, packed bits when it is thick.
pub(crate) fn each_row(presence: &Presence, mut take: impl FnMut(usize, &[i32])) {
    let size = presence.activities();
    let mut counts = vec![0_i32; size];
    let by_lists: usize = presence.diversity().iter().map(|had| (*had as usize).pow(2)).sum();
    if by_lists <= size * size * (PAIR_COST + presence.words() * 3 / 5) {
        // Where in its list each region stands: things come in order, so a visit moves it on by one.
        let mut reached = vec![0; presence.regions()];
        for one in 0..size {
            let row = &mut counts[..=one];
            row.fill(0);
            for region in presence.regions_of(one) {
                reached[region] += 1;
                for other in &presence.of_region(region)[..reached[region]] {
                    row[*other as usize] += 1;
                }
            }
            take(one, row);
        }
    } else {
        for one in 0..size {
            let bits = presence.bits(one);
            for (other, count) in counts[..=one].iter_mut().enumerate() {
                *count = shared(bits, presence.bits(other)) as i32;
            }
            take(one, &counts[..=one]);
        }
    }
}

/// How many steps along a list one pair of packed things costs beside its words, of which each costs 3/5 of a step (measured).
const PAIR_COST: usize = 20;

/// Copies what lies below the diagonal to above it, tile by tile so that both stay in near memory.
pub(crate) fn mirror<T: Copy>(cells: &mut [T], size: usize) {
    for top in (0..size).step_by(TILE) {
        for left in (0..=top).step_by(TILE) {
            for row in left..(left + TILE).min(size) {
                for column in top.max(row + 1)..(top + TILE).min(size) {
                    cells[row * size + column] = cells[column * size + row];
                }
            }
        }
    }
}

const TILE: usize = 32;

/// How many bits two packed lists have in common.
///
/// Long lists go through carry-save adders, which turn eight counts of bits into one (Harley and Seal; Warren 2012, «Hacker's
/// Delight», §5-2): without a processor's own instruction for it, counting is what costs.
fn shared(one: &[u64], other: &[u64]) -> u32 {
    let (eights, rest) = one.as_chunks::<8>();
    let (other_eights, other_rest) = other.as_chunks::<8>();
    let (mut ones, mut twos, mut fours, mut total) = (0_u64, 0_u64, 0_u64, 0_u32);
    for (a, b) in eights.iter().zip(other_eights) {
        let (two_a, two_b, four_a, four_b, eight);
        (ones, two_a) = carry(ones, a[0] & b[0], a[1] & b[1]);
        (ones, two_b) = carry(ones, a[2] & b[2], a[3] & b[3]);
        (twos, four_a) = carry(twos, two_a, two_b);
        let (two_c, two_d);
        (ones, two_c) = carry(ones, a[4] & b[4], a[5] & b[5]);
        (ones, two_d) = carry(ones, a[6] & b[6], a[7] & b[7]);
        (twos, four_b) = carry(twos, two_c, two_d);
        (fours, eight) = carry(fours, four_a, four_b);
        total += 8 * eight.count_ones();
    }
    if !eights.is_empty() {
        total += 4 * fours.count_ones() + 2 * twos.count_ones() + ones.count_ones();
    }
    total + rest.iter().zip(other_rest).map(|(a, b)| (a & b).count_ones()).sum::<u32>()
}

/// Adds three bits in each of 64 places: the sum's bit and the carry's.
fn carry(a: u64, b: u64, c: u64) -> (u64, u64) {
    let either = a ^ b;
    (either ^ c, (a & b) | (either & c))
}

#[cfg(test)]
mod tests {
    use super::CoOccurrence;
    use crate::region::presence::Presence;

    #[test]
    fn packed_counting_equals_counting_by_hand() {
        for (regions, of_seven) in [(1, 3), (5, 3), (64, 3), (65, 7), (600, 6), (1_300, 1)] {
            let presence = Presence::from_fn(regions, 70, |region, activity| {
                (region * 31 + activity * activity * 17) % 7 < of_seven
            });
            let counted = CoOccurrence::of_activities(&presence);
            for one in 0..70 {
                for other in 0..70 {
                    let both =
                        (0..regions).filter(|r| presence.has(*r, one) && presence.has(*r, other)).count();
                    assert_eq!(counted.at(one, other) as usize, both, "{regions} {one} {other}");
                }
            }
        }
    }
}
