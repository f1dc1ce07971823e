//! A firm writes down a problem as a guest and follows it, page by page, to the paid invoice and what it thought of it.
//! The facility's staff, the second person and the accounts office do their side in another window.

use crate::restore_same_thread::served_elsewhere;
use anyhow::{Context, Result, ensure};
use ieum::demo::{PASSWORD, SampleRegion, settle};
use ieum_journeys::{Browser, Ground, House, both};
use ieum_kernel::{Instrument, Timestamp};
use std::sync::Arc;

/// A Tuesday, half past nine in Seoul.
fn ground() -> Ground<'static> {
    Ground { moment: Some("2026-03-03T00:30Z"), ..Ground::default() }
}

const WORDS: &str = "핸드크림 층이 여름에 분리돼요. 점도와 크림 제형 안정성을 재서 까닭을 알고 싶어요.";

/// The two windows and who sits at them.
struct Windows {
    house: Arc<House>,
    firm: Browser,
    desk: Browser,
    /// What the address of the facility's people ends with: `@sample.ieum` or `07@sample.ieum`.
    at: String,
}

impl Windows {
    fn later(&self, minutes: i64) -> Result<()> {
        self.house.clock().context("a clock")?.advance_minutes(minutes);
        Ok(())
    }

    /// Lets another of the facility's people sit down at the desk.
    async fn sits_down(&self, role: &str) -> Result<()> {
        self.desk.sign_in(&format!("{role}{}", self.at), PASSWORD).await
    }
}

async fn journey(house: Arc<House>) -> Result<()> {
    let Some(firm) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let (region, _) = settle(house.app()?).await?;
    ieum_matching::find::rebuild(house.app()?).await?;
    let need = problem(&firm, &house).await?;
    let (request, instrument) = match_and_ask(&firm, &need, &house).await?;
    let at = people_of(&region, &instrument)?;
    let desk = Browser::open(&house, 1280).await?.context("a second window")?;
    let windows = Windows { house: Arc::clone(&house), firm, desk, at };
    quote(&windows, &request).await?;
    let starts = book(&windows, &request).await?;
    let sample = samples(&windows, &request).await?;
    let measurement = measure(&windows, &request, &sample, starts).await?;
    let report = report(&windows, &measurement).await?;
    let invoice = bill(&windows, &request).await?;
    feedback(&windows, &request).await?;
    let thread = format!("/needs/{need}/thread");
    let stations = thread_page(&windows, &thread).await?;
    windows.firm.close().await?;
    windows.desk.close().await?;
    served_elsewhere(&house, "firm@sample.ieum", &thread, &stations, &[report, invoice]).await
}
both!(firm_solves_a_problem, journey, super::ground());

