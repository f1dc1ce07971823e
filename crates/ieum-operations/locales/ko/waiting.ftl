## 대기
waiting-title = { $name } 대기
waiting-lead = 원하는 기간에 빈 시간이 없으면 줄을 서세요. 시간이 나면 먼저 기다린 분부터 알려 드리고, { $length } 동안 그 시간을 잡아 두어요.
waiting-mine = 내 대기
waiting-mine-says = { $from }부터 { $until } 사이 { $length }
waiting-place = { $before ->
    [0] 맨 앞에서 기다리고 있어요.
   *[other] 앞에 { $before }명이 기다리고 있어요.
}
waiting-count = { $count ->
    [0] 지금 기다리는 사람이 없어요.
   *[other] 지금 { $count }명이 기다리고 있어요.
}
waiting-offered = 시간이 났어요. { $until }까지 잡아 두었어요.
waiting-see-offer = 제안받은 시간 보기
waiting-join = 줄 서기
waiting-first = 첫날
waiting-last = 마지막 날
waiting-leave = 그만 기다리기
waiting-leave-sure = 대기를 그만둘까요? 제안받은 시간도 함께 놓아요.
waiting-joined = 줄을 섰어요. 시간이 나면 알려 드릴게요.
waiting-left = 대기를 그만두었어요.
waiting-line = 기다리는 사람
waiting-period = 기다리는 기간
waiting-since = 줄 선 때
waiting-none = 기다리는 사람이 없어요
waiting-none-next = 빈 시간이 없을 때 이용자가 줄을 서면 여기에 순서대로 보여요.

## 거절 사유
waiting-refused-free = 기다리지 않아도 돼요. { $starts } – { $ends }에 예약할 수 있어요.
waiting-refused-twice = 이 장비에서 이미 기다리고 있어요.
waiting-refused-period-over = 기다릴 기간이 지났어요. 앞으로의 날을 골라 주세요.
waiting-refused-period-long = 기다리는 기간은 { $most_days }일까지예요.
waiting-refused-length-off = 사용 시간은 { $shortest_minutes }분에서 { $longest_minutes }분 사이여야 해요.

## 알림
waiting-notice-offered = 기다리던 { $instrument } 시간이 났어요: { $starts } – { $ends }. { $until }까지 받아 주세요
waiting-notice-offered-body = 기다리던 { $instrument } 시간이 났어요: { $starts } – { $ends }

    { $until }까지 잡아 두었어요. 아래 주소에서 한 번만 누르면 예약이 끝나요. 그때까지 받지 않으면 다음 분께 넘어가요.
waiting-notice-over = { $instrument } 대기 기간이 끝났어요. 그동안 맞는 시간이 나지 않았어요
