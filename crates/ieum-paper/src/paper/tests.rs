use super::*;
use std::io::Write as _;
use std::process::Command;
use std::sync::LazyLock;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::embedded().unwrap());

/// A quote of twelve lines, as a public institute sends it.
fn quote() -> Paper {
    let items = [
        (
            "전계방출형 주사전자현미경 (FE-SEM) 관찰",
            "시료 표면 금 코팅 포함",
            "시간",
            "4",
            "60,000",
            "240,000",
        ),
        ("에너지분산형 X선 분광 (EDS) 정성·정량", "", "점", "12", "15,000", "180,000"),
        ("X선 회절 분석 (XRD)", "2θ 10–80°, 0.02°/step", "건", "3", "50,000", "150,000"),
        ("X선 광전자 분광 (XPS)", "survey + narrow 4원소", "건", "3", "120,000", "360,000"),
        ("시차주사열량 분석 (DSC)", "−50 ~ 300 ℃, 10 ℃/min", "건", "2", "70,000", "140,000"),
        ("열중량 분석 (TGA)", "", "건", "2", "60,000", "120,000"),
        ("푸리에변환 적외선 분광 (FT-IR, ATR)", "", "건", "5", "30,000", "150,000"),
        (
            "유도결합플라스마 질량 분석 (ICP-MS)",
            "중금속 8종, 검출한계 0.1 µg/L",
            "건",
            "4",
            "90,000",
            "360,000",
        ),
        ("시료 전처리 (마이크로파 산분해)", "", "건", "4", "25,000", "100,000"),
        ("표면 거칠기 측정 (AFM)", "10 × 10 µm²", "시간", "2", "80,000", "160,000"),
        ("기술 상담 및 결과 해석", "책임연구원 1명", "시간", "3", "100,000", "300,000"),
        ("시험성적서 발급 (국문·영문)", "", "부", "2", "10,000", "20,000"),
    ];
    let rows = items
        .iter()
        .enumerate()
        .map(|(i, (what, detail, unit, count, price, sum))| {
            let what = if detail.is_empty() { (*what).to_owned() } else { format!("{what}\n{detail}") };
            vec![(i + 1).to_string(), what, (*unit).into(), (*count).into(), (*price).into(), (*sum).into()]
        })
        .collect();
    Paper {
        number: "견적번호 QT-2026-00127".into(),
        issuer: "충북바이오의약연구원 분석지원센터".into(),
        meta: vec![
            Pair::new("발행일", "2026년 11월 23일"),
            Pair::new("유효기간", "2026년 12월 22일까지"),
            Pair::new("의뢰번호", "REQ-2026-00418"),
            Pair::new("판", "2판 (1판을 대신함)"),
        ],
        blocks: vec![
            Block::Beside {
                columns: vec![
                    vec![Block::KeyValues {
                        heading: "받는 곳".into(),
                        columns: 1,
                        pairs: vec![
                            Pair::new("기관", "(주)한빛소재"),
                            Pair::new("담당", "김서연 책임"),
                            Pair::new("사업자번호", "123-45-67891"),
                            Pair::new("주소", "충청북도 청주시 흥덕구 오송읍 오송생명로 123, 4층"),
                        ],
                    }],
                    vec![Block::KeyValues {
                        heading: "보내는 곳".into(),
                        columns: 1,
                        pairs: vec![
                            Pair::new("기관", "충북바이오의약연구원"),
                            Pair::new("담당", "박준호 선임연구원"),
                            Pair::new("사업자번호", "301-82-00000"),
                            Pair::new("연락", "043-000-0000\nanalysis@example.kr"),
                        ],
                    }],
                ],
            },
            Block::Figure {
                label: "합계 금액".into(),
                value: "2,508,000원".into(),
                note: "부가가치세 포함".into(),
            },
            Block::Table(Table {
                caption: String::new(),
                columns: vec![
                    Column::new("번호", Align::Center, Width::Fit),
                    Column::new("항목", Align::Start, Width::Share(1)),
                    Column::new("단위", Align::Center, Width::Fit),
                    Column::new("수량", Align::End, Width::Fit),
                    Column::new("단가 (원)", Align::End, Width::Fit),
                    Column::new("금액 (원)", Align::End, Width::Mm(26)),
                ],
                rows,
                totals: vec![
                    Total { label: "공급가액".into(), value: "2,280,000".into(), strong: false },
                    Total { label: "부가가치세 (10%)".into(), value: "228,000".into(), strong: false },
                    Total { label: "합계".into(), value: "2,508,000".into(), strong: true },
                ],
            }),
            Block::Notice {
                heading: "알려 드려요".into(),
                text: "시료는 견적을 수락한 날부터 14일 안에 보내 주세요. 실제 사용 시간이 견적보다 짧으면 사용한 시간만큼만 청구해요.\n측정이 끝난 시료는 성적서 발급 뒤 30일 동안 보관하고, 그 뒤에는 의뢰서에 적은 방법으로 반환하거나 폐기해요.".into(),
            },
            Block::Signatures {
                lines: vec![
                    Signature { label: "작성".into(), name: "박준호".into(), mark: "(인)".into() },
                    Signature { label: "승인".into(), name: "이정민".into(), mark: "(인)".into() },
                ],
            },
        ],
        footer: "충북바이오의약연구원 · 충청북도 청주시 흥덕구 오송읍".into(),
        seal: "문서 지문 SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        ..Paper::new(Lang::Ko, "견적서")
    }
}

