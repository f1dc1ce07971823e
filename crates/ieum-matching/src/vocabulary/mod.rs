//! The vocabulary: which words search understands, as the region that runs it has added, changed and taken away.

mod api;
mod editing;
pub(crate) mod policy;
mod routes;
mod service;
mod sheet;
pub(crate) mod store;
mod understood;
mod word;

pub use policy::{Act, Facts, Refusal, refusals};
pub use service::{VocabularyFault, put_back, save, withdraw};
pub use sheet::{Loaded, load_sheet};
pub use word::{Origin, Version, Word};

use ieum_kernel::{Permission, Role};
use ieum_web::Doors;

/// Changing the words that search understands.
pub const KEEP: Permission = Permission { key: "vocabulary.keep", roles: &[Role::Operator] };

pub(crate) fn doors() -> Doors {
    let pages = routes::doors(Doors::new()).and(editing::doors(Doors::new()));
    pages.and(understood::doors(Doors::new())).and(sheet::doors(Doors::new())).and(api::doors(Doors::new()))
}
