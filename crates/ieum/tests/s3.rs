//! Files in an S3-compatible service: held against a small one of our own, which keeps what it is sent.
#![expect(clippy::unwrap_used, reason = "a test stops where its sample is wrong")]

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::TryStreamExt;
use ieum::file_store::{FileSettings, open};
use ieum_web::Secret;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Shelf {
    objects: BTreeMap<String, Bytes>,
    parts: BTreeMap<u32, Bytes>,
    asked: Vec<String>,
    unsigned: usize,
}

type Kept = Arc<Mutex<Shelf>>;

fn xml(text: String) -> Response {
    ([("content-type", "application/xml")], text).into_response()
}

const STAMP: &str = "Mon, 02 Mar 2026 01:00:00 GMT";

/// What the client asks of S3: PUT, GET, HEAD, DELETE, many DELETEs, a list, and an upload in parts.
async fn serve(State(kept): State<Kept>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let content = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let value = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, v)| ieum_web::decode(v))
    };
    let name = ieum_web::decode(parts.uri.path().strip_prefix("/files").unwrap().trim_start_matches('/'));
    let mut shelf = kept.lock().unwrap();
    shelf.asked.push(format!("{} {}", parts.method, query.split('=').next().unwrap_or_default()));
    let signed = parts
        .headers
        .get("authorization")
        .is_some_and(|v| v.to_str().unwrap().starts_with("AWS4-HMAC-SHA256 Credential=key/"));
    if !signed {
        shelf.unsigned += 1;
        return StatusCode::FORBIDDEN.into_response();
    }
    match parts.method {
        Method::PUT if query.contains("partNumber") => {
            let part = value("partNumber").unwrap().parse().unwrap();
            shelf.parts.insert(part, content);
            ([("etag", format!("\"{part}\""))], "").into_response()
        }
        Method::PUT => {
            shelf.objects.insert(name, content);
            ([("etag", "\"1\"")], "").into_response()
        }
        Method::POST if query.starts_with("uploads") => {
            shelf.parts.clear();
            xml("<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
                .to_owned())
        }
        Method::POST if query.contains("uploadId") => {
            let whole: Vec<u8> = shelf.parts.values().flat_map(|part| part.to_vec()).collect();
            shelf.objects.insert(name, Bytes::from(whole));
            xml("<CompleteMultipartUploadResult><ETag>\"2\"</ETag></CompleteMultipartUploadResult>"
                .to_owned())
        }
        Method::POST => {
            let text = String::from_utf8_lossy(&content).into_owned();
            let mut gone = String::new();
            for key in text.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next()) {
                shelf.objects.remove(key);
                gone.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
            }
            xml(format!("<DeleteResult>{gone}</DeleteResult>"))
        }
        Method::GET if query.contains("list-type") => {
            let start = value("prefix").unwrap_or_default();
            let rows: String = shelf
                .objects
                .iter()
                .filter(|(key, _)| key.starts_with(&start))
                .map(|(key, content)| {
                    format!("<Contents><Key>{key}</Key><LastModified>2026-03-02T01:00:00.000Z</LastModified><ETag>\"1\"</ETag><Size>{}</Size></Contents>", content.len())
                })
                .collect();
            xml(format!("<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"))
        }
        Method::GET | Method::HEAD => match shelf.objects.get(&name).cloned() {
            None => (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response(),
            Some(content) => {
                let length = content.len().to_string();
                let body = if parts.method == Method::HEAD { Body::empty() } else { Body::from(content) };
                ([("etag", "\"1\""), ("last-modified", STAMP), ("content-length", length.as_str())], body)
                    .into_response()
            }
        },
        Method::DELETE => {
            shelf.objects.remove(&name);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

async fn service() -> (Kept, FileSettings) {
    let kept = Kept::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(serve).with_state(Arc::clone(&kept));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let settings = FileSettings {
        url: "s3://files/region".to_owned(),
        endpoint,
        access_key: Secret::new("key"),
        secret_key: Secret::new("hush"),
        ..FileSettings::default()
    };
    (kept, settings)
}

#[tokio::test]
async fn what_is_put_is_got_listed_and_taken_away() {
    let (kept, settings) = service().await;
    let store = open(&settings).unwrap().unwrap();
    let place = Path::from("ab/abcdef");
    store.put(&place, PutPayload::from_static(b"result")).await.unwrap();
    assert_eq!(kept.lock().unwrap().objects.keys().collect::<Vec<_>>(), ["region/ab/abcdef"]);
    assert_eq!(store.get(&place).await.unwrap().bytes().await.unwrap(), "result");
    assert_eq!(store.head(&place).await.unwrap().size, 6);
    let listed: Vec<_> = store.list(None).try_collect().await.unwrap();
    assert_eq!(listed.iter().map(|found| found.location.to_string()).collect::<Vec<_>>(), ["ab/abcdef"]);
    store.delete(&place).await.unwrap();
    assert!(matches!(store.get(&place).await, Err(object_store::Error::NotFound { .. })));
    assert_eq!(kept.lock().unwrap().unsigned, 0);
}

#[tokio::test]
async fn a_large_file_goes_in_parts() {
    let (kept, settings) = service().await;
    let store = open(&settings).unwrap().unwrap();
    let place = Path::from("cd/large");
    let mut upload = store.put_multipart(&place).await.unwrap();
    let part = vec![7_u8; 5 * 1024 * 1024];
    upload.put_part(PutPayload::from(part.clone())).await.unwrap();
    upload.put_part(PutPayload::from_static(b"end")).await.unwrap();
    upload.complete().await.unwrap();
    let whole = store.get(&place).await.unwrap().bytes().await.unwrap();
    assert_eq!((whole.len(), &whole[whole.len() - 3..]), (part.len() + 3, &b"end"[..]));
    let asked = kept.lock().unwrap().asked.clone();
    assert!(asked.iter().any(|line| line == "POST uploads"), "{asked:?}");
}

#[tokio::test]
async fn a_house_keeps_its_files_there() {
    let (kept, settings) = service().await;
    let data = tempfile::tempdir().unwrap();
    let files = ieum_web::Files::open(open(&settings).unwrap(), data.path()).unwrap();
    files.store().put(&Path::from("ef/one"), PutPayload::from_static(b"1")).await.unwrap();
    assert!(kept.lock().unwrap().objects.contains_key("region/ef/one"));
    assert!(!data.path().join("files").exists(), "no folder is made beside the service");
}
