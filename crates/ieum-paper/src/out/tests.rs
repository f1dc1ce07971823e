use super::*;
use crate::Sheet;
use ieum_kernel::Currency;

fn sheet() -> SheetOut {
    let dollars = Money { minor: -123_456, currency: Currency::Usd };
    SheetOut {
        name: "청구 내역 [2026/11]".into(),
        columns: vec![
            ColumnOut::new("항목", ColumnKind::Text),
            ColumnOut::new("수량", ColumnKind::Number),
            ColumnOut::new("금액", ColumnKind::Money),
            ColumnOut::new("날짜", ColumnKind::Date),
        ],
        rows: vec![
            vec![
                "주사전자현미경".into(),
                CellOut::Number(1.5),
                CellOut::Money(Money::won(240_000)),
                CellOut::Date(jiff::civil::date(2026, 11, 23)),
            ],
            vec![
                "=cmd|'/c calc'!A1".into(),
                CellOut::Whole(-3),
                CellOut::Money(dollars),
                CellOut::DateTime(jiff::civil::date(2026, 1, 2).at(14, 5, 0, 0)),
            ],
            vec![
                "둘째 줄\n\"인용\", 쉼표".into(),
                CellOut::Empty,
                CellOut::Money(Money::won(i64::MAX)),
                CellOut::Empty,
            ],
        ],
    }
}

fn cells(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows().map(|row| row.unwrap().cells.into_iter().map(|cell| cell.into_owned()).collect()).collect()
}

#[test]
fn a_workbook_comes_back_as_it_was() {
    let bytes = workbook(&[sheet(), sheet()]).unwrap();
    assert_eq!(bytes, workbook(&[sheet(), sheet()]).unwrap());
    let read = Sheet::read(&bytes, "내역.xlsx").unwrap();
    assert_eq!(read.sheet_names(), ["청구 내역  2026 11", "청구 내역  2026 11 (2)"]);
    assert_eq!(read.headers(), ["항목", "수량", "금액", "날짜"]);
    assert_eq!(
        cells(&read),
        [
            ["주사전자현미경", "1.5", "240000", "2026-11-23"],
            ["=cmd|'/c calc'!A1", "-3", "-1234.56", "2026-01-02T14:05:00"],
            ["둘째 줄\n\"인용\", 쉼표", "", "9223372036854775807", ""],
        ]
    );
}

#[test]
fn a_formula_in_a_text_stays_a_text() {
    let text = csv_text(&sheet(), CsvStyle::EXCEL).unwrap();
    assert!(text.starts_with("\u{feff}항목,수량,금액,날짜\r\n"));
    assert!(text.contains("\r\n'=cmd|'/c calc'!A1,-3,-1234.56,2026-01-02T14:05:00\r\n"), "{text}");
    for risky in ["=1+1", "+82-10", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "-"] {
        assert_eq!(guarded(risky), format!("'{risky}"));
    }
    for calm in ["-5", "+3.2", "a=b", "", "시료-1"] {
        assert_eq!(guarded(calm), calm);
    }
    let back = Sheet::read(text.as_bytes(), "내역.csv").unwrap();
    assert_eq!(back.rows().nth(1).unwrap().unwrap().cell(0), "=cmd|'/c calc'!A1");
    let bytes = workbook(&[sheet()]).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let page = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(!page.contains("<f>"), "{page}");
}

#[test]
fn mistakes_are_named() {
    let mut ragged = sheet();
    ragged.rows.push(vec![]);
    assert!(matches!(workbook(&[ragged]), Err(OutError::Ragged { row: 4, found: 0, expected: 4 })));
    let mut long = sheet();
    long.columns.truncate(1);
    long.rows = vec![vec![CellOut::Text("가".repeat(MOST_CELL_LETTERS + 1))]];
    assert!(matches!(csv_text(&long, CsvStyle::PLAIN), Err(OutError::CellTooLong { row: 1, .. })));
    assert!(!workbook(&[]).unwrap().is_empty());
}
