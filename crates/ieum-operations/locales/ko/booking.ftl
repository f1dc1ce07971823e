permission-booking-look = 장비가 언제 비어 있는지 보기
permission-booking-reserve = 장비를 예약하고 내 예약을 관리하기
permission-booking-run = 시설의 예약 운영하기

## 예약하기
booking-new = 예약하기
booking-new-title = { $name } 예약
booking-new-lead = 날짜와 시작 시각, 사용 시간을 고르세요. 안 되는 이유가 있으면 모두 한 번에 알려 드리고, 가능한 시간을 함께 보여 드려요.
booking-day-field = 날짜
booking-day-hint = { $last }까지 예약할 수 있어요.
booking-start = 시작 시각
booking-start-hint = 운영 시간 { $opens }–{ $closes } ({ $zone })
booking-length = 사용 시간
booking-length-minutes = { $minutes }분
booking-length-hours = { $hours }시간
booking-length-both = { $hours }시간 { $minutes }분
booking-zone = 시간대는 { $zone }예요.
booking-purpose = 사용 목적
booking-purpose-hint = 시설 담당자와 같은 기관 사람만 볼 수 있어요.
booking-holder = 사용자
booking-holder-hint = 다른 사람을 대신해 예약할 때 고르세요.
booking-holder-me = 본인
booking-insist = 규칙을 벗어나는 이유
booking-insist-hint = 이유를 적으면 시간 겹침과 지난 시간을 뺀 규칙을 담당자 권한으로 넘길 수 있어요. 이유는 기록에 남아요.
booking-cancel-hint = { $hours ->
    [0] 시작 전까지 무료로 취소할 수 있어요.
   *[other] 시작 { $hours }시간 전까지 무료로 취소할 수 있어요.
}
booking-reserve = 예약하기
booking-see-week = 주간 일정 보기
booking-hold = { $length } 동안 잡아 두기
booking-held = 시간을 잡아 두었어요. 그 안에 예약을 확정해 주세요.
booking-held-until = { $at }까지 잡아 둔 시간이에요. 그때까지 확정하지 않으면 저절로 풀려요.
booking-confirm-held = 이 시간으로 예약하기
booking-let-go = 놓아주기
booking-to-waiting = 빈 시간이 나면 알림받기
booking-to-training = 교육 신청하러 가기
qualification-and-training = 자격과 교육
booking-verdict-allow = 이 시간에 예약할 수 있어요. 아래 내용을 확인하고 예약을 마치세요.
booking-verdict-need-approval = 이 시간에 신청할 수 있어요. 담당자가 승인하면 예약이 확정되고, 그때까지 시간은 비워 둬요.
booking-slots = 예약할 수 있는 가까운 시간
booking-slot = { $starts } – { $ends }
booking-walk-up = 지금 바로 사용하기
booking-walk-up-hint = 지금부터 비어 있으면 예약과 사용 시작을 한 번에 처리해요.
booking-walk-up-start = 지금 시작하기
booking-made = 예약했어요.
booking-asked = 예약을 신청했어요. 담당자가 확인하면 알려 드릴게요.
booking-begun = 사용을 시작했어요. 끝나면 사용 종료를 눌러 주세요.
booking-moved = 예약 시간을 바꿨어요.
booking-approved = 예약을 승인했어요.
booking-rejected = 예약을 승인하지 않았어요.
booking-cancelled = 예약을 취소했어요.
booking-preempted = 예약을 회수하고 사용자에게 알렸어요.
booking-excused = 이 예약은 이제 사용자에게 불이익으로 남지 않아요.
booking-ended = 사용을 마쳤어요. 남은 시간은 다른 사람에게 열렸어요.
booking-passed-on = 예약을 동료에게 넘겼어요.

