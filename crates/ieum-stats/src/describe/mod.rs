//! One column described: mean, spread, shape.
