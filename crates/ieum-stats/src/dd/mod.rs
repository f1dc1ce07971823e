//! Double-double numbers: about 31 decimal digits from pairs of doubles.