## 예약 하나
booking-one-title = { $name } 예약
booking-when = { $starts } – { $ends } ({ $length })
booking-time = 시간
booking-state = 상태
booking-instrument = 연구장비
booking-facility = 연구시설
booking-reason = 이유
booking-need = 문제
booking-request = 의뢰
booking-see-need = 문제 보기
booking-see-request = 의뢰 보기
booking-change = 바꾸거나 취소하기
booking-move = 시간 바꾸기
booking-back = 돌아가기
booking-move-title = { $name } 예약 시간 바꾸기
booking-move-lead = 지금 예약은 { $starts } – { $ends }예요. 새 시간이 되지 않으면 지금 예약은 그대로 남아요.
booking-move-allow = 이 시간으로 바꿀 수 있어요.
booking-cancel = 예약 취소
booking-cancel-sure = 이 예약을 취소할까요?
booking-cancel-is-late = 무료 취소 기간이 지나서 지금 취소하면 늦은 취소로 남아요. 시설에 따라 비용이 생길 수 있어요.
booking-free-until = { $at }까지 무료로 취소할 수 있어요.
booking-transfer = 동료에게 넘기기
booking-transfer-hint = 같은 기관 사람에게 시간을 그대로 넘겨요. 넘겨받는 사람도 이용 규칙에 맞아야 해요.
booking-transfer-to = 넘겨받을 사람
booking-approve = 승인하기
booking-reject = 승인하지 않기
booking-preempt = 시설 사정으로 회수하기
booking-preempt-hint = 고장이나 안전 문제로 예약을 거둘 때 사용해요. 비용은 생기지 않고 사용자에게 바로 알려요.
booking-preempt-sure = 이 예약을 회수할까요?
booking-excuse = 없던 일로 봐주기
booking-excuse-hint = 사용자에게 불이익이 남지 않고 비용도 생기지 않아요. 있었던 일은 이력에 남고 사용자에게 알려요.
booking-check-in = 사용 시작
booking-check-out = 사용 종료
booking-measure = 측정 기록하기
booking-history = 이력
booking-step-span = { $starts } – { $ends }
booking-step-made = 예약
booking-step-held = 잡아 둠
booking-step-offered = 대기하던 시간을 제안
booking-step-booked = 잡아 둔 시간을 예약
booking-step-lapsed = 기한이 지나 풀림
booking-step-walked-up = 바로 사용 시작
booking-step-moved = 시간 변경
booking-step-passed-on = 동료에게 넘김
booking-step-approved = 승인
booking-step-rejected = 승인하지 않음
booking-step-unanswered = 답이 없어 취소됨
booking-step-cancelled = 취소
booking-step-preempted = 시설이 회수
booking-step-excused = 시설이 봐줌
booking-step-checked-in = 사용 시작
booking-step-checked-out = 사용 종료
booking-step-missed = 미사용
booking-state-pending-approval = 승인 대기
booking-state-held = 잡아 둠
booking-state-expired = 기한 지남
booking-state-confirmed = 확정
booking-state-in-use = 사용 중
booking-state-completed = 사용 완료
booking-state-cancelled-free = 취소
booking-state-cancelled-late = 늦은 취소
booking-state-no-show = 미사용
booking-state-preempted = 시설이 회수
booking-state-rejected = 승인되지 않음
booking-next-pending-approval = 시설 담당자의 승인을 기다리고 있어요. 그때까지 이 시간은 비워 둬요.
booking-next-held = 아직 예약은 아니에요. 확정하면 예약이 돼요.
booking-next-expired = 정해진 시간 안에 확정하지 않아 풀렸어요. 다시 예약할 수 있어요.
booking-next-confirmed = 예약이 확정됐어요. 시작할 때 사용 시작을 눌러 주세요.
booking-next-in-use = 지금 사용하고 있어요. 일찍 끝내면 남은 시간이 다른 사람에게 열려요.
booking-next-completed = 사용이 끝났어요. 사용 기록은 운영일지에 남았어요.
booking-next-cancelled-free = 비용 없이 취소됐어요.
booking-next-cancelled-late = 무료 취소 기간이 지난 뒤에 취소됐어요.
booking-next-no-show = 시작 시각이 지나도록 사용을 시작하지 않아 예약이 끝났어요.
booking-next-preempted = 시설 사정으로 예약이 거두어졌어요. 다른 시간을 골라 주세요.
booking-next-rejected = 예약이 승인되지 않았어요. 다른 시간을 고르거나 시설에 문의해 주세요.

## 내 예약
booking-mine = 내 예약
booking-mine-lead = 앞으로 사용할 장비예요.
booking-mine-past-lead = 지난 예약이에요. 가장 최근 것부터 보여요.
booking-mine-coming = 다가오는 예약
booking-mine-past = 지난 예약
booking-none = 다가오는 예약이 없어요
booking-none-past = 지난 예약이 없어요
booking-none-next = 문제에 맞는 장비를 찾아 비어 있는 시간을 골라 보세요.
booking-find = 장비 찾기

