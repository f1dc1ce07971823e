//! Chance that can be repeated: a stream of numbers made from a seed and nothing else.

/// A stream of seeded chance (splitmix64; Steele, Lea and Flood 2014, «Fast splittable pseudorandom number generators», fig. 17).
///
/// The same seed gives the same stream on every machine. Work spread over threads takes one [`Seed::branch`] a piece, numbered by the
/// piece, so that the figures do not depend on the number of threads.
#[derive(Debug, Clone)]
pub struct Seed(u64);

impl Seed {
    /// A stream from a seed; every number is a good one.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The stream of piece `number`, independent of how far this one has been read.
    #[must_use]
    pub fn branch(&self, number: u64) -> Self {
        let mut piece = Self(self.0 ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03));
        Self(piece.bits())
    }

    /// 64 bits of chance.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number in `[0, 1)` with 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// A whole number in `0..limit`, each equally likely (Lemire 2019, «Fast random integer generation in an interval», algorithm 5);
    /// 0 when `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = limit as u64;
        if limit == 0 {
            return 0;
        }
        let mut wide = u128::from(self.bits()) * u128::from(limit);
        if (wide as u64) < limit {
            let least = limit.wrapping_neg() % limit;
            while (wide as u64) < least {
                wide = u128::from(self.bits()) * u128::from(limit);
            }
        }
        (wide >> 64) as usize
    }

    /// Puts things in an order of chance, each order equally likely (Fisher and Yates; Durstenfeld 1964, algorithm 235).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn one_seed_gives_one_stream() {
        // First outputs of splitmix64 from 0, as published with the reference implementation.
        let mut seed = Seed::new(0);
        assert_eq!(seed.bits(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(seed.bits(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn draws_stay_below_their_limit_and_reach_every_number() {
        let mut seed = Seed::new(7);
        let mut seen = [0_u32; 5];
        for _ in 0..5_000 {
            seen[seed.below(5)] += 1;
        }
        assert!(seen.iter().all(|times| (850..1_150).contains(times)), "{seen:?}");
        assert_eq!(seed.below(0), 0);
    }
}
