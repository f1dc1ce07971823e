use super::*;
use std::io::Write as _;
use zip::write::{SimpleFileOptions, ZipWriter};

fn read(bytes: &[u8]) -> Sheet {
    Sheet::read(bytes, "list.csv").unwrap()
}

/// Rows and faults as short texts.
fn told(sheet: &Sheet) -> Vec<String> {
    sheet
        .rows()
        .map(|row| match row {
            Ok(row) => format!("{}: {}", row.line, row.cells.join("|")),
            Err(fault) => match &fault.column {
                Some(column) => format!("{} [{column}] {}", fault.line, fault.reason.key()),
                None => format!("{} {}", fault.line, fault.reason.key()),
            },
        })
        .collect()
}

#[test]
fn encodings_of_korean_offices_are_known() {
    let text = "장비명,위치\r\n주사전자현미경,오송 똠방각하\r\n";
    let (cp949, _, lossy) = encoding_rs::EUC_KR.encode(text);
    assert!(!lossy);
    let utf16 = |little: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    };
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8 { marked: false }),
        ([b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(), Encoding::Utf8 { marked: true }),
        (cp949.into_owned(), Encoding::Cp949),
        ([b"\xff\xfe".as_slice(), &utf16(true)].concat(), Encoding::Utf16Le),
        ([b"\xfe\xff".as_slice(), &utf16(false)].concat(), Encoding::Utf16Be),
        (utf16(true), Encoding::Utf16Le),
        (utf16(false), Encoding::Utf16Be),
    ] {
        let sheet = read(&bytes);
        assert_eq!(sheet.encoding(), Some(encoding));
        assert_eq!(sheet.headers(), ["장비명", "위치"]);
        assert_eq!(told(&sheet), ["2: 주사전자현미경|오송 똠방각하"]);
    }
    let broken = Sheet::read(b"name\nok\n\xff\xff\xfe bad\n", "x.csv").unwrap_err();
    assert_eq!(broken, SheetError::Encoding { line: 3 });
}

#[test]
fn delimiters_are_found() {
    for (text, delimiter) in [
        ("a,b;c,d\n1,2;3,4\n5,6,7\n", ','),
        ("a;b;c\n1,5;2,5;3\n", ';'),
        ("a\tb\n\"x, y, z\"\t2\n", '\t'),
        ("a|b\n1|2\n", '|'),
        ("sep=;\na;b\n1;2\n", ';'),
        ("하나뿐\n값\n", ','),
    ] {
        assert_eq!(read(text.as_bytes()).format(), SheetFormat::Delimited { delimiter }, "{text}");
    }
    assert_eq!(told(&read(b"sep=;\na;b\n1;2\n")), ["3: 1|2"]);
}

#[test]
fn one_broken_line_costs_one_line() {
    let sheet = read(
        "이름,값,비고\n가,1,\n나,2\n\n,,\n다,3,좋음,넘침\n\"열린 따옴표,4,x\n\"라\"마,5,x\n\"두\n줄\",6,\"그는 \"\"예\"\"\"\n바,7,끝\n\n , ,\n".as_bytes(),
    );
    let expected = [
        "2: 가|1|",
        "3 sheet-row-refused-too-few-cells",
        "4 sheet-row-refused-blank",
        "6 sheet-row-refused-too-many-cells",
        "7 [이름] sheet-row-refused-text-after-quote",
        "8 [이름] sheet-row-refused-text-after-quote",
        "9: 두\n줄|6|그는 \"예\"",
        "11: 바|7|끝",
    ];
    assert_eq!(told(&sheet), expected);
    assert_eq!(sheet.row_count(), 8);
    assert_eq!(
        told(&read(b"a,b\n1,\"open\n2,3\n4,5")),
        ["2 [b] sheet-row-refused-unclosed-quote", "3: 2|3", "4: 4|5"]
    );
    assert_eq!(told(&read(b"a,b\r1,2\r3,4,\r")), ["2: 1|2", "3: 3|4"]);
    assert_eq!(told(&read(b"a,b\n1,'=x\n'+82,")), ["2: 1|=x", "3: +82|"]);
}