/// The guest's first words, signing in half-way, every question of the wizard, and a file.
async fn problem(firm: &Browser, house: &House) -> Result<String> {
    firm.go("/?lang=ko").await?;
    firm.fill("문제를 평소 쓰는 말로 적어 주세요", WORDS).await?;
    firm.press("바로 접수하기").await?;
    firm.arrives("/needs/new").await?;
    ensure!(firm.value("문제").await?.trim() == WORDS, "the first words are lost on the way to the wizard");
    firm.press("다음").await?;
    firm.sees("로그인하면 이어서 할 수 있어요").await?;
    firm.sees(WORDS).await?;
    firm.fill("이메일", "firm@sample.ieum").await?;
    firm.fill("비밀번호", PASSWORD).await?;
    firm.press("로그인하고 이어 하기").await?;
    firm.sees(WORDS).await?;
    firm.press("계속").await?;
    let path = firm.arrives("/write/material").await?;
    let need = path.split('/').nth(2).context("the need's id")?.to_owned();
    firm.fill("대상", "핸드크림").await?;
    firm.press("다음").await?;
    firm.arrives("/write/solved").await?;
    firm.fill("해결 기준", "40도에서 보름을 두어도 층이 나뉘지 않으면 해결이에요.").await?;
    firm.press("다음").await?;
    firm.arrives("/write/quantity").await?;
    firm.fill("양", "시료 2개").await?;
    firm.press("다음").await?;
    firm.arrives("/write/due").await?;
    firm.set("기한", "2026-02-01").await?;
    firm.press("다음").await?;
    firm.sees("오늘이나 앞으로 올 날을 골라 주세요").await?;
    firm.set("기한", "2026-04-30").await?;
    firm.press("다음").await?;
    firm.arrives("/write/budget").await?;
    firm.fill("예산", "1,500,000").await?;
    firm.press("다음").await?;
    firm.arrives("/write/confidentiality").await?;
    firm.pick("공개 범위", "이름 없이 공개").await?;
    firm.press("다음").await?;
    firm.arrives("/write/files").await?;
    let file = house.data().join("지난 성적서.csv");
    std::fs::write(&file, "날짜,점도\n2025-08-01,12000\n").context("write a file to attach")?;
    firm.attach("파일", &file).await?;
    firm.press("파일 올리기").await?;
    firm.sees("지난 성적서.csv").await?;
    firm.press("다음").await?;
    firm.arrives("/write/check").await?;
    for said in [WORDS, "핸드크림", "시료 2개", "1,500,000", "이름 없이 공개", "1개"] {
        firm.sees(said).await?;
    }
    firm.press("문제 보내기").await?;
    firm.arrives("/matches").await?;
    Ok(need)
}

/// The ranked answers with reasons, price and the earliest hour; asks the first instrument that is used with staff.
async fn match_and_ask(firm: &Browser, need: &str, house: &House) -> Result<(String, String)> {
    firm.sees("이유와 함께 골랐어요").await?;
    firm.screenshot("matches-ko").await?;
    let words = firm.words().await?;
    ensure!(words.contains("에서"), "no reasons: {words}");
    ensure!(words.contains("원 / 시료"), "no price: {words}");
    ensure!(words.contains("가장 이른 때"), "no earliest hour: {words}");
    firm.tick("담당자와 함께 이용").await?;
    firm.press("적용").await?;
    firm.arrives("/matches").await?;
    let asks = firm.hrefs(".card .card-aside a").await?;
    // One that is in service: an idle one is offered as well, but its hours cannot be booked.
    let mut chosen = None;
    for ask in &asks {
        let Some((_, named)) = ask.split_once("instrument=") else { continue };
        let id = named.split('&').next().unwrap_or(named).to_owned();
        let sql = "SELECT life FROM public_instrument WHERE id = $1";
        let life: String = house.db().reader().one(sql, ieum_db::args![&id], |row| row.get("life")).await?;
        if life == "in_service" {
            chosen = Some((ask, id));
            break;
        }
    }
    let (ask, instrument) = chosen.context("an instrument to ask")?;
    firm.press_link(ask).await?;
    firm.arrives("/requests/new").await?;
    // The problem's words came along; without a title it is asked for, and the rest stays.
    ensure!(firm.value("의뢰 내용").await?.contains("핸드크림"), "the problem's words do not come along");
    firm.fill("제목", "").await?;
    firm.press("보내기").await?;
    firm.sees("아래 내용을 확인해 주세요").await?;
    firm.fill("제목", "핸드크림 점도와 제형 안정성").await?;
    firm.fill("의뢰 내용", "시료 2개를 40도와 25도에서 재 주세요.").await?;
    firm.fill("수량", "2").await?;
    firm.press("보내기").await?;
    let path = firm.arrives("/requests/req_").await?;
    firm.sees("의뢰를 보냈어요").await?;
    ensure!(firm.link("문제의 흐름 보기").await?.contains(need), "the request forgets its problem");
    Ok((path.split(['?', '#']).next().unwrap_or_default().to_owned(), instrument))
}

