//! Things as other machines know them: schema.org for search engines, PIDINST for instrument registries.

use super::kind::KindKey;
use super::thing::Entry;
use ieum_kernel::{Lang, Text};
use ieum_web::App;
use serde_json::{Map, Value, json};

fn both(text: &Text) -> &str {
    text.in_lang(Lang::En)
}

/// schema.org JSON-LD, safe to stand inside a script element.
pub(crate) fn json_ld(app: &App, entry: &Entry) -> String {
    let values = &entry.values;
    let kind = match entry.id.kind() {
        KindKey::Organisation => "Organization",
        KindKey::Facility => "Place",
        KindKey::Instrument | KindKey::Resource => "Product",
        KindKey::Method => "HowTo",
        KindKey::Service => "Service",
        KindKey::Expert => "Person",
        KindKey::Standard => "CreativeWork",
        KindKey::Software => "SoftwareApplication",
        KindKey::Technology => "CreativeWork",
        KindKey::Dataset => "Dataset",
    };
    let mut ld = Map::new();
    ld.insert("@context".to_owned(), json!("https://schema.org"));
    ld.insert("@type".to_owned(), json!(kind));
    ld.insert("@id".to_owned(), json!(app.link(&entry.path())));
    ld.insert("url".to_owned(), json!(app.link(&entry.path())));
    let name = entry.name();
    ld.insert("name".to_owned(), json!(both(&name)));
    let mut put = |key: &str, value: Value| {
        let blank = value.is_null() || value.as_str().is_some_and(str::is_empty);
        if !blank {
            ld.insert(key.to_owned(), value);
        }
    };
    if !name.ko.is_empty() && !name.en.is_empty() {
        put("alternateName", json!(name.ko));
    }
    put("description", json!(both(&values.text("description"))));
    put("keywords", json!(values.get("keywords")));
    put("sameAs", json!(values.get("homepage")));
    let owner = json!({ "@type": "Organization", "name": both(&entry.owner_name) });
    let has_owner = !entry.owner_name.is_empty();
    match entry.id.kind() {
        KindKey::Instrument => {
            put("brand", json!(values.get("maker")));
            put("model", json!(values.get("model")));
            put("productID", json!(values.get("registration_number")));
            put("category", json!("scientific instrument"));
        }
        KindKey::Service => {
            put("serviceType", json!(values.get("service_field")));
            if let Some(minor) = values.whole("price_minor") {
                let amount = ieum_kernel::Money {
                    minor,
                    currency: values.get("currency").parse().unwrap_or_default(),
                };
                let price = amount.digits().replace(',', "");
                put(
                    "offers",
                    json!({ "@type": "Offer", "price": price, "priceCurrency": amount.currency.code() }),
                );
            }
            if has_owner {
                put("provider", owner);
            }
        }
        KindKey::Organisation => {
            let ror = values.get("ror_id");
            put(
                "identifier",
                json!(if ror.is_empty() { String::new() } else { format!("https://ror.org/{ror}") }),
            );
            put("foundingDate", json!(values.get("founded_on")));
            put("address", json!(values.get("address")));
        }
        KindKey::Facility => {
            put("address", json!(values.get("address")));
            put("telephone", json!(values.get("phone")));
            if let (Some(latitude), Some(longitude)) =
                (values.decimal("latitude"), values.decimal("longitude"))
            {
                put(
                    "geo",
                    json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude }),
                );
            }
        }
        KindKey::Expert if has_owner => put("affiliation", owner),
        KindKey::Software => {
            put("softwareVersion", json!(values.get("release")));
            put("license", json!(values.get("licence")));
        }
        KindKey::Standard => put("identifier", json!(values.get("number"))),
        KindKey::Technology => put("identifier", json!(values.get("patent_number"))),
        KindKey::Dataset => {
            put("identifier", json!(values.get("doi")));
            put("license", json!(values.get("licence")));
            put("variableMeasured", json!(values.get("subjects")));
        }
        _ => {}
    }
    Value::Object(ld).to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// A PIDINST 1.0 record (Krahl et al. 2022, rdawg-pidinst schema): identifier, landing page, name, owners,
/// manufacturers, model, description, type, dates, alternate identifiers. No personal data.
pub fn pidinst(app: &App, entry: &Entry) -> Value {
    let values = &entry.values;
    let link = app.link(&entry.path());
    let name = entry.name();
    let owner = if entry.owner_name.is_empty() { both(&entry.home_name) } else { both(&entry.owner_name) };
    let maker = values.get("maker");
    let mut record = json!({
        "identifier": { "identifier": link, "identifierType": "URL" },
        "schemaVersion": "1.0",
        "landingPage": link,
        "name": both(&name),
        "owners": [{ "ownerName": if owner.is_empty() { "unknown" } else { owner } }],
        "manufacturers": [{ "manufacturerName": if maker.is_empty() { "unknown" } else { maker } }],
    });
    let Some(map) = record.as_object_mut() else { return record };
    if !values.get("model").is_empty() {
        map.insert("model".to_owned(), json!({ "modelName": values.get("model") }));
    }
    let description = values.text("description");
    if !description.is_empty() {
        map.insert("description".to_owned(), json!(both(&description)));
    }
    let class = [values.get("class_major"), values.get("class_code")];
    let types: Vec<Value> =
        class.iter().filter(|c| !c.is_empty()).map(|c| json!({ "instrumentTypeName": c })).collect();
    if !types.is_empty() {
        map.insert("instrumentTypes".to_owned(), json!(types));
    }
    let acquired = values.get("acquired_on");
    if !acquired.is_empty() {
        map.insert("dates".to_owned(), json!([{ "date": acquired, "dateType": "Commissioned" }]));
    }
    let alternates: Vec<Value> = [("registration_number", "Other"), ("asset_number", "InventoryNumber")]
        .into_iter()
        .filter(|(field, _)| values.has(field))
        .map(|(field, kind)| {
            json!({
                "alternateIdentifier": values.get(field), "alternateIdentifierType": kind,
                "alternateIdentifierName": field.replace('_', " "),
            })
        })
        .collect();
    if !alternates.is_empty() {
        map.insert("alternateIdentifiers".to_owned(), json!(alternates));
    }
    record
}
