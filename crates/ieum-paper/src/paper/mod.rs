//! A paper: a document as data, and the one template that sets it.
//!
//! Callers describe what stands on the paper; how it looks is decided here once. Every text travels as data (JSON
//! read by the template), never as markup, so that no letter in it can change the layout.

mod clean;
mod fonts;
mod labels;
mod world;

pub use fonts::Fonts;
pub use labels::{Label, LabelGrid, LabelSheet};

use ieum_kernel::Lang;
use serde::Serialize;

/// Most blocks, facts and table rows on one paper together; beyond it a spreadsheet is the right form.
pub const MOST_PARTS: usize = 2_000;
/// Most labels on one paper or in one printing; each carries a drawing.
pub const MOST_LABELS: usize = 500;
/// Most letters on one paper: what [`MOST_PAGES`] full pages of running text hold.
pub const MOST_LETTERS: usize = 400_000;
/// Most pages of one paper; known only once it is set, which the other bounds keep short.
pub const MOST_PAGES: usize = 200;
/// Most bytes of one PDF.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Most bytes of drawings (SVG) on one paper.
pub const MOST_DRAWING_BYTES: usize = 8 * 1024 * 1024;

/// A document on A4: quote, report, invoice, log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paper {
    /// The language of the words, for line breaking and readers.
    pub lang: Lang,
    /// What it is: 견적서, Invoice.
    pub title: String,
    /// The document's own number with whatever word precedes it; empty when it has none.
    pub number: String,
    /// A line under the title; empty when not needed.
    pub subtitle: String,
    /// Who issues it, printed small at the head; empty when not needed.
    pub issuer: String,
    /// Facts under the title: date, validity, version.
    pub meta: Vec<Pair>,
    /// The document itself.
    pub blocks: Vec<Block>,
    /// A line at the foot of every page.
    pub footer: String,
    /// Proof at the foot of every page: a hash or verification address; empty when there is none.
    pub seal: String,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// What the value is.
    pub label: String,
    /// The value; line feeds start new lines.
    pub value: String,
}

impl Pair {
    /// A label and its value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading; level 1 is the largest inside the document.
    Heading {
        /// 1 or 2.
        level: u8,
        /// The words.
        text: String,
    },
    /// Running text; line feeds start new lines.
    Paragraph {
        /// The words.
        text: String,
    },
    /// Labels and values in one or two columns, under an optional heading.
    KeyValues {
        /// Empty for none.
        heading: String,
        /// 1 or 2.
        columns: u8,
        /// The facts.
        pairs: Vec<Pair>,
    },
    /// One amount or finding that must be seen first.
    Figure {
        /// What it is.
        label: String,
        /// The figure itself.
        value: String,
        /// A small line beside it, such as the VAT; empty for none.
        note: String,
    },
    /// Rows and columns; the head repeats on each page.
    Table(Table),
    /// A set-off remark: terms, disclaimer, next step.
    Notice {
        /// Empty for none.
        heading: String,
        /// Line feeds start new lines.
        text: String,
    },
    /// Lines to sign on, side by side.
    Signatures {
        /// One a person.
        lines: Vec<Signature>,
    },
    /// A drawing: chart, stamp, QR code.
    Svg {
        /// The drawing.
        svg: String,
        /// How wide it is set, in millimetres.
        width_mm: u16,
        /// What it shows, for readers who cannot see it, and printed under it when `caption` is set.
        alt: String,
        /// Whether `alt` is printed.
        caption: bool,
        /// Where it stands.
        align: Align,
    },
    /// Several columns of blocks side by side.
    Beside {
        /// At most four.
        columns: Vec<Vec<Block>>,
    },
    /// Labels with hairline borders, flowing with the document.
    Labels {
        /// Columns, from 1 to 5.
        columns: u8,
        /// Height of one label in millimetres.
        height_mm: u16,
        /// The labels, row by row.
        labels: Vec<Label>,
    },
    /// What follows starts a new page.
    PageBreak,
}

/// Where text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Left: text.
    #[default]
    Start,
    /// Middle: codes, units, dates.
    Center,
    /// Right: figures.
    End,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case", tag = "by", content = "size")]
pub enum Width {
    /// As wide as its content.
    #[default]
    Fit,
    /// So many shares of what is left.
    Share(u8),
    /// So many millimetres.
    Mm(u16),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Where its cells stand.
    pub align: Align,
    /// How wide it is.
    pub width: Width,
}

impl Column {
    /// A column with its heading.
    pub fn new(label: impl Into<String>, align: Align, width: Width) -> Self {
        Self { label: label.into(), align, width }
    }
}

/// Rows under columns, with lines of totals below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Printed above it; empty for none.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The cells; every row has as many as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Sums under the last column.
    pub totals: Vec<Total>,
}

/// A sum under a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Total {
    /// What it sums.
    pub label: String,
    /// The sum.
    pub value: String,
    /// Whether it is the one that counts.
    pub strong: bool,
}

/// A line to sign on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// In what role.
    pub label: String,
    /// Who.
    pub name: String,
    /// Printed at the end of the line, such as (인); empty for none.
    pub mark: String,
}