/// How the addresses of the people end who run this instrument.
fn people_of(region: &SampleRegion, instrument: &str) -> Result<String> {
    let id: ieum_kernel::Id<Instrument> = instrument.parse().map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let facility = region.instruments.iter().find(|i| i.id == id).context("a known instrument")?.facility;
    let place = region.facilities.iter().position(|f| f.0 == facility).context("its facility")?;
    Ok(if place == 0 { "@sample.ieum".to_owned() } else { format!("{:02}@sample.ieum", place + 1) })
}

/// Staff take the request, ask back, judge it and quote; the firm answers and accepts.
async fn quote(w: &Windows, request: &str) -> Result<()> {
    w.later(20)?;
    w.sits_down("staff").await?;
    w.desk.go("/work").await?;
    w.desk.press("핸드크림 점도와 제형 안정성").await?;
    w.desk.arrives(request).await?;
    w.desk.press("맡기").await?;
    w.desk.sees("처리했어요").await?;
    w.desk.pick("할 수 있나요?", "할 수 있어요").await?;
    w.desk.fill("할 수 있는 것과 없는 것", "점도 곡선과 동적 점탄성을 재요.").await?;
    w.desk.press("가능한지 판단하기").await?;
    w.desk.sees("방법 검토").await?;
    w.later(20)?;
    w.desk.press("견적 보내기").await?;
    w.desk.arrives("/quotes/new").await?;
    for (line, (what, quantity, unit, price)) in
        [("점도 곡선", "2", "점", "90,000"), ("동적 점탄성", "2", "점", "120,000")].into_iter().enumerate()
    {
        w.desk.fill_named(&format!("description_{}", line + 1), what).await?;
        w.desk.fill_named(&format!("quantity_{}", line + 1), quantity).await?;
        w.desk.fill_named(&format!("unit_{}", line + 1), unit).await?;
        w.desk.fill_named(&format!("price_{}", line + 1), price).await?;
    }
    w.desk.press("저장하기").await?;
    w.desk.arrives("/quotes/quo_").await?;
    for amount in ["420,000", "42,000", "462,000"] {
        w.desk.sees(amount).await?;
    }
    w.desk.press("견적 보내기").await?;
    w.desk.sees("답변 대기").await?;
    w.later(30)?;
    w.firm.go(request).await?;
    w.firm.press("견적 확인하기").await?;
    w.firm.arrives("/quotes/quo_").await?;
    let paper = w.firm.link("견적서 PDF").await?;
    w.firm.download(&paper).await?.expect("application/pdf", "%PDF-")?;
    w.firm.press("견적 수락하기").await?;
    w.firm.sees("수락하려면 동의에 표시해 주세요").await?;
    w.firm.tick("내용과 조건을 읽었고 동의해요").await?;
    w.firm.press("견적 수락하기").await?;
    w.firm.sees("견적을 수락했어요").await?;
    Ok(())
}

/// A time that breaks several rules is refused with all of them and three times that pass; the firm takes one.
async fn book(w: &Windows, request: &str) -> Result<Timestamp> {
    w.later(5)?;
    w.firm.go(request).await?;
    w.firm.press("예약하기").await?;
    w.firm.arrives("/reservations/new").await?;
    w.firm.choose("사용 시간", "2시간").await?;
    w.firm.fill("사용 목적", "핸드크림 점도").await?;
    // A Sunday off the grid, then a weekday before dawn off the grid.
    for (day, start, reasons) in [
        ("2026-03-08", "10:10", ["30분 단위", "쉬는 요일"]),
        ("2026-03-10", "05:10", ["30분 단위", "운영 시간은"]),
    ] {
        w.firm.set("날짜", day).await?;
        w.firm.set("시작 시각", start).await?;
        w.firm.press("예약하기").await?;
        w.firm.sees("아래 내용을 확인해 주세요").await?;
        let said = w.firm.all_words(".error-summary li").await?;
        for reason in reasons {
            ensure!(said.iter().any(|said| said.contains(reason)), "{day}: {reason} is not said: {said:?}");
        }
    }
    ensure!(w.firm.value("사용 목적").await?.trim() == "핸드크림 점도", "what was typed is lost");
    let slots = w.firm.hrefs("main ul.stack li a").await?;
    ensure!(slots.len() == 3, "three times are offered: {slots:?}");
    w.firm.screenshot("booking-refused-ko").await?;
    w.firm.press_link(slots.get(1).context("the second")?).await?;
    w.firm.sees("이 시간에").await?;
    w.firm.press("예약하기").await?;
    let path = w.firm.arrives("/reservations/rsv_").await?;
    let path = path.split('?').next().unwrap_or_default().to_owned();
    if w.firm.words().await?.contains("승인 대기") {
        w.desk.go(&path).await?;
        w.desk.press("승인하기").await?;
        w.firm.go(&path).await?;
    }
    w.firm.sees("확정").await?;
    w.later(2)?;
    w.desk.go(request).await?;
    w.desk.fill("의뢰한 곳에 알릴 일정", "예약한 날에 바로 재요.").await?;
    w.desk.press("일정 잡기").await?;
    w.desk.sees("처리했어요").await?;
    let sql = "SELECT starts_at FROM reservation ORDER BY starts_at DESC LIMIT 1";
    Ok(w.house.db().reader().one(sql, ieum_db::args![], |row| row.get("starts_at")).await?)
}

