//! Whether an upload may come in, given what it is and what it was said to be.

use super::FileKind;

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
/// CSV an Excel file on machines that have Excel. A file of no known kind is taken, because instruments write formats
/// of their own, unless it claims to be of a kind that would have been known.
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

/// Kinds whose bytes are always known.
const KNOWN: [FileKind; 19] = [
    FileKind::Pdf,
    FileKind::Png,
    FileKind::Jpeg,
    FileKind::Webp,
    FileKind::Gif,
    FileKind::Tiff,
    FileKind::Xlsx,
    FileKind::Docx,
    FileKind::Pptx,
    FileKind::Ods,
    FileKind::OpenDocument,
    FileKind::Hwpx,
    FileKind::Hwp,
    FileKind::Xls,
    FileKind::Zip,
    FileKind::Gzip,
    FileKind::Hdf5,
    FileKind::NetCdf,
    FileKind::Svg,
];

fn fits(kind: FileKind, declared: &str) -> bool {
    use FileKind::{
        Compound, Gzip, Hdf5, Hwp, Hwpx, Jpeg, Json, NetCdf, OpenDocument, Text, Tiff, Unknown, Xls, Xml, Zip,
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
        Gzip => matches!(declared, "application/x-gzip" | "application/x-tar" | "application/x-compressed"),
        // Instruments write formats of their own; only what would have been known is a false claim.
        Unknown => !declared.starts_with("text/") && KNOWN.iter().all(|known| known.mime() != declared),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_must_fit_the_bytes() {
        assert_eq!(allowed(FileKind::Png, "image/png"), Ok("image/png"));
        assert_eq!(allowed(FileKind::Png, ""), Ok("image/png"));
        assert_eq!(allowed(FileKind::Text, "application/vnd.ms-excel"), Ok("text/plain"));
        assert_eq!(allowed(FileKind::Text, "text/csv; charset=euc-kr"), Ok("text/plain"));
        assert_eq!(allowed(FileKind::Unknown, "application/octet-stream"), Ok("application/octet-stream"));
        assert_eq!(allowed(FileKind::Unknown, "image/x-dm3"), Ok("application/octet-stream"));
        let mismatch = FileRefusal::Mismatch { kind: FileKind::Zip, declared: "image/png".into() };
        assert_eq!(allowed(FileKind::Zip, "image/png"), Err(mismatch));
        assert!(matches!(allowed(FileKind::Unknown, "image/png"), Err(FileRefusal::Mismatch { .. })));
        assert!(matches!(allowed(FileKind::Text, "text/html"), Err(FileRefusal::Mismatch { .. })));
        for kind in [FileKind::Executable, FileKind::Script, FileKind::Html, FileKind::Svg, FileKind::Macro] {
            assert_eq!(allowed(kind, kind.mime()), Err(FileRefusal::CouldRun { kind }));
        }
    }
}
