//! A compiled list of morphemes: a double array from spellings to entries, entries of sixteen bytes, and what is told of each.

use crate::numbers::at;
use crate::semantic::sum;
use tantivy::directory::OwnedBytes;

/// The file's size, turned by these bits, is its first number.
const MAGIC: u32 = 0xef71_8f77;
const VERSION: u32 = 102;
/// Bytes before the double array: ten numbers and the name of the encoding.
const FRONT: usize = 72;
const ENTRY: usize = 16;

/// One morpheme: its two sides, its cost, and where what is told of it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lexeme {
    pub(super) left: u16,
    pub(super) right: u16,
    pub(super) cost: i16,
    told: u32,
    pub(super) is_unknown: bool,
}

impl Lexeme {
    pub(super) fn unknown(self) -> Self {
        Self { is_unknown: true, ..self }
    }
}

/// The list.
pub(super) struct Lexemes {
    units: OwnedBytes,
    entries: OwnedBytes,
    told: OwnedBytes,
}

impl Lexemes {
    /// Reads a file; nothing when it is not one of these.
    pub(super) fn read(bytes: OwnedBytes) -> Option<Self> {
        let numbers = bytes.get(..40)?.as_chunks::<4>().0;
        let number = |place: usize| numbers.get(place).map(|bytes| u32::from_le_bytes(*bytes));
        if at(number(0)? ^ MAGIC) != bytes.len() || number(1)? != VERSION {
            return None;
        }
        let encoding = bytes.get(40..FRONT)?.split(|byte| *byte == 0).next()?;
        if !encoding.eq_ignore_ascii_case(b"utf-8") && !encoding.eq_ignore_ascii_case(b"utf8") {
            return None;
        }
        let [units, entries, told] = [at(number(6)?), at(number(7)?), at(number(8)?)];
        if FRONT.checked_add(units)?.checked_add(entries)?.checked_add(told)? != bytes.len() {
            return None;
        }
        let slice = |from: usize, length: usize| bytes.slice(from..from + length);
        Some(Self {
            units: slice(FRONT, units),
            entries: slice(FRONT + units, entries),
            told: slice(FRONT + units + entries, told),
        })
    }

    /// Tells these entries from others, without reading all of what is told.
    pub(super) fn fingerprint(&self) -> u64 {
        sum(&self.entries) ^ sum(&self.units)
    }

    /// A unit of the double array: its base and the base of the unit that it belongs to.
    fn unit(&self, place: usize) -> Option<(i32, u32)> {
        let unit = self.units.get(place.checked_mul(8)?..)?.first_chunk::<8>()?;
        let [a, b, c, d, e, f, g, h] = *unit;
        Some((i32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])))
    }

    /// The run of entries that the unit with base `base` ends at.
    fn leaf(&self, base: i32) -> Option<(usize, usize)> {
        let place = u32::try_from(base).ok()?;
        let (value, check) = self.unit(at(place))?;
        if check != place || value >= 0 {
            return None;
        }
        let value = u32::try_from(-(i64::from(value) + 1)).ok()?;
        Some((at(value >> 8), at(value & 0xff)))
    }

    fn step(&self, base: i32, byte: u8) -> Option<i32> {
        let own = u32::try_from(base).ok()?;
        let (next, check) = self.unit(at(own) + usize::from(byte) + 1)?;
        (check == own).then_some(next)
    }

    /// The spellings that `text` begins with: how many bytes, and their entries.
    pub(super) fn prefixes(&self, text: &[u8]) -> Vec<(usize, (usize, usize))> {
        let mut out = Vec::new();
        let Some((mut base, _)) = self.unit(0) else { return out };
        for (length, byte) in text.iter().enumerate() {
            if length > 0 {
                out.extend(self.leaf(base).map(|run| (length, run)));
            }
            match self.step(base, *byte) {
                Some(next) => base = next,
                None => return out,
            }
        }
        let whole = self.leaf(base).filter(|_| !text.is_empty());
        out.extend(whole.map(|run| (text.len(), run)));
        out
    }

    /// The entries of exactly this spelling.
    pub(super) fn exactly(&self, text: &[u8]) -> Option<(usize, usize)> {
        let (mut base, _) = self.unit(0)?;
        for byte in text {
            base = self.step(base, *byte)?;
        }
        self.leaf(base)
    }

    /// Entries one after the other.
    pub(super) fn run(&self, (first, count): (usize, usize)) -> impl Iterator<Item = Lexeme> {
        (first..first + count).filter_map(|place| {
            let entry = self.entries.get(place.checked_mul(ENTRY)?..)?.first_chunk::<ENTRY>()?;
            let [a, b, c, d, _, _, e, f, g, h, i, j, ..] = *entry;
            Some(Lexeme {
                left: u16::from_le_bytes([a, b]),
                right: u16::from_le_bytes([c, d]),
                cost: i16::from_le_bytes([e, f]),
                told: u32::from_le_bytes([g, h, i, j]),
                is_unknown: false,
            })
        })
    }

    /// What is told of an entry.
    pub(super) fn told(&self, lexeme: &Lexeme) -> &[u8] {
        let rest = self.told.get(at(lexeme.told)..).unwrap_or_default();
        rest.split(|byte| *byte == 0).next().unwrap_or_default()
    }
}
