//! A tiny dictionary of our own, compiled here, and what it cuts.

use super::*;
use std::collections::BTreeMap;

/// Spelling, left and right side, cost, what is told.
type Row = (&'static str, u16, u16, i16, &'static str);

const NOUN: u16 = 1;
const PARTICLE: u16 = 2;

const KNOWN: [Row; 8] = [
    ("잔류", NOUN, NOUN, 100, "NNG,*,F,잔류,*,*,*,*"),
    ("농약", NOUN, NOUN, 100, "NNG,*,T,농약,*,*,*,*"),
    ("류농", NOUN, NOUN, 50, "NNG,*,T,류농,*,*,*,*"),
    ("질량분석기", NOUN, NOUN, 150, "NNG,*,F,질량분석기,Compound,*,*,질량/NNG/*+분석/NNG/*+기/NNG/*"),
    ("에서", PARTICLE, PARTICLE, 10, "JKB,*,F,에서,*,*,*,*"),
    ("을", PARTICLE, PARTICLE, 10, "JKO,*,T,을,*,*,*,*"),
    ("물", NOUN, NOUN, 100, "NNG,*,T,물,*,*,*,*"),
    ("에", PARTICLE, PARTICLE, 10, "JKB,*,F,에,*,*,*,*"),
];
const UNKNOWN: [Row; 2] =
    [("DEFAULT", 0, 0, 3_000, "SY,*,*,*,*,*,*,*"), ("HANGUL", NOUN, NOUN, 2_000, "UNKNOWN,*,*,*,*,*,*,*")];

/// A compiled list: the trie is laid out by trying bases until all children fit.
fn compiled(rows: &[Row]) -> Vec<u8> {
    let (mut told, mut entries) = (Vec::new(), Vec::new());
    let mut runs: BTreeMap<&[u8], u32> = BTreeMap::new();
    for (place, (spelling, left, right, cost, says)) in (0_u32..).zip(rows) {
        runs.insert(spelling.as_bytes(), place << 8 | 1);
        entries.extend(left.to_le_bytes());
        entries.extend(right.to_le_bytes());
        entries.extend([0, 0]);
        entries.extend(cost.to_le_bytes());
        entries.extend(u32::try_from(told.len()).expect("small").to_le_bytes());
        entries.extend([0; 4]);
        told.extend(says.bytes().chain([0]));
    }
    let mut units = vec![(0_i32, 0_u32); 20_000];
    let mut used = vec![false; units.len()];
    used[0] = true;
    let mut bases: Vec<usize> = Vec::new();
    // Each beginning with the unit that will hold its base.
    let mut waiting: Vec<(Vec<u8>, usize)> = vec![(Vec::new(), 0)];
    while let Some((head, unit)) = waiting.pop() {
        let mut nexts: Vec<u8> = Vec::new();
        for spelling in runs.keys().filter(|s| s.starts_with(&head)) {
            nexts.extend(spelling.get(head.len()));
        }
        nexts.dedup();
        let leaf = runs.get(head.as_slice());
        let slots: Vec<usize> =
            leaf.map(|_| 0).into_iter().chain(nexts.iter().map(|b| usize::from(*b) + 1)).collect();
        let free = |base: &usize| !bases.contains(base) && slots.iter().all(|slot| !used[base + slot]);
        let base = (1..10_000).find(free).expect("room");
        bases.push(base);
        units[unit].0 = i32::try_from(base).expect("small");
        let check = u32::try_from(base).expect("small");
        for slot in &slots {
            used[base + slot] = true;
            units[base + slot].1 = check;
        }
        if let Some(value) = leaf {
            units[base].0 = -i32::try_from(*value).expect("small") - 1;
        }
        for byte in nexts {
            let longer: Vec<u8> = head.iter().copied().chain([byte]).collect();
            waiting.push((longer, base + usize::from(byte) + 1));
        }
    }
    let units: Vec<u8> =
        units.iter().flat_map(|(base, check)| [base.to_le_bytes(), check.to_le_bytes()].concat()).collect();
    let size = u32::try_from(72 + units.len() + entries.len() + told.len()).expect("small");
    let sizes = [units.len(), entries.len(), told.len()].map(|size| u32::try_from(size).expect("small"));
    let numbers = [size ^ 0xef71_8f77, 102, 0, 8, 3, 3, sizes[0], sizes[1], sizes[2], 0];
    let mut out: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    out.extend(b"UTF-8");
    out.resize(72, 0);
    [out, units, entries, told].concat()
}