fn label(number: usize) -> Label {
    let code = format!("SMP-2026-{number:05}");
    let lines = vec!["(주)한빛소재 · 2026-11-23".into(), "냉장 2–8 ℃ · 차광".into(), "보관 A-03-12".into()];
    Label::new(&format!("https://ieum.example/s/{code}"), code, "리튬이온전지 양극재 분말", lines).unwrap()
}

/// The text that a reader finds in a PDF, or nothing where poppler is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file.path())
        .arg("-")
        .output()
        .ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Writes a paper where a person asked to look at it.
fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("IEUM_PAPER_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(name), pdf).unwrap();
    }
}

#[test]
fn a_quote_is_set_in_korean_and_always_the_same() {
    let paper = quote();
    let pdf = paper.pdf(&FONTS).unwrap();
    keep("quote.pdf", &pdf);
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(pdf.len() < 300_000, "{} bytes: fonts are subset", pdf.len());
    assert_eq!(pdf, paper.pdf(&FONTS).unwrap());
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("1 / 1") || text.contains("1/1"), "the page number in:\n{text}");
        for word in
            ["QT-2026-00127", "(주)한빛소재", "유도결합플라스마", "2,508,000", "부가가치세 (10%)", "µg/L"]
        {
            assert!(text.contains(word), "{word} in:\n{text}");
        }
    }
    assert_eq!(paper.unprintable(&FONTS), Vec::<char>::new());
}

#[test]
fn markup_in_a_text_is_only_text() {
    let hostile = "#panic(\"x\") $ x^2 $ *b* _i_ `c` \\ <l> @r = - + / // /* \"'[{(#import \"@preview/x:1.0.0\" \u{202e}abc";
    let mut paper = Paper::new(Lang::En, hostile);
    paper.number = hostile.into();
    paper.footer = hostile.into();
    paper.meta = vec![Pair::new(hostile, hostile)];
    paper.blocks = vec![
        Block::Heading { level: 9, text: hostile.into() },
        Block::Paragraph { text: format!("{hostile}\n{hostile}") },
        Block::Table(Table {
            caption: hostile.into(),
            columns: vec![Column::new(hostile, Align::End, Width::Share(1))],
            rows: vec![vec![hostile.into()], vec![String::new()]],
            totals: vec![Total { label: hostile.into(), value: hostile.into(), strong: true }],
        }),
        Block::Notice { heading: hostile.into(), text: hostile.into() },
    ];
    let pdf = paper.pdf(&FONTS).unwrap();
    keep("hostile.pdf", &pdf);
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("#panic(\"x\") $ x^2 $ *b* _i_ `c`"), "{text}");
        assert!(text.contains("@preview/x:1.0.0"), "{text}");
        assert!(!text.contains('\u{202e}'));
    }
}

#[test]
fn a_long_table_repeats_its_head() {
    let mut paper = Paper::new(Lang::Ko, "운영일지");
    paper.blocks = vec![Block::Table(Table {
        caption: String::new(),
        columns: vec![
            Column::new("사용자머리", Align::Start, Width::Share(1)),
            Column::new("시간", Align::End, Width::Fit),
        ],
        rows: (0..120).map(|i| vec![format!("사용자 {i}"), format!("{i}")]).collect(),
        totals: vec![],
    })];
    let pdf = paper.pdf(&FONTS).unwrap();
    if let Some(text) = text_of(&pdf) {
        let pages = text.matches('\u{c}').count();
        assert!(pages > 2, "{pages} pages");
        assert_eq!(text.matches("사용자머리").count(), pages);
    }
}

#[test]
fn labels_lie_on_their_sheet() {
    let sheet = LabelSheet {
        lang: Lang::Ko,
        title: "시료 라벨".into(),
        grid: LabelGrid::A4_21,
        skip: 2,
        labels: (1..=24).map(label).collect(),
    };
    let pdf = sheet.pdf(&FONTS).unwrap();
    keep("labels.pdf", &pdf);
    if let Some(text) = text_of(&pdf) {
        assert_eq!(text.matches('\u{c}').count(), 2, "24 labels after two empty places need two sheets");
        assert!(text.contains("SMP-2026-00024"), "{text}");
    }
    let vials = LabelSheet { grid: LabelGrid::A4_40, ..sheet.clone() };
    keep("vials.pdf", &vials.pdf(&FONTS).unwrap());
    let too_wide = LabelSheet { grid: LabelGrid { columns: 4, ..LabelGrid::A4_21 }, ..sheet };
    assert_eq!(too_wide.pdf(&FONTS), Err(PaperError::Layout("a label grid larger than A4")));
}

