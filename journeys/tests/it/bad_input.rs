//! Forms sent twice, edits that come too late, sessions that end, files that are too large or not what they say.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_db::args;
use ieum_journeys::{Ground, House, Page, Visitor, both};
use std::sync::Arc;

async fn count(house: &House, sql: &'static str) -> Result<i64> {
    Ok(house.db().reader().one(sql, args![], |row| row.get("n")).await?)
}

fn bare(page: &Page) -> String {
    page.path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// A form sent eight times at once does its work once, and everybody is led to the same page.
async fn sent_twice(house: Arc<House>) -> Result<()> {
    settle(house.app()?).await?;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get("/needs/new").await?.expect(200)?;
    let typed = [("words", "두 번 눌렀어요")];
    let all =
        futures_util::future::try_join_all((0..8).map(|_| firm.submit_only(&form, "/needs", &typed))).await?;
    let first = all.first().and_then(|page| page.location.clone()).context("a way on")?;
    ensure!(all.iter().all(|page| page.location.as_ref() == Some(&first)), "led to different pages");
    ensure!(count(&house, "SELECT COUNT(*) AS n FROM need").await? == 1, "the need is there more than once");
    // The same page with other words is a new form.
    firm.submit(&form, "/needs", &[("words", "다른 문제예요")]).await?.expect(200)?;
    ensure!(count(&house, "SELECT COUNT(*) AS n FROM need").await? == 2, "the second need is lost");
    // A page in answer to a form is there again when it is opened again.
    let guest = Visitor::new(&house)?;
    let home = guest.get("/").await?.expect(200)?;
    let found = guest.submit(&home, "/find", &[("words", "다시 열어도 있어요")]).await?.expect(200)?;
    for _ in 0..2 {
        let wizard = guest.get(&found.link("이 문제 접수하기")?).await?.expect(200)?;
        ensure!(wizard.html.contains("다시 열어도 있어요"), "the page is empty when opened again");
    }
    Ok(())
}
both!(a_form_sent_twice_works_once, sent_twice);

/// Two windows edit the same thing: the second is shown both versions and loses nothing.
async fn too_late(house: Arc<House>) -> Result<()> {
    let (region, _) = settle(house.app()?).await?;
    let facility = region.facilities.first().context("a facility")?.0;
    let service = region.services.iter().find(|s| s.facility == facility).context("a service")?.id;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get(&format!("/requests/new?service={service}")).await?.expect(200)?;
    let typed = [("title", "처음 제목"), ("words", "처음 내용"), ("do", "save")];
    let draft = bare(&firm.submit(&form, "/requests", &typed).await?.expect(200)?);
    let edit = format!("{draft}/edit");
    let (one, two) = (firm.get(&edit).await?.expect(200)?, firm.get(&edit).await?.expect(200)?);
    let typed = [("title", "먼저 고친 제목"), ("do", "save")];
    firm.submit(&one, &edit, &typed).await?.expect(200)?;
    let late = firm.submit(&two, &edit, &[("title", "늦게 고친 제목"), ("do", "save")]).await?.expect(409)?;
    for said in ["그사이 다른 사람이 내용을 바꿨어요", "먼저 고친 제목", "늦게 고친 제목", "지금 저장된 내용"]
    {
        ensure!(late.says(said), "{said} is not shown: {}", late.words());
    }
    let after = firm.get(&edit).await?.expect(200)?;
    ensure!(after.html.contains("먼저 고친 제목"), "the earlier edit was overwritten");
    // The catalogue shows both versions side by side, with a form to go on.
    let staff = Visitor::new(&house)?;
    staff.sign_in("staff@sample.ieum", PASSWORD).await?;
    let instrument = region.instruments.iter().find(|i| i.facility == facility).context("an instrument")?.id;
    let edit = format!("/instruments/{instrument}/edit");
    let (one, two) = (staff.get(&edit).await?.expect(200)?, staff.get(&edit).await?.expect(200)?);
    staff.submit(&one, &edit, &[("name_ko", "먼저 고친 이름")]).await?.expect(200)?;
    let late = staff.submit(&two, &edit, &[("name_ko", "늦게 고친 이름")]).await?.expect(409)?;
    ensure!(late.says("먼저 고친 이름") && late.html.contains("늦게 고친 이름"), "{}", late.words());
    let done = staff.submit(&late, &edit, &[]).await?.expect(200)?;
    ensure!(done.says("늦게 고친 이름"), "the form that goes on does not: {}", done.words());
    Ok(())
}
both!(an_edit_that_comes_too_late_shows_both_versions, too_late);

/// The session ends while a message with a file is written: the words are sent after signing in.
async fn interrupted(house: Arc<House>) -> Result<()> {
    let (region, _) = settle(house.app()?).await?;
    let service = region.services.first().context("a service")?.id;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get(&format!("/requests/new?service={service}")).await?.expect(200)?;
    let typed = [("title", "세션이 끝나요"), ("words", "글을 쓰는 사이에요"), ("do", "send")];
    let request = firm.submit(&form, "/requests", &typed).await?.expect(200)?;
    let action = format!("{}/messages", bare(&request));
    let mut tx = house.db().begin().await?;
    tx.run("DELETE FROM session", args![]).await?;
    tx.commit().await?;
    let typed = [("message", "잃어버리지 않는 글이에요")];
    let file = ("files", "사진.csv", b"a,b\n1,2\n".to_vec());
    let kept = firm.upload(&request, &action, &typed, file).await?.expect(401)?;
    ensure!(kept.says("잃어버리지 않는 글이에요"), "what was typed is lost: {}", kept.words());
    ensure!(kept.says("골랐던 파일은"), "nothing is said of the file: {}", kept.words());
    let again =
        firm.submit(&kept, "/sign-in", &[("email", "firm@sample.ieum"), ("password", PASSWORD)]).await?;
    ensure!(again.says("잃어버리지 않는 글이에요"), "{}", again.words());
    let done = firm.submit(&again, &action, &[]).await?.expect(200)?;
    ensure!(done.says("잃어버리지 않는 글이에요") && done.says("글을 보냈어요"), "{}", done.words());
    Ok(())
}
both!(an_expired_session_loses_no_message, interrupted);

/// A guest's first words survive joining: the form waits until the address is confirmed.
async fn joined(house: Arc<House>) -> Result<()> {
    settle(house.app()?).await?;
    let guest = Visitor::new(&house)?;
    let home = guest.get("/?lang=ko").await?.expect(200)?;
    let words = "가입하는 사이에도 잃어버리지 않는 문제예요";
    let found = guest.submit(&home, "/find", &[("words", words)]).await?.expect(200)?;
    let wizard = guest.get(&found.link("이 문제 접수하기")?).await?.expect(200)?;
    let asked = guest.submit(&wizard, "/needs", &[("words", words)]).await?.expect(401)?;
    let join = guest.submit(&asked, "/join", &[("begin", "yes")]).await?.expect(200)?;
    let typed = [
        ("email", "new@sample.ieum"),
        ("name", "새 사람"),
        ("password", "long-enough-2026-word"),
        ("lang", "en"),
    ];
    guest.submit(&join, "/join", &typed).await?.expect(200)?;
    let key = mailed_key(&house).await?;
    let confirm = guest.get(&format!("/join/confirm?key={key}")).await?.expect(200)?;
    let inside = guest.submit(&confirm, "/join/confirm", &[("password", "long-enough-2026-word")]).await?;
    ensure!(inside.says("기관을 정하면 적던 내용을"), "{}", inside.words());
    let made = [("name_ko", "새 회사"), ("business_number", "")];
    let resumed = guest.submit(&inside, "/join/organisation", &made).await?.expect(200)?;
    ensure!(resumed.says(words), "what was typed is lost: {}: {}", resumed.path, resumed.words());
    let kept = guest.submit(&resumed, "/needs", &[]).await?.expect(200)?;
    ensure!(kept.path.contains("/write/material"), "{}: {}", kept.path, kept.words());
    Ok(())
}
both!(a_guest_who_joins_loses_nothing, joined);

/// The key of the confirmation link in the first mail that comes.
async fn mailed_key(house: &House) -> Result<String> {
    let folder = house.data().join("mail");
    for _ in 0..200 {
        for mail in std::fs::read_dir(&folder).into_iter().flatten() {
            let text = std::fs::read_to_string(mail?.path())?;
            let flat = text.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
            if let Some((_, rest)) = flat.split_once("/join/confirm?key=") {
                return Ok(rest
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                    .collect());
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("no mail comes to {}", folder.display())
}

fn small() -> Ground<'static> {
    Ground { upload_bytes: Some(64_000), ..Ground::default() }
}

/// Files that are too large, of a forbidden kind, or something else than their name says.
async fn files(house: Arc<House>) -> Result<()> {
    let (region, _) = settle(house.app()?).await?;
    let service = region.services.first().context("a service")?.id;
    let firm = Visitor::new(&house)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let form = firm.get(&format!("/requests/new?service={service}")).await?.expect(200)?;
    let typed = [("title", "파일을 보내요"), ("words", "여러 가지로요"), ("do", "send")];
    let request = firm.submit(&form, "/requests", &typed).await?.expect(200)?;
    let action = format!("{}/messages", bare(&request));
    let before = count(&house, "SELECT COUNT(*) AS n FROM stored_file").await?;
    let mut exe = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".to_vec();
    exe.resize(4096, 0);
    let typed = [("message", "이 글은 남아요")];
    let mistyped = firm.upload(&request, &action, &typed, ("files", "보고서.pdf", exe)).await?;
    ensure!(mistyped.status.as_u16() == 422, "{}: {}", mistyped.status, mistyped.words());
    ensure!(mistyped.says("실행 파일은 받지 않아요"), "{}", mistyped.words());
    ensure!(mistyped.html.contains("이 글은 남아요"), "what was typed is lost: {}", mistyped.words());
    let large = ("files", "큰 표.csv", "a,b\n".repeat(20_000).into_bytes());
    let oversized = firm.upload(&request, &action, &typed, large).await?;
    ensure!(oversized.status.is_client_error(), "{}", oversized.status);
    ensure!(oversized.says("64.0 KB"), "the limit is not said: {}", oversized.words());
    let huge = ("files", "아주 큰 표.csv", "a,b\n".repeat(2_000_000).into_bytes());
    match firm.upload(&request, &action, &typed, huge).await {
        Ok(page) => ensure!(page.status.as_u16() == 413, "{}: {}", page.status, page.words()),
        // The house may close the door before all has come through it.
        Err(cut) => ensure!(!format!("{cut:#}").contains("decode"), "{cut:#}"),
    }
    ensure!(
        count(&house, "SELECT COUNT(*) AS n FROM stored_file").await? == before,
        "a refused file is kept"
    );
    let text = ("files", "사진.png", "그림이 아니에요".as_bytes().to_vec());
    let kept = firm.upload(&request, &action, &typed, text).await?.expect(200)?;
    let sql = "SELECT COUNT(*) AS n FROM stored_file WHERE kind = 'image/png'";
    ensure!(kept.says("글을 보냈어요") && count(&house, sql).await? == 0, "a text passes for a picture");
    Ok(())
}
both!(files_are_bounded_and_seen_for_what_they_are, files, super::small());
