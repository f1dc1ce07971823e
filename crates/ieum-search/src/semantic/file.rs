//! Our own file of a model: named sections, checked by a sum, read where they lie (memory-mapped).

use super::ModelError;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

/// First bytes of a model file; the digit grows when sections change.
const MAGIC: &[u8; 8] = b"IEUMUSE1";
/// Sections begin at multiples of this.
const ALIGNED: usize = 64;
/// Bytes of a name, and of a whole entry of the directory: name, where it begins, how long it is.
const NAME: usize = 16;
const ENTRY: usize = 32;
/// Most sections a file may have.
const MOST: usize = 64;

/// The parts of a model file by name, at most sixteen letters each.
pub(super) type Sections = BTreeMap<&'static str, Vec<u8>>;

/// Writes a model file, whole or not at all.
///
/// # Errors
/// When the disk cannot be written.
pub(super) fn write(path: &Path, sections: &Sections) -> Result<(), ModelError> {
    let front = (24 + sections.len() * ENTRY).next_multiple_of(ALIGNED);
    let mut body: Vec<u8> = Vec::new();
    let mut rest = long(sections.len()).to_le_bytes().to_vec();
    for (name, bytes) in sections {
        body.resize(body.len().next_multiple_of(ALIGNED), 0);
        let mut named = name.as_bytes().to_vec();
        named.resize(NAME, 0);
        rest.extend(named);
        rest.extend(long(front + body.len()).to_le_bytes());
        rest.extend(long(bytes.len()).to_le_bytes());
        body.extend(bytes);
    }
    rest.resize(front - 16, 0);
    rest.extend(body);
    let parts: [&[u8]; 3] = [MAGIC, &sum(&rest).to_le_bytes(), &rest];
    whole_file(path, &parts).map_err(|source| ModelError::Write { path: path.to_owned(), source })
}

/// Writes `parts` as the file `path`: beside it first, then in its place.
pub(super) fn whole_file(path: &Path, parts: &[&[u8]]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension(format!("new{}", std::process::id()));
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        parts.iter().try_for_each(|part| file.write_all(part))?;
        file.sync_all()
    });
    let placed = written.and_then(|()| std::fs::rename(&beside, path));
    if placed.is_err() {
        let _not_there = std::fs::remove_file(&beside);
    }
    placed
}

/// A file as it lies on the disk, not read before it is asked for.
pub(crate) fn mapped(path: &Path) -> Option<OwnedBytes> {
    let (folder, name) = (path.parent()?, path.file_name()?);
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let file = MmapDirectory::open(folder).ok()?.open_read(Path::new(name)).ok()?;
    file.read_bytes().ok()
}

/// A model file, opened.
pub(super) struct ModelFile {
    bytes: OwnedBytes,
    places: BTreeMap<String, (usize, usize)>,
    /// Tells this model from others.
    pub(super) sum: u64,
}

impl ModelFile {
    pub(super) fn open(path: &Path) -> Result<Self, ModelError> {
        if !path.exists() {
            return Err(ModelError::Missing);
        }
        mapped(path).and_then(Self::read).ok_or(ModelError::Damaged)
    }

    fn read(bytes: OwnedBytes) -> Option<Self> {
        let (said, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
        let said = u64::from_le_bytes(*said);
        if sum(rest) != said {
            return None;
        }
        let (count, rest) = rest.split_first_chunk::<8>()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok().filter(|count| *count <= MOST)?;
        let mut places = BTreeMap::new();
        for entry in rest.get(..count * ENTRY)?.as_chunks::<ENTRY>().0 {
            let (name, numbers) = entry.split_at_checked(NAME)?;
            let (from, length) = numbers.split_first_chunk::<8>()?;
            let from = usize::try_from(u64::from_le_bytes(*from)).ok()?;
            let length = usize::try_from(u64::from_le_bytes(*length.first_chunk()?)).ok()?;
            bytes.get(from..from.checked_add(length)?)?;
            let name = String::from_utf8(name.iter().copied().take_while(|b| *b > 0).collect()).ok()?;
            places.insert(name, (from, length));
        }
        Some(Self { bytes, places, sum: said })
    }

    /// One section's bytes where they lie, `length` of them if that is known.
    pub(super) fn section(&self, name: &str, length: Option<usize>) -> Result<OwnedBytes, ModelError> {
        let (from, found) = self.places.get(name).copied().ok_or(ModelError::Damaged)?;
        if length.is_some_and(|length| length != found) {
            return Err(ModelError::Damaged);
        }
        Ok(self.bytes.slice(from..from + found))
    }

    /// How large the file is, bytes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// A sum over bytes that notices changes on the disk, eight at a time in four lanes (mixing as Fowler, Noll and Vo do); no
/// protection against somebody who means it.
pub(crate) fn sum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut lanes = [0xcbf2_9ce4_8422_2325_u64, 1, 2, 3];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        for (lane, eight) in lanes.iter_mut().zip(block.as_chunks::<8>().0) {
            *lane = (*lane ^ u64::from_le_bytes(*eight)).wrapping_mul(PRIME).rotate_left(23);
        }
    }
    let mut all = long(bytes.len());
    for lane in lanes {
        all = (all ^ lane).wrapping_mul(PRIME).rotate_left(29);
    }
    for byte in rest {
        all = (all ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    all ^ (all >> 31)
}

fn long(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_file_is_whole_or_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("model");
        assert!(matches!(ModelFile::open(&path), Err(ModelError::Missing)));
        let sections = Sections::from([("one", vec![1, 2, 3]), ("two", vec![9; 100])]);
        write(&path, &sections).expect("written");
        let file = ModelFile::open(&path).expect("opened");
        assert_eq!(file.section("one", Some(3)).expect("there").as_slice(), [1, 2, 3]);
        assert_eq!(file.section("two", None).expect("there").len(), 100);
        assert!(file.section("two", Some(99)).is_err() && file.section("three", None).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
        // Cut short, one bit turned, or something else: none of it is a model.
        let whole = std::fs::read(&path).expect("read");
        let mut turned = whole.clone();
        turned[200] ^= 1;
        for bytes in [&whole[..whole.len() - 1], &whole[..10], b"", &turned] {
            std::fs::write(&path, bytes).expect("written");
            assert!(matches!(ModelFile::open(&path), Err(ModelError::Damaged)));
        }
    }
}
