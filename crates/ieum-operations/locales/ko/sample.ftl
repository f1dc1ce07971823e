permission-sample-follow = 시료를 등록하고 어디 있는지 보기
permission-sample-keep = 시료를 받고 보관하기
sample-samples = 시료
sample-list = 시료
sample-list-lead = 시료가 어디에 있고 누가 가졌는지 볼 수 있어요.
sample-none = 보이는 시료가 없어요
sample-none-next = 시료는 의뢰에서 등록해요.
sample-none-yet = 아직 등록한 시료가 없어요.
sample-group-coming = 받을 시료
sample-group-here = 있는 시료
sample-group-over = 나간 시료
sample-group-all = 전체
sample-code = 시료 번호
sample-name = 이름
sample-place = 보관 장소
sample-since = 바뀐 때
sample-scan = 시료 찾기
sample-scan-lead = 라벨의 QR을 찍거나 번호를 적어 주세요.
sample-scan-code = 시료 번호
sample-scan-hint = 예: S-2026-000012
sample-scan-go = 찾기
sample-scan-unknown = { $code } 시료를 찾을 수 없어요. 번호를 다시 확인해 주세요.
sample-declare = 시료 등록하기
sample-declared = 시료를 등록했어요. 라벨을 출력해 붙여 주세요.
sample-new-title = { $number } 시료 등록
sample-new-lead = 한 줄에 하나씩 적으면 시료마다 번호와 라벨을 만들어요.
sample-names = 시료 이름
sample-names-hint = 한 줄에 하나씩, 200개까지 적어요.
sample-many = 이름은 120자, 시료는 200개까지 적을 수 있어요.
sample-kind = 종류
sample-kind-hint = 예: 과일, 혈청, 금속 분말
sample-amount = 양
sample-amount-hint = 예: 5 g, 10 mL
sample-count = 용기 수
sample-storage = 보관 조건
sample-storage-room = 실온
sample-storage-cool = 냉장 2–8 °C
sample-storage-frozen = 냉동 −20 °C
sample-storage-deep-frozen = 초저온 −80 °C
sample-storage-other = 그 밖
sample-hazard = 위험
sample-hazard-none = 없음
sample-hazard-flammable = 인화성
sample-hazard-toxic = 독성
sample-hazard-corrosive = 부식성
sample-hazard-biological = 생물 위험
sample-hazard-radioactive = 방사성
sample-hazard-other = 그 밖
sample-hazard-words = 주의할 점
sample-hazard-words-hint = 다루는 사람이 알아야 할 것을 적어 주세요.
sample-afterwards = 분석 뒤
sample-afterwards-return = 돌려받기
sample-afterwards-dispose = 폐기
sample-afterwards-keep = 보관
sample-label = 라벨 PDF
sample-labels = 시료 라벨
sample-vessel-of = 용기 { $number }/{ $count }
sample-where = 지금 { $place }에 있어요.
sample-note = 상태와 남길 말
sample-note-owed = 까닭
sample-done = 시료 기록을 남겼어요.
sample-ledger = 인수인계 장부
sample-chain-whole = { $entries }건의 기록이 빠짐없이 이어져 있어요.
sample-chain-broken = { $at }번째 기록이 앞 기록과 이어지지 않아요. 운영자에게 알려 주세요.
sample-seal = 마지막 기록의 SHA-256 { $hash }
sample-places = 보관 장소
sample-places-lead = 방에서 자리까지 차례로 만들어요. 자리 하나에는 시료 하나만 놓여요.
sample-places-none = 아직 보관 장소가 없어요. 방부터 만들어 주세요.
sample-no-places = 보관 장소가 아직 없어요.
sample-place-add = 장소 만들기
sample-place-parent = 들어 있는 곳
sample-place-no-parent = 없음 (방)
sample-place-kind = 종류
sample-place-room = 방
sample-place-freezer = 냉동고·보관장
sample-place-shelf = 선반·상자
sample-place-position = 자리
sample-place-name = 이름
sample-place-name-hint = 예: 201호, 냉동고 2, A1
sample-place-holds = 놓인 시료
sample-place-made = 장소를 만들었어요.
sample-place-twice = 같은 이름의 장소가 이미 있어요.
sample-no-facility = 맡은 시설이 없어요
sample-no-facility-next = 시설 담당자가 되면 보관 장소를 관리할 수 있어요.
sample-refused-not-from-here = 지금 상태에서는 할 수 없는 일이에요. 페이지를 새로 열어 확인해 주세요.
sample-refused-other-side = 이 일은 상대편이 할 수 있어요.
sample-refused-no-reason = 까닭을 적어 주세요.
sample-refused-no-place = 놓을 장소를 골라 주세요.
sample-refused-other-place = 이 시설의 장소가 아니거나 그곳에 만들 수 없는 종류예요.
sample-refused-place-taken = 그 자리에는 { $code } 시료가 있어요.
sample-refused-not-now = 지금은 이 의뢰에 시료를 등록할 수 없어요.
sample-state-declared = 등록됨
sample-where-declared = 아직 시설에 오지 않았어요. 라벨을 붙여 보내 주세요.
sample-state-in-transit = 보내는 중
sample-where-in-transit = 시설로 가는 중이에요.
sample-state-accepted = 접수
sample-where-accepted = 접수대에 있어요.
sample-state-quarantined = 격리
sample-where-quarantined = 따로 두고 판단을 기다려요.
sample-state-rejected = 접수 거절
sample-where-rejected = 접수하지 않았어요.
sample-state-stored = 보관 중
sample-where-stored = 보관 중이에요.
sample-state-checked-out = 꺼냄
sample-where-checked-out = 마지막으로 기록한 사람이 가지고 있어요.
sample-state-in-analysis = 분석 중
sample-where-in-analysis = 분석 중이에요.
sample-state-analysed = 분석 끝
sample-where-analysed = 분석이 끝났어요. 보관하거나 처리해 주세요.
sample-state-consumed = 소모
sample-where-consumed = 모두 썼어요.
sample-state-returned = 반환
sample-where-returned = 돌려보냈어요.
sample-state-disposed = 폐기
sample-where-disposed = 폐기했어요.
sample-state-transferred = 이관
sample-where-transferred = 다른 곳으로 넘겼어요.
sample-state-lost = 분실
sample-where-lost = 찾을 수 없어요.
sample-do-declare = 등록하기
sample-step-declare = 시료 { $code } { $name }: 등록했어요
sample-do-ship = 보냈다고 알리기
sample-step-ship = 시료 { $code } { $name }: 보냈어요
sample-do-accept = 접수하기
sample-step-accept = 시료 { $code } { $name }: 접수했어요
sample-do-quarantine = 격리하기
sample-step-quarantine = 시료 { $code } { $name }: 격리했어요
sample-do-reject = 접수 거절하기
sample-step-reject = 시료 { $code } { $name }: 접수하지 않았어요
sample-do-store = 보관하기
sample-step-store = 시료 { $code } { $name }: 보관했어요
sample-do-check-out = 꺼내기
sample-step-check-out = 시료 { $code } { $name }: 꺼냈어요
sample-do-begin = 분석 시작하기
sample-step-begin = 시료 { $code } { $name }: 분석을 시작했어요
sample-do-finish = 분석 끝내기
sample-step-finish = 시료 { $code } { $name }: 분석을 끝냈어요
sample-do-consume = 모두 썼다고 적기
sample-step-consume = 시료 { $code } { $name }: 모두 썼어요
sample-do-return = 돌려보내기
sample-step-return = 시료 { $code } { $name }: 돌려보냈어요
sample-do-dispose = 폐기하기
sample-step-dispose = 시료 { $code } { $name }: 폐기했어요
sample-do-transfer = 다른 곳에 넘기기
sample-step-transfer = 시료 { $code } { $name }: 다른 곳에 넘겼어요
sample-do-lose = 분실로 적기
sample-step-lose = 시료 { $code } { $name }: 찾을 수 없어요
sample-do-find = 찾았다고 적기
sample-step-find = 시료 { $code } { $name }: 찾았어요
sample-notice = 시료 { $code } { $name }: { $action ->
    [declare] 등록했어요.
    [ship] 보냈어요.
    [accept] 접수했어요.
    [quarantine] 격리했어요.
    [reject] 접수하지 않았어요.
    [store] 보관했어요.
    [check_out] 꺼냈어요.
    [begin] 분석을 시작했어요.
    [finish] 분석을 끝냈어요.
    [consume] 모두 썼어요.
    [return] 돌려보냈어요.
    [dispose] 폐기했어요.
    [transfer] 다른 곳에 넘겼어요.
    [lose] 찾을 수 없어요.
    [find] 찾았어요.
   *[other] 바뀐 것이 있어요.
}