## 시설의 하루
booking-day = 하루 일정
booking-day-title = { $name } 하루 일정
booking-day-before = 전날
booking-day-after = 다음 날
booking-today = 오늘
booking-day-list = 예약
booking-day-none = 이날은 예약이 없어요
booking-day-none-next = 장비 목록에서 비어 있는 시간을 확인할 수 있어요.
booking-day-instruments = 장비 보기
booking-waiting = 승인을 기다리는 예약 { $count }건

## 휴무와 점검
closure-title = 휴무와 점검
closure-lead = { $name }의 휴무일과 장비 점검이에요. 이 시간에는 예약할 수 없어요.
closure-list = 다가오는 휴무와 점검
closure-when = 기간
closure-what = 대상
closure-whole = 시설 전체
closure-reason = 이유
closure-reason-ko = 이유 (한국어)
closure-reason-en = 이유 (영어)
closure-remove = 지우기
closure-remove-sure = 이 휴무를 지우고 다시 예약을 받을까요?
closure-none = 다가오는 휴무가 없어요
closure-none-next = 아래에서 휴무나 점검을 더할 수 있어요. 공휴일은 따로 넣지 않아도 돼요.
closure-new = 휴무나 점검 더하기
closure-new-hint = 이미 잡힌 예약은 그대로 남아요. 필요한 예약은 하루 일정에서 회수해 주세요.
closure-kind = 종류
closure-kind-closure = 휴무
closure-kind-upkeep = 점검
closure-starts = 시작
closure-ends = 끝
closure-make = 더하기
closure-made = 휴무를 더했어요.
closure-removed = 휴무를 지웠어요.
closure-span = { $starts } – { $ends }
closure-line = { $starts } – { $ends }: { $reason }

## 이용 조건
booking-terms = 이용 조건
booking-terms-title = { $name } 이용 조건
booking-terms-lead = 비워 둔 칸은 위 단계의 값을 따라요. 장비는 시설을, 시설은 사이트 기본값을 따라요.
booking-terms-hours = 운영 시간
booking-terms-hours-hint = 비워 두면 { $opens }–{ $closes }예요. 24시까지 열려면 닫는 시각에 00:00을 넣으세요.
booking-terms-days-hint = 하나도 고르지 않으면 { $days }에 열어요.
booking-terms-numbers = 예약 규칙
booking-terms-numbers-hint = 한도에 0을 넣으면 한도가 없어요.
booking-terms-save = 저장하기
booking-terms-saved = 이용 조건을 저장했어요.
booking-terms-closes-first = 닫는 시각은 여는 시각보다 늦어야 해요.
booking-terms-longest-first = 최장 시간은 최단 시간보다 짧을 수 없어요.
booking-term-above = 비워 두면 { $value }
booking-term-opens-at = 여는 시각
booking-term-closes-at = 닫는 시각
booking-term-open-days = 여는 요일
booking-term-on-holidays = 공휴일 사용
booking-term-across-midnight = 자정을 넘는 예약
booking-term-units = 동시에 쓸 수 있는 수
booking-term-units-hint = 같은 장비가 여러 대이거나 여러 명이 함께 쓸 수 있을 때 늘리세요.
booking-term-approval = 승인이 필요한 예약
booking-term-grid-minutes = 예약 단위
booking-term-shortest-minutes = 최단 시간
booking-term-longest-minutes = 최장 시간
booking-term-horizon-days = 소속 기관의 예약 가능 기간
booking-term-outside-horizon-days = 다른 기관의 예약 가능 기간
booking-term-lead-minutes = 시작 전 예약 마감
booking-term-most-a-day = 한 사람의 하루 예약 한도
booking-term-most-ahead = 한 사람의 앞선 예약 한도
booking-term-weekly-minutes = 한 사람의 주간 시간 한도
booking-term-most-at-once = 한 사람이 동시에 쓰는 장비 한도
booking-term-gap-minutes = 같은 사람의 예약 사이 간격
booking-term-setup-minutes = 준비 시간
booking-term-cleanup-minutes = 정리 시간
booking-term-cancel-free-minutes = 무료 취소 마감 (시작 전)
booking-term-early-minutes = 사용 시작을 받는 때 (시작 전)
booking-term-grace-minutes = 미사용 처리까지 기다리는 시간
booking-term-strikes = 이용 제한이 되는 미사용 횟수
booking-term-strike-days = 미사용을 세는 기간
booking-term-ban-days = 이용 제한 기간
booking-term-series-most = 한 번에 되풀이 예약하는 횟수
booking-term-hold-minutes = 예약 전 잡아 둘 수 있는 시간
booking-term-request-hold-minutes = 의뢰 견적을 기다리며 잡아 둘 수 있는 시간
booking-term-offer-minutes = 대기자에게 제안한 시간을 잡아 두는 시간
booking-approval-never = 없음
booking-approval-outside = 다른 기관의 예약
booking-approval-always = 모든 예약
booking-as-above = 위 단계와 같게
booking-yes = 예
booking-no = 아니요
booking-unit-minutes = 분
booking-unit-days = 일
booking-unit-count = 개

