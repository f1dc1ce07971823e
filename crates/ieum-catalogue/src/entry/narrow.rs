//! Narrowing a list: which things a page shows, and how many stand behind each filter.

use super::kind::{Kind, KindKey};
use super::store::{by_ids, containing, listed};
use super::thing::Entry;
use ieum_db::{DbError, Query, Reads, Row, args};
use std::collections::BTreeMap;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    /// Chosen codes by facet; none means all.
    pub(crate) chosen: BTreeMap<&'static str, Vec<String>>,
    /// Only what belongs to this facility.
    pub(crate) facility: Option<String>,
    /// Only what belongs to this organisation.
    pub(crate) organisation: Option<String>,
    /// Only services of this method.
    pub(crate) method: Option<String>,
}

impl Filter {
    /// Whether it is narrowed to what belongs to one thing.
    pub(crate) fn is_within(&self) -> bool {
        self.facility.is_some() || self.organisation.is_some() || self.method.is_some()
    }
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By name.
    Name,
    /// What changed last comes first.
    Newest,
}

fn facet_fragment(facet: &str) -> Option<&'static str> {
    Some(match facet {
        "kind" => " AND kind IN (",
        "size" => " AND size IN (",
        "region" => " AND region IN (",
        "category" => " AND category IN (",
        "tier" => " AND tier IN (",
        "stage" => " AND stage IN (",
        "class_major" => " AND class_major IN (",
        "access_mode" => " AND access_mode IN (",
        "condition" => " AND condition IN (",
        "life" => " AND life IN (",
        "use_scope" => " AND use_scope IN (",
        "family" => " AND family IN (",
        "service_field" => " AND service_field IN (",
        "unit" => " AND unit IN (",
        "science_field" => " AND science_field IN (",
        "availability" => " AND availability IN (",
        "resource_kind" => " AND resource_kind IN (",
        "body" => " AND body IN (",
        "status" => " AND status IN (",
        "licence_kind" => " AND licence_kind IN (",
        _ => return None,
    })
}

fn narrowed(mut query: Query, filter: &Filter) -> Query {
    for (facet, codes) in filter.chosen.iter().filter(|(_, codes)| !codes.is_empty()) {
        if let Some(fragment) = facet_fragment(facet) {
            query = listed(query.and(fragment, args![]), codes);
        }
    }
    query
        .and_some(" AND facility_id = ?", filter.facility.as_ref())
        .and_some(" AND organisation_id = ?", filter.organisation.as_ref())
        .and_some(" AND method_id = ?", filter.method.as_ref())
}

/// One page of ids.
pub(crate) async fn page(
    reads: &mut impl Reads,
    kind: &Kind,
    filter: &Filter,
    order: Order,
    limit: i64,
    offset: i64,
) -> Result<Vec<String>, DbError> {
    let order = match order {
        Order::Name => " ORDER BY sort_name, id",
        Order::Newest => " ORDER BY changed_at DESC, id DESC",
    };
    let query = narrowed(Query::new(kind.statements.ids, args![]), filter);
    let (sql, values) = query.and(order, args![]).and(" LIMIT ? OFFSET ?", args![limit, offset]).finish();
    reads.all(sql, values, |row| row.get("id")).await
}

/// Ids and filter values of things whose names contain a text, by name; at most `limit`.
pub(crate) async fn matching(
    reads: &mut impl Reads,
    kind: &'static Kind,
    filter: &Filter,
    text: &str,
    limit: i64,
) -> Result<Vec<(String, String)>, DbError> {
    let base = Filter { chosen: BTreeMap::new(), ..filter.clone() };
    let query = narrowed(Query::new(kind.statements.ids, args![]), &base).and(
        " AND search_text LIKE ? ESCAPE '!' ORDER BY search_text, id LIMIT ?",
        args![containing(text), limit],
    );
    combinations(reads, kind, query).await
}

/// The same for things found by an index: those of `ids` that are shown and within the filter, what changed last first.
pub(crate) async fn among(
    reads: &mut impl Reads,
    kind: &'static Kind,
    filter: &Filter,
    ids: &[String],
) -> Result<Vec<(String, String)>, DbError> {
    let base = Filter { chosen: BTreeMap::new(), ..filter.clone() };
    let query = narrowed(Query::new(kind.statements.ids, args![]), &base)
        .and_in(" AND id IN (?)", ids.iter().map(String::as_str))
        .and(" ORDER BY changed_at DESC, id DESC", args![]);
    combinations(reads, kind, query).await
}

async fn combinations(
    reads: &mut impl Reads,
    kind: &'static Kind,
    query: Query,
) -> Result<Vec<(String, String)>, DbError> {
    let (sql, values) = query.finish();
    let combined = |row: &Row| {
        let values: Result<Vec<String>, DbError> = kind.facets.iter().map(|facet| row.get(facet)).collect();
        Ok((row.get("id")?, values?.join("|")))
    };
    reads.all(sql, values, combined).await
}

/// Every shown thing in turn, by name, for exports.
pub(crate) async fn each(
    reads: &mut impl Reads,
    kind: &'static Kind,
    filter: &Filter,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<(String, Entry)>, DbError> {
    let mut query = narrowed(Query::new(kind.statements.ids, args![]), filter);
    if let Some((name, id)) = after {
        query = query.and(" AND (sort_name > ? OR (sort_name = ? AND id > ?))", args![name, name, id]);
    }
    let (sql, values) = query.and(" ORDER BY sort_name, id LIMIT ?", args![limit]).finish();
    let ids: Vec<String> = reads.all(sql, values, |row| row.get("id")).await?;
    let mut found: BTreeMap<String, Entry> = by_ids(reads, kind, &ids)
        .await?
        .into_iter()
        .map(|entry| (entry.id.text().to_owned(), entry))
        .collect();
    Ok(ids.into_iter().filter_map(|id| found.remove(&id)).map(|e| (e.values.sort_name(), e)).collect())
}

/// How many shown things share each combination of filter values.
pub(crate) async fn counts(reads: &mut impl Reads, kind: KindKey) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT combination, count FROM thing_count WHERE kind = $1 AND count > 0";
    reads.all(sql, args![kind.key()], |row| Ok((row.get("combination")?, row.get("count")?))).await
}

/// The same, counted afresh for one facility or organisation.
pub(crate) async fn counts_within(
    reads: &mut impl Reads,
    kind: &'static Kind,
    filter: &Filter,
) -> Result<Vec<(String, i64)>, DbError> {
    let base = Filter { chosen: BTreeMap::new(), ..filter.clone() };
    let (sql, values) =
        narrowed(Query::new(kind.statements.ids, args![]), &base).and(" LIMIT ?", args![10_000]).finish();
    let combined = |row: &Row| {
        let values: Result<Vec<String>, DbError> = kind.facets.iter().map(|facet| row.get(facet)).collect();
        Ok(values?.join("|"))
    };
    let all: Vec<String> = reads.all(sql, values, combined).await?;
    let mut counted: BTreeMap<String, i64> = BTreeMap::new();
    for combination in all {
        *counted.entry(combination).or_default() += 1;
    }
    Ok(counted.into_iter().collect())
}