/// Writes the dictionary into `folder`.
pub(crate) fn write(folder: &Path) {
    let put = |name: &str, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes).expect("written");
    put("sys.dic", compiled(&KNOWN));
    put("unk.dic", compiled(&UNKNOWN));
    let mut letters = 2_u32.to_le_bytes().to_vec();
    for name in ["DEFAULT", "HANGUL"] {
        letters.extend(name.bytes().chain(std::iter::repeat(0)).take(32));
    }
    for code in 0..0xffff_u32 {
        let hangul = (0xac00..0xd7a4).contains(&code);
        // Kind, own kind, longest, group, invoke.
        let kind: u32 = if hangul { 2 | 1 << 18 | 1 << 30 } else { 1 | 1 << 26 };
        letters.extend(kind.to_le_bytes());
    }
    put("char.bin", letters);
    let mut costs: Vec<u8> = [3_u16, 3].iter().flat_map(|n| n.to_le_bytes()).collect();
    for left in 0..3_u16 {
        for right in 0..3_u16 {
            // A word neither begins with a particle nor goes on with a noun after one.
            let dear = (left == PARTICLE && right == 0) || (left == NOUN && right == PARTICLE);
            costs.extend(if dear { 5_000_i16 } else { 0 }.to_le_bytes());
        }
    }
    put("matrix.bin", costs);
}

#[track_caller]
fn check(dictionary: &Dictionary, word: &str, expected: &[&str]) {
    assert_eq!(dictionary.morphemes(word), expected, "{word}");
}

#[test]
fn words_are_cut_in_the_cheapest_way() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path());
    let dictionary = Dictionary::open(folder.path()).expect("a dictionary");
    check(&dictionary, "잔류농약을", &["잔류", "농약"]);
    check(&dictionary, "질량분석기에서", &["질량", "분석"]);
    check(&dictionary, "물에서", &[]);
    check(&dictionary, "크로마토", &["크로마토"]);
    check(&dictionary, "", &[]);
    let surfaces: Vec<&str> = dictionary.cut("물에서").into_iter().map(|(surface, _)| surface).collect();
    assert_eq!(surfaces, ["물", "에서"]);
    for strange in ["\0", "ㅋㅋ", "a가b", "😀물", &"가".repeat(5_000)] {
        let _ = dictionary.morphemes(strange);
    }
}

#[test]
fn what_is_no_dictionary_is_named_and_never_read_beyond() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(
        matches!(Dictionary::open(folder.path()), Err(DictionaryError::Read(path)) if path.ends_with("sys.dic"))
    );
    for name in ["sys.dic", "unk.dic", "char.bin", "matrix.bin"] {
        write(folder.path());
        let whole = std::fs::read(folder.path().join(name)).expect("written");
        for bytes in [&whole[..whole.len() - 1], &whole[..3], b"".as_slice()] {
            std::fs::write(folder.path().join(name), bytes).expect("written");
            assert!(Dictionary::open(folder.path()).is_err(), "{name}");
        }
    }
    // Turned bits inside give other cuts at worst.
    write(folder.path());
    let whole = std::fs::read(folder.path().join("sys.dic")).expect("written");
    for at in (72..whole.len()).step_by(997) {
        let mut turned = whole.clone();
        turned[at] ^= 0x55;
        std::fs::write(folder.path().join("sys.dic"), &turned).expect("written");
        if let Ok(dictionary) = Dictionary::open(folder.path()) {
            let _ = dictionary.morphemes("질량분석기에서잔류농약을");
        }
    }
}
