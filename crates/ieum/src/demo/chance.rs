//! Chance that is the same every time: the sample region never changes but for its dates.

/// A stream of numbers from a fixed seed (SplitMix64; Steele, Lea and Flood, OOPSLA 2014, figure 16).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each purpose, so that adding rows to one leaves the others as they were.
    pub fn for_purpose(name: &str) -> Self {
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number in `[0, below)`; 0 when `below` is not positive.
    pub fn below(&mut self, below: i64) -> i64 {
        let below = u64::try_from(below).unwrap_or(0).max(1);
        i64::try_from(self.draw() % below).unwrap_or(0)
    }

    /// Whether something of so many in a hundred happens.
    pub fn happens(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(i64::try_from(list.len()).unwrap_or(0));
        list.get(usize::try_from(place).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_repeats_itself() {
        let draw = |name: &str| -> Vec<i64> {
            let mut chance = Chance::for_purpose(name);
            (0..5).map(|_| chance.below(1000)).collect()
        };
        assert_eq!(draw("needs"), draw("needs"));
        assert_ne!(draw("needs"), draw("people"));
        assert_eq!(Chance::for_purpose("x").pick::<u8>(&[]), None);
    }
}