## 안 되는 이유
booking-refused-out-of-service = { $why ->
    [down] 장비가 고장이라 지금은 예약할 수 없어요.
    [in_maintenance] 장비를 정비하고 있어서 지금은 예약할 수 없어요.
    [closed] 이 장비는 예약을 받지 않아요.
    [idle] 쉬고 있는 장비예요. 사용하려면 시설에 문의해 주세요.
    [planned] 아직 들어오지 않은 장비예요.
    [commissioning] 설치하고 있는 장비라 아직 예약할 수 없어요.
   *[other] 더 이상 운영하지 않는 장비예요.
}
booking-refused-internal-only = 시설이 속한 기관 사람만 예약할 수 있는 장비예요.
booking-refused-request-only = 담당자가 대신 분석하는 장비예요. 예약 대신 분석을 의뢰해 주세요.
booking-refused-banned = 미사용이 { $missed }회가 되어 { $until }까지 예약할 수 없어요.
booking-refused-not-qualified = 이 장비에는 { $needs ->
    [basic] 기본
    [independent] 단독 사용
   *[advanced] 고급
} 자격이 있어야 해요. { $why ->
    [none] 먼저 교육을 신청해 주세요.
    [low] 갖고 있는 자격의 단계가 낮아요.
    [suspended] 지금 자격이 정지되어 있어요.
    [expired] 자격 기간이 끝났어요.
   *[revoked] 자격이 취소되었어요.
}
booking-refused-qualification-ends = 자격이 { $until }에 끝나요. 그 전에 끝나는 시간을 고르거나 자격을 갱신해 주세요.
booking-refused-no-holds = 이 장비는 시간을 미리 잡아 둘 수 없어요. 바로 예약해 주세요.
booking-refused-held-already = 이 장비에 이미 잡아 둔 시간이 있어요. 그 시간을 먼저 확정하거나 놓아주세요.
booking-refused-past = 이미 지난 시간이에요. 앞으로의 시간을 골라 주세요.
booking-refused-too-soon = 시작 { $lead_minutes }분 전까지 예약해야 해요. 지금은 { $earliest }부터 고를 수 있어요.
booking-refused-too-far = 오늘부터 { $horizon_days }일 안에서만 예약할 수 있어요.
booking-refused-off-grid = 시작과 끝을 { $grid_minutes }분 단위로 맞춰 주세요.
booking-refused-too-short = { $asked_minutes }분은 너무 짧아요. { $shortest_minutes }분 이상이어야 해요.
booking-refused-too-long = { $asked_minutes }분은 너무 길어요. { $longest_minutes }분까지 예약할 수 있어요.
booking-refused-across-midnight = 자정을 넘길 수 없어요. 하루씩 나누어 예약해 주세요.
booking-refused-outside-hours = 운영 시간은 { $opens }–{ $closes }예요. 이 안에서 골라 주세요.
booking-refused-closed-day = { $day }은 쉬는 요일이에요.
booking-refused-holiday = { $day }은 { $which ->
    [new-year] 신정
    [seollal] 설날 연휴
    [independence] 삼일절
    [labour] 노동절
    [children] 어린이날
    [buddha] 부처님오신날
    [memorial] 현충일
    [constitution] 제헌절
    [liberation] 광복절
    [chuseok] 추석 연휴
    [foundation] 개천절
    [hangul] 한글날
    [christmas] 성탄절
    [election] 선거일
    [substitute] 대체공휴일
   *[other] 임시공휴일
}이라 쉬어요.
booking-refused-shut = { $starts }부터 { $ends }까지는 휴무나 점검이라 쓸 수 없어요.
booking-refused-many-that-day = 하루에 { $most }번까지 예약할 수 있어요.
booking-refused-many-ahead = 앞선 예약은 { $most }건까지 가질 수 있어요.
booking-refused-quota-used = 한 주에 { $most_minutes }분까지 쓸 수 있고, 그 주에는 { $left_minutes }분 남았어요.
booking-refused-many-at-once = 같은 시간에 장비를 { $most }대까지 예약할 수 있어요.
booking-refused-pause-too-short = 같은 사람의 예약 사이에는 { $gap_minutes }분을 비워 두어야 해요.
booking-refused-overlap = { $starts }부터 { $ends }까지 다른 예약이 있어요.
booking-refused-not-waiting = 승인을 기다리는 예약이 아니에요.
booking-refused-not-held = 잡아 둔 시간이 아니에요.
booking-refused-hold-over = { $until }까지 잡아 두었던 시간이에요. 다시 예약해 주세요.
booking-refused-not-confirmed = 확정된 예약만 시작할 수 있어요.
booking-refused-nothing-to-excuse = 미사용이나 늦은 취소만 봐줄 수 있어요.
booking-refused-not-running = 사용 중인 예약이 아니에요.
booking-refused-not-open = 이미 시작했거나 끝난 예약은 바꿀 수 없어요.
booking-refused-too-early = { $opens }부터 사용을 시작할 수 있어요.
booking-refused-too-late = 예약한 시간이 { $ended }에 끝났어요. 새로 예약해 주세요.
booking-refused-not-a-colleague = 같은 기관 사람에게만 넘길 수 있어요.

