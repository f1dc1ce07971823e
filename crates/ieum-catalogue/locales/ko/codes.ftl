# 코드 목록의 이름이에요. 가져오기에서도 같은 이름을 알아들어요.

entry-code-region-11 = 서울
entry-code-region-26 = 부산
entry-code-region-27 = 대구
entry-code-region-28 = 인천
entry-code-region-29 = 광주
entry-code-region-30 = 대전
entry-code-region-31 = 울산
entry-code-region-36 = 세종
entry-code-region-41 = 경기
entry-code-region-43 = 충북
entry-code-region-44 = 충남
entry-code-region-46 = 전남
entry-code-region-47 = 경북
entry-code-region-48 = 경남
entry-code-region-50 = 제주
entry-code-region-51 = 강원
entry-code-region-52 = 전북
entry-code-region-99 = 국외

entry-code-organisation-kind-firm = 기업
entry-code-organisation-kind-university = 대학
entry-code-organisation-kind-institute = 공공연구기관
entry-code-organisation-kind-hospital = 병원
entry-code-organisation-kind-government = 정부·지자체
entry-code-organisation-kind-support = 지원기관
entry-code-organisation-kind-foreign = 외국기관

entry-code-firm-size-micro = 소상공인
entry-code-firm-size-small = 소기업
entry-code-firm-size-medium = 중기업
entry-code-firm-size-mid = 중견기업
entry-code-firm-size-large = 대기업

entry-code-tier-basic = 기초기술 인프라
entry-code-tier-advanced = 첨단기술 인프라

entry-code-stage-basic = 기초
entry-code-stage-applied = 응용
entry-code-stage-development = 개발
entry-code-stage-commercial = 사업화

entry-code-access-mode-self = 직접 사용
entry-code-access-mode-assisted = 도움 받아 사용
entry-code-access-mode-request = 분석 의뢰

entry-code-life-planned = 도입 예정
entry-code-life-commissioning = 설치·시운전 중
entry-code-life-in-service = 운영 중
entry-code-life-idle = 유휴
entry-code-life-disposal-review = 처분 검토
entry-code-life-transferred = 이관됨
entry-code-life-retired = 퇴역

entry-code-condition-ok = 정상
entry-code-condition-degraded = 일부 제한
entry-code-condition-down = 고장
entry-code-condition-in-maintenance = 점검 중
entry-code-condition-calibration-overdue = 교정 기한 지남

entry-code-access-open = 개방
entry-code-access-internal-only = 기관 내부만
entry-code-access-closed = 닫힘

entry-code-use-scope-1 = 단독활용만 가능
entry-code-use-scope-2 = 공동활용허용가능
entry-code-use-scope-3 = 공동활용서비스가능

entry-code-class-major-optical = 광학/전자영상장비
entry-code-class-major-chemical = 화합물전처리/분석장비
entry-code-class-major-mechanical = 기계가공/시험장비
entry-code-class-major-electrical = 전기/전자장비
entry-code-class-major-data = 데이터처리장비
entry-code-class-major-physical = 물리적측정장비
entry-code-class-major-medical = 임상의료장비
entry-code-class-major-environment = 환경조성/생산/사육시설장비

entry-code-facility-category-laboratory = 연구실·분석실
entry-code-facility-category-test-bed = 시험평가 시설
entry-code-facility-category-pilot-plant = 파일럿 플랜트
entry-code-facility-category-proving-ground = 실증단지
entry-code-facility-category-clean-room = 클린룸
entry-code-facility-category-animal = 동물실험 시설
entry-code-facility-category-biobank = 바이오뱅크
entry-code-facility-category-data-centre = 데이터·연산 센터
entry-code-facility-category-living-lab = 리빙랩
entry-code-facility-category-other = 그 밖의 시설

