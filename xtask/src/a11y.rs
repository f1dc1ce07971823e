//! `cargo xtask a11y`: every page of the house, in a real browser, judged by axe with contrast on.

use crate::test;
use anyhow::Result;
use std::path::Path;

/// Runs the journeys' accessibility walk.
pub(crate) fn run(root: &Path) -> Result<bool> {
    test::run(root, Some("journeys"), &["accessibility".to_owned()], None)
}
