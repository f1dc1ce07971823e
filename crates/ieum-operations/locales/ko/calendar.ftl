permission-calendar-feed = 서명된 주소로 일정 구독하기
calendar-title = { $name } 주간 일정
calendar-lead = 비어 있는 칸을 고르면 그 시간으로 예약을 시작해요. 표와 같은 내용을 아래 목록에서도 볼 수 있어요.
calendar-lead-look = 이 장비가 언제 쓰이고 있는지 보여요.
calendar-request-only = 담당자가 대신 분석하는 장비예요. 예약 대신 분석을 의뢰해 주세요.
calendar-instruments = 연구장비
calendar-busy = 사용 중
calendar-held = 잡아 둔 시간
calendar-mine = 내 예약
calendar-week-title = { $from } – { $to }
calendar-day = { $month }. { $day }. ({ $weekday ->
    [mon] 월
    [tue] 화
    [wed] 수
    [thu] 목
    [fri] 금
    [sat] 토
   *[sun] 일
})
calendar-weekday-mon = 월
calendar-weekday-tue = 화
calendar-weekday-wed = 수
calendar-weekday-thu = 목
calendar-weekday-fri = 금
calendar-weekday-sat = 토
calendar-weekday-sun = 일
calendar-book-at = { $at }부터 예약하기
calendar-list = 목록으로 보기
calendar-closed-day = 쉬는 날
calendar-all-free = 예약이 없어요
calendar-feed = 내 달력에서 보기
calendar-feed-hint = 이 주소를 달력 앱에 구독으로 더하면 바뀐 내용이 저절로 반영돼요. 주소를 아는 사람은 누구나 볼 수 있으니 다른 사람에게 알리지 마세요.
calendar-feed-mine = 이음 예약
calendar-feed-of = 이음 { $name }
holiday-new-year = 신정
holiday-seollal = 설날
holiday-independence = 삼일절
holiday-labour = 노동절
holiday-children = 어린이날
holiday-buddha = 부처님오신날
holiday-memorial = 현충일
holiday-constitution = 제헌절
holiday-liberation = 광복절
holiday-chuseok = 추석
holiday-foundation = 개천절
holiday-hangul = 한글날
holiday-christmas = 성탄절
holiday-election = 선거일
holiday-declared = 임시공휴일
holiday-substitute = 대체공휴일