entry-code-method-family-separation = 분리·크로마토그래피
entry-code-method-family-mass = 질량분석
entry-code-method-family-spectroscopy = 분광
entry-code-method-family-microscopy = 현미경·영상
entry-code-method-family-diffraction = 회절·산란
entry-code-method-family-thermal = 열분석
entry-code-method-family-mechanical = 기계적 시험
entry-code-method-family-electrical = 전기·전자 측정
entry-code-method-family-surface = 표면 분석
entry-code-method-family-bio = 생물·세포
entry-code-method-family-environment = 환경 시험
entry-code-method-family-computing = 계산·데이터
entry-code-method-family-process = 제작·공정
entry-code-method-family-other = 기타

entry-code-service-field-analysis = 분석
entry-code-service-field-test = 시험
entry-code-service-field-calibration = 교정
entry-code-service-field-certification = 인증
entry-code-service-field-prototyping = 시제품 제작
entry-code-service-field-consulting = 기술 자문
entry-code-service-field-research = 위탁 연구
entry-code-service-field-data = 데이터 서비스
entry-code-service-field-patent = 특허
entry-code-service-field-design = 디자인
entry-code-service-field-marketing = 마케팅
entry-code-service-field-exhibition = 전시
entry-code-service-field-networking = 네트워킹
entry-code-service-field-training = 교육

entry-code-service-unit-sample = 시료
entry-code-service-unit-hour = 시간
entry-code-service-unit-item = 항목
entry-code-service-unit-case = 건

entry-code-science-field-math = 수학
entry-code-science-field-physics = 물리
entry-code-science-field-chemistry = 화학
entry-code-science-field-earth = 지구과학
entry-code-science-field-life = 생명과학
entry-code-science-field-agriculture = 농림수산식품
entry-code-science-field-medicine = 보건의료
entry-code-science-field-machine = 기계
entry-code-science-field-material = 재료
entry-code-science-field-chemical-engineering = 화공
entry-code-science-field-electronics = 전기·전자
entry-code-science-field-information = 정보·통신
entry-code-science-field-energy = 에너지·자원
entry-code-science-field-nuclear = 원자력
entry-code-science-field-environment = 환경
entry-code-science-field-construction = 건설·교통
entry-code-science-field-society = 인문·사회

entry-code-availability-open = 상담 가능
entry-code-availability-limited = 일정 협의
entry-code-availability-closed = 상담 안 함

entry-code-resource-kind-sample = 시료
entry-code-resource-kind-material = 소재
entry-code-resource-kind-strain = 균주
entry-code-resource-kind-cell-line = 세포주
entry-code-resource-kind-plant = 식물·종자
entry-code-resource-kind-collection = 소장품
entry-code-resource-kind-tissue = 인체유래물·조직
entry-code-resource-kind-reference-material = 표준물질
entry-code-resource-kind-data = 데이터
entry-code-resource-kind-other = 기타

entry-code-standard-body-ks = KS
entry-code-standard-body-iso = ISO
entry-code-standard-body-iec = IEC
entry-code-standard-body-astm = ASTM
entry-code-standard-body-en = EN
entry-code-standard-body-din = DIN
entry-code-standard-body-jis = JIS
entry-code-standard-body-pharmacopoeia = 약전
entry-code-standard-body-codex = 코덱스
entry-code-standard-body-law = 법령·고시
entry-code-standard-body-other = 기타 기관

entry-code-standard-status-current = 현행
entry-code-standard-status-draft = 초안
entry-code-standard-status-superseded = 대체됨
entry-code-standard-status-withdrawn = 폐지

entry-code-licence-kind-open = 오픈소스
entry-code-licence-kind-free = 무료
entry-code-licence-kind-paid = 유료

entry-code-currency-krw = 원 (KRW)
entry-code-currency-usd = 달러 (USD)
entry-code-currency-eur = 유로 (EUR)
entry-code-currency-jpy = 엔 (JPY)

entry-code-sharing-method-1 = 대여
entry-code-sharing-method-2 = 의뢰
entry-code-sharing-method-3 = 직접
entry-code-sharing-method-4 = 모두

