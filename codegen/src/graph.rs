//! Graphs whose nodes are numbers, with the targets of each node's edges.

use std::collections::HashSet;

/// For each node, the number of its strongly connected component.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut back = vec![Vec::new(); edges.len()];
    for (from, to) in edges.iter().enumerate() {
        to.iter().for_each(|to| back[*to].push(from));
    }
    // Kosaraju's algorithm: the second walk, against the edges, starts in reverse postorder of the first.
    let mut left = Vec::new();
    let mut seen = HashSet::new();
    for start in 0..edges.len() {
        walk(start, edges, &mut seen, |index| left.push(index));
    }
    let mut components = vec![0; edges.len()];
    let mut seen = HashSet::new();
    for start in left.into_iter().rev() {
        walk(start, &back, &mut seen, |index| components[index] = start);
    }
    components
}

/// Visits the nodes that are reachable from `start` and not yet seen, in postorder.
fn walk(
    start: usize,
    edges: &[Vec<usize>],
    seen: &mut HashSet<usize>,
    mut leave: impl FnMut(usize),
) {
    if !seen.insert(start) {
        return;
    }
    let mut open = vec![(start, edges[start].iter())];
    while let Some((index, next)) = open.last_mut() {
        match next.next() {
            Some(to) if seen.insert(*to) => open.push((*to, edges[*to].iter())),
            Some(_) => {}
            None => {
                leave(*index);
                open.pop();
            }
        }
    }
}