/// The firm declares its samples, prints the label and sends them; staff take them in and put them away.
async fn samples(w: &Windows, request: &str) -> Result<String> {
    w.later(15)?;
    w.desk.press("시료 요청하기").await?;
    w.desk.sees("시료 대기").await?;
    w.firm.go(request).await?;
    w.firm.press("시료 등록하기").await?;
    w.firm.fill("시료 이름", "핸드크림 여름 1호").await?;
    w.firm.fill("종류", "화장품").await?;
    w.firm.fill("양", "50 g").await?;
    w.firm.press("시료 등록하기").await?;
    w.firm.sees("시료를 등록했어요").await?;
    w.firm.press("S-2026-").await?;
    let path = w.firm.arrives("/samples/").await?;
    let label = w.firm.link("라벨 PDF").await?;
    w.firm.download(&label).await?.expect("application/pdf", "%PDF-")?;
    w.firm.unfold("보냈다고 알리기").await?;
    w.firm.press("보냈다고 알리기").await?;
    w.firm.sees("보내는 중").await?;
    let code = w.firm.all_words("main p.hint").await?.first().cloned().context("the sample's number")?;
    w.later(600)?;
    w.desk.go("/samples/scan").await?;
    w.desk.fill("시료 번호", &code).await?;
    w.desk.press("찾기").await?;
    w.desk.sees("핸드크림 여름 1호").await?;
    w.desk.press("접수하기").await?;
    w.desk.sees("접수대에 있어요").await?;
    w.desk.press("보관 장소").await?;
    for (kind, name) in [("방", "201호"), ("냉동고·보관장", "냉장고 1")] {
        w.desk.choose("종류", kind).await?;
        if kind != "방" {
            w.desk.choose("들어 있는 곳", "201호").await?;
        }
        w.desk.fill("이름", name).await?;
        w.desk.press("장소 만들기").await?;
        w.desk.sees("장소를 만들었어요").await?;
    }
    w.desk.go(&path).await?;
    w.desk.choose_nth("보관 장소", 2).await?;
    w.desk.press("보관하기").await?;
    w.desk.sees("냉장고 1").await?;
    w.desk.sees("보관 중").await?;
    Ok(path)
}

