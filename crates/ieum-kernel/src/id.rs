//! Identity that cannot be mixed up: `Id<Reservation>` is not `Id<Sample>`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};
use uuid::Uuid;

/// Something that has an identity; `PREFIX` is what people see before the underscore.
pub trait Thing: 'static {
    /// Three or four lower-case letters, unique in the house.
    const PREFIX: &'static str;
}

/// The identity of a `T`: a UUIDv7, shown and stored as `prefix_` + 26 Crockford base-32 letters.
///
/// The text sorts by the moment of creation. Ids are made only by a [`crate::Clock`].
pub struct Id<T> {
    uuid: Uuid,
    thing: PhantomData<fn() -> T>,
}

/// Why a text is not the id of the wanted thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The prefix belongs to another thing or is missing.
    #[error("expected an id that starts with {expected}_")]
    Prefix {
        /// The prefix that was wanted.
        expected: &'static str,
    },
    /// The part after the underscore is not 26 base-32 letters.
    #[error("the id is not 26 letters of base 32")]
    Letters,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl<T> Id<T> {
    /// Wraps an identifier made elsewhere; only clocks and decoders call this.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, thing: PhantomData }
    }

    /// The bare identifier.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The n-th id of a test or of the sample region: small, fixed, sortable.
    pub const fn nth(n: u128) -> Self {
        Self::from_uuid(Uuid::from_u128(n))
    }
}

fn letters(uuid: Uuid) -> String {
    let mut bits = uuid.as_u128();
    let mut out = [b'0'; 26];
    for slot in out.iter_mut().rev() {
        let index = usize::try_from(bits & 31).unwrap_or(0);
        *slot = ALPHABET.get(index).copied().unwrap_or(b'0');
        bits >>= 5;
    }
    out.iter().map(|b| char::from(*b)).collect()
}

fn from_letters(text: &str) -> Option<Uuid> {
    if text.len() != 26 {
        return None;
    }
    let mut bits: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let value = ALPHABET.iter().position(|a| *a == byte.to_ascii_lowercase())?;
        if place == 0 && value > 7 {
            return None;
        }
        bits = (bits << 5) | u128::try_from(value).ok()?;
    }
    Some(Uuid::from_u128(bits))
}

impl<T: Thing> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", T::PREFIX, letters(self.uuid))
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", letters(self.uuid))
    }
}

impl<T: Thing> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let rest = text
            .strip_prefix(T::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .ok_or(IdError::Prefix { expected: T::PREFIX })?;
        from_letters(rest).map(Self::from_uuid).ok_or(IdError::Letters)
    }
}

impl<T: Thing> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: Thing> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Instrument, Person};

    #[test]
    fn an_id_reads_back_and_never_as_another_thing() {
        let id: Id<Person> = Id::nth(u128::MAX);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().parse::<Id<Instrument>>(), Err(IdError::Prefix { expected: "ins" }));
        assert_eq!("per_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<Id<Person>>(), Err(IdError::Letters));
        assert_eq!("per_".parse::<Id<Person>>(), Err(IdError::Letters));
    }

    #[test]
    fn text_sorts_like_the_number() {
        let texts: Vec<String> = [1_u128, 31, 32, 1 << 100].map(|n| Id::<Person>::nth(n).to_string()).into();
        let mut sorted = texts.clone();
        sorted.sort();
        assert_eq!(texts, sorted);
    }
}