#[test]
fn headings_are_each_named_once() {
    let sheet = read("\n이름 , ,이름,값,,\n1,2,3,4,,\n".as_bytes());
    assert_eq!(sheet.headers(), ["이름", "B", "이름 (2)", "값"]);
    assert_eq!(told(&sheet), ["3: 1|2|3|4"]);
    assert_eq!(["A", "Z", "AA", "XFD"].map(str::to_owned), [0, 25, 26, 16_383].map(column_letters));
}

#[test]
fn json_lines_are_laid_flat() {
    let text = "{\"이름\":\"XRD\",\"곳\":{\"시\":\"청주\"},\"용도\":[\"결정\",\"상\"]}\n\n[1]\n{\"이름\":null,\"수\":2.50,\"참\":true}\n{bad\n";
    let sheet = Sheet::read(text.as_bytes(), "list.jsonl").unwrap();
    assert_eq!(sheet.format(), SheetFormat::JsonLines);
    assert_eq!(sheet.headers(), ["이름", "곳.시", "용도", "수", "참"]);
    let expected = [
        "1: XRD|청주|결정; 상||",
        "2 sheet-row-refused-blank",
        "3 sheet-row-refused-not-an-object",
        "4: |||2.5|true",
        "5 sheet-row-refused-not-json",
    ];
    assert_eq!(told(&sheet), expected);
    assert_eq!(sheet.row_count(), 5);
}

#[test]
fn bounds_hold() {
    let bounds = Bounds { rows: 2, columns: 2, cell_letters: 3, bytes: 100, ..Bounds::default() };
    let check = |text: &str, expected: SheetError| {
        assert_eq!(Sheet::read_within(text.as_bytes(), "x.csv", None, bounds).unwrap_err(), expected);
    };
    check("a\n1\n2\n3\n", SheetError::TooManyRows { line: 4, most: 2 });
    check("a,b,c\n", SheetError::TooManyColumns { found: 3, most: 2 });
    check(&"x".repeat(101), SheetError::TooLarge { bytes: 101, most: 100 });
    check("", SheetError::Empty);
    check("\n \n,,\n", SheetError::Empty);
    check("<html><table>", SheetError::NotASheet { kind: FileKind::Html });
    check("%PDF-1.7", SheetError::NotASheet { kind: FileKind::Pdf });
    let long = Sheet::read_within("a,b\n가나다라,1\n가나다,1".as_bytes(), "x.csv", None, bounds).unwrap();
    assert_eq!(told(&long), ["2 [a] sheet-row-refused-cell-too-long", "3: 가나다|1"]);
}

#[test]
fn an_old_workbook_is_read_and_its_bombs_are_not() {
    let sheet = Sheet::read(include_bytes!("../../tests/data/list.xls"), "list.xls").unwrap();
    assert_eq!((sheet.format(), sheet.sheet_name()), (SheetFormat::Xls, Some("목록")));
    assert_eq!(sheet.headers(), ["장비", "값", "날짜"]);
    assert_eq!(told(&sheet), ["2: 현미경|1.5|2026-11-23", "3 sheet-row-refused-blank", "4: 회절기|20|"]);

    let far = include_bytes!("../../tests/data/far.xls");
    assert!(matches!(Sheet::read(far, "far.xls"), Err(SheetError::TooManyCells { found: 16_777_216, .. })));
    let repeated = include_bytes!("../../tests/data/repeated.xls");
    let bounds = Bounds { text_bytes: 1_000_000, ..Bounds::default() };
    let refused = Sheet::read_within(repeated, "repeated.xls", None, bounds).unwrap_err();
    assert_eq!(refused, SheetError::TooMuchText { most: 1_000_000 });
    assert_eq!(Sheet::read(repeated, "repeated.xls").unwrap().row_count(), 99);
}

