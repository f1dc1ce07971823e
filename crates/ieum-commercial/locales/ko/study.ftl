permission-study-use = 내 표 분석
study-title = 내 표 분석
study-lead = 표를 올리고 방법을 고르면 문장, 표, 그림과 다시 계산하는 명령을 보여 드려요. 올린 표는 본인만 볼 수 있어요.
study-new = 표 올리기
study-new-lead = CSV, TSV, XLSX 표를 올리거나 붙여 넣어 주세요. 첫 줄은 열 이름이에요.
study-none = 올린 표가 없어요
study-none-next = 표를 올리면 평균 비교, 회귀, 특화도 같은 분석을 바로 해 볼 수 있어요.
study-size = { $rows }행, 열 { $columns }개
study-file = 표 파일
study-file-hint = UTF-8과 CP949를 모두 읽어요.
study-paste = 또는 표 붙여 넣기
study-paste-hint = 쉼표, 탭, 세미콜론으로 나눈 표를 읽어요. 파일을 올리면 파일을 읽어요.
study-name = 이름
study-name-hint = 비우면 파일 이름을 써요.
study-read = 표 읽기
study-private = 올린 표와 결과는 본인만 볼 수 있고 언제든 지울 수 있어요.
study-no-table = 파일을 고르거나 표를 붙여 넣어 주세요.
study-not-read = 표를 읽지 못했어요
study-remove = 표와 결과 지우기
study-remove-sure = 이 표와 결과를 모두 지울까요?
study-removed = 표와 결과를 지웠어요.
study-no-answer = 답을 낼 수 없어요
study-ask = 무엇이 궁금하세요?
study-method = 방법
study-choose = 방법 고르기
study-family-stats = 비교와 관계
study-family-region = 지역 지표
study-show-options = 고른 방법 보기
study-choose-column = 열 고르기
study-usual = 보통 쓰는 것
study-compute = 계산하기
study-how = 어떻게 계산하나요
study-runs = 지금까지의 결과
study-options = 조건
study-state = 상태
study-state-waiting = 계산 중
study-state-done = 완료
study-state-refused = 답 없음
study-when = 언제
study-table = 표
study-file-kept = 원본 { $name }, SHA-256
study-waiting = 계산하고 있어요. 이 화면은 5초마다 새로 열려요.
study-again = 조건 바꿔 다시 하기
study-bear-in-mind = 함께 볼 점
study-figure-of = { $what } 그림
study-first-rows = 처음 { $shown }행이에요. 모두 { $total }행은 내려받은 파일에 있어요.
study-download = 모든 수치 내려받기 (JSON)
study-source = 출처:
study-command = 같은 수치를 내는 명령이에요.
study-provenance = 표 { $name }, SHA-256 { $hash }에서 계산했어요.
study-no-method = 이 방법은 더 이상 없어요.
study-refused-too-many = 표는 { $most }개까지 둘 수 있어요. 필요 없는 것을 지워 주세요.
study-refused-too-many-runs = 한 표의 결과는 { $most }개까지 둘 수 있어요. 표를 새로 올려 주세요.
study-refused-busy = 앞서 시킨 계산이 아직 끝나지 않았어요. 끝난 뒤에 다시 해 주세요.
figures-refused-no-answer = { $sentence }
study-says-stats-ols = 설명하는 열들이 결과의 차이 가운데 R² = { $r_squared }만큼을 설명해요(n = { $n }, F = { $f }, p { $p }). { $firm ->
    [yes] 우연으로 보기 어려워요.
   *[no] 우연일 수 있어요.
}
study-says-stats-anova = 집단 평균의 차이는 F({ $df_between }, { $df_within }) = { $f }, p { $p }예요. { $firm ->
    [yes] 적어도 한 집단은 달라 보여요.
   *[no] 집단이 다르다고 말하기 어려워요.
}
study-says-stats-describe = { $n }개 값의 평균은 { $mean }, 표준편차는 { $sd }예요.
study-all-figures = 모든 수치
