//! The staff's day: problems and requests come in; some are asked back, referred or declined with a reason, one goes all
//! the way to the invoice, and what the rules forbid is refused in words.

use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, settle};
use ieum_journeys::{Browser, Ground, House, Visitor, both};
use std::sync::Arc;

/// A Wednesday, ten in the morning in Seoul.
fn ground() -> Ground<'static> {
    Ground { moment: Some("2026-03-04T01:00Z"), ..Ground::default() }
}

fn bare(path: &str) -> String {
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The firm's side, through HTTP.
struct Firm {
    visitor: Visitor,
}

impl Firm {
    async fn need(&self, words: &str) -> Result<String> {
        let form = self.visitor.get("/needs/new").await?.expect(200)?;
        let made = self.visitor.submit(&form, "/needs", &[("words", words)]).await?.expect(200)?;
        let need = bare(&made.path).split('/').nth(2).context("the need")?.to_owned();
        let check = self.visitor.get(&format!("/needs/{need}/write/check")).await?.expect(200)?;
        self.visitor.submit(&check, &format!("/needs/{need}/steps/submit"), &[]).await?.expect(200)?;
        Ok(format!("/needs/{need}"))
    }

    async fn request(&self, service: &str, title: &str) -> Result<String> {
        let form = self.visitor.get(&format!("/requests/new?service={service}")).await?.expect(200)?;
        let typed = [("title", title), ("words", "시료 3개를 재 주세요."), ("quantity", "3"), ("do", "send")];
        let made = self.visitor.submit(&form, "/requests", &typed).await?.expect(200)?;
        ensure!(made.path.starts_with("/requests/req_"), "{}: {}", made.path, made.words());
        Ok(bare(&made.path))
    }

    async fn step(&self, request: &str, event: &str, words: &str) -> Result<ieum_journeys::Page> {
        let page = self.visitor.get(request).await?.expect(200)?;
        self.visitor.submit(&page, &format!("{request}/step"), &[("event", event), ("words", words)]).await
    }
}

async fn day(house: Arc<House>) -> Result<()> {
    let Some(desk) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let (region, _) = settle(house.app()?).await?;
    let facility = region.facilities.first().context("a facility")?.0;
    let service = region.services.iter().find(|s| s.facility == facility).context("a service")?;
    let firm = Firm { visitor: Visitor::new(&house)? };
    firm.visitor.sign_in("firm@sample.ieum", PASSWORD).await?;
    desk.sign_in("staff@sample.ieum", PASSWORD).await?;
    problems(&desk, &firm).await?;
    let service = service.id.to_string();
    refused_and_passed_on(&desk, &firm, &service).await?;
    let request = firm.request(&service, "분유 잔류농약").await?;
    quoted(&house, &desk, &firm, &request).await?;
    worked(&house, &desk, &firm, &request).await?;
    billed(&house, &desk, &firm, &request).await?;
    desk.close().await
}
both!(staff_triage_to_invoice, day, super::ground());

/// Problems in the triage queue: one is asked back and referred, one declined.
async fn problems(desk: &Browser, firm: &Firm) -> Result<()> {
    let asked = firm.need("포장재에서 냄새가 나요. 무엇인지 알고 싶어요").await?;
    let declined = firm.need("우주선을 만들고 싶어요").await?;
    desk.go("/triage").await?;
    desk.sees("우주선을 만들고 싶어요").await?;
    desk.press("포장재에서 냄새가 나요").await?;
    desk.press("맡아서 살펴보기").await?;
    desk.sees("맡았어요").await?;
    desk.unfold("되묻기").await?;
    desk.press("되묻기").await?;
    desk.sees("내용을 적어 주세요").await?;
    desk.unfold("되묻기").await?;
    desk.fill("물어볼 것", "언제부터 냄새가 났나요?").await?;
    desk.press("되묻기").await?;
    desk.sees("물어봤어요").await?;
    let page = firm.visitor.get(&asked).await?.expect(200)?;
    ensure!(page.says("언제부터 냄새가 났나요?"), "the question does not arrive: {}", page.words());
    let action = format!("{asked}/steps/answer");
    firm.visitor.submit(&page, &action, &[("note", "지난달부터요")]).await?.expect(200)?;
    desk.go(&asked).await?;
    desk.sees("지난달부터요").await?;
    desk.unfold("시설에 전달하기").await?;
    desk.fill("시설에 전할 말", "냄새 성분을 봐 주세요").await?;
    desk.press("시설에 전달하기").await?;
    desk.sees("전달할 시설을 골라 주세요").await?;
    desk.unfold("시설에 전달하기").await?;
    desk.choose_nth("시설", 1).await?;
    desk.fill("시설에 전할 말", "냄새 성분을 봐 주세요").await?;
    desk.press("시설에 전달하기").await?;
    desk.sees("시설에 전달됨").await?;
    desk.go(&declined).await?;
    desk.press("맡아서 살펴보기").await?;
    desk.unfold("받지 않기").await?;
    desk.fill("이유", "우리 지역의 장비로는 할 수 없어요.").await?;
    desk.press("받지 않기").await?;
    desk.sees("받지 않기로 하고 이유를 알렸어요").await?;
    let told = firm.visitor.get(&declined).await?.expect(200)?;
    ensure!(told.says("우리 지역의 장비로는 할 수 없어요."), "the reason does not arrive: {}", told.words());
    Ok(())
}

/// Requests that the facility does not take: each with a reason, which the firm reads.
async fn refused_and_passed_on(desk: &Browser, firm: &Firm, service: &str) -> Result<()> {
    let declined = firm.request(service, "방사성 시료 분석").await?;
    let referred = firm.request(service, "냄새 성분 분석").await?;
    desk.go("/requests/queue").await?;
    desk.sees("냄새 성분 분석").await?;
    desk.press("방사성 시료 분석").await?;
    desk.press("맡기").await?;
    desk.sees("처리했어요").await?;
    desk.unfold("거절하기").await?;
    desk.press("거절하기").await?;
    desk.sees("까닭이나 내용을 적어 주세요").await?;
    desk.unfold("거절하기").await?;
    desk.fill("거절하는 까닭", "방사성 시료는 다룰 수 없어요.").await?;
    desk.press("거절하기").await?;
    desk.sees("처리했어요").await?;
    let told = firm.visitor.get(&declined).await?.expect(200)?;
    ensure!(told.says("방사성 시료는 다룰 수 없어요."), "the reason does not arrive: {}", told.words());
    desk.go(&referred).await?;
    desk.press("맡기").await?;
    desk.unfold("다른 시설로 넘기기").await?;
    desk.choose_nth("넘길 시설", 1).await?;
    desk.fill("넘기는 까닭", "그 시설이 더 잘해요.").await?;
    desk.press("다른 시설로 넘기기").await?;
    desk.sees("다른 시설로 넘김").await?;
    let told = firm.visitor.get(&referred).await?.expect(200)?;
    ensure!(told.says("그 시설이 더 잘해요."), "the reason does not arrive: {}", told.words());
    let onwards = firm.visitor.get(&told.link("넘어간 의뢰 보기")?).await?.expect(200)?;
    ensure!(onwards.says("접수 대기"), "it does not go on there: {}", onwards.words());
    Ok(())
}

/// The quote on the firm's page of the request that is not the one before.
async fn newest_quote(firm: &Firm, request: &str, before: &str) -> Result<String> {
    let page = firm.visitor.get(request).await?.expect(200)?;
    let mut quotes = page.links().into_iter().map(|(_, href)| bare(&href));
    quotes.rfind(|href| href.starts_with("/quotes/") && href != before).context("a quote")
}

/// Asked back, answered, judged, quoted; the firm rejects the first quote and accepts the second.
async fn quoted(house: &House, desk: &Browser, firm: &Firm, request: &str) -> Result<()> {
    let clock = house.clock().context("a clock")?;
    desk.go(request).await?;
    desk.press("맡기").await?;
    desk.unfold("더 물어보기").await?;
    desk.fill("무엇을 알려 드리면 될까요?", "몇 개월 분유인가요?").await?;
    desk.press("더 물어보기").await?;
    desk.sees("답변 대기").await?;
    firm.step(request, "answer", "6개월용이에요").await?.expect(200)?;
    desk.go(request).await?;
    desk.sees("6개월용이에요").await?;
    desk.pick("할 수 있나요?", "일부만 할 수 있어요").await?;
    desk.press("가능한지 판단하기").await?;
    desk.sees("방법 검토").await?;
    clock.advance_minutes(30);
    desk.press("견적 보내기").await?;
    desk.fill_named("price_1", "비싸요").await?;
    desk.press("저장하기").await?;
    desk.sees("아래 내용을 확인해 주세요").await?;
    desk.fill_named("description_1", "잔류농약 다성분").await?;
    desk.fill_named("quantity_1", "3").await?;
    desk.fill_named("price_1", "150000").await?;
    desk.press("저장하기").await?;
    desk.arrives("/quotes/quo_").await?;
    desk.press("견적 보내기").await?;
    desk.sees("답변 대기").await?;
    let first = newest_quote(firm, request, "").await?;
    let page = firm.visitor.get(&first).await?.expect(200)?;
    let reject = format!("{first}/reject");
    firm.visitor.submit(&page, &reject, &[("reason", "예산을 넘어요")]).await?.expect(200)?;
    // Whoever still looks at the old page is told that it is over.
    let late = firm.visitor.submit(&page, &format!("{first}/accept"), &[("agree", "yes")]).await?;
    ensure!(late.status.is_client_error() && late.says("답을 기다리는 견적이 아니에요"), "{}", late.words());
    clock.advance_minutes(30);
    desk.go(request).await?;
    desk.press("견적 보내기").await?;
    desk.fill_named("description_1", "잔류농약 다성분").await?;
    desk.fill_named("quantity_1", "3").await?;
    desk.fill_named("price_1", "120000").await?;
    desk.press("저장하기").await?;
    desk.press("견적 보내기").await?;
    desk.sees("396,000").await?;
    let second = newest_quote(firm, request, &first).await?;
    let page = firm.visitor.get(&second).await?.expect(200)?;
    firm.visitor.submit(&page, &format!("{second}/accept"), &[("agree", "yes")]).await?.expect(200)?;
    Ok(())
}

/// Planned, samples in the house, measured, sent back once by the second person, and reported.
async fn worked(house: &House, desk: &Browser, firm: &Firm, request: &str) -> Result<()> {
    let clock = house.clock().context("a clock")?;
    desk.go(request).await?;
    desk.fill("의뢰한 곳에 알릴 일정", "다음 주에 재요.").await?;
    desk.press("일정 잡기").await?;
    desk.press("시료 요청하기").await?;
    desk.sees("시료 대기").await?;
    let form = firm.visitor.get(&format!("{request}/samples/new")).await?.expect(200)?;
    let action = format!("{request}/samples");
    firm.visitor.submit(&form, &action, &[("names", "분유 가\n분유 나")]).await?.expect(200)?;
    desk.go(request).await?;
    let samples = desk.hrefs("#samples a[href^='/samples/smp_']").await?;
    ensure!(samples.len() == 2, "two samples: {samples:?}");
    let second = samples.get(1).context("the second")?;
    for sample in &samples {
        desk.go(sample).await?;
        desk.press("접수하기").await?;
        desk.sees("접수대에 있어요").await?;
    }
    // The other window still offers to take it in.
    let staff = Visitor::new(house)?;
    staff.sign_in("staff@sample.ieum", PASSWORD).await?;
    let open = staff.get(second).await?.expect(200)?;
    let again =
        staff.submit(&open, &format!("{second}/moves"), &[("action", "accept"), ("note", "")]).await?;
    ensure!(again.status.is_client_error(), "a sample is taken in twice: {}", again.status);
    ensure!(again.says("지금 상태에서는 할 수 없는 일이에요"), "{}", again.words());
    desk.go(request).await?;
    if desk.words().await?.contains("준비 완료로 하기") {
        desk.press("준비 완료로 하기").await?;
    }
    desk.press("작업 시작하기").await?;
    desk.sees("진행 중").await?;
    clock.advance_minutes(240);
    desk.press("결과 올리기").await?;
    desk.fill("제목", "분유 잔류농약 다성분").await?;
    desk.choose_nth("장비", 1).await?;
    desk.set("시작", "2026-03-04T12:00").await?;
    desk.set("끝", "2026-03-04T14:00").await?;
    desk.fill("시료 수", "2").await?;
    desk.press("저장").await?;
    let measurement = bare(&desk.arrives("/measurements/mea_").await?);
    desk.press("검토에 넘기기").await?;
    desk.sees("결과나 파일이 하나 이상 있어야 해요").await?;
    desk.press("고치기").await?;
    desk.fill("결과", "다이아지논 | < 0.01 | mg/kg | 기준 0.01").await?;
    desk.press("저장").await?;
    desk.sees("저장했어요").await?;
    desk.press("검토에 넘기기").await?;
    desk.sees("검토 대기").await?;
    desk.sign_in("reviewer@sample.ieum", PASSWORD).await?;
    desk.go(&measurement).await?;
    desk.press("보고서로 내보내기").await?;
    desk.sees("요약을 적어 주세요").await?;
    desk.fill("까닭", "요약과 결론이 없어요.").await?;
    desk.press("돌려보내기").await?;
    desk.sees("보완 중").await?;
    desk.sign_in("staff@sample.ieum", PASSWORD).await?;
    desk.go(&measurement).await?;
    desk.sees("요약과 결론이 없어요.").await?;
    desk.press("고치기").await?;
    desk.fill("요약", "잔류농약 320종을 함께 쟀어요.").await?;
    desk.fill("결론", "기준을 넘는 것이 없어요.").await?;
    desk.press("저장").await?;
    desk.press("검토에 넘기기").await?;
    desk.sees("검토 대기").await?;
    desk.sign_in("reviewer@sample.ieum", PASSWORD).await?;
    desk.go(&measurement).await?;
    desk.press("보고서로 내보내기").await?;
    desk.sees("보고서를 내보냈어요").await?;
    desk.sign_in("staff@sample.ieum", PASSWORD).await?;
    desk.go("/log").await?;
    desk.sees("분유 잔류농약 다성분").await?;
    Ok(())
}

/// Invoiced, taken back before anything was paid, invoiced again, paid in two parts; what cannot be is refused.
async fn billed(house: &House, desk: &Browser, firm: &Firm, request: &str) -> Result<()> {
    let clock = house.clock().context("a clock")?;
    desk.sign_in("billing@sample.ieum", PASSWORD).await?;
    desk.go("/invoices").await?;
    desk.settles("의뢰 건").await?;
    desk.press("청구서 만들기").await?;
    desk.press("발행").await?;
    desk.sees("청구서를 발행했어요").await?;
    desk.unfold("청구서 취소").await?;
    desk.fill("까닭", "받는 곳이 틀렸어요.").await?;
    desk.press("청구서 취소").await?;
    desk.sees("취소한 청구서예요").await?;
    desk.go("/invoices").await?;
    desk.press("청구서 만들기").await?;
    let invoice = bare(&desk.arrives("/invoices/inv_").await?);
    desk.press("발행").await?;
    desk.press("내는 곳에 알리기").await?;
    clock.advance_minutes(60 * 24);
    desk.sign_in("billing@sample.ieum", PASSWORD).await?;
    desk.go(&invoice).await?;
    desk.set("입금일", "2026-03-20").await?;
    desk.fill("금액", "96000").await?;
    desk.press("입금 기록").await?;
    desk.sees("입금일이 아직 오지 않았어요").await?;
    desk.set("입금일", "2026-03-05").await?;
    desk.press("입금 기록").await?;
    desk.sees("나머지가 입금되면").await?;
    let office = Visitor::new(house)?;
    office.sign_in("billing@sample.ieum", PASSWORD).await?;
    office.get(&invoice).await?.expect(200)?;
    let void = office.post(&format!("{invoice}/void"), &[("reason", "다시 할래요")]).await?;
    ensure!(void.status.is_client_error(), "a paid invoice is voided: {}", void.status);
    ensure!(void.says("입금된 청구서는 취소할 수 없어요"), "{}", void.words());
    desk.go(&invoice).await?;
    desk.sees("300,000").await?;
    desk.press("입금 기록").await?;
    desk.sees("모두 입금됐어요").await?;
    firm.visitor.sign_in("firm@sample.ieum", PASSWORD).await?;
    let paid = firm.visitor.get(&invoice).await?.expect(200)?;
    ensure!(paid.says("모두 내셨어요"), "{}", paid.words());
    // A week and a day after delivery nobody objects any more.
    clock.advance_minutes(60 * 24 * 8);
    let firm = Firm { visitor: Visitor::new(house)? };
    firm.visitor.sign_in("firm@sample.ieum", PASSWORD).await?;
    let late = firm.step(request, "dispute", "값이 이상해요").await?;
    ensure!(late.says("이의를 제기할 수 있는 기간이"), "{}: {}", late.status, late.words());
    Ok(())
}
