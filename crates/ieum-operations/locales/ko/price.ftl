permission-price-look = 가격과 계산 근거 보기
permission-price-set = 시설의 가격·협약기관·바우처 정하기
price-title = 가격
price-list-title = 요금표
price-list-lead = 장비와 서비스마다 요금표를 두면 사용료와 견적이 저절로 계산돼요.
price-facility = 시설
price-show = 보기
price-kind-instrument = 장비
price-kind-service = 서비스
price-version = { $version }판
price-none-yet = 아직 없음
price-edit = 가격 고치기
price-thing = 이름
price-plan = 요금표
price-from = 적용 시작일
price-no-things = 가격을 매길 장비나 서비스가 없어요
price-no-things-next = 먼저 장비나 서비스를 등록해 주세요.
price-add-instrument = 장비 등록
price-no-facility = 담당하는 시설이 없어요
price-no-facility-next = 시설 담당자로 지정되면 이곳에서 가격을 정할 수 있어요.
price-of = { $name } 가격
price-lead = { $facility }에서 정한 가격이에요. 계산해 보면 금액이 어떻게 나오는지 한 단계씩 보여 드려요.
price-none = 아직 요금표가 없어요
price-none-next = 시설에 견적을 요청하면 가격을 알려 드려요.
price-make = 요금표 만들기
price-counted = 세는 기준
price-basis-hour = 장비 사용 시간 (1시간)
price-basis-staff_hour = 담당자 작업 시간 (1시간)
price-basis-sample = 시료 (1개)
price-basis-run = 측정 (1회)
price-basis-item = 시험 항목 (1개)
price-basis-fixed = 건별 고정
price-row = { $basis ->
    [hour] 장비 1시간
    [staff_hour] 담당자 1시간
    [sample] 시료 1개
    [run] 측정 1회
    [item] 항목 1개
   *[fixed] 건별 고정
  }{ $above ->
    [0] {""}
   *[other] , { $above } 초과분
  }
price-tier-internal = 내부
price-tier-partner = 협약기관
price-tier-public = 대학·공공
price-tier-sme = 중소기업
price-tier-mid_large = 중견·대기업
price-tier-foreign = 해외
price-table = 이용자 구분별 단가
price-terms-vat-taxable = 부가가치세 10%는 따로 더해요.
price-terms-vat-exempt = 부가가치세가 면제돼요.
price-terms-unit = 사용 시간은 { $minutes }분 단위로 올려 계산해요.
price-terms-minimum = 최소 금액은 { $minimum }이에요.
price-try = 계산해 보기
price-try-hint = 이용할 양을 넣으면 금액과 근거를 보여 드려요. 예약이나 의뢰가 되지는 않아요.
price-payer = 비용을 내는 기관
price-how-many-hour = 장비 사용 (분)
price-how-many-staff_hour = 담당자 작업 (분)
price-how-many-sample = 시료 수
price-how-many-run = 측정 횟수
price-how-many-item = 시험 항목 수
price-extra-off = { $name } ({ $percent }% 할인)
price-extra-on = { $name } ({ $percent }% 할증)
price-discounts = 추가 할인
price-discounts-hint = 이용자 구분 할인에 더해 줄 수 있는 할인이에요. 비워 두면 없는 것으로 봐요.
price-surcharges = 할증
price-surcharges-hint = 야간이나 급행처럼 더 받는 경우예요.
price-together = 추가 할인이 여럿일 때
price-together-best = 가장 큰 할인 하나만 적용해요
price-together-compound = 차례로 모두 적용해요
price-calculate = 계산
price-supply = 공급가액
price-vat = 부가가치세
price-vat-taxable = 과세 (10%)
price-vat-exempt = 면세
price-subsidy = 바우처·지원금
price-total = 내실 금액
price-why = 왜 이 금액인가요
price-why-caption = 계산 단계
price-step = 단계
price-before = 전
price-after = 후
price-exact = 정확한 값 { $exact }
price-step-time-unit = 사용 시간 { $minutes }분을 { $unit }분 단위로 올려 { $rounded }분으로 계산
price-step-time = { $basis ->
    [staff_hour] 담당자 작업
   *[other] 장비 사용
  } { $quantity }분 × 1시간 { $price }
price-step-count = { $basis ->
    [sample] 시료
    [run] 측정
   *[item] 시험 항목
  } { $quantity }건 × { $price }
