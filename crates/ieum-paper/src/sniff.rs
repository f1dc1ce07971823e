//! What a file really is, from its bytes; its name and declared type are only claims.

/// Bytes looked at for text.
const SAMPLE: usize = 64 * 1024;

/// A kind of file, as far as its bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Portable document.
    Pdf,
    /// PNG image.
    Png,
    /// JPEG image.
    Jpeg,
    /// WebP image.
    Webp,
    /// GIF image.
    Gif,
    /// TIFF image, also of microscopes.
    Tiff,
    /// Excel workbook.
    Xlsx,
    /// Word document.
    Docx,
    /// PowerPoint slides.
    Pptx,
    /// OpenDocument spreadsheet.
    Ods,
    /// Another OpenDocument file.
    OpenDocument,
    /// Hancom document, packed XML.
    Hwpx,
    /// Hancom document.
    Hwp,
    /// Excel 97–2003 workbook.
    Xls,
    /// Another compound file: Word or PowerPoint 97–2003, many instrument formats, workbooks with a password.
    Compound,
    /// Another ZIP archive.
    Zip,
    /// HDF5, which is also NetCDF 4.
    Hdf5,
    /// Classic NetCDF.
    NetCdf,
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// A web page, which can carry script.
    Html,
    /// An SVG drawing, which can carry script.
    Svg,
    /// Text: CSV, plain, source data of instruments.
    Text,
    /// A program for any machine.
    Executable,
    /// A text that a machine would run.
    Script,
    /// An office document with macros.
    Macro,
    /// None of these.
    Unknown,
}

impl FileKind {
    /// A name for logs and messages; the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
            Self::Tiff => "TIFF",
            Self::Xlsx => "XLSX",
            Self::Docx => "DOCX",
            Self::Pptx => "PPTX",
            Self::Ods => "ODS",
            Self::OpenDocument => "OpenDocument",
            Self::Hwpx => "HWPX",
            Self::Hwp => "HWP",
            Self::Xls => "XLS",
            Self::Compound => "OLE",
            Self::Zip => "ZIP",
            Self::Hdf5 => "HDF5",
            Self::NetCdf => "NetCDF",
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Html => "HTML",
            Self::Svg => "SVG",
            Self::Text => "TXT",
            Self::Executable => "EXE",
            Self::Script => "SCRIPT",
            Self::Macro => "VBA",
            Self::Unknown => "?",
        }
    }

    /// The media type to store and send it with.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Tiff => "image/tiff",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::OpenDocument => "application/vnd.oasis.opendocument.text",
            Self::Hwpx => "application/hwp+zip",
            Self::Hwp => "application/x-hwp",
            Self::Xls => "application/vnd.ms-excel",
            Self::Compound => "application/x-ole-storage",
            Self::Zip => "application/zip",
            Self::Hdf5 => "application/x-hdf5",
            Self::NetCdf => "application/x-netcdf",
            Self::Json => "application/json",
            Self::Xml => "application/xml",
            Self::Html => "text/html",
            Self::Svg => "image/svg+xml",
            Self::Text | Self::Script => "text/plain",
            Self::Executable | Self::Macro | Self::Unknown => "application/octet-stream",
        }
    }

    /// Whether a browser may show it in place; anything else is only offered for saving.
    pub const fn shows_safely(self) -> bool {
        matches!(self, Self::Pdf | Self::Png | Self::Jpeg | Self::Webp | Self::Gif)
    }
}

/// Why an upload is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// A program, script, web page, drawing with script or macro document.
    #[error("the file could run as a program: {}", kind.name())]
    CouldRun {
        /// What it is.
        kind: FileKind,
    },
    /// The bytes are not what was declared.
    #[error("the file was sent as {declared}, and is {}", kind.name())]
    Mismatch {
        /// What it is.
        kind: FileKind,
        /// What it was said to be.
        declared: String,
    },
}

impl FileRefusal {
    /// The message key in `paper.ftl`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::CouldRun { .. } => "file-refused-could-run",
            Self::Mismatch { .. } => "file-refused-mismatch",
        }
    }

    /// The names that the message speaks of.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::CouldRun { kind } => vec![("kind", kind.name().to_owned())],
            Self::Mismatch { kind, declared } => {
                vec![("kind", kind.name().to_owned()), ("declared", declared.clone())]
            }
        }
    }
}

/// Whether a file of this kind, declared as that media type, is taken; gives the type to store.
///
/// An empty or general declaration claims nothing. Text kinds are often declared as each other, and browsers name
/// CSV an Excel file on machines that have Excel. A file of no known kind is taken only when nothing was claimed,
/// because instruments write formats of their own.
pub fn allowed(kind: FileKind, declared_mime: &str) -> Result<&'static str, FileRefusal> {
    use FileKind::{Executable, Html, Macro, Script, Svg};
    if matches!(kind, Executable | Script | Html | Svg | Macro) {
        return Err(FileRefusal::CouldRun { kind });
    }
    let declared = declared_mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if fits(kind, &declared) {
        return Ok(kind.mime());
    }
    Err(FileRefusal::Mismatch { kind, declared: declared.chars().take(100).collect() })
}

