permission-desk-sit = 내 할 일 보기
desk-title = 할 일
desk-next = 다음 할 일
desk-today = 오늘의 예약
desk-waiting-none = 기다리는 일이 없어요
desk-waiting-none-next = 풀고 싶은 문제가 있으면 적어 주세요.
desk-say-problem = 문제 적기
desk-running = 진행 중인 의뢰
desk-bookings = 다가오는 예약
desk-starts = 시작
desk-ends = 끝
desk-step-report = 보고서 { $number } { $version }판을 냈어요
desk-step-invoice = 청구서 { $number }를 보냈어요: { $total }
desk-step-credit-note = 정정 청구서 { $number }를 보냈어요: { $total }
desk-step-payment = 청구서 { $number }에 { $total } 입금을 확인했어요
desk-lead = { $count ->
    [0] 지금 기다리는 일이 없어요.
   *[other] 기다리는 일이 { $count }건 있어요.{ $late ->
        [0] {""}
       *[other] {" "}그중 { $late }건은 기한이 지났어요.
    }
}
desk-count = { $count ->
    [0] 기다리는 일이 없어요.
   *[other] { $count }건이에요. 기한이 가까운 것부터 보여요.
}
desk-late = 기한이 지났어요
desk-what = 내용
desk-who = 관련된 곳
desk-all = { $count }건 모두 보기
desk-what-happens = 지금 일어나는 일
desk-list-none = 기다리는 일이 없어요
desk-list-answers = 나를 기다리는 의뢰
desk-list-bills = 낼 청구서
desk-list-feedback = 남길 이용 평가
desk-list-requests = 처리할 의뢰
desk-list-samples = 받을 시료
desk-list-bookings = 승인할 예약
desk-list-problems = 분류할 문제
desk-list-reviews = 검토할 결과
desk-list-charges = 청구할 사용료
desk-list-invoices = 발행하고 보낼 청구서
desk-list-overdue = 기한이 지난 청구서
desk-list-late = 약속한 시각을 넘긴 의뢰
desk-list-unsolved = 풀리지 않은 문제
desk-list-profile = 채워야 할 전문가 정보
desk-none-answers = 지금 답할 의뢰가 없어요.
desk-none-bills = 낼 청구서가 없어요.
desk-none-feedback = 평가할 의뢰가 없어요.
desk-none-requests = 처리할 의뢰가 없어요.
desk-none-samples = 오고 있는 시료가 없어요.
desk-none-bookings = 승인을 기다리는 예약이 없어요.
desk-none-problems = 분류를 기다리는 문제가 없어요.
desk-none-reviews = 내가 검토할 결과가 없어요. 내가 측정한 결과는 다른 사람이 검토해요.
desk-none-charges = 청구하지 않은 사용료가 없어요.
desk-none-invoices = 발행하거나 보낼 청구서가 없어요.
desk-none-overdue = 기한이 지난 청구서가 없어요.
desk-none-late = 약속한 시각을 넘긴 의뢰가 없어요.
desk-none-unsolved = 공개된 문제가 모두 풀렸어요.
desk-none-profile = 전문 분야와 핵심어가 채워져 있어요.
desk-do-send-samples = 시료 보내기
desk-do-pay = 내용 확인하고 내기
desk-do-judge = 평가 남기기
desk-do-receive = 시료 받기
desk-do-decide = 받을지 정하기
desk-do-approve = 승인하거나 거절하기
desk-do-sort = 살펴보고 분류하기
desk-do-review = 결과 검토하기
desk-do-invoice = 청구서 만들기
desk-do-issue = 확인하고 발행하기
desk-do-send = 내는 곳에 알리기
desk-do-chase = 입금 확인하고 다시 알리기
desk-do-look = 내 분야인지 살펴보기
desk-do-fill = 전문 분야 채우기
desk-list-approvals = 동의할 사용료
desk-none-approvals = 동의를 기다리는 사용료가 없어요.
desk-do-agree = 살펴보고 동의하기
desk-list-offers = 내 문제에 온 제안
desk-none-offers = 답을 기다리는 제안이 없어요.
desk-do-answer-offer = 보고 답하기
