//! What goes into the index.

use serde::{Deserialize, Serialize};

/// The searchable parts of a document. The order is the order of the arrays that hold their weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// What the thing is called, in each language.
    Name,
    /// Other names, abbreviations, model codes.
    Alias,
    /// Methods and techniques it does.
    Method,
    /// What it measures or tests.
    TestItem,
    /// Specification: maker, figures, accessories.
    Spec,
    /// Free text.
    Description,
    /// Whose it is.
    Organisation,
}

impl FieldName {
    /// All fields, in order.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Alias,
        Self::Method,
        Self::TestItem,
        Self::Spec,
        Self::Description,
        Self::Organisation,
    ];

    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Method => "method",
            Self::TestItem => "test_item",
            Self::Spec => "spec",
            Self::Description => "description",
            Self::Organisation => "organisation",
        }
    }
}

/// One record to be found.
///
/// A document without visibility terms is found by nobody.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// Names the record; a later document with the same id replaces it.
    pub id: String,
    /// What kind of thing it is; also a filter with the key `kind`.
    pub kind: String,
    /// Texts by field; a field may come several times, as a name in two languages does.
    pub fields: Vec<(FieldName, String)>,
    /// Exact terms to filter and count by: `("region", "43")`.
    pub filters: Vec<(String, String)>,
    /// Who may see it: a query sees the document when one of its own terms is among these.
    pub visibility: Vec<String>,
    /// Sum of facts that lift or lower the record whatever is asked, kept within ±0.6.
    pub boost: f64,
}

impl Document {
    /// A document that nobody sees yet.
    pub fn new(id: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { id: id.into(), kind: kind.into(), ..Self::default() }
    }

    /// Adds a text; an empty one is left out.
    #[must_use]
    pub fn with(mut self, field: FieldName, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.fields.push((field, text));
        }
        self
    }

    /// Adds an exact term to filter by; an empty value is left out.
    #[must_use]
    pub fn filter(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.filters.push((key.into(), value));
        }
        self
    }

    /// Lets viewers with this term see the document.
    #[must_use]
    pub fn visible_to(mut self, term: impl Into<String>) -> Self {
        self.visibility.push(term.into());
        self
    }
}
