//! The fonts of a document, embedded in the binary: Pretendard Regular and Bold (SIL Open Font License 1.1).

use super::PaperError;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fonts/Regular.otf"));
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/fonts/Bold.otf"));

/// The licence under which the fonts are given on; show it wherever licences are listed.
const LICENCE: &str = include_str!(concat!(env!("OUT_DIR"), "/fonts/LICENSE.txt"));

/// Fonts ready to set with; make them once and share them.
pub struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) faces: Vec<Font>,
}

impl Fonts {
    /// The embedded fonts.
    pub fn embedded() -> Result<Self, PaperError> {
        let faces: Vec<Font> =
            [REGULAR, BOLD].into_iter().filter_map(|face| Font::new(Bytes::new(face), 0)).collect();
        if faces.len() != 2 {
            return Err(PaperError::Fonts);
        }
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces })
    }

    /// The licence of the embedded fonts, in full.
    pub const fn licence() -> &'static str {
        LICENCE
    }

    /// Whether a letter has a shape; letters without ink, such as spaces and joiners, count as printable.
    pub fn can_print(&self, letter: char) -> bool {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
            || self.faces.iter().all(|face| face.info().coverage.contains(u32::from(letter)))
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.faces.len()).finish()
    }
}
