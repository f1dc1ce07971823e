permission-qualification-mine = 내 장비 자격을 보고 교육 신청하기
permission-qualification-run = 장비 교육과 자격 관리하기

## 자격
qualification-mine = 내 장비 자격
qualification-mine-lead = 어떤 장비를 어디까지 쓸 수 있는지, 언제까지인지 보여요.
qualification-none = 아직 받은 자격이 없어요
qualification-none-next = 자격이 필요한 장비의 일정에서 교육을 신청해 보세요.
qualification-level = 단계
qualification-level-basic = 기본
qualification-level-independent = 단독 사용
qualification-level-advanced = 고급
qualification-level-basic-hint = 교육을 마치고, 담당자가 있는 동안 써요.
qualification-level-independent-hint = 담당자 없이 혼자 써요.
qualification-level-advanced-hint = 특수 기법까지 쓰고 다른 사람을 도와요.
qualification-state-active = 유효
qualification-state-suspended = 정지
qualification-state-expired = 만료
qualification-state-revoked = 취소
qualification-until = { $at }까지
qualification-without-end = 기한 없음
qualification-days = { $days }일
qualification-valid = 유효 기간
qualification-not-asked = 이 장비는 자격 없이 예약할 수 있어요.
qualification-asked = 이 장비를 쓰려면 { $level } 자격이 있어야 해요.
qualification-nothing-asked = 이 장비에는 아직 필요한 자격이 없어요. 아래에서 정할 수 있어요.
qualification-have = 필요한 자격을 갖고 있어요. 바로 예약할 수 있어요.
qualification-have-until = 필요한 자격을 갖고 있어요. { $at }까지 쓸 수 있어요.
qualification-lack-none = 아직 자격이 없어요. 교육을 신청해 주세요.
qualification-lack-low = 갖고 있는 자격의 단계가 낮아요. 다음 단계 교육을 신청해 주세요.
qualification-lack-suspended = 자격이 정지되어 있어요. 시설 담당자에게 물어봐 주세요.
qualification-lack-expired = 자격 기간이 끝났어요. 교육을 다시 신청해 주세요.
qualification-lack-revoked = 자격이 취소되었어요. 교육을 다시 신청해 주세요.
qualification-of = { $name } 자격과 교육
qualification-holders = 자격이 있는 사람
qualification-holders-none = 아직 자격이 있는 사람이 없어요
qualification-holders-none-next = 교육을 마친 사람에게 아래에서 자격을 주세요.
qualification-ahead = 앞으로 예약 { $count }건
qualification-change = 바꾸기
qualification-take = 정지하거나 취소하기
qualification-suspend = 정지
qualification-reinstate = 다시 유효하게
qualification-revoke = 자격 취소
qualification-revoke-sure = 이 자격을 취소할까요?
qualification-grant = 자격 주기
qualification-grant-hint = 이미 교육을 마친 사람, 갱신하는 사람에게 바로 줄 수 있어요.
qualification-choose-person = 사람 고르기
qualification-until-day = 유효한 마지막 날
qualification-until-hint = 비우면 이 장비의 유효 기간을 따라요.
qualification-demand = 이 장비가 요구하는 자격
qualification-demand-hint = 정하면 이 단계가 안 되는 사람은 예약할 수 없어요. 시설 담당자 본인의 사용에는 적용하지 않아요.
qualification-demand-level = 필요한 단계
qualification-demand-none = 요구하지 않음
qualification-demand-saved = 요구하는 자격을 저장했어요.
qualification-months = 개월
qualification-months-hint = 비우거나 0이면 기한이 없어요.
qualification-granted = 자격을 주고 본인에게 알렸어요.
qualification-changed = 자격을 바꾸고 본인에게 알렸어요.

