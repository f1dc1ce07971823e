//! All names of all organisations, ready to be asked: read once, kept until a name or a decision changes.

use super::store::{self, Owner};
use ieum_db::{DbError, Reads};
use ieum_kernel::{Id, Organisation, Text};
use ieum_search::linkage::{Band, NameMatch, NameReason, Names, name_key};
use ieum_web::{App, Problem};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Candidates of one answer.
const MOST: usize = 5;
/// Likeness of a name that an entry itself gives; it is not confirmed by anybody.
const STATED: f64 = 0.8;

/// How a name was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "OrganisationNameHow")]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// It is written so in the catalogue.
    Name,
    /// It is an identifying number.
    Number,
    /// Somebody confirmed it.
    Alias,
    /// It is the name but for legal form, blanks and case.
    Form,
    /// It sounds and means the same in another script.
    Sound,
}

impl How {
    /// The word in tables and message keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Alias => "alias",
            Self::Form => "form",
            Self::Sound => "sound",
        }
    }
}

/// What speaks for a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Why {
    /// The names themselves.
    Names(NameReason),
    /// Something else: `confirmed`, `stated`, `homepage`, `address`.
    Fact {
        /// Which.
        reason: &'static str,
    },
}

impl Why {
    /// Message and its variables.
    pub fn message(&self) -> (String, BTreeMap<String, Value>) {
        let mut args: BTreeMap<String, Value> =
            serde_json::to_value(self).ok().and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default();
        let reason = args.remove("reason").and_then(|r| r.as_str().map(str::to_owned)).unwrap_or_default();
        (format!("alias-why-{reason}"), args)
    }
}

/// An organisation that a name may stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Which.
    pub organisation: Id<Organisation>,
    /// What it is called.
    pub name: Text,
    /// From 0 to 1.
    pub likeness: f64,
    /// `same`, `look` or `different`.
    pub band: Band,
    /// Why.
    pub reasons: Vec<Why>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One organisation, and nothing has to be asked.
    Sure {
        /// Which.
        organisation: Id<Organisation>,
        /// What it is called.
        name: Text,
        /// How that is known.
        how: How,
    },
    /// Nobody for sure; who may be meant, the likeliest first.
    Unsure(Vec<Candidate>),
}

/// Two organisations that may be one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// One, the lower id.
    pub left: Owner,
    /// The other.
    pub right: Owner,
    /// `same` or `look`.
    pub band: Band,
    /// From 0 to 1.
    pub likeness: f64,
    /// Why.
    pub reasons: Vec<Why>,
}

/// The names.
#[derive(Debug)]
pub struct Known {
    owners: Vec<Owner>,
    names: Names,
    confirmed: HashMap<String, usize>,
    refused: HashSet<(String, usize)>,
    stated: HashMap<String, Vec<usize>>,
    told_apart: HashSet<(usize, usize)>,
    pairs: OnceLock<Vec<Pair>>,
}

