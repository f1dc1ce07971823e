//! The kinds of file that are told apart.

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
    /// One file packed by gzip.
    Gzip,
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
            Self::Gzip => "GZIP",
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
            Self::Gzip => "application/gzip",
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
