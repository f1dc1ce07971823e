permission-desk-sit = 내 할 일 보기
desk-title = 할 일
desk-nothing-to-do = 상대편을 기다려요
desk-next = 다음 할 일
desk-today = 오늘의 예약
desk-today-none = 오늘 예약이 없어요.
desk-samples = 받을 시료
desk-waiting = 나를 기다리는 의뢰
desk-waiting-none = 기다리는 일이 없어요
desk-waiting-none-next = 풀고 싶은 문제가 있으면 적어 주세요.
desk-say-problem = 문제 적기
desk-running = 진행 중인 의뢰
desk-bookings = 다가오는 예약
desk-starts = 시작
desk-ends = 끝
desk-lead = { $count ->
    [0] 지금 답할 것이 없어요.
   *[other] 답을 기다리는 의뢰가 { $count }건 있어요.
}
desk-lead-staff = { $count ->
    [0] 접수함이 비었어요.
   *[other] 처리할 의뢰가 { $count }건 있어요. 기한이 가까운 것부터 보여요.
}
desk-bills = 낼 청구서
desk-bill = 청구서
desk-bill-rest = 남은 금액
desk-step-report = 보고서 { $number } { $version }판을 냈어요
desk-step-invoice = 청구서 { $number }를 보냈어요: { $total }
desk-step-credit-note = 정정 청구서 { $number }를 보냈어요: { $total }
desk-step-payment = 청구서 { $number }에 { $total } 입금을 확인했어요