/// On the day: the booking is used, what was measured is written down with its file and handed in.
async fn measure(w: &Windows, request: &str, sample: &str, starts: Timestamp) -> Result<String> {
    // Some days have passed; sessions have ended meanwhile.
    w.house.clock().context("a clock")?.set(starts);
    w.firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    w.sits_down("staff").await?;
    w.desk.go(sample).await?;
    w.desk.press("꺼내기").await?;
    w.desk.sees("꺼냄").await?;
    w.desk.press("분석 시작하기").await?;
    w.desk.sees("분석 중").await?;
    w.desk.go(request).await?;
    let booking = w.desk.hrefs("#bookings a[href^='/reservations/rsv_']").await?;
    let booking = booking.first().context("the booking on the request")?.clone();
    w.desk.go(&booking).await?;
    w.desk.press("사용 시작").await?;
    w.desk.sees("사용 중").await?;
    w.later(100)?;
    w.desk.go(&booking).await?;
    w.desk.fill("시료 수", "2").await?;
    w.desk.fill("담당자 작업 시간", "40").await?;
    w.desk.tick("제가 장비를 조작했어요").await?;
    w.desk.press("사용 종료").await?;
    w.desk.sees("사용을 마쳤어요").await?;
    w.desk.press("측정 기록하기").await?;
    w.desk.arrives("/measurements/new").await?;
    w.desk.fill("제목", "핸드크림 점도와 점탄성").await?;
    w.desk.fill("시료", "핸드크림 여름 1호").await?;
    w.desk.fill("측정 조건", "25 °C와 40 °C, 원뿔판 50 mm").await?;
    w.desk.fill("결과", "점도 | 8200 | mPa·s | 25 °C\n점도 | 2100 | mPa·s | 40 °C").await?;
    w.desk.fill("요약", "여름 온도에서 점도가 얼마나 내려가는지 쟀어요.").await?;
    w.desk.fill("결론", "40 °C에서 점도가 4분의 1로 내려가 층이 나뉘어요.").await?;
    w.desk.press("저장").await?;
    let path = w.desk.arrives("/measurements/mea_").await?;
    let path = path.split('?').next().unwrap_or_default().to_owned();
    let file = w.house.data().join("점도곡선.csv");
    std::fs::write(&file, "온도,점도\n25,8200\n40,2100\n").context("write a result file")?;
    w.desk.attach("파일 올리기", &file).await?;
    w.desk.press("올리기").await?;
    w.desk.sees("점도곡선.csv").await?;
    w.desk.sees("SHA-256").await?;
    w.later(5)?;
    w.desk.go(sample).await?;
    w.desk.press("분석 끝내기").await?;
    w.desk.sees("분석 끝").await?;
    w.later(30)?;
    w.desk.go(&path).await?;
    w.desk.press("검토에 넘기기").await?;
    w.desk.sees("검토 대기").await?;
    Ok(path)
}

/// A second person lets it out; the firm downloads the report, and anybody can see that it is genuine.
async fn report(w: &Windows, measurement: &str) -> Result<String> {
    w.later(120)?;
    w.sits_down("reviewer").await?;
    w.desk.go(measurement).await?;
    w.desk.press("보고서로 내보내기").await?;
    w.desk.sees("보고서를 내보냈어요").await?;
    w.firm.go("/measurements").await?;
    w.firm.press("핸드크림 점도와 점탄성").await?;
    w.firm.arrives("/measurements/mea_").await?;
    w.firm.press("P-2026-").await?;
    let path = w.firm.arrives("/reports/rpt_").await?;
    w.firm.sees("유효").await?;
    let pdf = w.firm.link("한국어 PDF").await?;
    w.firm.download(&pdf).await?.expect("application/pdf", "%PDF-")?;
    let verify = w.firm.link("확인 화면 열기").await?;
    // Whoever was handed the paper is not signed in.
    w.desk.client().delete_all_cookies().await?;
    w.desk.go(&verify).await?;
    w.desk.sees("유효한 보고서예요").await?;
    let last = if verify.ends_with('0') { '1' } else { '0' };
    let forged = format!("{}{last}", verify.get(..verify.len() - 1).context("a fingerprint")?);
    w.desk.go(&forged).await?;
    w.desk.sees("확인할 수 없어요").await?;
    Ok(path.split('?').next().unwrap_or_default().to_owned())
}

