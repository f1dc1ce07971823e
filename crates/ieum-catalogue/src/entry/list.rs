//! A list of one kind: what it is narrowed to, how many there are, one page of it.

use super::kind::{Kind, KindKey};
use super::narrow::{self, Filter, Order};
use super::store;
use super::thing::Entry;
use crate::asks::{Ranked, Search};
use ieum_db::{DbError, Reads};
use ieum_kernel::Text;
use ieum_web::map::{Home, Map, drawn};
use ieum_web::{App, Fields, Problem};
use std::collections::{BTreeMap, HashMap};

/// Things on one page.
pub const PAGE: i64 = 20;
/// Things on one page of a map.
pub const ON_MAP: i64 = 200;
/// Most things that the search box of a list looks at.
pub const MATCHES: usize = 400;

/// What somebody asks of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Words of the search box.
    pub text: String,
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    /// From 1.
    pub page: i64,
    /// Things on a page.
    pub size: i64,
    /// Whether it is to be shown where things are.
    pub on_map: bool,
}

impl Asked {
    /// Reads a query; what is not understood is left out.
    pub fn read(kind: &'static Kind, fields: &Fields) -> Self {
        let known = |facet: &&'static str| {
            let Some(super::Input::Choice(list)) = kind.field(facet).map(|f| f.input) else { return None };
            let codes: Vec<String> = fields
                .all(facet)
                .into_iter()
                .flat_map(|v| v.split(','))
                .filter(|code| list.codes.contains(code))
                .map(str::to_owned)
                .collect();
            (!codes.is_empty()).then_some((*facet, codes))
        };
        let id = |name: &str| Some(fields.get(name).trim().to_owned()).filter(|v| !v.is_empty());
        let placed = kind.has_column("facility_id") && kind.key != KindKey::Organisation;
        let on_map = placed && fields.get("view") == "map";
        let number = |name: &str, least: i64, most: i64, otherwise: i64| {
            fields.get(name).trim().parse::<i64>().map_or(otherwise, |n| n.clamp(least, most))
        };
        Self {
            text: fields.get("q").trim().chars().take(100).collect(),
            filter: Filter {
                chosen: kind.facets.iter().filter_map(known).collect(),
                facility: id("facility").filter(|_| kind.has_column("facility_id")),
                organisation: id("organisation"),
                method: id("method").filter(|_| kind.has_column("method_id")),
            },
            order: if fields.get("sort") == "newest" { Order::Newest } else { Order::Name },
            page: number("page", 1, 1_000_000, 1),
            size: number("size", 1, 200, if on_map { ON_MAP } else { PAGE }),
            on_map,
        }
    }

    /// The query that asks for the same list, without its page: `q=…&region=43`.
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        let mut push = |name: &str, value: &str| parts.push(format!("{name}={}", ieum_web::encode(value)));
        if !self.text.is_empty() {
            push("q", &self.text);
        }
        for (facet, codes) in &self.filter.chosen {
            codes.iter().for_each(|code| push(facet, code));
        }
        for (name, value) in self.within() {
            push(name, value);
        }
        if self.order == Order::Newest {
            push("sort", "newest");
        }
        if self.on_map {
            push("view", "map");
        }
        parts.join("&")
    }

    /// What the list is narrowed to besides facets and words.
    pub fn within(&self) -> Vec<(&'static str, &str)> {
        let Filter { facility, organisation, method, .. } = &self.filter;
        [("facility", facility), ("organisation", organisation), ("method", method)]
            .into_iter()
            .filter_map(|(name, value)| value.as_deref().map(|v| (name, v)))
            .collect()
    }

    /// Whether the newest come first.
    pub fn is_newest(&self) -> bool {
        self.order == Order::Newest
    }
}

/// One facet with its codes and how many things each would leave.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// The field.
    pub name: &'static str,
    /// Code, count, whether it is chosen; codes that would leave nothing and are not chosen are left out.
    pub options: Vec<(String, i64, bool)>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// How many there are with everything chosen.
    pub total: i64,
    /// Whether there are more than were counted.
    pub cut: bool,
    /// The facets.
    pub facets: Vec<Facet>,
    /// The things of this page, in order.
    pub entries: Vec<Entry>,
    /// This page, from 1.
    pub page: i64,
    /// The last page.
    pub pages: i64,
}

