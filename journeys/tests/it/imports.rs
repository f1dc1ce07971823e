//! An operator brings a spreadsheet with faults: told every bad row, loads the good ones, takes it back.

use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{House, Visitor, both};
use std::sync::Arc;

const LIST: &str = "한글장비명,영문장비명,모델명,제작사,NFEC등록번호\n\
    주사전자현미경,Scanning electron microscope,SX-100,한빛,NFEC-2019-03-100001\n\
    ,,SX-200,한빛,NFEC-2019-03-100002\n\
    엑스선 회절기,X-ray diffractometer,XD-1,설악,NFEC-틀림\n\
    항온조,Water bath,WB-5,한빛,NFEC-2020-01-100003\n";

async fn faulty_list(house: Arc<House>) -> anyhow::Result<()> {
    settle(house.app()?).await?;
    let visitor = Visitor::new(&house)?;
    visitor.sign_in("operator@sample.ieum", PASSWORD).await?;
    let page = visitor.get("/imports/new").await?.expect(200)?;
    let (encoded, _, _) = encoding_rs::EUC_KR.encode(LIST);
    let action =
        ["/imports", "/imports/new"].into_iter().find(|a| page.form(a).is_ok()).unwrap_or("/imports");
    let tried = visitor
        .upload(&page, action, &[("kind", "instrument")], ("file", "장비.csv", encoded.into_owned()))
        .await?;
    anyhow::ensure!(tried.status.is_success(), "{}: {}", tried.status, tried.words());
    anyhow::ensure!(tried.says("주사전자현미경"), "CP949 is not read: {}", tried.words());
    let check = format!("{}/check", tried.path.split('?').next().unwrap_or_default());
    let mut seen = visitor.submit(&tried, &check, &[]).await?.expect(200)?;
    // The dry run is background work; its page is asked until it has an answer.
    let home = seen.path.clone();
    for _ in 0..100 {
        if seen.html.contains("faults.csv") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        seen = visitor.get(&home).await?.expect(200)?;
    }
    anyhow::ensure!(seen.html.contains("faults.csv"), "no faults are named: {}", seen.words());
    let list = format!("{}/faults.csv", home.split('?').next().unwrap_or_default());
    let faults = visitor.get(&list).await?.expect(200)?;
    let text = String::from_utf8_lossy(&faults.bytes).into_owned();
    anyhow::ensure!(text.lines().count() == 3, "two faults and a heading: {text}");
    Ok(())
}
both!(a_faulty_list_is_understood, faulty_list);
