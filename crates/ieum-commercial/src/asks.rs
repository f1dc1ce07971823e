//! What this room asks of the house: to read files into tables and to word figures, as its command line does.

use ieum_kernel::Lang;
use ieum_stats::ask::{Method, Refusal};
use ieum_stats::intake::{Limits, Table};
use ieum_web::Words;
use serde_json::{Map, Value};

/// Reads tables and words what is computed from them, for pages and programs as for the command line.
pub trait Figures: Send + Sync + 'static {
    /// The table that bytes hold; the name only helps where the content leaves a doubt.
    ///
    /// # Errors
    /// A sentence for every fault.
    fn table(
        &self,
        words: &Words,
        lang: Lang,
        name: &str,
        bytes: &[u8],
        limits: Limits,
    ) -> Result<Table, Vec<String>>;

    /// A refusal in sentences.
    fn refused(&self, words: &Words, lang: Lang, refusal: &Refusal) -> Vec<String>;

    /// Figures with their reasons worded.
    fn worded(
        &self,
        words: &Words,
        lang: Lang,
        method: &Method,
        figures: Map<String, Value>,
    ) -> Map<String, Value>;

    /// A caution in a sentence.
    fn caution(&self, words: &Words, lang: Lang, caution: &Value) -> String;

    /// A value as people read it.
    fn plain(&self, value: &Value) -> String;

    /// A value of a list of figures as people read it: what is a word of ours there, such as the name of an assumption, in their language.
    fn told(&self, _words: &Words, _lang: Lang, _list: &str, _column: &str, value: &Value) -> String {
        self.plain(value)
    }
}
