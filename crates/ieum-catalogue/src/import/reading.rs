//! Reading the names in a file: which thing each stands for, and what to say where that is not plain.

use super::{Reading, RowFault};
use crate::alias::{Answer, How, Known};
use crate::entry::{KindKey, ThingId, service};
use ieum_db::{DbError, Reader};
use ieum_kernel::Lang;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// What a name in the file was taken for.
#[derive(Debug, Clone)]
pub(super) enum Taken {
    /// A thing.
    Thing(ThingId),
    /// Nothing; organisations that may be meant, as they are called.
    Nothing(Vec<String>),
}

/// Names met so far in one pass, each looked up once.
#[derive(Default)]
pub(super) struct NamesMet {
    found: HashMap<(KindKey, String), Taken>,
    /// Read when a name of an organisation is not written as in the catalogue.
    known: Option<Known>,
    /// What is to be told, in the order met.
    pub(super) told: Vec<Reading>,
}

impl NamesMet {
    /// What a name of a kind stands for.
    ///
    /// An organisation that is not called so is still found where one alone can be meant; the dry run tells.
    pub(super) async fn take(
        &mut self,
        reads: &mut Reader,
        target: KindKey,
        written: &str,
        line: i64,
    ) -> Result<Taken, DbError> {
        let key = (target, written.to_owned());
        if let Some(taken) = self.found.get(&key) {
            return Ok(taken.clone());
        }
        let taken = match service::find_named(reads, target, written).await? {
            Some((id, how)) => {
                if matches!(how, How::Alias | How::Number) && target == KindKey::Organisation {
                    self.tell(written, &id, how, line);
                }
                Taken::Thing(id)
            }
            None if target == KindKey::Organisation => self.like(reads, written, line).await?,
            None => Taken::Nothing(Vec::new()),
        };
        self.found.insert(key, taken.clone());
        Ok(taken)
    }

    async fn like(&mut self, reads: &mut Reader, written: &str, line: i64) -> Result<Taken, DbError> {
        let known = match self.known.take() {
            Some(known) => known,
            None => Known::read(reads).await?,
        };
        let answer = known.ask(written);
        self.known = Some(known);
        Ok(match answer {
            Answer::Sure { organisation, how, .. } => {
                let id = ThingId::from(organisation);
                self.tell(written, &id, how, line);
                Taken::Thing(id)
            }
            Answer::Unsure(candidates) => {
                let near = candidates.iter().filter(|one| one.band != ieum_search::linkage::Band::Different);
                Taken::Nothing(near.take(3).map(|one| one.name.in_lang(Lang::Ko).to_owned()).collect())
            }
        })
    }

    fn tell(&mut self, written: &str, id: &ThingId, how: How, line: i64) {
        let (written, thing, how) =
            (written.chars().take(400).collect(), id.to_string(), how.key().to_owned());
        self.told.push(Reading { written, thing, how, line });
    }
}

/// What is wrong with a row that names an organisation nobody knows.
pub(super) fn unknown(line: i64, heading: &str, written: &str, near: &[String]) -> RowFault {
    let key =
        if near.is_empty() { "import-organisation-unknown" } else { "import-organisation-unsure" }.to_owned();
    let args = match near {
        [] => BTreeMap::new(),
        near => BTreeMap::from([("candidates".to_owned(), json!(near.join(", ")))]),
    };
    RowFault { line, heading: heading.to_owned(), value: written.to_owned(), key, args }
}
