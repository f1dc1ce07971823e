//! The sample region as a whole: it fits the rules it shows.

use super::*;
use ieum_db::args;
use ieum_operations::booking::holiday;
use jiff::civil::Weekday;

struct Filled {
    house: ieum_web::House,
    sample: Sample,
    _folder: tempfile::TempDir,
}

async fn filled() -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::read(None).unwrap();
    crate::house::load_room_settings(&mut config).unwrap();
    config.set(ServerSettings { data: folder.path().display().to_string(), ..config.get() });
    let clock = Arc::new(SampleClock::default());
    let shared: Arc<dyn Clock> = Arc::<SampleClock>::clone(&clock);
    let house = crate::house::open(config, shared).await.unwrap();
    let sample = fill(&house.app, &clock).await.unwrap();
    Filled { house, sample, _folder: folder }
}

async fn count(app: &App, sql: &'static str) -> i64 {
    app.db.reader().one(sql, args![], |row| row.get("n")).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_region_fits_its_own_rules() {
    let Filled { house, sample, _folder } = filled().await;
    let app = &house.app;
    bookings_fit(app).await;
    requests_fit(app).await;
    assert_eq!(count(app, "SELECT COUNT(*) AS n FROM need").await, 40);
    assert!(count(app, "SELECT COUNT(*) AS n FROM need WHERE registered").await >= 11);
    let missed = "SELECT COUNT(*) AS n FROM reservation WHERE state = 'no_show'";
    assert!(count(app, missed).await >= 2);
    assert!(count(app, "SELECT COUNT(*) AS n FROM reservation_version WHERE step = 'excused'").await >= 1);
    assert_eq!(count(app, "SELECT COUNT(*) AS n FROM price_agreement").await, 1);
    assert_eq!(count(app, "SELECT COUNT(*) AS n FROM stated_charge WHERE state = 'charged'").await, 1);
    let priced = "SELECT COUNT(*) AS n FROM price_plan p JOIN bookable b ON b.instrument_id = p.target_id";
    assert!(count(app, priced).await > 100);
    let audited =
        "SELECT COUNT(*) AS n FROM evidence_audit WHERE sight = 'open' AND agrees = 55 AND cannot_hold = 37";
    assert_eq!(count(app, audited).await, 1);
    let register = ieum_matching::duplicates::register(app).await.unwrap();
    let (pairs, _) = ieum_matching::duplicates::found(&register).await.unwrap();
    assert!((3..=6).contains(&pairs.len()), "{} pairs of instruments look the same", pairs.len());
    accounts_open(house, &sample).await;
}

async fn requests_fit(app: &App) {
    assert_eq!(count(app, "SELECT COUNT(*) AS n FROM request").await, 120);
    assert!(count(app, "SELECT COUNT(*) AS n FROM (SELECT DISTINCT state FROM request) s").await >= 12);
    let wrong = "SELECT COUNT(*) AS n FROM invoice v WHERE v.total_minor <> (
        SELECT COALESCE(SUM(c.total_minor), 0) FROM invoice_line l JOIN charge c ON c.id = l.charge_id
        WHERE l.invoice_id = v.id)";
    assert_eq!(count(app, wrong).await, 0);
    let unpaid = "SELECT COUNT(*) AS n FROM invoice v WHERE v.paid_minor <> (
        SELECT COALESCE(SUM(p.amount_minor), 0) FROM payment p WHERE p.invoice_id = v.id)";
    assert_eq!(count(app, unpaid).await, 0);
    for state in ["sent", "part_paid", "paid"] {
        let sql = "SELECT COUNT(*) AS n FROM invoice WHERE state = $1";
        let found: i64 = app.db.reader().one(sql, args![state], |row| row.get("n")).await.unwrap();
        assert!(found > 0, "no invoice is {state}");
    }
}

async fn bookings_fit(app: &App) {
    assert_eq!(count(app, "SELECT COUNT(*) AS n FROM reservation WHERE state = 'completed'").await, 600);
    assert_eq!(
        count(app, "SELECT COUNT(*) AS n FROM usage_session WHERE reservation_id IS NOT NULL").await,
        600
    );
    let ahead = "SELECT COUNT(*) AS n FROM reservation WHERE state <> 'completed'";
    assert!(count(app, ahead).await >= 80);
    for (least, sql) in [
        (1, "SELECT COUNT(*) AS n FROM reservation WHERE state = 'held'"),
        (3, "SELECT COUNT(*) AS n FROM reservation WHERE series_id IS NOT NULL"),
        (2, "SELECT COUNT(*) AS n FROM waiting WHERE state = 'waiting'"),
        (2, "SELECT COUNT(*) AS n FROM qualification WHERE state = 'active'"),
        (2, "SELECT COUNT(*) AS n FROM training WHERE state IN ('requested', 'scheduled')"),
    ] {
        assert!(count(app, sql).await >= least, "{sql}");
    }
    assert!(count(app, "SELECT COUNT(*) AS n FROM reservation WHERE state = 'pending_approval'").await >= 4);
    let overlaps = "SELECT COUNT(*) AS n FROM claim a JOIN claim b
        ON a.instrument_id = b.instrument_id AND a.unit = b.unit AND a.reservation_id < b.reservation_id
        WHERE a.live AND b.live AND a.block_start < b.block_end AND b.block_start < a.block_end";
    assert_eq!(count(app, overlaps).await, 0);
    let spans = "SELECT starts_at, ends_at FROM reservation";
    let spans: Vec<(ieum_kernel::Timestamp, ieum_kernel::Timestamp)> = app
        .db
        .reader()
        .all(spans, args![], |row| Ok((row.get("starts_at")?, row.get("ends_at")?)))
        .await
        .unwrap();
    for (starts, ends) in spans {
        let (from, to) = (app.zone.civil(starts), app.zone.civil(ends));
        assert!(from.hour() >= 9 && to.hour() <= 18 && from.date() == to.date(), "{from} to {to}");
        assert!(holiday(from.date()).is_none(), "{from} is a holiday");
        assert!(!matches!(from.date().weekday(), Weekday::Saturday | Weekday::Sunday), "{from}");
    }
}

async fn accounts_open(house: ieum_web::House, sample: &Sample) {
    assert!(sample.accounts.len() >= 8);
    for account in &sample.accounts {
        let known =
            ieum_governance::person_by_email(&house.app, &account.email.parse().unwrap()).await.unwrap();
        assert!(known.is_some(), "{}", account.email);
    }
    let running = crate::serve::start(house, "127.0.0.1:0", Duration::from_secs(1)).await.unwrap();
    let address = format!("http://{}", running.address);
    for account in &sample.accounts {
        let client =
            reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        let client = client.build().unwrap();
        let page = client.get(format!("{address}/sign-in")).send().await.unwrap().text().await.unwrap();
        let form = page.split("<form").find(|form| form.contains("name=\"password\"")).unwrap();
        let mut fields: Vec<(String, String)> = hidden_fields(form);
        fields.push(("email".to_owned(), account.email.clone()));
        fields.push(("password".to_owned(), account.password.to_owned()));
        let answer = client.post(format!("{address}/sign-in")).form(&fields).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 303, "{}", account.email);
    }
    running.stop().await;
}

fn hidden_fields(form: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    let tags = form.split("<input").skip(1).filter_map(|tag| tag.split('>').next());
    let hidden = tags.filter(|tag| tag.contains("type=\"hidden\""));
    hidden.filter_map(|tag| Some((value(tag, "name")?, value(tag, "value").unwrap_or_default()))).collect()
}
