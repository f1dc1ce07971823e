//! Places that hold samples: room, freezer, shelf, position.

use ieum_kernel::{Facility, Id};
use serde::{Deserialize, Serialize};

/// A place of storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlaceThing;

impl ieum_kernel::Thing for PlaceThing {
    const PREFIX: &'static str = "plc";
}

/// How large a place is; a place stands inside a larger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A room or a cold store.
    Room,
    /// A freezer, cabinet or tank.
    Freezer,
    /// A shelf, rack or box.
    Shelf,
    /// Room for one vessel.
    Position,
}

impl PlaceKind {
    /// Every kind, the largest first.
    pub const ALL: [Self; 4] = [Self::Room, Self::Freezer, Self::Shelf, Self::Position];

    /// The word in forms and the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Freezer => "freezer",
            Self::Shelf => "shelf",
            Self::Position => "position",
        }
    }

    /// Whether a place of this kind may stand in another: a room stands alone, the rest in something larger.
    pub fn fits(self, parent: Option<Self>) -> bool {
        match parent {
            None => self == Self::Room,
            Some(parent) => parent < self,
        }
    }
}

impl std::str::FromStr for PlaceKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|k| k.key() == text)
            .ok_or_else(|| format!("no such kind of place: {text}"))
    }
}

/// A place of storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its identity.
    pub id: Id<PlaceThing>,
    /// Of which facility.
    pub facility: Id<Facility>,
    /// How large it is.
    pub kind: PlaceKind,
    /// From the room down: `201호 / 냉동고 2 / 선반 3 / A1`.
    pub path: String,
    /// The sample in a position.
    pub holds: Option<Id<ieum_kernel::Sample>>,
    /// Its code.
    pub holds_code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_stands_in_a_larger_one() {
        assert!(PlaceKind::Room.fits(None));
        assert!(!PlaceKind::Position.fits(None));
        assert!(PlaceKind::Position.fits(Some(PlaceKind::Freezer)));
        assert!(!PlaceKind::Freezer.fits(Some(PlaceKind::Shelf)));
        assert!(!PlaceKind::Room.fits(Some(PlaceKind::Room)));
    }
}