price-step-fixed = 건별 고정 { $price }
price-step-minimum = 최소 금액 { $minimum } 적용
price-step-tier = 이용자 구분 { $tier ->
    [internal] 내부
    [partner] 협약기관
    [public] 대학·공공
    [sme] 중소기업
    [mid_large] 중견·대기업
   *[foreign] 해외
  }: 기준가의 { $percent }%
price-step-discount = 추가 할인: { $name } { $percent }%
price-step-discount-not-best = 더 큰 할인이 있어 적용하지 않음: { $name } { $percent }%
price-step-surcharge = 할증: { $name } { $percent }%
price-step-rounding = { $rounding ->
    [down_to_ten] 10원 미만 버림
    [half_up] 반올림
   *[down] 1원 미만 버림
  }
price-step-subsidy = { $name }에서 공급가액의 { $percent }%인 { $paid } 지원
price-step-subsidy-capped = { $name } 지원 { $percent }%, 남은 한도 { $left }까지만 { $paid } 지원
price-step-vat = 부가가치세 { $percent }%인 { $vat } 더함
price-step-vat-exempt = 부가가치세 면제
price-step-quoted = 수락한 견적 { $number }의 금액
price-step-reversed = 사용료 정정: 앞선 금액을 되돌림
price-step-stated = 담당자가 적은 금액. 까닭: { $reason }
price-provenance = 요금표 { $version }판, { $from }부터 적용
price-edit-of = { $name } 가격 고치기
price-edit-lead = 저장하면 새 판이 만들어져요. 이미 나간 사용료는 그때의 가격으로 남아요.
price-steps-hint = 한 줄에 가격 하나면 그 값이 단가예요. 많이 쓸수록 싸게 하려면 "0: 50,000" 다음 줄에 "2: 45,000"처럼 경계와 단가를 적어요. 구분별 가격은 뒤에 "partner=37000"처럼 덧붙여요.
price-steps-unreadable = 읽을 수 없는 가격이에요. "50,000" 또는 "2: 45,000"처럼 적어 주세요.
price-nothing-counted = 가격을 하나 이상 적어 주세요.
price-tiers = 이용자 구분
price-tiers-hint = 기준가의 몇 %를 내는지 적어요. 비워 두면 100%예요.
price-more-terms = 계산 조건
price-time-unit = 시간 단위
price-time-unit-hint = 30이면 61분을 90분으로 계산해요.
price-minutes = 분
price-minimum = 최소 금액
price-rounding = 끝수
price-rounding-down = 1원 미만 버림
price-rounding-down-to-ten = 10원 미만 버림
price-extra-ko = { $row }. 이름
price-extra-en = { $row }. 영어 이름
price-extra-percent = { $row }. 비율
price-from-hint = 이날부터 이용한 것에 적용해요.
price-note = 바꾼 까닭
price-keep = 새 판으로 저장
price-back = 취소
price-history = 지난 판
price-made = 만든 때
price-saved = 새 가격을 저장했어요.
price-refused-nothing-priced = 이 요금표로는 계산할 것이 없어요. 이용량을 넣거나 가격을 추가해 주세요.
price-refused-negative = 이용량은 0 이상이어야 해요.
price-refused-unknown-extra = 요금표에 없는 할인이나 할증이에요: { $key }
price-refused-wrong-plan = 요금표의 { $what ->
    [steps] 단계 경계가 0에서 시작해 커져야 해요.
    [tier-steps] 구분별 가격은 모든 단계에 적거나 아예 적지 않아야 해요.
    [bands] 시간대는 서로 겹치지 않아야 하고, 비율은 0~1000%여야 해요.
    [rates] 세는 기준이 하나 이상 있어야 해요.
    [tiers] 구분별 비율은 0~1000%여야 해요.
    [discounts] 할인은 0~100%여야 해요.
    [surcharges] 할증은 0~1000%여야 해요.
    [price] 단가는 0 이상이어야 해요.
   *[minimum] 최소 금액과 시간 단위를 확인해 주세요.
  }