#[test]
fn few_words_in_many_cells_are_counted_as_text() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for row in 0..100 {
        page.write(row, 0, "가".repeat(10_000)).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let bounds = Bounds { text_bytes: 1_000_000, ..Bounds::default() };
    let refused = |bytes: &[u8]| Sheet::read_within(bytes, "a", None, bounds).unwrap_err();
    assert_eq!(refused(&bytes), SheetError::TooMuchText { most: 1_000_000 });
    let long = FILLED.replace("값", &"값".repeat(10_000));
    let rows = format!("<table:table-row table:number-rows-repeated=\"100\">{long}</table:table-row>");
    assert_eq!(refused(&ods(&rows)), SheetError::TooMuchText { most: 1_000_000 });
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored = *name == "mimetype";
        let method = if stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"표\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = b"<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"m\"/>";
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content.as_bytes()),
    ])
}

const FILLED: &str = "<table:table-cell office:value-type=\"string\"><text:p>값</text:p></table:table-cell>";

#[test]
fn an_open_document_is_read_and_its_bomb_is_not() {
    let filler = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let calm = ods(&format!(
        "<table:table-row>{FILLED}{FILLED}</table:table-row><table:table-row>{FILLED}<table:table-cell office:value-type=\"float\" office:value=\"1.50\"><text:p>1.5</text:p></table:table-cell></table:table-row>{filler}"
    ));
    let sheet = Sheet::read(&calm, "a.ods").unwrap();
    assert_eq!((sheet.format(), sheet.sheet_name()), (SheetFormat::Ods, Some("표")));
    assert_eq!(told(&sheet), ["2: 값|1.5"]);

    let wide =
        FILLED.replace("office:value-type", "table:number-columns-repeated=\"16384\" office:value-type");
    let bomb =
        ods(&format!("<table:table-row table:number-rows-repeated=\"1048576\">{wide}</table:table-row>"));
    assert!(matches!(Sheet::read(&bomb, "a.ods"), Err(SheetError::TooManyCells { .. })));
    let far = ods(&format!(
        "<table:table-row>{FILLED}</table:table-row>{filler}<table:table-row>{FILLED}{FILLED}{FILLED}{FILLED}{FILLED}{FILLED}{FILLED}{FILLED}{FILLED}</table:table-row>"
    ));
    assert!(matches!(Sheet::read(&far, "a.ods"), Err(SheetError::TooManyCells { .. })));
}

#[test]
fn a_packed_bomb_is_stopped() {
    let zeros = vec![b' '; 12 * 1024 * 1024];
    let bomb = zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    let bounds = Bounds { unpacked_bytes: 4 * 1024 * 1024, ..Bounds::default() };
    let refused = Sheet::read_within(&bomb, "a.xlsx", None, bounds).unwrap_err();
    assert_eq!(refused, SheetError::UnpacksTooLarge { most: 4 * 1024 * 1024 });
    let cut = bomb.get(..bomb.len() / 2).unwrap();
    assert!(matches!(
        Sheet::read(cut, "a.xlsx"),
        Err(SheetError::Broken { .. } | SheetError::NotASheet { .. })
    ));
}

