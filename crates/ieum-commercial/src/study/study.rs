use ieum_kernel::Id;
use serde::Serialize;

/// What it is, in one sentence; units, ranges and source below.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// Its identity.
    pub id: Id<Study>,
}