fn fits(kind: FileKind, declared: &str) -> bool {
    use FileKind::{
        Compound, Hdf5, Hwp, Hwpx, Jpeg, Json, NetCdf, OpenDocument, Text, Tiff, Unknown, Xls, Xml, Zip,
    };
    if matches!(declared, "" | "application/octet-stream" | "binary/octet-stream") || declared == kind.mime()
    {
        return true;
    }
    match kind {
        Jpeg => matches!(declared, "image/jpg" | "image/pjpeg"),
        Tiff => declared.starts_with("image/tif") || declared.starts_with("image/x-"),
        Text | Json | Xml => {
            declared.starts_with("text/") && declared != "text/html"
                || matches!(
                    declared,
                    "application/csv" | "application/vnd.ms-excel" | "application/json" | "application/xml"
                )
                || declared.starts_with("application/x-")
                || declared.starts_with("chemical/")
                || declared.ends_with("+json")
                || declared.ends_with("+xml")
        }
        Hwp | Hwpx => {
            declared.contains("hwp") || declared.contains("hancom") || declared.contains("haansoft")
        }
        Xls | Compound => declared.starts_with("application/vnd.ms-") || declared == "application/msword",
        OpenDocument => declared.starts_with("application/vnd.oasis.opendocument."),
        Zip => matches!(declared, "application/x-zip-compressed" | "application/x-zip" | "multipart/x-zip"),
        Hdf5 | NetCdf => {
            declared.starts_with("application/x-")
                || matches!(declared, "application/hdf5" | "application/netcdf")
        }
        Unknown => declared.starts_with("application/x-") || declared.starts_with("chemical/"),
        _ => false,
    }
}

/// What the bytes are. Reads the start of the file, for packed files also its list of parts at the end.
pub fn sniff(bytes: &[u8]) -> FileKind {
    use FileKind::{Executable, Gif, Hdf5, Jpeg, NetCdf, Pdf, Png, Script, Tiff};
    const MARKS: [(&[u8], FileKind); 21] = [
        (b"\x89PNG\r\n\x1a\n", Png),
        (b"\xff\xd8\xff", Jpeg),
        (b"GIF87a", Gif),
        (b"GIF89a", Gif),
        (b"II*\0", Tiff),
        (b"MM\0*", Tiff),
        (b"II+\0", Tiff),
        (b"MM\0+", Tiff),
        (b"\x89HDF\r\n\x1a\n", Hdf5),
        (b"CDF\x01", NetCdf),
        (b"CDF\x02", NetCdf),
        (b"CDF\x05", NetCdf),
        (b"\x7fELF", Executable),
        (b"\xfe\xed\xfa\xce", Executable),
        (b"\xfe\xed\xfa\xcf", Executable),
        (b"\xce\xfa\xed\xfe", Executable),
        (b"\xcf\xfa\xed\xfe", Executable),
        (b"\xca\xfe\xba\xbe", Executable),
        (b"\0asm", Executable),
        (b"L\0\0\0\x01\x14\x02\0", Executable),
        (b"#!", Script),
    ];
    for (mark, kind) in MARKS {
        if bytes.starts_with(mark) {
            return kind;
        }
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return FileKind::Webp;
    }
    // "MZ" may also begin a table of mass spectra; a program has binary fields behind it.
    if bytes.starts_with(b"MZ") && bytes.iter().take(128).any(|byte| *byte == 0) {
        return Executable;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes);
    }
    // Some programs put a few bytes before the mark, and readers accept it (ISO 32000-1, annex H).
    if contains(bytes.get(..bytes.len().min(1024)).unwrap_or_default(), b"%PDF-") {
        return Pdf;
    }
    written(bytes)
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A ZIP archive, by the names of its parts: they stand before each part and again at the end.
fn packed(bytes: &[u8]) -> FileKind {
    use FileKind::{Docx, Hwpx, Macro, Ods, OpenDocument, Pptx, Xlsx, Zip};
    let list = bytes.get(bytes.len().saturating_sub(1024 * 1024)..).unwrap_or_default();
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    if contains(list, b"vbaProject.bin") {
        return Macro;
    }
    if contains(start, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        return Ods;
    }
    if contains(start, b"mimetypeapplication/vnd.oasis.opendocument.") {
        return OpenDocument;
    }
    if contains(start, b"mimetypeapplication/hwp+zip") {
        return Hwpx;
    }
    for (part, kind) in [
        (b"xl/workbook.xml".as_slice(), Xlsx),
        (b"word/document.xml".as_slice(), Docx),
        (b"ppt/presentation.xml".as_slice(), Pptx),
    ] {
        if contains(list, part) {
            return kind;
        }
    }
    Zip
}

/// A compound file, by the names in its directory, which are written in UTF-16.
fn compound(bytes: &[u8]) -> FileKind {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if named("_VBA_PROJECT") {
        FileKind::Macro
    } else if contains(bytes, b"HWP Document File") {
        FileKind::Hwp
    } else if named("Workbook\0") || named("Book\0") {
        FileKind::Xls
    } else {
        FileKind::Compound
    }
}

