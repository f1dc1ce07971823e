//! Files as nobody should send them, from a seed: text in every encoding, workbooks whose insides were bent.

use ieum_paper::{Bounds, Sheet, decoded, sniff};
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Chance by a counter (Steele, Lea and Flood 2014: SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or_default()
    }
}

/// Files that are sound: what is bent begins as one of them.
pub(crate) struct Sound {
    files: Vec<Vec<u8>>,
    /// The inside of a workbook, name by name.
    inside: Vec<(String, Vec<u8>)>,
}

impl Sound {
    /// Text in five encodings, workbooks old and new, lines of JSON.
    pub(crate) fn new() -> Self {
        let text = "지역,산업,값\n충북,식품,1234.50\n\"대전\n서구\",\"반도체, 장비\",\"1,5\"\n서울,,-3e5\n";
        let wide = |big: bool| -> Vec<u8> {
            let mark = std::iter::once(0xFEFF_u16);
            let units = mark.chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        // «지역», «충북» in CP949.
        let cp949 = [&[0xC1, 0xF6, 0xBF, 0xAA][..], b",x\n", &[0xC3, 0xE6, 0xBA, 0xCF], b",1.50\n"].concat();
        let lines = "{\"지역\":\"충북\",\"x\":1.5}\n{\"지역\":\"대전\",\"x\":null}\n";
        let book = workbook();
        let old = include_bytes!("../data/list.xls").to_vec();
        let inside = opened(&book);
        let files = vec![
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            wide(false),
            wide(true),
            cp949,
            lines.as_bytes().to_vec(),
            book,
            old,
        ];
        Self { files, inside }
    }
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0_u16..).zip(["지역", "값", "날", "낱말"]) {
        sheet.write_string(0, column, head).expect("a cell");
    }
    for row in 1..6_u32 {
        sheet.write_string(row, 0, format!("지역 {row}")).expect("a cell");
        sheet.write_number(row, 1, f64::from(row) / 7.0).expect("a cell");
        sheet.write_boolean(row, 2, row % 2 == 0).expect("a cell");
        sheet.write_string(row, 3, "같은 낱말").expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

fn opened(book: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a file");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("its content");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn bent(mut bytes: Vec<u8>, chance: &mut Chance) -> Vec<u8> {
    const ODD: [&[u8]; 18] = [
        b"\"",
        b",",
        b"\n",
        b"\r",
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"<",
        b">",
        b"99999999999",
        b"-1",
        b"1e999",
        b"A1:XFD1048576",
        b"ZZZ99999999",
        b"&#x0;",
        b"</row>",
        b"t=\"s\"",
    ];
    for _ in 0..=chance.below(5) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(6) {
            0 if at < bytes.len() => drop(bytes.remove(at)),
            1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 => drop(bytes.splice(at..at, ODD[chance.below(ODD.len())].iter().copied())),
            3 => {
                let end = (at + chance.below(40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
            4 => bytes.truncate(at.max(bytes.len() / 4)),
            _ => {
                let end = (at + chance.below(12)).min(bytes.len());
                drop(bytes.splice(at..end, ODD[chance.below(ODD.len())].iter().copied()));
            }
        }
    }
    bytes
}

/// A workbook with one of its inner files bent.
fn bent_inside(sound: &Sound, chance: &mut Chance) -> Vec<u8> {
    let (at, packed) = (chance.below(sound.inside.len()), chance.below(2) == 0);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let method = if packed { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
    for (nth, (name, content)) in sound.inside.iter().enumerate() {
        let content = if nth == at { bent(content.clone(), chance) } else { content.clone() };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(name.as_str(), options).expect("a file");
        writer.write_all(&content).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// One case from beginning to end; what is read is of no interest here, it must come back. Gives the cells that were read.
pub(crate) fn run(sound: &Sound, seed: u64, case: u64) -> usize {
    let mut chance =
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ case.wrapping_mul(0xd1b5_4a32_d192_ed03));
    let bytes = match chance.below(3) {
        0 => bent_inside(sound, &mut chance),
        _ => {
            let file = sound.files[chance.below(sound.files.len())].clone();
            bent(file, &mut chance)
        }
    };
    let name = ["a.csv", "a.xlsx", "a.xls", "a.ods", "a.tsv", "a.jsonl", ""][chance.below(7)];
    let _kind = sniff(&bytes);
    let text = decoded(&bytes);
    if let Ok((text, _)) = &text {
        assert!(text.len() <= bytes.len() * 3 + 3);
    }
    let bounds = Bounds { unpacked_bytes: 8 << 20, cells: 200_000, text_bytes: 8 << 20, ..Bounds::default() };
    let Ok(sheet) = Sheet::read_within(&bytes, name, None, bounds) else { return 0 };
    let width = sheet.headers().len();
    let mut cells = 0;
    for row in sheet.rows().flatten() {
        assert_eq!(row.cells.len(), width, "a text for every heading");
        cells += width;
    }
    cells
}