price-refused-too-large = 금액이 너무 커서 계산할 수 없어요.
price-refused-no-plan = 이용한 날에 적용되는 요금표가 없어요. 요금표를 먼저 만들어 주세요.
voucher-title = 바우처
voucher-lead = 기업이 받은 바우처를 적어 두면 사용료에서 저절로 빠지고, 한도를 넘지 않아요.
voucher-organisation = 기업
voucher-choose = 기업 선택
voucher-list = 바우처 목록
voucher-name = 이름
voucher-name-ko = 이름
voucher-name-en = 영어 이름
voucher-share = 지원 비율
voucher-percent = { $percent }%
voucher-cap = 한도
voucher-left = 남은 금액
voucher-valid = 기간
voucher-from = 시작일
voucher-until = 종료일
voucher-days = { $from } ~ { $until }
voucher-none = 적어 둔 바우처가 없어요
voucher-none-next = 아래에서 지원 비율과 한도를 넣어 주세요.
voucher-new = 바우처 추가
voucher-keep = 추가
voucher-saved = 바우처를 추가했어요.
price-vat-zero = 영세율 (0%)
price-terms-vat-zero = 부가가치세 영세율(0%)이에요.
price-bands = 시간대 요금
price-bands-hint = 야간이나 주말처럼 시간대에 따라 요금이 다른 경우예요. 18:00부터 09:00까지처럼 자정을 넘겨도 돼요.
price-band-days = { $row }. 요일
price-days-every = 매일
price-days-workdays = 평일
price-days-rest = 주말과 공휴일
price-band-from = { $row }. 시작 시각
price-band-to = { $row }. 끝 시각
price-band-percent = { $row }. 기준가의 비율
price-hour-unreadable = 18:00처럼 적어 주세요.
price-step-band = { $name }: 전체 { $of }분 중 { $minutes }분은 기준가의 { $percent }%
price-step-override = 담당자가 정한 금액. 까닭: { $reason }
price-step-actual = 견적 { $quoted }, 실제 { $done }. 까닭: { $reason }
price-step-vat-zero = 부가가치세 영세율
permission-price-own-vouchers = 우리 기관의 바우처 보기
voucher-mine = 우리 바우처
voucher-mine-lead = 견적을 수락할 때 바우처를 고르면 지원 금액을 잡아 두고, 청구서가 나오면 써요.
voucher-mine-none = 지원 사업에서 바우처를 받으면 시설에 알려 주세요.
voucher-terms = 공급가액의 { $percent }% 지원, { $from } ~ { $until }
voucher-spent = 쓴 금액
voucher-held = 잡아 둔 금액
voucher-held-hint = 수락한 견적에 쓰려고 잡아 뒀어요. 의뢰를 취소하면 풀려요.
voucher-moved = 쓰임 기록
voucher-at = 때
voucher-entry = 한 일
voucher-entry-hold = 견적 수락으로 잡아 둠
voucher-entry-release = 풀어 줌
voucher-entry-capture = 청구서로 씀
voucher-entry-uncapture = 청구서 취소로 다시 잡아 둠
voucher-entry-refund = 감액으로 돌려받음
price-refused-voucher-not-yours = 비용을 내는 기관의 바우처가 아니에요.
price-refused-voucher-not-valid = 이 바우처는 { $from }부터 { $until }까지 쓸 수 있어요.
price-refused-voucher-currency = 바우처와 통화가 달라요.
price-refused-voucher-used-up = 바우처에 남은 금액이 없어요. 다른 바우처를 고르거나 바우처 없이 수락해 주세요.
agreement-title = 협약과 이용자 구분
agreement-lead = 어느 기관이 언제부터 언제까지 어떤 구분의 요금을 내는지 정해요. 이용한 날과 견적을 내는 날에 맞는 협약이 적용돼요.
agreement-list = 협약 목록
agreement-organisation = 기관
agreement-tier = 이용자 구분
agreement-tier-hint = 협약이 없으면 기관의 종류와 규모로 정해요.
agreement-days = 기간
agreement-from-on = { $from }부터
agreement-over = 끝났어요
agreement-note = 메모
agreement-until-hint = 비워 두면 끝을 정할 때까지 이어져요.
agreement-end = 끝내기
agreement-last = 마지막 날
agreement-do-end = 이날 끝내기
agreement-none = 협약이 없어요. 아래에서 추가할 수 있어요.
agreement-new = 협약 추가
agreement-keep = 추가
agreement-kept = 협약을 추가했어요.
agreement-ended = 협약의 마지막 날을 정했어요.
price-refused-agreement-ends-before-start = 끝나는 날이 시작하는 날보다 앞서요.
price-refused-agreement-overlaps = 이 기관에는 { $from }부터 { $until }까지 다른 협약이 있어요. 먼저 그 협약을 끝내 주세요.