/// One page of a list, the words of its search box looked up in the index.
///
/// The index finds more than names and costs the same for a hundred things and a hundred thousand. It knows whole words and
/// beginnings of Korean ones: where it finds nothing, or is being built, names that contain the words answer instead.
///
/// # Errors
/// Faults of the database or the index.
pub async fn listing(app: &App, kind: &'static Kind, asked: &Asked) -> Result<Listing, Problem> {
    let ranked = match app.ask::<dyn Search>() {
        Some(search) if !asked.text.is_empty() => {
            search.ranked(app, kind.key.key(), &asked.text, MATCHES).await?
        }
        _ => None,
    };
    Ok(read(&mut app.db.reader(), kind, asked, ranked.filter(|found| !found.ids.is_empty())).await?)
}

/// Where the things of a page are: at their facilities; a facility is at its own place.
///
/// # Errors
/// Faults of the database.
pub(super) async fn map(app: &App, listing: &Listing) -> Result<Map, DbError> {
    let mut at: BTreeMap<String, Vec<(Text, String)>> = BTreeMap::new();
    for entry in &listing.entries {
        let home = match entry.id.kind() {
            KindKey::Facility => entry.id.text(),
            _ => entry.values.get("facility_id"),
        };
        at.entry(home.to_owned()).or_default().push((entry.name(), entry.path()));
    }
    let ids: Vec<String> = at.keys().filter(|id| !id.is_empty()).cloned().collect();
    let mut facilities = store::by_ids(&mut app.db.reader(), KindKey::Facility.kind(), &ids).await?;
    facilities.sort_by(|l, r| l.id.cmp(&r.id));
    let home = |entry: &Entry| {
        let (latitude, longitude) = (entry.values.decimal("latitude")?, entry.values.decimal("longitude")?);
        Some(Home { id: entry.id.to_string(), name: entry.name(), latitude, longitude })
    };
    let homes: Vec<Home> = facilities.iter().filter_map(home).collect();
    Ok(drawn(&homes, &mut at, listing.entries.len()))
}

/// Things whose names or texts fit the words: id and combination of filter values in the order asked for, and whether there are more.
async fn matching(
    reads: &mut impl Reads,
    kind: &'static Kind,
    asked: &Asked,
    ranked: Option<Ranked>,
) -> Result<(Vec<(String, String)>, bool), DbError> {
    let Some(ranked) = ranked else {
        let most = i64::try_from(MATCHES).unwrap_or(i64::MAX);
        let mut found = narrow::matching(reads, kind, &asked.filter, &asked.text, most + 1).await?;
        let cut = found.len() > MATCHES;
        found.truncate(MATCHES);
        return Ok((found, cut));
    };
    let mut found = narrow::among(reads, kind, &asked.filter, &ranked.ids).await?;
    if asked.order == Order::Name {
        let place: HashMap<&str, usize> =
            ranked.ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        found.sort_by_key(|(id, _)| place.get(id.as_str()).copied());
    }
    Ok((found, ranked.cut))
}

/// Reads one page of a list with its facets: at most three statements.
async fn read(
    reads: &mut impl Reads,
    kind: &'static Kind,
    asked: &Asked,
    ranked: Option<Ranked>,
) -> Result<Listing, DbError> {
    let (counted, matched, cut) = if asked.text.is_empty() {
        let counted = if asked.filter.is_within() {
            narrow::counts_within(reads, kind, &asked.filter).await?
        } else {
            narrow::counts(reads, kind.key).await?
        };
        (counted, None, false)
    } else {
        let (found, cut) = matching(reads, kind, asked, ranked).await?;
        let mut counted: BTreeMap<String, i64> = BTreeMap::new();
        for (_, combination) in &found {
            *counted.entry(combination.clone()).or_default() += 1;
        }
        (counted.into_iter().collect(), Some(found), cut)
    };
    let (total, facets) = facets_of(kind, &asked.filter, &counted);
    let pages = ((total + asked.size - 1) / asked.size).max(1);
    let page = asked.page.min(pages);
    let offset = (page - 1) * asked.size;
    let ids: Vec<String> = match matched {
        _ if total == 0 => Vec::new(),
        Some(found) => {
            let fits = |(_, combination): &&(String, String)| fits(kind, &asked.filter, combination);
            let skip = usize::try_from(offset).unwrap_or(usize::MAX);
            let take = usize::try_from(asked.size).unwrap_or(20);
            found.iter().filter(fits).skip(skip).take(take).map(|(id, _)| id.clone()).collect()
        }
        None => narrow::page(reads, kind, &asked.filter, asked.order, asked.size, offset).await?,
    };
    let mut found: BTreeMap<String, Entry> =
        store::by_ids(reads, kind, &ids).await?.into_iter().map(|e| (e.id.text().to_owned(), e)).collect();
    let entries = ids.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Listing { total, cut, facets, entries, page, pages })
}

