//! The disk is full: a clear answer in the reader's language, no row and no file half-written, and everything goes on
//! once there is room, without a restart.

use crate::lost_database::{comes_back, says_busy};
use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::{Engine, args};
use ieum_journeys::{Ground, House, SmallDisk, Visitor};
use std::io::Write as _;

/// Rows that a need's first words leave behind.
async fn needs(house: &House) -> Result<(i64, i64)> {
    let sql = "SELECT (SELECT COUNT(*) FROM need) AS needs, (SELECT COUNT(*) FROM stored_file) AS files";
    let counted = |row: &ieum_db::Row| Ok((row.get("needs")?, row.get("files")?));
    Ok(house.app()?.db.reader().one(sql, args![], counted).await?)
}

/// Files below a folder that are not quite there: a part of what was sent.
fn halves(folder: &std::path::Path, whole_bytes: u64) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for shelf in std::fs::read_dir(folder)? {
        for file in std::fs::read_dir(shelf?.path())? {
            let file = file?;
            let part = file.file_name().to_string_lossy().contains('#');
            if part || file.metadata()?.len() != whole_bytes {
                found.push(file.path().display().to_string());
            }
        }
    }
    Ok(found)
}

async fn filled() -> Result<()> {
    let Some(disk) = SmallDisk::mount(64)? else {
        let _unread = writeln!(std::io::stderr(), "skipped: this machine lets nobody mount a disk");
        return Ok(());
    };
    let house = House::start_on(Engine::Sqlite, Ground { disk: Some(&disk), ..Ground::default() }).await?;
    settle(house.app()?).await?;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get("/needs/new?lang=ko").await?.expect(200)?;
    let first =
        firm.submit(&form, "/needs", &[("words", "디스크가 차기 전의 문제예요")]).await?.expect(200)?;
    let need = first.path.split('/').nth(2).context("the need")?.to_owned();
    let files = firm.get(&format!("/needs/{need}/write/files")).await?.expect(200)?;
    let form = firm.get("/needs/new").await?.expect(200)?;
    disk.fill()?;
    // The journal may still have room of its own for a few.
    let mut refused = None;
    for nth in 0..2_000 {
        let words = format!("디스크가 찼을 때 적은 {nth}번째 문제예요 {}", "가".repeat(3900));
        let page = firm.submit_only(&form, "/needs", &[("words", &words)]).await?;
        if page.status.as_u16() != 303 {
            refused = Some((page, words));
            break;
        }
    }
    let (refused, words) = refused.context("a full disk took everything")?;
    says_busy(&refused, "지금은 응답할 수 없어요")?;
    ensure!(refused.says(&words), "what was typed is lost: {}", refused.words());
    let before = needs(&house).await?;
    // Large enough not to hide in a block that is already there.
    let content: Vec<u8> = "온도,점도\n".bytes().chain("25,8200\n".bytes().cycle().take(400_000)).collect();
    let whole_bytes = u64::try_from(content.len())?;
    let action = format!("/needs/{need}/files");
    let upload = || firm.upload(&files, &action, &[], ("files", "점도.csv", content.clone()));
    says_busy(&upload().await?, "지금은 응답할 수 없어요")?;
    ensure!(needs(&house).await? == before, "something was written half");
    let stored = house.data().join("files");
    ensure!(halves(&stored, whole_bytes)?.is_empty(), "{:?}", halves(&stored, whole_bytes)?);
    // What needs no room is still read.
    firm.get("/").await?.expect(200)?;
    disk.clear()?;
    comes_back(&firm).await?;
    let made = firm.submit(&form, "/needs", &[("words", &words)]).await?.expect(200)?;
    ensure!(made.path.contains("/write/material"), "{}: {}", made.path, made.words());
    let kept = upload().await?.expect(200)?;
    ensure!(kept.says("점도.csv"), "the file is not kept: {}", kept.words());
    ensure!(needs(&house).await? == (before.0 + 1, before.1 + 1), "not each once");
    ensure!(halves(&stored, whole_bytes)?.is_empty(), "{:?}", halves(&stored, whole_bytes)?);
    house.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embedded_database_and_its_files_on_a_full_disk() -> Result<()> {
    filled().await
}

/// Where nobody may mount: the database itself may not grow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embedded_database_that_may_not_grow() -> Result<()> {
    let house = House::start(Engine::Sqlite).await?;
    settle(house.app()?).await?;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get("/needs/new?lang=ko").await?.expect(200)?;
    let before = needs(&house).await?;
    let long = "가".repeat(3900);
    // The limit belongs to the house's one writing connection.
    let mut tx = house.app()?.db.begin().await?;
    tx.run("PRAGMA max_page_count = 1", args![]).await?;
    tx.commit().await?;
    let mut refused = None;
    for nth in 0..2_000 {
        let words = format!("{nth} {long}");
        let page = firm.submit_only(&form, "/needs", &[("words", &words)]).await?;
        if page.status.as_u16() != 303 {
            refused = Some((page, words));
            break;
        }
    }
    let (page, words) = refused.context("the database grew on")?;
    says_busy(&page, "지금은 응답할 수 없어요")?;
    let meanwhile = needs(&house).await?;
    let mut tx = house.app()?.db.begin().await?;
    tx.run("PRAGMA max_page_count = 1000000", args![]).await?;
    tx.commit().await?;
    comes_back(&firm).await?;
    firm.submit(&form, "/needs", &[("words", &words)]).await?.expect(200)?;
    let after = needs(&house).await?;
    ensure!(after.0 == meanwhile.0 + 1 && meanwhile.0 >= before.0, "{before:?} {meanwhile:?} {after:?}");
    house.stop().await;
    Ok(())
}