## 알림
booking-notice-made = { $instrument } 예약이 잡혔어요: { $starts } – { $ends }
booking-notice-held = { $instrument } 시간을 잡아 두었어요: { $starts } – { $ends }
booking-notice-booked = 잡아 둔 { $instrument } 시간이 예약됐어요: { $starts } – { $ends }
booking-notice-lapsed = 잡아 둔 { $instrument } 시간이 풀렸어요: { $starts } – { $ends }
booking-notice-waiting = 승인을 기다리는 예약이 있어요: { $instrument }, { $starts } – { $ends }
booking-notice-approved = { $instrument } 예약이 승인됐어요: { $starts } – { $ends }
booking-notice-rejected = { $instrument } 예약이 승인되지 않았어요: { $starts } – { $ends }
booking-notice-unanswered = { $instrument } 예약이 시작 시각까지 승인되지 않아 취소됐어요: { $starts } – { $ends }
booking-notice-moved = { $instrument } 예약 시간이 바뀌었어요: { $starts } – { $ends }
booking-notice-passed-on = { $instrument } 예약을 넘겨받았어요: { $starts } – { $ends }
booking-notice-cancelled = { $instrument } 예약이 취소됐어요: { $starts } – { $ends }
booking-notice-preempted = 시설 사정으로 { $instrument } 예약이 거두어졌어요: { $starts } – { $ends }
booking-notice-excused = 시설이 사정을 인정해 { $instrument } 예약이 불이익으로 남지 않아요: { $starts } – { $ends }
booking-notice-walked-up = { $instrument } 사용이 시작됐어요: { $starts } – { $ends }
booking-notice-checked-in = { $instrument } 사용이 시작됐어요: { $starts } – { $ends }
booking-notice-checked-out = { $instrument } 사용이 끝났어요: { $starts } – { $ends }
booking-notice-missed = { $instrument } 예약을 사용하지 않아 미사용으로 처리됐어요: { $starts } – { $ends }
booking-step-carried = 합친 장비로 옮김
booking-step-carried-back = 나눈 장비로 되돌림
booking-notice-carried = 두 번 등록된 장비를 하나로 합치면서 예약도 옮겼어요. { $instrument }: { $starts } – { $ends }