#[test]
fn every_block_can_be_set_and_mistakes_are_named() {
    let mut paper = Paper::new(Lang::En, "Test report");
    paper.subtitle = "Surface analysis of cathode powder".into();
    paper.blocks = vec![
        Block::Heading { level: 1, text: "Results".into() },
        Block::KeyValues {
            heading: String::new(),
            columns: 2,
            pairs: vec![Pair::new("a", "1"), Pair::new("b", "2"), Pair::new("c", "3")],
        },
        Block::Svg {
            svg: crate::qr_svg("https://ieum.example").unwrap(),
            width_mm: 30,
            alt: "Verify".into(),
            caption: true,
            align: Align::End,
        },
        Block::Labels { columns: 2, height_mm: 38, labels: vec![label(1), label(2), label(3)] },
        Block::PageBreak,
        Block::Paragraph { text: "한자 漢".into() },
    ];
    let pdf = paper.pdf(&FONTS).unwrap();
    keep("blocks.pdf", &pdf);
    assert_eq!(paper.unprintable(&FONTS), vec!['漢']);

    let columns = vec![Column::new("a", Align::Start, Width::Fit)];
    let rows = vec![vec!["1".into()], vec![]];
    paper.blocks = vec![Block::Table(Table { caption: String::new(), columns, rows, totals: vec![] })];
    assert_eq!(paper.pdf(&FONTS), Err(PaperError::Ragged { row: 2, found: 0, expected: 1 }));
    paper.blocks = vec![Block::Svg {
        svg: "<svg".into(),
        width_mm: 10,
        alt: String::new(),
        caption: false,
        align: Align::Start,
    }];
    assert!(matches!(paper.pdf(&FONTS), Err(PaperError::Setting(_))));
    paper.blocks = vec![Block::Beside { columns: vec![] }];
    assert!(matches!(paper.pdf(&FONTS), Err(PaperError::Layout(_))));
}

#[test]
fn a_drawing_reaches_nothing_outside_itself() {
    let href = |target: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">\
             <image xlink:href=\"{target}\" width=\"9\" height=\"9\"/><text y=\"5\">가</text></svg>"
        );
        let mut paper = Paper::new(Lang::En, "Drawing");
        let alt = String::new();
        paper.blocks = vec![Block::Svg { svg, width_mm: 20, alt, caption: false, align: Align::Start }];
        paper.pdf(&FONTS)
    };
    for target in
        ["/etc/hostname", "file:///etc/hostname", "../../Cargo.toml", "https://example.invalid/x.png"]
    {
        if let Ok(pdf) = href(target) {
            assert!(!pdf.windows(14).any(|window| window == b"/Subtype/Image"), "{target} was drawn");
        }
    }
}

#[test]
fn a_paper_beyond_its_bounds_is_refused() {
    let mut paper = Paper::new(Lang::Ko, "장부");
    let columns = vec![Column::new("a", Align::Start, Width::Fit)];
    let rows = vec![vec![String::new()]; MOST_PARTS];
    paper.blocks = vec![Block::Table(Table { caption: String::new(), columns, rows, totals: vec![] })];
    let (found, most) = (MOST_PARTS + 1, MOST_PARTS);
    assert_eq!(paper.pdf(&FONTS), Err(PaperError::TooLarge { of: "parts", found, most }));
    paper.blocks = vec![Block::Labels { columns: 3, height_mm: 38, labels: vec![label(1); MOST_LABELS + 1] }];
    let (found, most) = (MOST_LABELS + 1, MOST_LABELS);
    assert_eq!(paper.pdf(&FONTS), Err(PaperError::TooLarge { of: "labels", found, most }));
    paper.blocks = vec![Block::Paragraph { text: "가".repeat(MOST_LETTERS) }];
    let (found, most) =
        (MOST_LETTERS + paper.title.chars().count() + "ko".len() + "paragraph".len(), MOST_LETTERS);
    assert_eq!(paper.pdf(&FONTS), Err(PaperError::TooLarge { of: "letters", found, most }));
    let page = [Block::Paragraph { text: "가".to_owned() }, Block::PageBreak];
    paper.blocks = vec![page; MOST_PAGES + 50].concat();
    let refused = paper.pdf(&FONTS).map(|pdf| pdf.len());
    assert!(matches!(refused, Err(PaperError::TooLarge { of: "pages", .. })), "{refused:?}");
}
