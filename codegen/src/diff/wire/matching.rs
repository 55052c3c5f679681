//! Finds the counterparts of removed parts among the added ones.

/// The largest number of comparisons for one search.
const MAX: usize = 2_500;

/// Returns the pairs that are alike, where neither part is like another.
pub(in crate::diff) fn unique_pairs<A, B>(
    old: &[A],
    new: &[B],
    mut is_alike: impl FnMut(&A, &B) -> bool,
) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MAX {
        return Vec::new();
    }
    let mut pairs = Vec::new();
    let mut counts = (vec![0; old.len()], vec![0; new.len()]);
    for (a, old) in old.iter().enumerate() {
        for (b, new) in new.iter().enumerate() {
            if is_alike(old, new) {
                pairs.push((a, b));
                counts.0[a] += 1;
                counts.1[b] += 1;
            }
        }
    }
    pairs.retain(|&(a, b)| counts.0[a] == 1 && counts.1[b] == 1);
    pairs
}
