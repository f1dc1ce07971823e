//! What a file really is, from its bytes; its name and declared type are only claims.

mod admission;
mod kind;

pub use admission::{FileRefusal, allowed};
pub use kind::FileKind;

/// Bytes looked at for text.
const SAMPLE: usize = 64 * 1024;

/// What the bytes are. Reads the start of the file, for packed files also its list of parts at the end.
pub fn sniff(bytes: &[u8]) -> FileKind {
    use FileKind::{Executable, Gif, Hdf5, Jpeg, NetCdf, Pdf, Png, Script, Tiff};
    const MARKS: [(&[u8], FileKind); 22] = [
        (b"\x1f\x8b\x08", FileKind::Gzip),
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
    if sample.iter().any(odd) {
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
        check(b"\x1f\x8b\x08\0", FileKind::Gzip);
        check(b"", FileKind::Text);
    }
}
