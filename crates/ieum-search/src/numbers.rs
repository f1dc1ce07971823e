//! Conversions between the sizes the index uses, in one place.

/// A document number as a place in a slice.
pub(crate) fn at(doc: u32) -> usize {
    usize::try_from(doc).unwrap_or(usize::MAX)
}

/// A place in a slice as a document number.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A count as a real number; counts above four thousand million do not occur here.
pub(crate) fn real(count: usize) -> f64 {
    f64::from(number(count))
}

/// A real number as the nearest count.
#[expect(
    clippy::as_conversions,
    reason = "there is no other way from f64 to a whole number; it stays within bounds by itself"
)]
pub(crate) fn whole(value: f64) -> usize {
    value.round() as usize
}
