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
/// Two ways to the same whole numbers: counting up along the regions' lists when presence is thin, and counters of packed bits, 512
/// things side by side, when it is thick.
pub(crate) fn each_row(presence: &Presence, take: impl FnMut(usize, &[i32])) {
    let size = presence.activities();
    let by_lists: usize = presence.diversity().iter().map(|had| (*had as usize).pow(2)).sum();
    // Words added for each presence, and what it takes to read the counters, in steps along a list (measured).
    let packed = presence.cells() * size / 128 + size * size / 2;
    if by_lists / 2 <= packed || presence.regions() > usize::from(u16::MAX) {
        by_list(presence, take);
    } else {
        by_counters(presence, take);
    }
}

fn by_list(presence: &Presence, mut take: impl FnMut(usize, &[i32])) {
    let size = presence.activities();
    let mut counts = vec![0_i32; size];
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
}

/// Words of 64 things that are counted side by side.
const SIDE: usize = 8;
/// Things counted side by side.
const LANES: usize = 64 * SIDE;
/// One bit of the counters of [`LANES`] things.
type Plane = [u64; SIDE];
/// Bits of a counter: enough for 65,535 regions.
const PLANES: usize = 16;

/// Counters of packed bits: bit p of every thing's count stands in plane p, and eight regions are added at once by carry-save adders
/// (Harley and Seal; Warren 2012, «Hacker's Delight», §5-2).
fn by_counters(presence: &Presence, mut take: impl FnMut(usize, &[i32])) {
    let (size, blocks) = (presence.activities(), presence.activities().div_ceil(LANES));
    let mut packed = vec![[0_u64; SIDE]; presence.regions() * blocks];
    for region in 0..presence.regions() {
        for activity in presence.of_region(region).iter().map(|activity| *activity as usize) {
            let plane = &mut packed[region * blocks + activity / LANES];
            plane[activity % LANES / 64] |= 1 << (activity % 64);
        }
    }
    let mut counts = vec![0_i32; blocks * LANES];
    let mut regions: Vec<usize> = Vec::new();
    for one in 0..size {
        regions.clear();
        regions.extend(presence.regions_of(one));
        let used = (usize::BITS - regions.len().leading_zeros()) as usize;
        for (block, out) in counts.chunks_exact_mut(LANES).enumerate().take(one / LANES + 1) {
            let planes = counted(&regions, |region| &packed[region * blocks + block]);
            read_out(&planes[..used], out);
        }
        take(one, &counts[..=one]);
    }
}

/// Adds the bits of all regions.
fn counted<'a>(regions: &[usize], bits: impl Fn(usize) -> &'a Plane) -> [Plane; PLANES] {
    let mut planes = [[0; SIDE]; PLANES];
    let (eights, rest) = regions.as_chunks::<8>();
    let [mut ones, mut twos, mut fours] = [[0; SIDE]; 3];
    for eight in eights {
        let of = |at: usize| bits(eight[at]);
        let two_a = carried(&mut ones, of(0), of(1));
        let two_b = carried(&mut ones, of(2), of(3));
        let four_a = carried(&mut twos, &two_a, &two_b);
        let two_c = carried(&mut ones, of(4), of(5));
        let two_d = carried(&mut ones, of(6), of(7));
        let four_b = carried(&mut twos, &two_c, &two_d);
        let eight = carried(&mut fours, &four_a, &four_b);
        ripple(&mut planes[3..], eight);
    }
    ripple(&mut planes[2..], fours);
    ripple(&mut planes[1..], twos);
    ripple(&mut planes, ones);
    for region in rest {
        ripple(&mut planes, *bits(*region));
    }
    planes
}

/// Adds two bits to `sum` in every place and gives the carries.
fn carried(sum: &mut Plane, a: &Plane, b: &Plane) -> Plane {
    let mut carries = [0; SIDE];
    for lane in 0..SIDE {
        let either = sum[lane] ^ a[lane];
        carries[lane] = (sum[lane] & a[lane]) | (either & b[lane]);
        sum[lane] = either ^ b[lane];
    }
    carries
}

/// Adds a bit to counters, from their lowest plane up until nothing is carried.
fn ripple(planes: &mut [Plane], mut carries: Plane) {
    for plane in planes {
        let mut left = 0;
        for lane in 0..SIDE {
            let carry = plane[lane] & carries[lane];
            plane[lane] ^= carries[lane];
            carries[lane] = carry;
            left |= carry;
        }
        if left == 0 {
            return;
        }
    }
}

/// A byte's bits, each in a byte of its own.
const SPREAD: [u64; 256] = {
    let mut spread = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            spread[byte] |= ((byte as u64 >> bit) & 1) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    spread
};

/// The counters as numbers, eight at a time.
fn read_out(planes: &[Plane], out: &mut [i32]) {
    let (low, high) = planes.split_at(planes.len().min(8));
    let gathered = |planes: &[Plane], word: usize, shift: usize| {
        let bytes = planes.iter().enumerate();
        bytes.fold(0, |sum, (bit, plane)| sum | SPREAD[(plane[word] >> shift & 0xff) as usize] << bit)
    };
    for (eight, cells) in out.chunks_exact_mut(8).enumerate() {
        let (word, shift) = (eight / 8, eight % 8 * 8);
        let bytes = gathered(low, word, shift).to_le_bytes();
        cells.iter_mut().zip(bytes).for_each(|(cell, byte)| *cell = i32::from(byte));
        if !high.is_empty() {
            let bytes = gathered(high, word, shift).to_le_bytes();
            cells.iter_mut().zip(bytes).for_each(|(cell, byte)| *cell |= i32::from(byte) << 8);
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::CoOccurrence;
    use crate::region::presence::Presence;

    #[test]
    fn both_ways_of_counting_equal_counting_by_hand() {
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

    #[test]
    fn the_two_ways_agree() {
        for (regions, activities, of_seven) in
            [(1, 1, 7), (9, 511, 3), (40, 513, 6), (300, 700, 5), (2_100, 66, 6)]
        {
            let presence = Presence::from_fn(regions, activities, |region, activity| {
                (region * 31 + activity * activity * 17 + region * activity) % 7 < of_seven
            });
            let mut listed = Vec::new();
            super::by_list(&presence, |_, counts| listed.extend_from_slice(counts));
            let mut counted = Vec::new();
            super::by_counters(&presence, |_, counts| counted.extend_from_slice(counts));
            assert!(listed == counted, "{regions} × {activities}");
        }
    }
}
