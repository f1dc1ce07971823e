//! Documents in and out: PDF papers, spreadsheets, QR codes, and what an uploaded file really is.
//!
//! This crate knows letters, tables and files, and nothing of the domain. Words for people are handed in by the
//! caller or looked up by the message keys that its errors carry.

pub mod out;
pub mod paper;
pub mod qr;
pub mod sheet;
pub mod sniff;

pub use out::{CellOut, ColumnKind, ColumnOut, CsvStyle, OutError, SheetOut, csv_text, workbook};
pub use paper::{
    Align, Block, Column, Fonts, Label, LabelGrid, LabelSheet, Pair, Paper, PaperError, Signature, Table,
    Total, Width,
};
pub use qr::{QrError, qr_svg, qr_svg_titled};
pub use sheet::{Bounds, Encoding, Row, RowFault, RowReason, Sheet, SheetError, SheetFormat, decoded};
pub use sniff::{FileKind, FileRefusal, allowed, sniff};

/// Korean messages for every key this crate's errors name (Fluent).
pub const MESSAGES_KO: &str = include_str!("../locales/ko/paper.ftl");
/// English messages for every key this crate's errors name (Fluent).
pub const MESSAGES_EN: &str = include_str!("../locales/en/paper.ftl");
