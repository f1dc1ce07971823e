//! The same reading and wording for pages and programs as for the command line.

use super::read::table_from;
use super::words::{plain, refused, said, told, worded};
use ieum_commercial::asks::Figures;
use ieum_kernel::Lang;
use ieum_stats::ask::{Method, Refusal};
use ieum_stats::intake::{Limits, Table};
use ieum_web::Words;
use serde_json::{Map, Value};

/// What the command line reads and says, for the rooms that ask.
pub struct Worded;

impl Figures for Worded {
    fn table(
        &self,
        words: &Words,
        lang: Lang,
        name: &str,
        bytes: &[u8],
        limits: Limits,
    ) -> Result<Table, Vec<String>> {
        table_from(bytes, name, None, limits).map_err(|trouble| trouble.told(words, lang))
    }

    fn refused(&self, words: &Words, lang: Lang, refusal: &Refusal) -> Vec<String> {
        refused(words, lang, refusal)
    }

    fn worded(
        &self,
        words: &Words,
        lang: Lang,
        method: &Method,
        figures: Map<String, Value>,
    ) -> Map<String, Value> {
        worded(words, lang, method, figures)
    }

    fn caution(&self, words: &Words, lang: Lang, caution: &Value) -> String {
        said(words, lang, "caution", caution)
    }

    fn plain(&self, value: &Value) -> String {
        plain(value)
    }

    fn told(&self, words: &Words, lang: Lang, list: &str, column: &str, value: &Value) -> String {
        told(words, lang, list, column, value)
    }
}
