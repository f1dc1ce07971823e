//! The words of the house: rows of the table in GLOSSARY.md.

use crate::tree::Tree;

/// One row: the same idea in Korean, English and Rust.
pub(crate) struct Word {
    /// Counted from 1, in GLOSSARY.md.
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// All rows of all tables, without headings and rulers.
pub(crate) fn words(tree: &Tree) -> Vec<Word> {
    let text = tree.text("GLOSSARY.md").unwrap_or_default();
    let rows = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with('|'));
    let cells = rows.map(|(nth, line)| Word {
        line: nth + 1,
        cells: line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect(),
    });
    let is_ruler = |word: &Word| word.cells.iter().all(|cell| cell.chars().all(|c| "-: ".contains(c)));
    cells.filter(|word| !is_ruler(word)).collect()
}
