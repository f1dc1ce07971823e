## 되풀이 예약
series-new = 되풀이 예약
series-new-title = { $name } 되풀이 예약
series-new-lead = 같은 시간을 매일이나 매주 한 번에 예약해요. 회마다 규칙을 살펴 되는 것과 안 되는 것을 이유와 함께 보여 드려요. 한 번에 { $most }회까지예요.
series-what = 언제 되풀이할까요
series-every = 되풀이
series-every-day = 매일
series-every-week = 매주
series-step = 간격
series-step-hint = 2로 하면 하루 걸러, 또는 한 주 걸러예요.
series-count = 횟수
series-times = 회
series-until = 마지막 날
series-until-hint = 횟수와 마지막 날 가운데 하나는 정해 주세요. 둘 다 정하면 먼저 오는 쪽에서 끝나요.
series-see = 회마다 살펴보기
series-check = 모두 { $count }회
series-check-hint = 예약할 회를 고르세요. 고른 것을 모두 예약하거나, 하나라도 안 되면 아무것도 예약하지 않아요.
series-take = 고르기
series-verdict = 결과
series-verdict-allow = 예약할 수 있어요.
series-verdict-need-approval = 담당자 승인을 받아요.
series-near = 가까운 시간
series-book = 고른 회 예약하기
series-made = 되풀이 예약을 했어요.
series-cancelled = 되풀이 예약을 취소했어요.
series-title = { $name } 되풀이 예약
series-says = { $every ->
    [day] { $step ->
        [1] 매일
       *[other] { $step }일마다
    }
   *[week] { $step ->
        [1] 매주
       *[other] { $step }주마다
    }
} 같은 시간이에요. 앞으로 { $ahead }회 남았어요.
series-list = 되풀이 예약 목록
series-call-off = 취소
series-cancel-one = 이 회만
series-cancel-rest = 이 회부터 모두
series-cancel-rest-sure = 이 회와 그 뒤를 모두 취소할까요?
series-cancel-all = 남은 회 모두 취소
series-cancel-all-sure = 남은 회를 모두 취소할까요?
series-none = 예약이 없어요
series-none-next = 내 예약에서 다른 예약을 볼 수 있어요.
series-part = 되풀이 예약의 한 회예요.
series-see-all = 전체 보기

## 거절 사유
series-refused-no-series = 이 장비는 되풀이 예약을 받지 않아요. 한 번씩 예약해 주세요.
series-refused-endless = 횟수나 마지막 날을 정해 주세요.
series-refused-too-many = 한 번에 { $most }회까지 예약할 수 있어요.
series-refused-nothing = 예약할 회를 하나 이상 골라 주세요.
series-refused-not-all = 고른 것 가운데 { $refused }회를 예약할 수 없어 아무것도 예약하지 않았어요. 아래에서 이유를 보고 다시 골라 주세요.
