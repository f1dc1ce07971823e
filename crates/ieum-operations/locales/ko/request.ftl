permission-request-make = 의뢰하고 내 의뢰를 관리하기
permission-request-run = 시설에 온 의뢰를 맡아 처리하기
request-new = 의뢰하기
request-new-title = 새 의뢰
request-edit-title = 의뢰 고치기
request-new-lead = 무엇을 알고 싶은지 적어 보내면 시설 담당자가 답을 드려요. 저장해 두고 나중에 보내도 돼요.
request-mine = 내 의뢰
request-mine-lead = 우리 기관이 보낸 의뢰와 저장해 둔 의뢰예요.
request-queue = 의뢰 접수함
request-queue-lead = 답할 시각이 가까운 의뢰부터 보여요.
request-none = 보이는 의뢰가 없어요
request-none-next = 찾기에서 서비스를 골라 의뢰하거나 바로 의뢰를 쓸 수 있어요.
request-queue-none = 기다리는 의뢰가 없어요
request-queue-none-next = 지난 의뢰는 전체에서 볼 수 있어요.
request-search = 제목이나 번호로 찾기
request-group-new = 새로 온 의뢰
request-group-work = 진행 중
request-group-open = 끝나지 않은 의뢰
request-group-over = 끝난 의뢰
request-group-all = 전체
request-number = 의뢰 번호
request-title = 제목
request-title-hint = 예: 사과 잔류농약 다성분 분석
request-words = 의뢰 내용
request-words-hint = 무엇이 문제인지, 무엇을 알면 해결되는지, 시료는 무엇인지 적어 주세요.
request-facility = 시설
request-facility-hint = 의뢰를 받을 시설을 고르세요.
request-choose = 고르세요
request-service = 서비스
request-instrument = 장비
request-quantity = 수량
request-deadline = 필요한 날
request-deadline-hint = 늦어도 이날까지 결과가 필요해요.
request-promise = 보내면 근무시간 3시간 안에 첫 답을, 3일 안에 계획을 받아요.
request-save = 저장해 두기
request-edit = 고치기
request-who = 의뢰한 곳
request-handler = 담당자
request-state = 상태
request-due = 기한
request-changed = 바뀐 때
request-need = 관련된 문제
request-see-need = 문제의 흐름 보기
request-note = 남긴 말
request-verdict = 할 수 있나요?
request-verdict-feasible = 할 수 있어요
request-verdict-partly = 일부만 할 수 있어요
request-verdict-unfeasible = 할 수 없어요
request-refer-to = 넘길 시설
request-onwards = 넘어간 의뢰 보기
request-other-steps = 그 밖에 할 수 있는 일
request-messages = 주고받은 글
request-messages-none = 아직 주고받은 글이 없어요.
request-message = 글
request-attach = 첨부 파일
request-message-send = 보내기
request-history = 지나온 길
request-side-firm = 의뢰한 곳
request-side-facility = 시설
request-clock-answer = 첫 답
request-clock-plan = 계획
request-clock-late = 기한이 지났어요
request-said-needs-info = 시설이 묻는 것
request-said-declined = 거절한 까닭
request-said-referred = 넘긴 까닭
request-said-scoping = 검토 의견
request-said-on-hold = 멈춘 까닭
request-said-disputed = 이의 내용
request-said-cancelled = 취소한 까닭
request-said-invalidated = 무효로 한 까닭
request-sent = 의뢰를 보냈어요.
request-saved = 의뢰를 저장했어요.
request-done = 처리했어요.
request-message-sent = 글을 보냈어요.
request-clock-open = { $due }까지예요.
request-clock-kept = { $due }까지였고 지켰어요.
request-clock-kept-late = { $due }까지였는데 늦었어요.
request-state-draft = 작성 중
request-state-submitted = 접수 대기
request-state-in-triage = 검토 시작
request-state-needs-info = 답변 대기
request-state-declined = 거절
request-state-referred = 다른 시설로 넘김
request-state-scoping = 방법 검토
request-state-quoted = 견적 확인 대기
request-state-accepted = 견적 수락
request-state-planned = 계획 수립
request-state-awaiting-samples = 시료 대기
request-state-ready = 준비 완료
request-state-in-progress = 진행 중
request-state-on-hold = 일시 중지
request-state-in-review = 결과 검토
request-state-delivered = 결과 전달
request-state-closed = 완료
request-state-disputed = 이의 제기
request-state-cancelled = 취소
request-state-invalidated = 보고서 무효
request-next-firm = { $state ->
    [draft] 아직 보내지 않았어요. 다 쓰면 보내 주세요.
    [submitted] 시설이 접수하면 첫 답을 드려요. 기한은 아래에 있어요.
    [in_triage] 시설이 내용을 살펴보고 있어요.
    [needs_info] 시설이 더 알고 싶은 것이 있어요. 답해 주세요.
    [scoping] 시설이 방법과 비용을 살펴보고 있어요.
    [quoted] 견적이 왔어요. 확인하고 답해 주세요.
    [accepted] 견적을 수락했어요. 시설이 일정을 잡아요.
    [planned] 일정이 잡혔어요. 시설이 시료를 요청하거나 준비를 마쳐요.
    [awaiting_samples] 시료를 보내 주세요.
    [ready] 준비가 끝났어요. 시설이 작업을 시작해요.
    [in_progress] 시설이 작업하고 있어요. 결과가 나오면 다른 담당자가 검토해요.
    [on_hold] 작업이 잠시 멈췄어요. 까닭이 풀리면 시설이 다시 시작해요.
    [in_review] 다른 담당자가 결과를 검토하고 있어요.
    [delivered] 결과가 나왔어요. 7일 안에 확인하고 마무리하거나 이의를 알려 주세요. 답이 없으면 저절로 마무리돼요.
    [closed] 마무리된 의뢰예요. 어땠는지 평가를 남길 수 있어요.
    [disputed] 이의를 시설이 살펴보고 있어요.
    [declined] 시설이 맡지 못한다고 답했어요. 다른 시설에 의뢰할 수 있어요.
    [referred] 다른 시설이 이어서 맡아요.
    [cancelled] 취소한 의뢰예요.
    [invalidated] 보고서가 무효가 되었어요. 시설이 다시 작업해요.
   *[other] 진행 중이에요.
}
request-next-facility = { $state ->
    [draft] 의뢰한 곳이 아직 쓰고 있어요.
    [submitted] 새 의뢰예요. 맡아서 살펴봐 주세요.
    [in_triage] 할 수 있는지 판단하거나 더 물어봐 주세요.
    [needs_info] 의뢰한 곳의 답을 기다려요.
    [scoping] 견적을 보내 주세요.
    [quoted] 견적에 대한 답을 기다려요.
    [accepted] 견적이 수락되었어요. 일정을 잡아 주세요.
    [planned] 시료를 요청하거나 준비를 마쳐 주세요.
    [awaiting_samples] 시료가 모두 오면 준비 완료가 돼요.
    [ready] 작업을 시작할 수 있어요.
    [in_progress] 결과가 나오면 검토로 넘겨 주세요.
    [on_hold] 까닭이 풀리면 다시 시작해 주세요.
    [in_review] 검토를 마치면 결과를 전달해 주세요.
    [delivered] 의뢰한 곳의 확인을 기다려요.
    [disputed] 이의를 살펴보고 다시 하거나 답해 주세요.
    [invalidated] 다시 작업해 주세요.
    [closed] 마무리된 의뢰예요. 더 할 일이 없어요.
    [declined] 맡지 않기로 했어요. 더 할 일이 없어요.
    [referred] 다른 시설로 넘겼어요. 그 시설이 이어서 맡아요.
    [cancelled] 취소된 의뢰예요. 더 할 일이 없어요.
   *[other] 더 할 일이 없어요.
}
request-step-begin = 초안을 썼어요
request-step-submit = 의뢰를 보냈어요
request-do-submit = 보내기
request-step-triage = 의뢰를 맡았어요
request-do-triage = 맡기
request-step-ask-back = 더 물었어요
request-do-ask-back = 더 물어보기
request-step-answer = 답했어요
request-do-answer = 답하기
request-step-decline = 거절했어요
request-do-decline = 거절하기
request-step-refer = 다른 시설로 넘겼어요
request-do-refer = 다른 시설로 넘기기
request-step-scope = 할 수 있는지 판단했어요
request-do-scope = 가능한지 판단하기
request-step-send-quote = 견적을 보냈어요
request-do-send-quote = 견적 보내기
request-step-reject-quote = 견적을 거절했어요
request-do-reject-quote = 견적 거절하기
request-step-expire-quote = 견적 기한이 지났어요
request-step-accept-quote = 견적을 수락했어요
request-do-accept-quote = 견적 확인하기
request-step-plan = 일정을 잡았어요
request-do-plan = 일정 잡기
request-step-await-samples = 시료를 요청했어요
request-do-await-samples = 시료 요청하기
request-step-make-ready = 준비를 마쳤어요
request-do-make-ready = 준비 완료로 하기
request-step-start = 작업을 시작했어요
request-do-start = 작업 시작하기
request-step-hold = 작업을 멈췄어요
request-do-hold = 잠시 멈추기
request-step-resume = 작업을 다시 시작했어요
request-do-resume = 다시 시작하기
request-step-results-in = 결과를 검토로 넘겼어요
request-do-results-in = 결과 올리기
request-step-rework = 다시 하도록 돌려보냈어요
request-do-rework = 돌려보내기
request-step-deliver = 결과를 전달했어요
request-do-deliver = 결과 전달하기
request-step-close = 마무리했어요
request-do-close = 확인하고 마무리하기
request-step-close-overdue = 이의 기간이 지나 마무리되었어요
request-step-dispute = 이의를 제기했어요
request-do-dispute = 이의 제기하기
request-step-uphold = 결과가 맞다고 답했어요
request-do-uphold = 결과 유지하기
request-step-credit = 비용으로 조정했어요
request-do-credit = 비용으로 조정하기
request-step-redo = 다시 작업하기로 했어요
request-do-redo = 다시 작업하기
request-step-cancel = 취소했어요
request-do-cancel = 취소하기
request-step-invalidate = 보고서를 무효로 했어요
request-do-invalidate = 보고서 무효로 하기
request-words-of-ask-back = 무엇을 알려 드리면 될까요?
request-words-of-answer = 답
request-words-of-decline = 거절하는 까닭
request-words-of-refer = 넘기는 까닭
request-words-of-scope = 할 수 있는 것과 없는 것
request-words-of-plan = 의뢰한 곳에 알릴 일정
request-words-of-hold = 멈추는 까닭
request-words-of-dispute = 무엇이 맞지 않나요?
request-words-of-uphold = 그렇게 답하는 까닭
request-words-of-credit = 어떻게 조정하나요?
request-words-of-cancel = 취소하는 까닭
request-notice = { $number } { $title }: { $event ->
    [begin] 초안을 썼어요.
    [submit] 의뢰를 보냈어요.
    [triage] 의뢰를 맡았어요.
    [ask_back] 더 물었어요.
    [answer] 답했어요.
    [decline] 거절했어요.
    [refer] 다른 시설로 넘겼어요.
    [scope] 할 수 있는지 판단했어요.
    [send_quote] 견적을 보냈어요.
    [reject_quote] 견적을 거절했어요.
    [expire_quote] 견적 기한이 지났어요.
    [accept_quote] 견적을 수락했어요.
    [plan] 일정을 잡았어요.
    [await_samples] 시료를 요청했어요.
    [make_ready] 준비를 마쳤어요.
    [start] 작업을 시작했어요.
    [hold] 작업을 멈췄어요.
    [resume] 작업을 다시 시작했어요.
    [results_in] 결과를 검토로 넘겼어요.
    [rework] 다시 하도록 돌려보냈어요.
    [deliver] 결과를 전달했어요.
    [close] 마무리했어요.
    [close_overdue] 이의 기간이 지나 마무리되었어요.
    [dispute] 이의를 제기했어요.
    [uphold] 결과가 맞다고 답했어요.
    [credit] 비용으로 조정했어요.
    [redo] 다시 작업하기로 했어요.
    [cancel] 취소했어요.
    [invalidate] 보고서를 무효로 했어요.
    [message] 새 글이 왔어요.
   *[other] 바뀐 것이 있어요.
}
request-refused-not-from-here = 지금 상태에서는 할 수 없는 일이에요. 페이지를 새로 열어 지금 상태를 확인해 주세요.
request-refused-other-side = 이 일은 상대편이 할 수 있어요.
request-refused-no-facility = 의뢰를 받을 시설을 골라 주세요.
request-refused-no-words = 제목과 의뢰 내용을 적어 주세요.
request-refused-no-reason = 상대편이 알 수 있게 까닭이나 내용을 적어 주세요.
request-refused-same-facility = 이미 이 시설에 있는 의뢰예요. 다른 시설을 골라 주세요.
request-refused-objection-over = 이의를 제기할 수 있는 기간이 { $ended }에 끝났어요.
request-acts = 지금 할 곳
request-acts-who = { $who ->
    [firm] 의뢰한 곳
    [facility] 시설 담당자
    [reviewer] 시설의 검토자
   *[nobody] 없음
}
request-judge = 이용 평가 남기기
request-judged = 남긴 이용 평가 보기