/// Why a paper cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A table row does not have as many cells as the table has columns.
    #[error("row {row} of a table has {found} cells under {expected} columns")]
    Ragged {
        /// From 1.
        row: usize,
        /// Cells in it.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// More than [`MOST_PARTS`], [`MOST_LETTERS`], [`MOST_LABELS`], [`MOST_DRAWING_BYTES`], [`MOST_PAGES`] or [`MOST_BYTES`].
    #[error("the paper has {found} {of}, at most {most} can be set")]
    TooLarge {
        /// What there is too much of.
        of: &'static str,
        /// How much.
        found: usize,
        /// How much is allowed.
        most: usize,
    },
    /// A layout that does not exist: no columns, or more than fit.
    #[error("a paper cannot be set with {0}")]
    Layout(&'static str),
    /// A label's code cannot be drawn.
    #[error("a label cannot be drawn")]
    Label(#[from] crate::QrError),
    /// The fonts of the build cannot be read.
    #[error("the document fonts cannot be read")]
    Fonts,
    /// The template or a drawing failed; the text is the setter's own, for the log.
    #[error("setting the paper failed: {0}")]
    Setting(String),
}

impl Paper {
    /// An empty paper with a title; fill in what it needs.
    pub fn new(lang: Lang, title: impl Into<String>) -> Self {
        Self {
            lang,
            title: title.into(),
            number: String::new(),
            subtitle: String::new(),
            issuer: String::new(),
            meta: Vec::new(),
            blocks: Vec::new(),
            footer: String::new(),
            seal: String::new(),
        }
    }

    /// The paper as PDF 1.7, tagged for screen readers; the same paper always gives the same bytes.
    ///
    /// It computes all the while: call it off the async threads.
    pub fn pdf(&self, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
        let mut tally = Tally::default();
        tally.blocks(&self.blocks, 0)?;
        let letters = world::count(self);
        if letters > MOST_LETTERS {
            return Err(PaperError::TooLarge { of: "letters", found: letters, most: MOST_LETTERS });
        }
        world::set(fonts, "paper", self)
    }

    /// Letters of the paper that the fonts cannot show, each once, in order of code; Chinese characters are the
    /// usual case. They print as empty boxes, so a caller may warn.
    pub fn unprintable(&self, fonts: &Fonts) -> Vec<char> {
        world::letters(self).into_iter().filter(|letter| !fonts.can_print(*letter)).collect()
    }
}

/// Counts what a paper holds, so that a hostile or mistaken one is refused before it is set.
#[derive(Default)]
struct Tally {
    parts: usize,
    labels: usize,
    drawing_bytes: usize,
}

impl Tally {
    fn add(&mut self, parts: usize) -> Result<(), PaperError> {
        self.parts = self.parts.saturating_add(parts);
        if self.parts > MOST_PARTS {
            return Err(PaperError::TooLarge { of: "parts", found: self.parts, most: MOST_PARTS });
        }
        Ok(())
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) -> Result<(), PaperError> {
        if depth > 3 {
            return Err(PaperError::Layout("columns inside columns inside columns"));
        }
        self.add(blocks.len())?;
        for block in blocks {
            match block {
                Block::Table(table) => self.table(table)?,
                Block::Labels { columns, labels, .. } => {
                    if !(1..=5).contains(columns) {
                        return Err(PaperError::Layout("labels in other than one to five columns"));
                    }
                    self.labels = self.labels.saturating_add(labels.len());
                    if self.labels > MOST_LABELS {
                        return Err(PaperError::TooLarge {
                            of: "labels",
                            found: self.labels,
                            most: MOST_LABELS,
                        });
                    }
                }
                Block::Svg { svg, .. } => {
                    self.drawing_bytes = self.drawing_bytes.saturating_add(svg.len());
                    if self.drawing_bytes > MOST_DRAWING_BYTES {
                        let (found, most) = (self.drawing_bytes, MOST_DRAWING_BYTES);
                        return Err(PaperError::TooLarge { of: "bytes of drawings", found, most });
                    }
                }
                Block::Beside { columns } => {
                    if columns.is_empty() || columns.len() > 4 {
                        return Err(PaperError::Layout("other than one to four columns side by side"));
                    }
                    for column in columns {
                        self.blocks(column, depth + 1)?;
                    }
                }
                Block::KeyValues { columns, pairs, .. } => {
                    if !(1..=2).contains(columns) {
                        return Err(PaperError::Layout("facts in other than one or two columns"));
                    }
                    self.add(pairs.len())?;
                }
                Block::Signatures { lines } => {
                    if lines.len() > 6 {
                        return Err(PaperError::Layout("more than six signatures side by side"));
                    }
                }
                Block::Heading { .. }
                | Block::Paragraph { .. }
                | Block::Figure { .. }
                | Block::Notice { .. }
                | Block::PageBreak => {}
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), PaperError> {
        let expected = table.columns.len();
        if expected == 0 || expected > 20 {
            return Err(PaperError::Layout("a table of other than 1 to 20 columns"));
        }
        self.add(table.rows.len())?;
        match table.rows.iter().position(|row| row.len() != expected) {
            None => Ok(()),
            Some(at) => {
                let found = table.rows.get(at).map_or(0, Vec::len);
                Err(PaperError::Ragged { row: at + 1, found, expected })
            }
        }
    }
}

#[cfg(test)]
mod tests;