/// Text, and what kind of text.
fn written(bytes: &[u8]) -> FileKind {
    use FileKind::{Html, Json, Script, Svg, Text, Unknown, Xml};
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    if sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff") {
        return Text;
    }
    let odd = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b);
    if sample.iter().any(|byte| odd(byte)) {
        return Unknown;
    }
    let lower = String::from_utf8_lossy(sample).to_ascii_lowercase();
    let start = lower.trim_start_matches(|letter: char| letter == '\u{feff}' || letter.is_whitespace());
    let head: String = start.chars().take(2048).collect();
    if ["<!doctype html", "<html", "<head", "<body", "<script", "<table", "<iframe"]
        .iter()
        .any(|tag| head.starts_with(tag))
    {
        return Html;
    }
    if head.starts_with("<?php")
        || head.starts_with("@echo off")
        || head.starts_with("<%")
        || head.starts_with("<job")
    {
        return Script;
    }
    if head.starts_with('<') {
        let names = ["<svg", ":svg"].iter().any(|tag| head.contains(tag));
        if names {
            return Svg;
        }
        if head.contains("<html") || head.contains("<script") {
            return Html;
        }
        return if head.starts_with("<?xml")
            || head.starts_with("<!")
            || head.ends_with('>')
            || head.contains("</")
        {
            Xml
        } else {
            Text
        };
    }
    if (head.starts_with('{') || head.starts_with('[')) && looks_like_json(start) {
        return Json;
    }
    Text
}

/// Whether the first value, or the part of it that was read, is JSON.
fn looks_like_json(text: &str) -> bool {
    match serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>().next() {
        Some(Ok(_)) => true,
        Some(Err(error)) => error.is_eof(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], kind: FileKind) {
        assert_eq!(sniff(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn kinds_are_told_by_their_bytes() {
        check(b"%PDF-1.7 ...", FileKind::Pdf);
        check(b"\xef\xbb\xbf\n%PDF-1.4", FileKind::Pdf);
        check(b"RIFF\0\0\0\0WEBPVP8 ", FileKind::Webp);
        check(b"II*\0\x08\0\0\0", FileKind::Tiff);
        check(b"CDF\x01\0\0\0\0", FileKind::NetCdf);
        check(b"\x89HDF\r\n\x1a\n\0", FileKind::Hdf5);
        check(b"PK\x03\x04\x14\0\0\0\0\0word/document.xml", FileKind::Docx);
        check(b"PK\x03\x04\x14\0\0\0\0\0xl/workbook.xml xl/vbaProject.bin", FileKind::Macro);
        check(b"PK\x03\x04\x14\0\0\0\0\0photo.jpg", FileKind::Zip);
        check("이름,값\n가,1\n".as_bytes(), FileKind::Text);
        check(b"\xb0\xa1,\xb3\xaa\n", FileKind::Text);
        check(b"MZ,intensity\n100.1,5\n", FileKind::Text);
        check(b"{\"a\": [1, 2]}\n{\"a\": 3}", FileKind::Json);
        check(b"[section]\nkey=value", FileKind::Text);
        check(b"<?xml version=\"1.0\"?><mzML/>", FileKind::Xml);
        check(b"<?xml version=\"1.0\"?>\n<!-- x --><svg xmlns=\"\"/>", FileKind::Svg);
        check(b" \n<!DOCTYPE html><p>", FileKind::Html);
        check(b"<table><tr><td>", FileKind::Html);
        check(b"MZ\x90\0\x03\0\0\0", FileKind::Executable);
        check(b"\x7fELF\x02\x01", FileKind::Executable);
        check(b"#!/bin/sh\nrm -rf /", FileKind::Script);
        check(b"@ECHO OFF\r\n", FileKind::Script);
        check(b"<?php system($_GET['x']);", FileKind::Script);
        check(b"\x01\x02\x03raw", FileKind::Unknown);
        check(b"", FileKind::Text);
    }

    #[test]
    fn a_claim_must_fit_the_bytes() {
        assert_eq!(allowed(FileKind::Png, "image/png"), Ok("image/png"));
        assert_eq!(allowed(FileKind::Png, ""), Ok("image/png"));
        assert_eq!(allowed(FileKind::Text, "application/vnd.ms-excel"), Ok("text/plain"));
        assert_eq!(allowed(FileKind::Text, "text/csv; charset=euc-kr"), Ok("text/plain"));
        assert_eq!(allowed(FileKind::Unknown, "application/octet-stream"), Ok("application/octet-stream"));
        let mismatch = FileRefusal::Mismatch { kind: FileKind::Zip, declared: "image/png".into() };
        assert_eq!(allowed(FileKind::Zip, "image/png"), Err(mismatch));
        assert!(matches!(allowed(FileKind::Unknown, "image/png"), Err(FileRefusal::Mismatch { .. })));
        assert!(matches!(allowed(FileKind::Text, "text/html"), Err(FileRefusal::Mismatch { .. })));
        for kind in [FileKind::Executable, FileKind::Script, FileKind::Html, FileKind::Svg, FileKind::Macro] {
            assert_eq!(allowed(kind, kind.mime()), Err(FileRefusal::CouldRun { kind }));
        }
    }
}