#[test]
fn a_workbook_with_far_cells_and_failed_formulas_is_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let empty = book.add_worksheet();
    empty.set_name("빈 시트").unwrap();
    let page = book.add_worksheet();
    page.set_name("목록").unwrap();
    for (column, heading) in ["이름", "값", "때"].iter().enumerate() {
        page.write(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    page.write(1, 0, " 가 ").unwrap();
    page.write(1, 1, 0.1 + 0.2).unwrap();
    page.write_formula(3, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
    page.write(4, 0, true).unwrap();
    page.write(5, 4, "넘침").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let sheet = Sheet::read(&bytes, "a.xlsx").unwrap();
    assert_eq!(sheet.sheet_name(), Some("목록"));
    assert_eq!(sheet.row_count(), 5);
    let expected = [
        "2: 가|0.3|",
        "3 sheet-row-refused-blank",
        "4 [값] sheet-row-refused-formula-error",
        "5: true||",
        "6 sheet-row-refused-too-many-cells",
    ];
    assert_eq!(told(&sheet), expected);
    let missing = Sheet::read_within(&bytes, "a.xlsx", Some("없음"), Bounds::default()).unwrap_err();
    assert_eq!(missing, SheetError::NoSuchSheet { name: "없음".into() });
    assert_eq!(
        Sheet::read_within(&bytes, "a.xlsx", Some("빈 시트"), Bounds::default()).unwrap_err(),
        SheetError::Empty
    );

    let mut far = rust_xlsxwriter::Workbook::new();
    let page = far.add_worksheet();
    page.write(0, 0, "a").unwrap();
    page.write(1_048_575, 16_383, "b").unwrap();
    let far = far.save_to_buffer().unwrap();
    assert!(matches!(Sheet::read(&far, "a.xlsx"), Err(SheetError::TooManyColumns { .. })));
}

#[test]
fn a_hundred_thousand_rows_are_read_as_they_come() {
    let mut text = String::from("번호,장비명,제조사,위치\n");
    for i in 0..100_000 {
        text.push_str(&format!("{i},\"현미경 {i}, 신형\",제조사,청주시 흥덕구\n"));
    }
    let sheet = read(text.as_bytes());
    assert_eq!(sheet.row_count(), 100_000);
    let last = sheet.rows().last().unwrap().unwrap();
    assert_eq!((last.line, last.cell(1)), (100_001, "현미경 99999, 신형"));
    let borrowed = last.cells.iter().all(|cell| matches!(cell, Cow::Borrowed(_)));
    assert!(borrowed, "cells point into the text, they are not copies");
}

#[test]
fn every_key_has_its_words_in_both_languages() {
    let errors = [
        SheetError::Empty,
        SheetError::TooLarge { bytes: 1, most: 1 },
        SheetError::UnpacksTooLarge { most: 1 },
        SheetError::TooManyRows { line: 1, most: 1 },
        SheetError::TooManyColumns { found: 1, most: 1 },
        SheetError::TooManyCells { found: 1, most: 1 },
        SheetError::TooMuchText { most: 1 },
        SheetError::Encoding { line: 1 },
        SheetError::NotASheet { kind: FileKind::Pdf },
        SheetError::Locked,
        SheetError::NoSuchSheet { name: String::new() },
        SheetError::Broken { why: String::new() },
    ];
    let reasons = [
        RowReason::Blank { rows: 1 },
        RowReason::TooFewCells { found: 1, expected: 2 },
        RowReason::TooManyCells { found: 2, expected: 1 },
        RowReason::UnclosedQuote,
        RowReason::TextAfterQuote,
        RowReason::CellTooLong { most: 1 },
        RowReason::FormulaError { code: String::new() },
        RowReason::NotJson { column: 1 },
        RowReason::NotAnObject,
    ];
    let refusals = [
        crate::FileRefusal::CouldRun { kind: FileKind::Html },
        crate::FileRefusal::Mismatch { kind: FileKind::Zip, declared: String::new() },
    ];
    let keys = errors
        .iter()
        .map(|error| (error.key(), error.facts()))
        .chain(reasons.iter().map(|reason| (reason.key(), reason.facts())))
        .chain(refusals.iter().map(|refusal| (refusal.key(), refusal.facts())));
    for (key, facts) in keys {
        for messages in [crate::MESSAGES_KO, crate::MESSAGES_EN] {
            let start = messages.find(&format!("\n{key} = ")).unwrap_or_else(|| panic!("{key} has no words"));
            let message = messages.get(start + 1..).unwrap().lines().next().unwrap();
            for (name, _value) in facts.iter().filter(|_| !message.ends_with("->")) {
                assert!(message.contains(&format!("${name} ")), "{key} does not say {name}: {message}");
            }
        }
    }
}