/// The result is delivered; the accounts office makes, issues and sends the invoice and records the payment.
async fn bill(w: &Windows, request: &str) -> Result<String> {
    w.firm.go(request).await?;
    w.firm.sees("결과 전달").await?;
    w.later(60)?;
    w.sits_down("billing").await?;
    w.desk.go("/invoices").await?;
    w.desk.settles("의뢰 건").await?;
    w.desk.press("청구서 만들기").await?;
    let path = w.desk.arrives("/invoices/inv_").await?;
    let path = path.split('?').next().unwrap_or_default().to_owned();
    w.desk.sees("462,000").await?;
    w.desk.press("발행").await?;
    w.desk.sees("청구서를 발행했어요").await?;
    w.later(1)?;
    w.desk.press("내는 곳에 알리기").await?;
    w.desk.sees("내는 곳에 알렸어요").await?;
    w.later(90)?;
    w.firm.go(&path).await?;
    w.firm.sees("기한까지 내 주세요").await?;
    for (file, kind, begins) in [
        ("PDF", "application/pdf", "%PDF-"),
        ("엑셀", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
    ] {
        let href = w.firm.link(file).await?;
        w.firm.download(&href).await?.expect(kind, begins)?;
    }
    w.later(1440)?;
    w.sits_down("billing").await?;
    w.desk.go(&path).await?;
    w.desk.fill("금액", "9,999,999").await?;
    w.desk.press("입금 기록").await?;
    w.desk.sees("보다 많아요").await?;
    w.desk.fill("금액", "462,000").await?;
    w.desk.fill("적요", "한빛화장품").await?;
    w.desk.press("입금 기록").await?;
    w.desk.sees("모두 입금됐어요").await?;
    Ok(path)
}

/// The firm closes the job and says how it was.
async fn feedback(w: &Windows, request: &str) -> Result<()> {
    w.later(30)?;
    w.firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    w.firm.go(request).await?;
    w.firm.press("확인하고 마무리하기").await?;
    w.firm.sees("완료").await?;
    w.firm.press("이용 평가").await?;
    w.firm.arrives("/feedback").await?;
    w.firm.pick("문제가 풀렸나요", "풀렸어요").await?;
    for what in ["속도", "품질"] {
        w.firm.pick(what, "5 (아주 좋음)").await?;
    }
    w.firm.pick("가격", "4").await?;
    w.firm.fill("하고 싶은 말", "처방을 바꿀 근거가 생겼어요.").await?;
    w.firm.press("보내기").await?;
    w.firm.sees("알려 주셔서 고맙습니다").await?;
    Ok(())
}

/// Every station stands on the thread page, in the order it happened, each once.
async fn thread_page(w: &Windows, thread: &str) -> Result<Vec<String>> {
    w.firm.go(thread).await?;
    w.firm.screenshot("thread-ko").await?;
    let titles = w.firm.all_words(".moment-title").await?;
    let stations = [
        "쓰기 시작했어요",
        "접수했어요",
        "의뢰를 보냈어요",
        "의뢰를 맡았어요",
        "할 수 있는지 판단했어요",
        "견적을 보냈어요",
        "견적을 수락했어요",
        "예약",
        "일정을 잡았어요",
        "시료를 요청했어요",
        "등록했어요",
        "보냈어요",
        "접수했어요",
        "보관했어요",
        "꺼냈어요",
        "분석을 시작했어요",
        "사용 시작",
        "사용 종료",
        "분석을 끝냈어요",
        "결과를 검토로 넘겼어요",
        "결과를 전달했어요",
        "판을 냈어요",
        "청구서 I-2026-",
        "입금을 확인했어요",
        "마무리했어요",
        "이용 평가",
    ];
    let mut rest = titles.iter();
    for station in stations {
        ensure!(
            rest.any(|title| title.contains(station)),
            "{station} is missing or out of order: {titles:#?}"
        );
    }
    for once in ["판을 냈어요", "청구서 I-2026-", "이용 평가", "견적을 수락했어요"] {
        let times = titles.iter().filter(|title| title.contains(once)).count();
        let wanted = if once.starts_with("청구서") { 2 } else { 1 };
        ensure!(times == wanted, "{once} stands {times} times: {titles:#?}");
    }
    Ok(titles)
}