impl Known {
    /// Reads all names.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn read(reads: &mut impl Reads) -> Result<Self, DbError> {
        let owners = store::owners(reads).await?;
        let decided = store::standing(reads).await?;
        let pairs = store::standing_pairs(reads).await?;
        let places: HashMap<Id<Organisation>, usize> =
            owners.iter().enumerate().map(|(place, owner)| (owner.id, place)).collect();
        let (mut confirmed, mut refused) = (HashMap::new(), HashSet::new());
        let mut all: Vec<(usize, String)> = Vec::new();
        for (place, owner) in owners.iter().enumerate() {
            let own = [&owner.name.ko, &owner.name.en];
            all.extend(own.into_iter().filter(|name| !name.is_empty()).map(|name| (place, name.clone())));
        }
        for one in decided {
            let Some(place) = places.get(&one.organisation).copied() else { continue };
            if one.same {
                all.push((place, one.name));
                confirmed.insert(one.key, place);
            } else {
                refused.insert((one.key, place));
            }
        }
        let mut stated: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, owner) in owners.iter().enumerate() {
            for name in &owner.aliases {
                stated.entry(name_key(name)).or_default().push(place);
            }
        }
        let pair = |(left, right): (Id<Organisation>, Id<Organisation>)| {
            Some((*places.get(&left)?, *places.get(&right)?))
        };
        let told_apart = pairs.into_iter().filter_map(pair).collect();
        let names = Names::new(all.iter().map(|(place, name)| (*place, name.as_str())));
        Ok(Self { owners, names, confirmed, refused, stated, told_apart, pairs: OnceLock::new() })
    }

    /// Every organisation in the catalogue, in the order of ids.
    pub fn owners(&self) -> &[Owner] {
        &self.owners
    }

    /// Organisations that are called so, by their own names or confirmed ones.
    pub(super) fn called(&self, name: &str) -> Vec<&Owner> {
        self.names.called(name).into_iter().filter_map(|place| self.owners.get(place)).collect()
    }

    /// What a written name stands for.
    pub fn ask(&self, written: &str) -> Answer {
        let key = name_key(written);
        let sure = |place: usize, how: How| {
            self.owners.get(place).map(|owner| Answer::Sure {
                organisation: owner.id,
                name: owner.name.clone(),
                how,
            })
        };
        if let Some(answer) = self.confirmed.get(&key).and_then(|place| sure(*place, How::Alias)) {
            return answer;
        }
        let found = self.names.find(written, MOST, |place| !self.refused.contains(&(key.clone(), place)));
        if let Some(first) = found.first().filter(|first| first.band == Band::Same) {
            let how = if first.reasons == [NameReason::SameName] { How::Form } else { How::Sound };
            if let Some(answer) = sure(first.owner, how) {
                return answer;
            }
        }
        Answer::Unsure(self.candidates(&key, found))
    }

    /// Who may be meant by a name, whether or not it is known for sure; the likeliest first.
    pub fn candidates_for(&self, written: &str) -> Vec<Candidate> {
        let key = name_key(written);
        let found = self.names.find(written, MOST, |place| !self.refused.contains(&(key.clone(), place)));
        self.candidates(&key, found)
    }

    fn candidates(&self, key: &str, found: Vec<NameMatch>) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        for one in found {
            let Some(owner) = self.owners.get(one.owner) else { continue };
            let reasons = one.reasons.into_iter().map(Why::Names).collect();
            let (organisation, name) = (owner.id, owner.name.clone());
            all.push(Candidate { organisation, name, likeness: one.likeness, band: one.band, reasons });
        }
        let stated = self.stated.get(key).map(Vec::as_slice).unwrap_or_default();
        let open = stated.iter().filter(|place| !self.refused.contains(&(key.to_owned(), **place)));
        for owner in open.filter_map(|place| self.owners.get(*place)) {
            let why = Why::Fact { reason: "stated" };
            match all.iter_mut().find(|one| one.organisation == owner.id) {
                Some(known) => {
                    known.likeness = known.likeness.max(STATED);
                    known.reasons.insert(0, why);
                    // What an entry says of itself and its names bear out needs no more than a nod.
                    known.band = if known.band == Band::Different { Band::Look } else { Band::Same };
                }
                None => all.push(Candidate {
                    organisation: owner.id,
                    name: owner.name.clone(),
                    likeness: STATED,
                    band: Band::Look,
                    reasons: vec![why],
                }),
            }
        }
        all.sort_by(|l, r| r.likeness.total_cmp(&l.likeness).then(l.organisation.cmp(&r.organisation)));
        // Two that would both be the same are two to be looked at.
        if all.iter().filter(|one| one.band == Band::Same).count() > 1 {
            all.iter_mut().filter(|one| one.band == Band::Same).for_each(|one| one.band = Band::Look);
        }
        all.truncate(MOST);
        all
    }

    /// Whether a name is decided about an organisation, or is its own.
    pub(super) fn settled(&self, written: &str, owner: Id<Organisation>) -> bool {
        let key = name_key(written);
        let place = self.owners.iter().position(|one| one.id == owner);
        let own = place.and_then(|place| self.owners.get(place));
        let own = own.is_some_and(|one| [&one.name.ko, &one.name.en].iter().any(|n| name_key(n) == key));
        own || self.confirmed.contains_key(&key)
            || place.is_some_and(|place| self.refused.contains(&(key.clone(), place)))
            || key.is_empty()
    }

    /// Organisations that may have been entered twice, the likeliest first. Worked out the first time somebody asks.
    pub fn pairs(&self) -> &[Pair] {
        self.pairs.get_or_init(|| {
            let mut best: BTreeMap<(usize, usize), NameMatch> = BTreeMap::new();
            for (place, owner) in self.owners.iter().enumerate() {
                for name in [&owner.name.ko, &owner.name.en].into_iter().filter(|name| !name.is_empty()) {
                    let others =
                        self.names.twins(name, 3, |other| other != place && !self.apart(place, other));
                    for one in others.into_iter().filter(|one| one.band != Band::Different && is_whole(one)) {
                        let key = (place.min(one.owner), place.max(one.owner));
                        if best.get(&key).is_none_or(|known| known.likeness < one.likeness) {
                            best.insert(key, one);
                        }
                    }
                }
            }
            let pair = |((left, right), one): ((usize, usize), NameMatch)| {
                let (left, right) = (self.owners.get(left)?.clone(), self.owners.get(right)?.clone());
                let mut reasons: Vec<Why> = one.reasons.into_iter().map(Why::Names).collect();
                let shared = |l: &str, r: &str| !l.is_empty() && l == r;
                let mut more = 0.0;
                for (is, reason) in [
                    (shared(&left.homepage, &right.homepage), "homepage"),
                    (shared(&left.address, &right.address), "address"),
                ] {
                    if is {
                        reasons.push(Why::Fact { reason });
                        more += 0.05;
                    }
                }
                Some(Pair { left, right, band: one.band, likeness: (one.likeness + more).min(1.0), reasons })
            };
            let mut pairs: Vec<Pair> = best.into_iter().filter_map(pair).collect();
            pairs.sort_by(|l, r| {
                r.likeness.total_cmp(&l.likeness).then((l.left.id, l.right.id).cmp(&(r.left.id, r.right.id)))
            });
            pairs
        })
    }

    /// Two that are two, however alike: decided so, with different numbers, or one a part of the other.
    fn apart(&self, one: usize, other: usize) -> bool {
        let (Some(left), Some(right)) = (self.owners.get(one), self.owners.get(other)) else { return true };
        let differ = |l: &str, r: &str| !l.is_empty() && !r.is_empty() && l != r;
        self.told_apart.contains(&(one.min(other), one.max(other)))
            || differ(&left.business_number, &right.business_number)
            || differ(&left.ror_id, &right.ror_id)
            || left.part_of == right.id.to_string()
            || right.part_of == left.id.to_string()
    }
}

/// Whether every part of both names has its partner: a university and its hospital share a name and are two.
fn is_whole(one: &NameMatch) -> bool {
    !one.reasons.iter().any(|reason| {
        matches!(
            reason,
            NameReason::OnlyWritten { .. } | NameReason::OnlyKnown { .. } | NameReason::Initials { .. }
        )
    })
}

/// The names of this process. The binary makes one and gives it as an answer; without one they are read each time.
#[derive(Debug, Default)]
pub struct Kept {
    known: Mutex<Option<(String, Arc<Known>)>>,
}

/// The names as they are now.
///
/// # Errors
/// Faults of the database.
pub async fn known(app: &App) -> Result<Arc<Known>, Problem> {
    let mut reader = app.db.reader();
    let mark = store::mark(&mut reader).await?;
    let kept = app.ask::<Kept>();
    if let Some(kept) = &kept {
        let known = kept.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, known)) = known.filter(|(at, _)| *at == mark) {
            return Ok(known);
        }
    }
    let known = Arc::new(Known::read(&mut reader).await?);
    if let Some(kept) = kept {
        let made = Some((mark, Arc::clone(&known)));
        *kept.known.lock().unwrap_or_else(PoisonError::into_inner) = made;
    }
    Ok(known)
}
