//! In which encoding a text is written, found from the text itself.

use super::SheetError;
use encoding_rs::{EUC_KR, UTF_16BE, UTF_16LE};

/// An encoding that Korean offices send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its start.
    Utf8 {
        /// Whether the mark is there.
        marked: bool,
    },
    /// UTF-16, low byte first: "Unicode text" of spreadsheet programs.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// CP949, which contains EUC-KR: what Korean Windows saves as CSV.
    Cp949,
}

impl Encoding {
    /// Its usual name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 { .. } => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Cp949 => "CP949",
        }
    }
}

/// The text that bytes hold and its encoding; an error names the first line that no encoding explains.
pub fn decoded(bytes: &[u8]) -> Result<(String, Encoding), SheetError> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        let text = std::str::from_utf8(rest).map_err(|error| at_line(rest, error.valid_up_to()))?;
        return Ok((text.to_owned(), Encoding::Utf8 { marked: true }));
    }
    for (coding, mark, encoding) in
        [(UTF_16LE, b"\xff\xfe", Encoding::Utf16Le), (UTF_16BE, b"\xfe\xff", Encoding::Utf16Be)]
    {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return wide(coding, rest, encoding);
        }
    }
    if let Some((coding, encoding)) = unmarked_wide(bytes) {
        return wide(coding, bytes, encoding);
    }
    let stop = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), Encoding::Utf8 { marked: false })),
        Err(error) => error.valid_up_to(),
    };
    match EUC_KR.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), Encoding::Cp949)),
        None => Err(at_line(bytes, stop)),
    }
}

fn wide(
    coding: &'static encoding_rs::Encoding,
    bytes: &[u8],
    encoding: Encoding,
) -> Result<(String, Encoding), SheetError> {
    match coding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), encoding)),
        None => Err(SheetError::Encoding { line: 1 }),
    }
}

/// Whether the bytes are UTF-16 without its mark.
pub(super) fn is_unmarked_wide(bytes: &[u8]) -> bool {
    unmarked_wide(bytes).is_some()
}

/// UTF-16 without its mark: delimiters and line ends are ASCII, so every other byte is often zero.
fn unmarked_wide(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, Encoding)> {
    if !bytes.len().is_multiple_of(2) || bytes.len() < 4 {
        return None;
    }
    let sample = bytes.get(..bytes.len().min(4096))?;
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 20 + 1;
    match (even >= many, odd >= many) {
        (false, true) if even == 0 => Some((UTF_16LE, Encoding::Utf16Le)),
        (true, false) if odd == 0 => Some((UTF_16BE, Encoding::Utf16Be)),
        _ => None,
    }
}

fn at_line(bytes: &[u8], offset: usize) -> SheetError {
    let feeds = bytes.iter().take(offset).filter(|byte| **byte == b'\n').count();
    SheetError::Encoding { line: u64::try_from(feeds).unwrap_or(u64::MAX).saturating_add(1) }
}
