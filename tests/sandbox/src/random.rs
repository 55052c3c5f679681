//! A random number generator whose numbers are the same on every machine and in every version.

/// The `SplitMix64` generator.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`, which must be at least 1.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound))
            .expect("the remainder of a division by a u32 is a u32")
    }

    /// Returns a number of at least 0 and less than 1.
    pub(crate) fn share(&mut self) -> f64 {
        let high = u32::try_from(self.next() >> 32).expect("a u64 shifted by 32 bits is a u32");
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }

    /// Returns true with the given probability in percent.
    pub(crate) fn percent(&mut self, percentage: u32) -> bool {
        self.below(100) < percentage
    }

    /// Returns one of `items`, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let count = u32::try_from(items.len()).expect("the list is shorter than 2^32");
        &items[self.below(count) as usize]
    }
}
