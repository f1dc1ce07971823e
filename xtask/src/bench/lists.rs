//! Long lists to import: every row differs, and every column is one that real lists have.

use anyhow::{Context, Result};
use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;

/// A list with the names of its fields as headings.
pub(crate) struct List {
    /// What it holds: `instrument`, `organisation`.
    pub(crate) kind: &'static str,
    pub(crate) fields: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Technique in Korean and English, class, maker, what it measures.
const TOOLS: [[&str; 5]; 12] = [
    ["주사전자현미경", "Scanning electron microscope", "optical", "Hitachi", "표면 형상과 원소 조성"],
    ["액체크로마토그래프 질량분석기", "LC-MS/MS", "chemical", "Agilent", "잔류농약과 대사체 정량"],
    ["핵자기공명분광기", "NMR spectrometer", "chemical", "Bruker", "유기물의 구조"],
    ["엑스선회절분석기", "X-ray diffractometer", "physical", "Rigaku", "결정 구조와 상"],
    ["만능재료시험기", "Universal testing machine", "mechanical", "Instron", "인장과 압축 강도"],
    ["열중량분석기", "Thermogravimetric analyser", "chemical", "TA Instruments", "열 안정성"],
    ["유세포분석기", "Flow cytometer", "medical", "BD", "세포의 크기와 표지"],
    ["전파무반향실", "Anechoic chamber", "electrical", "ETS-Lindgren", "전자파 적합성"],
    ["차세대염기서열분석기", "DNA sequencer", "medical", "Illumina", "유전체 서열"],
    ["유도결합플라즈마 질량분석기", "ICP-MS", "environment", "PerkinElmer", "미량 금속"],
    ["공초점현미경", "Confocal microscope", "optical", "Leica", "형광 단면 영상"],
    ["배터리 충방전시험기", "Battery cycler", "electrical", "Arbin", "충방전 수명"],
];
const REGIONS: [&str; 8] = ["43", "11", "26", "30", "41", "47", "48", "36"];
const WORDS: [&str; 10] =
    ["정밀", "고속", "대면적", "저온", "고온", "자동", "다성분", "현장", "나노", "극미량"];

fn pick<const N: usize>(from: &[&'static str; N], at: usize) -> &'static str {
    from.get(at % N).copied().unwrap_or_default()
}

/// Instruments of one facility, each with its own name, model and number.
pub(crate) fn instruments(count: usize, series: &str) -> List {
    let row = |n: usize| {
        let [ko, en, class, maker, what] = TOOLS.get(n % TOOLS.len()).copied().unwrap_or_default();
        let (word, region) = (pick(&WORDS, n / 12), pick(&REGIONS, n / 7));
        vec![
            format!("{series}-{n:06}"),
            format!("{word} {ko} {series}{n}"),
            format!("{en} {series}{n}"),
            maker.to_owned(),
            format!("{}-{}", class.to_uppercase(), 1000 + n * 7 % 9000),
            class.to_owned(),
            region.to_owned(),
            if n.is_multiple_of(3) { "self" } else { "request" }.to_owned(),
            format!(
                "{what} 측정에 쓰는 {word} {ko}. 시료 준비부터 결과 해석까지 지원하고, {n}번 시험대에 있습니다."
            ),
            format!("{en} for {class} work, bench {n}; sample preparation and interpretation included."),
        ]
    };
    let fields = vec![
        "source_id",
        "name_ko",
        "name_en",
        "maker",
        "model",
        "class_major",
        "region",
        "access_mode",
        "description_ko",
        "description_en",
    ];
    List { kind: "instrument", fields, rows: (0..count).map(row).collect() }
}

/// Instruments that anybody may book at any hour, as the peer's are.
pub(crate) fn bookable(count: usize) -> List {
    let row = |n: usize| {
        [
            &format!("NB-{n:03}"),
            &format!("Bench instrument {n:03}"),
            "self",
            "open",
            "00:00",
            "24:00",
            "MTWTFSS",
        ]
        .map(str::to_owned)
        .into()
    };
    let fields = vec!["source_id", "name_en", "access_mode", "access", "opens_at", "closes_at", "open_days"];
    List { kind: "instrument", fields, rows: (0..count).map(row).collect() }
}

/// Firms, universities and institutes.
pub(crate) fn organisations(count: usize) -> List {
    let kinds = ["firm", "firm", "firm", "university", "institute", "hospital"];
    let row = |n: usize| {
        vec![
            format!("O-{n:06}"),
            format!("{}기술 {n}", pick(&WORDS, n)),
            format!("Organisation {n}"),
            pick(&kinds, n).to_owned(),
            pick(&REGIONS, n / 5).to_owned(),
        ]
    };
    let fields = vec!["source_id", "name_ko", "name_en", "kind", "region"];
    List { kind: "organisation", fields, rows: (0..count).map(row).collect() }
}

impl List {
    /// As CSV in UTF-8.
    pub(crate) fn csv(&self) -> Vec<u8> {
        let mut text = format!("{}\n", self.fields.join(","));
        for row in &self.rows {
            let cells = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
            text.push_str(&cells.collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        text.into_bytes()
    }

    /// As a workbook with one sheet and shared texts.
    pub(crate) fn xlsx(&self) -> Result<Vec<u8>> {
        let (mut texts, mut known) = (String::new(), HashMap::new());
        let mut sheet = String::from(
            r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
        );
        let headings: Vec<String> = self.fields.iter().map(|field| (*field).to_owned()).collect();
        for (number, row) in std::iter::once(&headings).chain(&self.rows).enumerate() {
            sheet.push_str(&format!(r#"<row r="{}">"#, number + 1));
            for (column, cell) in row.iter().enumerate() {
                let next = known.len();
                let place = *known.entry(cell.clone()).or_insert_with(|| {
                    let escaped = cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                    texts.push_str(&format!("<si><t>{escaped}</t></si>"));
                    next
                });
                let letter = char::from(b'A' + u8::try_from(column)?);
                sheet.push_str(&format!(r#"<c r="{letter}{}" t="s"><v>{place}</v></c>"#, number + 1));
            }
            sheet.push_str("</row>");
        }
        sheet.push_str("</sheetData></worksheet>");
        let shared = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{}">{texts}</sst>"#,
            known.len()
        );
        packed(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", ROOT_LINKS.as_bytes()),
            ("xl/workbook.xml", WORKBOOK.as_bytes()),
            ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
            ("xl/sharedStrings.xml", shared.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    /// Writes it as CSV.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        std::fs::write(file, self.csv()).with_context(|| format!("write {}", file.display()))
    }
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"#;
const ROOT_LINKS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="list" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A ZIP archive of these parts, packed as spreadsheet programs do.
fn packed(parts: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default())?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_differ_and_fit_their_headings() {
        let list = instruments(500, "T");
        let names: std::collections::BTreeSet<&String> = list.rows.iter().filter_map(|r| r.get(1)).collect();
        assert_eq!(names.len(), 500);
        for list in [list, bookable(3), organisations(3)] {
            assert!(list.rows.iter().all(|row| row.len() == list.fields.len()), "{}", list.kind);
        }
    }

    #[test]
    fn a_workbook_is_a_packed_archive_of_its_parts() {
        let bytes = instruments(300, "T").xlsx().unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        let sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
        assert!(
            sheet.size() > 4 * sheet.compressed_size(),
            "{} of {}",
            sheet.compressed_size(),
            sheet.size()
        );
    }
}
