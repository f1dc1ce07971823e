//! Reference figures that lie beside the house and not in it: tests that want them pass without them.

use std::path::PathBuf;

/// The text of a reference file under the folder `shared` beside the house; none where the folder is not there.
pub(crate) fn text(path: &str) -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !beside.is_dir() {
        return None;
    }
    Some(std::fs::read_to_string(beside.join(path)).expect("the reference file belongs there"))
}

/// How many leading digits of `found` are those of `exact`: −log₁₀ of the relative error (absolute where the exact value is 0), at
/// most 17 and at least 0.
pub(crate) fn digits(found: f64, exact: f64) -> f64 {
    if found == exact {
        return 17.0;
    }
    let off = if exact == 0.0 { found.abs() } else { ((found - exact) / exact).abs() };
    if off.is_nan() { 0.0 } else { (-off.log10()).clamp(0.0, 17.0) }
}
