//! An operator teaches search what firms here call an instrument; a firm finds the right method with it; the operator
//! puts it back, and it is a word like any other again.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_journeys::{Browser, House, both};
use std::sync::Arc;

const ENTRY: &str = "/vocabulary/scanning-electron-microscopy";
/// A word that nothing in the sample region has, nor any part of it.
const WORD: &str = "쌕쌕이";

async fn journey(house: Arc<House>) -> Result<()> {
    let Some(operator) = Browser::open(&house, 1280).await? else { return Ok(()) };
    settle(house.app()?).await?;
    let sql = "SELECT id FROM public_method WHERE technique = 'SEM' ORDER BY id LIMIT 1";
    let method: String = house.app()?.db.reader().one(sql, args![], |row| row.get("id")).await?;
    let (search, href) =
        (format!("/find?kind=method&q={}", ieum_web::encode(WORD)), format!("/methods/{method}"));

    let firm = Browser::open(&house, 360).await?.context("a second window")?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    firm.go(&search).await?;
    ensure!(!firm.hrefs(".card-title a").await?.contains(&href), "nobody has taught the word yet");

    operator.sign_in("operator@sample.ieum", PASSWORD).await?;
    operator.go(&format!("/vocabulary/understood?q={}", ieum_web::encode(WORD))).await?;
    operator.sees("용어집의 항목을 가리키는 말이 없어요").await?;
    operator.go("/vocabulary?q=SEM&kind=technique").await?;
    operator.press_link(ENTRY).await?;
    operator.press_link(&format!("{ENTRY}/edit")).await?;
    let names = operator.value("한국어 이름").await?;
    operator.fill("한국어 이름", &format!("{names}\n{WORD}")).await?;
    // Without a reason it is refused, and what was typed stays.
    operator.press("저장").await?;
    operator.sees("이유를 적어 주세요").await?;
    operator.fill("이유", "우리 기업들은 이렇게 불러요").await?;
    operator.press("저장").await?;
    operator.sees("이제 찾기가 알아들어요").await?;
    operator.sees("우리 지역에서 고침").await?;
    ensure!(!operator.scrolls_sideways().await?, "an entry scrolls sideways");
    operator.screenshot("vocabulary-entry-1280").await?;

    firm.go(&search).await?;
    ensure!(firm.hrefs(".card-title a").await?.contains(&href), "the firm finds the method by its own word");
    firm.sees(WORD).await?;

    operator.choose("되돌릴 판", "기본 제공 그대로").await?;
    operator.fill("이유", "다른 뜻으로도 쓰여요").await?;
    operator.press("되돌리기").await?;
    operator.sees("항목을 되돌렸어요").await?;
    operator.sees("기본 제공").await?;
    // Search reads its words again within a second, longer where the machine is busy.
    let mut found = true;
    for _ in 0..20 {
        firm.go(&search).await?;
        found = firm.hrefs(".card-title a").await?.contains(&href);
        if !found {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    ensure!(!found, "the word was put back");
    for page in ["/vocabulary", "/vocabulary/understood?q=SEM", "/vocabulary/new", "/vocabulary/import"] {
        operator.resize(360, 800).await?;
        operator.go(page).await?;
        ensure!(!operator.scrolls_sideways().await?, "{page} scrolls sideways on a small screen");
    }
    firm.close().await?;
    operator.close().await
}
both!(operator_teaches_a_word, journey);
