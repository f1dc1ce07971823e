//! Tables in: from text to columns, each fault with its line, its column and its remedy.
//!
//! Text comes in decoded; which letters the bytes stood for is the business of whoever read the file. A cell stays the text it was
//! until somebody asks for numbers, so trailing zeros and digits beyond a double's are never lost on the way. Nothing is guessed in
//! silence: where a column can be read in two ways it is refused, or the reading is named in a [`Reading`].
//!
//! Source of the delimited form: RFC 4180, widened by semicolon, tab and bar.

mod fault;
mod marks;
mod number;
mod reader;
mod table;

pub use fault::Fault;
pub use marks::{Marks, is_missing};
pub use number::{Bound, Figure};
pub use table::{Limits, Numbers, Reading, Table};
