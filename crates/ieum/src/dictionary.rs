//! A dictionary of Korean that the operator supplies; search does without unless a folder is named.

use anyhow::Context;
use ieum_search::analysis::Dictionary;
use ieum_web::settings;
use std::path::Path;
use std::sync::Arc;

settings! {
    /// How things are found.
    pub struct SearchSettings("search") {
        /// Folder of a compiled MeCab dictionary of Korean in UTF-8 (`mecab-ko-dic`: sys.dic, unk.dic, matrix.bin, char.bin).
        /// Korean words are then looked up by morphemes too; empty turns this off. The index is built again after a change.
        dictionary: String = String::new(),
    }
}

/// The dictionary that the settings name; nothing when they name none.
///
/// # Errors
/// When it cannot be used.
pub fn open(settings: &SearchSettings) -> anyhow::Result<Option<Arc<Dictionary>>> {
    if settings.dictionary.is_empty() {
        return Ok(None);
    }
    let folder = Path::new(&settings.dictionary);
    let opened = Dictionary::open(folder);
    Ok(Some(Arc::new(opened.context("search.dictionary names a folder that cannot be used")?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_no_dictionary_is_refused_by_name() {
        assert!(open(&SearchSettings::default()).unwrap().is_none());
        let folder = tempfile::tempdir().unwrap();
        let settings = SearchSettings { dictionary: folder.path().display().to_string() };
        let refused = format!("{:#}", open(&settings).err().unwrap());
        assert!(refused.contains("search.dictionary") && refused.contains("sys.dic"), "{refused}");
    }
}
