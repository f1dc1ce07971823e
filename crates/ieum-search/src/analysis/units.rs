//! Units that may be written apart from their number.

/// Unit signs after normalisation (lower case, `μ` as `u`), sorted.
const UNITS: &[&str] = &[
    "a", "bar", "cfu", "cm", "d", "da", "db", "degc", "g", "ghz", "gpa", "h", "hz", "j", "k", "kda", "kg",
    "khz", "kn", "kpa", "kv", "kw", "l", "m", "ma", "mbar", "mg", "mhz", "min", "mj", "ml", "mm", "mpa",
    "ms", "mv", "mw", "n", "ng", "nm", "ns", "pa", "pg", "ppb", "ppm", "ppt", "psi", "rpm", "s", "torr",
    "ua", "ug", "ul", "um", "us", "uv", "v", "w",
];

/// Whether `word`, normalised, is a unit sign.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::UNITS.is_sorted());
    }
}
