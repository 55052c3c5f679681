/// The offset of the next page, for pages that are asked for by the number of items before them.
/// A page without items is the last; so is one of fewer than `limit`, where the request has a limit.
pub fn next_offset(offset: Option<i64>, items: usize, limit: Option<i64>) -> Option<i64> {
    let items = i64::try_from(items).ok()?;
    let is_last = items == 0 || limit.is_some_and(|limit| items < limit);
    if is_last {
        None
    } else {
        offset.unwrap_or(0).checked_add(items)
    }
}

/// The number of the next page, for pages that are counted from `first`. A page without items is
/// the last; so is one of fewer than `size`, where the request has a size.
pub fn next_number(
    number: Option<i64>,
    first: i64,
    items: usize,
    size: Option<i64>,
) -> Option<i64> {
    let items = i64::try_from(items).ok()?;
    let is_last = items == 0 || size.is_some_and(|size| items < size);
    if is_last {
        None
    } else {
        number.unwrap_or(first).checked_add(1)
    }
}
