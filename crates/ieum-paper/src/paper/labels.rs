//! Labels to stick on sample vessels: a code to scan, the same code to read, and a few lines.

use super::{Fonts, MOST_LABELS, PaperError, world};
use crate::qr::qr_svg_titled;
use ieum_kernel::Lang;
use serde::Serialize;

/// One label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    svg: String,
    code: String,
    title: String,
    lines: Vec<String>,
}

impl Label {
    /// A label whose QR code holds `scan` (usually an address), with `code` to read aloud, a title and up to four
    /// lines; each line is cut where the label ends.
    pub fn new(
        scan: &str,
        code: impl Into<String>,
        title: impl Into<String>,
        lines: Vec<String>,
    ) -> Result<Self, PaperError> {
        let code = code.into();
        Ok(Self { svg: qr_svg_titled(scan, &code)?, code, title: title.into(), lines })
    }
}

/// How the labels lie on a bought A4 sheet; all lengths in tenths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LabelGrid {
    /// Labels side by side.
    pub columns: u8,
    /// Labels below each other.
    pub rows: u8,
    /// One label's width.
    pub width: u16,
    /// One label's height.
    pub height: u16,
    /// From the left edge of the sheet to the first label.
    pub left: u16,
    /// From the upper edge of the sheet to the first label.
    pub top: u16,
    /// Between two columns.
    pub gap: u16,
}

impl LabelGrid {
    /// 21 labels of 63.5 × 38.1 mm, the common 3 × 7 sheet.
    pub const A4_21: Self =
        Self { columns: 3, rows: 7, width: 635, height: 381, left: 72, top: 151, gap: 25 };
    /// 40 labels of 48.5 × 25.4 mm for small vials, 4 × 10.
    pub const A4_40: Self =
        Self { columns: 4, rows: 10, width: 485, height: 254, left: 80, top: 215, gap: 0 };

    /// Whether the grid lies on A4.
    fn fits(self) -> bool {
        let across = u32::from(self.left)
            + u32::from(self.columns) * u32::from(self.width)
            + u32::from(self.columns.saturating_sub(1)) * u32::from(self.gap);
        let down = u32::from(self.top) + u32::from(self.rows) * u32::from(self.height);
        self.columns > 0 && self.rows > 0 && across <= 2100 && down <= 2970
    }
}

/// A sheet of labels without head or foot, to print on label paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelSheet {
    /// The language of the words.
    pub lang: Lang,
    /// The title in the PDF's properties; not printed.
    pub title: String,
    /// Where the labels lie.
    pub grid: LabelGrid,
    /// Places already used on the first sheet, left empty.
    pub skip: u8,
    /// The labels, row by row, over as many sheets as needed.
    pub labels: Vec<Label>,
}

impl LabelSheet {
    /// The sheet as PDF; the same sheet always gives the same bytes.
    pub fn pdf(&self, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
        if self.labels.len() > MOST_LABELS {
            return Err(PaperError::TooLarge { of: "labels", found: self.labels.len(), most: MOST_LABELS });
        }
        if !self.grid.fits()
            || u16::from(self.skip) >= u16::from(self.grid.columns) * u16::from(self.grid.rows)
        {
            return Err(PaperError::Layout("a label grid larger than A4"));
        }
        world::set(fonts, "label_sheet", self)
    }
}