entry-code-sharing-range-inside = 기관내부활용
entry-code-sharing-range-outside = 기관외부활용

entry-code-purpose-1 = 시험용
entry-code-purpose-2 = 분석용
entry-code-purpose-3 = 교육용
entry-code-purpose-4 = 계측용
entry-code-purpose-5 = 생산용
entry-code-purpose-6 = 기타 용도

entry-code-usage-state-1 = 활용
entry-code-usage-state-2 = 저활용
entry-code-usage-state-3 = 유휴장비
entry-code-usage-state-4 = 불용

entry-code-disposal-1 = 매각
entry-code-disposal-2 = 재활용
entry-code-disposal-3 = 폐기
entry-code-disposal-4 = 양여
entry-code-disposal-5 = 대여 처분

entry-code-acquisition-1 = 구매
entry-code-acquisition-2 = 개발

entry-code-priority-field-1 = 국가주도기술 핵심역량
entry-code-priority-field-2 = 글로벌 이슈대응
entry-code-priority-field-3 = 기초과학·융합기술
entry-code-priority-field-4 = 신산업 창출
entry-code-priority-field-5 = 주력기간산업 고도화

entry-code-sole-use-reason-01 = 자체 수요(가동률 100%, 연 2000시간 이상)
entry-code-sole-use-reason-02 = 시작품·시제품
entry-code-sole-use-reason-03 = 특수목적
entry-code-sole-use-reason-04 = 상시 모니터링
entry-code-sole-use-reason-05 = 보안
entry-code-sole-use-reason-06 = 위험물질
entry-code-sole-use-reason-07 = 초고감도 정밀
entry-code-sole-use-reason-08 = 라이선스
entry-code-sole-use-reason-09 = 기타 사유

entry-code-equipment-kind-1 = 주장비(주시설)
entry-code-equipment-kind-2 = 보조장비
entry-code-equipment-kind-3 = 부대장비(부대시설)

entry-code-six-t-it = 정보기술(IT)
entry-code-six-t-bt = 생명공학(BT)
entry-code-six-t-nt = 나노기술(NT)
entry-code-six-t-st = 우주항공(ST)
entry-code-six-t-et = 환경기술(ET)
entry-code-six-t-ct = 문화기술(CT)

entry-code-disposal-stage-decided = 판정
entry-code-disposal-stage-done = 완료

entry-code-trl-1 = TRL 1: 기본 원리 발견
entry-code-trl-2 = TRL 2: 기술 개념 정립
entry-code-trl-3 = TRL 3: 실험으로 개념 검증
entry-code-trl-4 = TRL 4: 실험실에서 성능 확인
entry-code-trl-5 = TRL 5: 유사 환경에서 성능 확인
entry-code-trl-6 = TRL 6: 유사 환경에서 시제품 시연
entry-code-trl-7 = TRL 7: 실제 환경에서 시제품 시연
entry-code-trl-8 = TRL 8: 완성품 시험 통과
entry-code-trl-9 = TRL 9: 실제 사용으로 입증

entry-code-rights-patent = 특허 등록
entry-code-rights-filed = 특허 출원
entry-code-rights-utility = 실용신안
entry-code-rights-design = 디자인권
entry-code-rights-program = 프로그램 저작권
entry-code-rights-know-how = 노하우
entry-code-rights-none = 등록한 권리 없음

entry-code-data-kind-measurement = 측정값
entry-code-data-kind-image = 영상
entry-code-data-kind-sensor = 센서 기록
entry-code-data-kind-survey = 설문
entry-code-data-kind-simulation = 모의실험
entry-code-data-kind-text = 글
entry-code-data-kind-other = 다른 데이터

entry-code-data-access-open = 누구나 받을 수 있음
entry-code-data-access-on-request = 신청하면 받을 수 있음
entry-code-data-access-analysis-only = 안에서 분석만 할 수 있음
entry-code-data-access-closed = 내어 주지 않음
