use super::{Limits, Reading, Table};
use crate::Seed;
use crate::intake::{Fault, Marks};
use proptest::prelude::*;

fn table(text: &str) -> Table {
    Table::read(text, Limits::default()).expect("a table")
}

/// Reads the column `x`.
#[track_caller]
fn check(text: &str, expected: Result<&[f64], &str>) {
    let found = Table::read(text, Limits::default())
        .map_err(|faults| faults[0].to_string())
        .and_then(|table| {
            table.column("x").and_then(|at| table.numbers(at)).map_err(|fault| fault.to_string())
        })
        .map(|numbers| numbers.values);
    assert_eq!(found.as_deref(), expected.map_err(str::to_owned).as_ref().map(|values| *values), "{text}");
}

#[test]
fn every_delimiter_is_found() {
    for text in [
        "a,x\n1,2\n3,4\n",
        "a;x\r\n1;2\r\n3;4",
        "a\tx\n1\t2\n\n3\t4\n",
        "\u{feff}a | x\n1 | 2\n3|4\n",
        "x\n2\n4\n",
    ] {
        check(text, Ok(&[2.0, 4.0]));
    }
}

#[test]
fn quotation_marks_keep_delimiters_line_ends_and_themselves() {
    let read = table("a,b\n\"1,5\",\"two\nlines\"\n\"say \"\"yes\"\"\",x\n");
    assert_eq!((read.cell(0, 0), read.cell(0, 1)), ("1,5", "two\nlines"));
    assert_eq!((read.cell(1, 0), read.line(1)), ("say \"yes\"", 4));
    check("x\n\"1\n", Err("the quotation mark opened on line 2 is never closed"));
}

#[test]
fn marks_are_found_from_the_whole_column() {
    check("x\ty\n1,234.5\t0\n1,234\t0\n", Ok(&[1234.5, 1234.0]));
    check("x;y\n1.234,5;0\n1.234;0\n", Ok(&[1234.5, 1234.0]));
    check("x;y\n0,5;0\n1,234;0\n", Ok(&[0.5, 1.234]));
    check("x\ty\n1,234\t0\n", Ok(&[1234.0]));
    check(
        "x\ty\n1.5\t0\n0,5\t0\n",
        Err("column x: 1.5 on line 2 and 0,5 on line 3 use different decimal marks"),
    );
    check(
        "x\ty\n1.234\t0\n1,234\t0\n",
        Err("column x: 1.234 on line 2 and 1,234 on line 3 use different decimal marks"),
    );
    let thousands = table("x\ty\n1,234\t0\n");
    let numbers = thousands.numbers(0).expect("numbers");
    assert_eq!(numbers.marks, Marks::Point);
    assert!(matches!(&numbers.readings[..], [Reading::Thousands { line: 2, .. }]));
}

#[test]
fn each_fault_names_line_and_column() {
    check("a,x\n1,2\n1\n", Err("line 3 has 1 cells under 2 headings"));
    check("a,x\n1,two\n", Err("line 2, column x: two is no number"));
    check("a,x\n1,<.001\n", Err("line 2, column x: <.001 is a bound, not a number"));
    check("a,x\n1,5%\n1,6\n", Err("column x: 5% on line 2 is in percent and line 3 is not"));
    check("a,x\n1,inf\n", Err("line 2, column x: inf is not finite"));
    check("a,x\n1,1e999\n", Err("line 2, column x: 1e999 is not finite"));
    check("a,x\n1,1e-310\n", Err("line 2, column x: 1e-310 is too small to keep its digits"));
    check("a,x\n1,2e-999\n", Err("line 2, column x: 2e-999 is too small to keep its digits"));
    check("a,x\n1,\n2,NA\n", Err("column x is empty"));
    check("a,b\n1,2\n", Err("no column is called x"));
    check("x,x\n1,2\n", Err("columns 1 and 2 are both called x"));
    check("", Err("the table has no headings"));
    check("x\n", Err("the table has no rows"));
    check("a,x\n1,0e-999\n", Ok(&[0.0]));
}

#[test]
fn a_million_columns_are_refused_by_their_number() {
    let wide = format!("{}\n{}\n", "c,".repeat(1_000_000), "1,".repeat(1_000_000));
    let faults = Table::read(&wide, Limits::default()).expect_err("too wide");
    assert_eq!(faults, [Fault::TooMany { what: "columns", found: 1_000_001, most: 16_384 }]);
}

#[test]
fn rows_from_a_workbook_make_the_same_table() {
    let rows = vec![(2, vec!["1".to_owned(), "a b".to_owned()]), (4, vec![" 2 ".to_owned(), String::new()])];
    let read =
        Table::from_rows(vec!["x".to_owned(), "y".to_owned()], rows, Limits::default()).expect("a table");
    assert_eq!((read.numbers(0).expect("numbers").values, read.line(1)), (vec![1.0, 2.0], 4));
}

#[test]
fn text_of_any_kind_is_read_or_refused() {
    // Pieces that matter to a reader of tables, strung together by chance.
    const PIECES: &[&str] = &[
        ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r", "\r\n", "1", "1,234", "1.234,5", "<.001", "%", "e",
        "-", "−", "é", "각", "\u{feff}", "NaN", "inf", " ", "*", ".", "1e309", "\0", "\u{202f}",
    ];
    let mut seed = Seed::new(20_190_524);
    for _ in 0..20_000 {
        let text: String = (0..seed.below(40)).map(|_| PIECES[seed.below(PIECES.len())]).collect();
        walk(&text);
    }
}

/// Looks at every cell and every column of whatever the text turns out to be.
fn walk(text: &str) {
    let Ok(read) = Table::read(text, Limits::default()) else { return };
    for column in 0..read.names().len() {
        let _fault_or_numbers = read.numbers(column);
        for row in 0..read.rows() {
            assert!(read.cell(row, column).len() <= text.len());
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        walk(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_number_written_out_is_read_back(value in proptest::num::f64::NORMAL) {
        let read = table(&format!("x\n{value:e}\n"));
        prop_assert_eq!(read.numbers(0).map(|numbers| numbers.values), Ok(vec![value]));
    }
}