/// Whether a combination has what was chosen.
fn fits(kind: &Kind, filter: &Filter, combination: &str) -> bool {
    kind.facets.iter().zip(combination.split('|')).all(|(facet, value)| {
        filter.chosen.get(facet).is_none_or(|codes| codes.iter().any(|code| code == value))
    })
}

/// How many things there are, and how many each code of each facet would leave were it chosen.
fn facets_of(kind: &'static Kind, filter: &Filter, counted: &[(String, i64)]) -> (i64, Vec<Facet>) {
    let mut total = 0;
    let mut by_code: Vec<BTreeMap<&str, i64>> = vec![BTreeMap::new(); kind.facets.len()];
    for (combination, count) in counted {
        // Each combination is read once: what misses no choice counts everywhere, what misses one counts for that facet alone.
        let mut missed = kind.facets.iter().zip(combination.split('|')).enumerate().filter_map(
            |(place, (facet, value))| {
                let chosen = filter.chosen.get(facet)?;
                (!chosen.iter().any(|code| code == value)).then_some(place)
            },
        );
        let only = match (missed.next(), missed.next()) {
            (None, _) => {
                total += count;
                None
            }
            (Some(place), None) => Some(place),
            _ => continue,
        };
        for (place, (value, counts)) in combination.split('|').zip(&mut by_code).enumerate() {
            if only.is_none_or(|missed| missed == place) {
                *counts.entry(value).or_default() += count;
            }
        }
    }
    let mut facets = Vec::new();
    for (facet, by_code) in kind.facets.iter().zip(&by_code) {
        let Some(super::Input::Choice(list)) = kind.field(facet).map(|f| f.input) else { continue };
        let chosen = filter.chosen.get(facet).map(Vec::as_slice).unwrap_or_default();
        let option = |code: &&'static str| {
            let count = by_code.get(*code).copied().unwrap_or_default();
            let checked = chosen.iter().any(|c| c == code);
            (count > 0 || checked).then(|| ((*code).to_owned(), count, checked))
        };
        let options: Vec<_> = list.codes.iter().filter_map(option).collect();
        if !options.is_empty() {
            facets.push(Facet { name: facet, options });
        }
    }
    (total, facets)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is counted: total, then `facet: code count*` with a star for chosen codes.
    #[track_caller]
    fn check(query: &str, expected_total: i64, expected: &[&str]) {
        let kind = KindKey::Resource.kind();
        let counted = [("strain|request|43", 3), ("strain|self|43", 1), ("sample|request|11", 5), ("||", 2)];
        let counted: Vec<_> = counted.map(|(c, n)| (c.to_owned(), n)).into();
        let asked = Asked::read(kind, &Fields::parse(query));
        let (total, facets) = facets_of(kind, &asked.filter, &counted);
        let told = facets.iter().map(|f| {
            let star = |checked: bool| if checked { "*" } else { "" };
            let options: Vec<_> = f.options.iter().map(|(c, n, x)| format!("{c} {n}{}", star(*x))).collect();
            format!("{}: {}", f.name, options.join(", "))
        });
        assert_eq!(
            (total, told.collect::<Vec<_>>()),
            (expected_total, expected.iter().map(|s| (*s).to_owned()).collect())
        );
    }

    #[test]
    fn a_facet_counts_what_the_others_leave() {
        let all =
            ["resource_kind: sample 5, strain 4", "access_mode: self 1, request 8", "region: 11 5, 43 4"];
        check("", 11, &all);
        let chosen = ["resource_kind: sample 5, strain 4*", "access_mode: self 1, request 3", "region: 43 4"];
        check("resource_kind=strain", 4, &chosen);
        let both = ["resource_kind: strain 1*", "access_mode: self 1*, request 3", "region: 43 1"];
        check("resource_kind=strain&access_mode=self&access_mode=nonsense", 1, &both);
    }

    #[test]
    fn a_list_can_be_asked_for_again() {
        let kind = KindKey::Resource.kind();
        let asked =
            Asked::read(kind, &Fields::parse("q=%EA%B7%A0%EC%A3%BC&region=43&region=11&page=7&sort=newest"));
        assert_eq!(asked.query(), "q=%EA%B7%A0%EC%A3%BC&region=43&region=11&sort=newest");
        assert_eq!((asked.page, asked.size), (7, PAGE));
    }
}