## 교육
training-title = 교육
training-of = { $name } 교육
training-what = 교육 내용
training-what-ko = 교육 내용 (한국어)
training-what-en = 교육 내용 (영어)
training-ask = 교육 신청
training-wish = 하고 싶은 말
training-wish-hint = 가능한 요일이나 다뤄 본 비슷한 장비를 적어 주면 일정을 잡기 쉬워요.
training-asked = 교육을 신청했어요. 담당자가 일정을 정하면 알려 드릴게요.
training-asked-on = { $at } 신청
training-waits = 교육을 신청해 두었어요. 담당자의 답을 기다리고 있어요.
training-set = { $at }에 교육이 있어요.
training-when = 교육 시각
training-note = 장소와 준비물
training-note-hint = 신청한 사람에게 함께 보내요.
training-withdraw = 신청 거두기
training-withdraw-sure = 교육 신청을 거둘까요?
training-withdrawn = 교육 신청을 거두었어요.
training-open = 진행 중인 교육 { $count }건
training-none = 기다리는 교육 신청이 없어요.
training-schedule = 일정 정하기
training-result = 결과 적기
training-pass = 통과하고 자격 주기
training-absent = 오지 않음
training-fail = 다시 교육해야 함
training-decline = 신청 거절
training-kept = 교육을 기록하고 본인에게 알렸어요.
training-over = 지난 교육
training-changed = 바뀐 때
training-state-requested = 신청
training-state-scheduled = 일정 확정
training-state-passed = 통과
training-state-failed = 재교육
training-state-absent = 불참
training-state-declined = 거절
training-state-withdrawn = 거둠

## 거절 사유
qualification-refused-not-demanded = 이 장비는 자격을 요구하지 않아요. 바로 예약해 주세요.
qualification-refused-held-already = 필요한 자격을 이미 갖고 있어요. 바로 예약할 수 있어요.
qualification-refused-asked-already = 이미 신청한 교육이 있어요.
qualification-refused-not-by-oneself = 자기 자신에게는 자격을 줄 수 없어요. 다른 담당자에게 부탁해 주세요.
qualification-refused-over-already = 유효한 마지막 날이 지났어요. 앞으로의 날을 골라 주세요.
qualification-refused-session-over = 교육 시각이 지났어요. 앞으로의 시각을 골라 주세요.
qualification-refused-reason-missing = 이유를 적어 주세요. 본인에게 그대로 전해요.
qualification-refused-qualification-elsewhere = 지금은 { $state ->
    [active] 유효한
    [suspended] 정지된
    [expired] 만료된
   *[revoked] 취소된
} 자격이라 그렇게 바꿀 수 없어요.
qualification-refused-training-over = 이미 끝난 교육이에요. 다시 신청해 주세요.

## 알림
qualification-notice-granted = { $ends ->
    [yes] { $instrument } 사용 자격을 받았어요. { $until }까지 쓸 수 있어요
   *[no] { $instrument } 사용 자격을 받았어요
}
qualification-notice-suspended = { $instrument } 사용 자격이 정지됐어요: { $reason }
qualification-notice-reinstated = { $instrument } 사용 자격이 다시 유효해졌어요
qualification-notice-revoked = { $instrument } 사용 자격이 취소됐어요: { $reason }
qualification-notice-ending = { $instrument } 사용 자격이 { $until }에 끝나요. 미리 갱신 교육을 신청해 주세요
qualification-notice-expired = { $instrument } 사용 자격 기간이 끝났어요. 다시 쓰려면 교육을 신청해 주세요
training-notice-asked = { $person } 님이 { $instrument } 교육을 신청했어요
training-notice-scheduled = { $instrument } 교육이 { $starts }에 있어요. { $reason }
training-notice-failed = { $instrument } 교육을 다시 받아야 해요: { $reason }
training-notice-absent = { $instrument } 교육에 오지 않아 교육이 끝났어요. 다시 신청할 수 있어요
training-notice-declined = { $instrument } 교육 신청을 받을 수 없어요: { $reason }
training-notice-withdrawn = { $instrument } 교육 신청을 거두었어요
