# 수치: 통계, 지역 지표, 결과표 점검
figures-method-stats-ols = 최소제곱 선형회귀
figures-method-stats-audit = 인쇄된 결과표의 점검: 함께 옳을 수 없는 수치 찾기
figures-formula = 계산식
figures-source = 출처
figures-bear-in-mind = 염두에 둘 것
figures-more-rows = { $rows }줄 가운데 { $shown }줄만 보여 드렸어요. 모두 보려면 --csv나 --json을 쓰세요.
figures-other = { $name } ({ $facts })
figures-refused-no-file = 읽을 파일을 적어 주세요.
figures-refused-unopened = { $path } 파일을 열 수 없어요: { $reason }
figures-refused-row = { $line }번째 줄: { $reason }
figures-refused-missing = --{ $option } 값이 필요해요.
figures-refused-value = --{ $option }에 { $text } 값은 쓸 수 없어요. 수를 적어 주세요.
figures-refused-choice = --{ $option }에 { $text } 값은 쓸 수 없어요. 이 가운데 하나를 적어 주세요: { $known }
figures-fault-nothing = 표가 비어 있어요. 첫 줄에 열 이름을, 그 아래에 자료를 한 줄 이상 적어 주세요.
figures-fault-ragged = { $line }번째 줄: 열 이름은 { $expected }개인데 칸이 { $found }개예요. 빈칸도 구분자로 남기고, 쉼표가 든 값은 따옴표로 묶어 주세요.
figures-fault-open-quote = { $line }번째 줄에서 연 따옴표가 닫히지 않았어요. 닫는 따옴표를 넣어 주세요.
figures-fault-too-many = { $what -> 
    [columns] 열이 { $found }개예요. 한 번에 { $most }개까지 읽어요. 필요한 열만 남기거나, 열을 줄로 돌려 주세요.
    [rows] 자료가 { $most }줄을 넘어요. 나누어 읽어 주세요.
   *[letters] 파일이 너무 커요({ $found }바이트, 한도 { $most }). 나누어 읽어 주세요.
}
figures-fault-no-column = { $name } 열이 없어요. 있는 열: { $known }
figures-fault-twice = { $name } 열이 둘이에요({ $first }번째, { $second }번째). 하나의 이름을 바꿔 주세요.
figures-fault-not-a-number = { $line }번째 줄 { $column } 열의 «{ $text }» 값은 수가 아니에요. 수를 적거나, 값이 없으면 비워 주세요.
figures-fault-only-a-bound = { $line }번째 줄 { $column } 열의 «{ $text }» 값은 한계만 말해요. 계산에는 수가 필요해요. 알면 그 수를 적고, 모르면 비워 주세요.
figures-fault-mixed-marks = { $column } 열에서 { $line }번째 줄의 «{ $text }» 값과 { $other_line }번째 줄의 «{ $other_text }» 값은 소수점 표시가 달라요. 한 가지로 맞춰 주세요.
figures-fault-mixed-percent = { $column } 열에서 { $line }번째 줄의 «{ $text }» 값에는 백분율 기호가 있고 { $other_line }번째 줄에는 없어요. 한 가지로 맞춰 주세요.
figures-fault-not-finite = { $line }번째 줄 { $column } 열의 «{ $text }» 값은 유한한 수가 아니에요. 값을 고치거나 비워 주세요.
figures-fault-too-small = { $line }번째 줄 { $column } 열의 «{ $text }» 값은 너무 작아서 자릿수를 잃어요. 단위를 바꿔 주세요.
figures-fault-empty-column = { $column } 열에 값이 하나도 없어요. 다른 열을 고르거나 값을 채워 주세요.
figures-fault-unknown-word = { $line }번째 줄 { $column } 열의 «{ $text }» 값은 쓸 수 없어요. 쓸 수 있는 값: { $known }
figures-fault-unknown-column = { $name } 열은 여기에서 쓰지 않아요. 이름을 고치거나 빼 주세요. 쓰는 열: { $known }
figures-fault-no-such-row = { $line }번째 줄 { $column } 열이 가리키는 «{ $text }» 줄이 없거나 알맞은 종류가 아니에요. 그 줄의 id와 kind를 확인해 주세요.
figures-fault-repeated-name = { $other_line }번째 줄과 { $line }번째 줄의 이름이 «{ $text }»(으)로 같아요. 하나를 바꿔 주세요.
figures-fault-lacks = { $line }번째 줄에는 { $column } 값이 있어야 해요. 채워 주세요.
figures-unfit-too-few = 자료가 { $found }개예요. 이 방법에는 { $needed }개 이상이 필요해요.
figures-unfit-shape = 길이가 맞지 않아요: { $expected }개가 있어야 할 곳에 { $found }개가 있어요.
figures-unfit-not-finite = { $row }번째 줄 { $column } 열에서 유한한 수가 나오지 않아요. 값을 확인해 주세요. 로그에는 0보다 큰 수가 필요해요.
figures-unfit-out-of-range = { $name } 값이 { $value }인데 { $low }에서 { $high } 사이여야 해요.
figures-unfit-infeasible = 필요한 것은 { $needed }인데 가능한 것은 { $available }이에요.
figures-unfit-constant = { $column } 열의 값이 모두 같아서 계산할 수 없어요. 다른 열을 고르세요.
figures-unfit-empty = { $name } { $at }: 비어 있어요. 빼거나 채워 주세요.
figures-unfit-collinear = { $column } 항은 앞의 항들로 이루어져 있어서 효과를 따로 잴 수 없어요. 그 항을 빼 주세요.
figures-unfit-separated = { $column } 항이 결과를 어김없이 가르기 때문에 추정값이 한없이 커져요. Firth 방법을 쓰거나 그 항을 빼 주세요.
figures-unfit-not-settled = { $steps }번 되풀이해도 답이 정해지지 않았어요. 항을 줄이거나 단위를 바꿔 보세요.
figures-unfit-no-column = { $name } 열이 없어요. 열 이름을 확인해 주세요.
figures-unfit-not-numbers = { $name } 열은 수가 아니에요. 수로 된 열을 고르세요.
figures-unfit-formula = 식의 { $at }번째 글자에서 더 읽을 수 없어요. y ~ x1 + x2처럼 적어 주세요.
figures-unfit-unreadable = { $line }번째 줄의 형식이 맞지 않아요.
figures-unfit-singular = 방정식의 답이 하나로 정해지지 않아요.
figures-caution-dropped = 값이 빠진 { $cases }건은 뺐어요.
figures-caution-few-cases = 자료가 { $found }건뿐이라 어림이 거칠어요. { $advised }건 이상이 좋아요.
figures-caution-islands = 이웃이 없는 단위가 있어요: { $units }
figures-caution-ties = 같은 값이 { $cases }건 있어요.
figures-caution-nearly-collinear = { $column }번째 항은 다른 항과 거의 같은 것을 말해요(분산팽창계수 { $inflation }).
figures-caution-unequal-spread = 퍼진 정도가 서로 다른 듯해요(p = { $p }).
figures-caution-not-normal = 정규분포와 다른 듯해요(p = { $p }).
figures-caution-influential = { $row }번째 자료 하나가 결과를 크게 움직여요(Cook 거리 { $distance }).
figures-caution-thousands = { $column } 열 { $line }번째 줄의 «{ $text }» 값은 천 단위 구분으로 읽었어요.
figures-caution-decimal-comma = { $column } 열의 쉼표는 소수점으로 읽었어요.
figures-caution-percent = { $column } 열은 백분율이에요. 5 %는 5로 계산했어요.
figures-audit-cannot-both = 인쇄된 값 { $printed }와 함께 옳을 수는 없어요.
figures-audit-share-of-count = { $base } 가운데 { $n }은 { $percent } %예요.
figures-audit-share-of-no-count = { $base }건에서 이 비율이 되는 건수는 없어요. 가장 가까운 비율은 { $range } %예요.
figures-audit-share-of-some-count = { $base } 가운데 { $least }~{ $most }건이면 이 비율이에요.
figures-audit-sum-of-parts = 부분 { $parts }개를 더하면 { $range }이에요.
figures-audit-parts-of-whole = 부분 { $parts }개의 합은 { $range }이고, 남는 것은 { $left }이에요.
figures-audit-ratio = { $first }를 { $second }로 나누면 { $range }이에요.
figures-audit-odds-ratio = 오즈비는 { $odds_ratio }(95 % 구간 { $ci_low }~{ $ci_high }), 카이제곱 { $chi2 }, p = { $p }예요.
figures-audit-odds-ratio-interval = 두 비율에서 나오는 구간 끝은 { $range }이에요.
figures-audit-unit-scale = 다른 곳의 { $other }와 꼭 { $factor }배 차이가 나요. 단위를 확인해 보세요.
figures-audit-same-figure = 다른 곳에는 { $other }이라고 적혀 있어요.
figures-audit-groups-n = 집단 { $groups }개의 수를 더하면 { $sum }이에요.
figures-audit-groups-mean = 집단 { $groups }개의 평균에서 나오는 전체 평균은 { $range }이에요.
figures-audit-groups-sd = 집단 { $groups }개에서 나오는 전체 표준편차는 { $range }이에요.
figures-audit-statistic-from-groups = 집단의 수·평균·표준편차에서 나오는 통계량은 { $range }이에요({ $reading }로 읽음).
figures-audit-p-from-statistic = { $statistic } = { $value }, 자유도 { $df }이면 p는 { $range }이에요.
figures-audit-p-fits-one-tail = { $statistic } = { $value }, 자유도 { $df }이면 양쪽 검정의 p는 { $range }이에요. 한쪽 검정이라면 맞으니, 그렇다면 tail 열에 one이라고 적어 주세요.
figures-audit-letters-shared = 같은 글자를 쓰는 두 집단의 { $method } 비교는 p = { $range }이에요.
figures-audit-letters-apart = 글자가 다른 두 집단의 { $method } 비교는 p = { $range }이에요.
figures-audit-whole-number-mean = 정수로 답한 { $n }건에서 이 평균은 나올 수 없어요. 가장 가까운 평균은 { $range }이에요. 이 평균이 나올 수 있는 가까운 건수: { $sizes }
figures-audit-whole-number-mean-fits = 정수로 답한 { $n }건에서 나올 수 있는 평균이에요({ $range }).
figures-audit-whole-number-sd-fits = 정수로 답한 { $n }건에서 나올 수 있어요. 이를테면 합 { $sum }, 제곱합 { $squares }이에요.
figures-audit-whole-number-sd = 정수로 답한 { $n }건에서 이 평균과 표준편차가 함께 나올 수 없어요. 가장 가까운 표준편차는 { $range }이에요.
figures-audit-yes-or-no = 예·아니요로 답한 { $n }건에서 이 평균이면 표준편차는 { $sd }이에요.
figures-audit-moments = 이 왜도라면 첨도는 { $bound } 이상이에요.
figures-audit-variation = 표준편차가 평균의 { $coefficient }배예요. 로그나 감마 모형이 더 알맞을 수 있어요.
figures-audit-outside = { $figure } 값은 { $range }을 벗어날 수 없어요.
figures-audit-digits = { $other_id }의 { $other }와 첫 숫자 뒤가 같아요. 옮겨 적을 때 겹쳤는지 원본을 확인해 보세요.
figures-audit-t-from-b = B { $b }를 표준오차 { $se }로 나누면 { $range }이에요.
figures-audit-interval-from-b = B와 표준오차에서 나오는 95 % 구간의 끝은 { $range }이에요(자유도 { $df }).
figures-audit-beta-from-t = 설명 변수가 하나면 β는 t / √(t² + { $df })이고, t = { $t }에서 { $range }이에요.
figures-audit-beta-from-b = B { $b }에 두 표준편차의 비를 곱하면 β는 { $range }이에요.
figures-audit-beta-floor = t = { $t }(자유도 { $df })이면 β는 { $low } 이상이에요.
figures-audit-f-from-t = 설명 변수가 하나면 F는 t²이고, t = { $t }에서 { $range }이에요.
figures-audit-f-from-r2 = R² = { $r2 }, 설명 변수 { $k }개, 잔차 자유도 { $df }이면 F는 { $range }이에요.
figures-audit-adjusted-r2 = R² = { $r2 }, 설명 변수 { $k }개, 잔차 자유도 { $df }이면 수정 R²은 { $range }이에요.
figures-audit-same-figures-as = { $other_id }에서 이미 같은 수치를 보았어요.
figures-audit-sizes-that-fit = F, R², 수정 R², p를 함께 만족하는 것은 { $sizes }이에요.
figures-audit-no-size-fits = { $most_cases }건까지 어떤 설명 변수 수와 건수도 F, R², 수정 R², p를 함께 만족하지 않아요.
figures-audit-r2-floor = t = { $t }인 변수 하나만으로도 R²은 { $low } 이상이에요.
figures-audit-means-of-two-groups = 상수는 한 집단의 평균 { $range }, 상수와 기울기의 합은 다른 집단의 평균 { $other_low }~{ $other_high }이어야 해요.
figures-audit-errors-of-two-groups = 집단의 수 { $n_first }, { $n_second }에서 나오는 표준오차는 상수 { $range }, 기울기 { $slope_low }~{ $slope_high }이에요.
figures-audit-sizes-from-errors = 두 표준오차를 함께 만족하려면 { $n }건 가운데 기준 집단이 { $range }건이어야 해요.
figures-audit-no-sizes-from-errors = { $n }건을 어떻게 나누어도 두 표준오차를 함께 만족하지 않아요.
figures-audit-decision = B와 표준오차에서 나오는 p는 { $range }이고, 5 % 수준의 결론은 { $follows -> 
    [supported] 지지
    [not-supported] 지지하지 않음
   *[open] 정해지지 않음
}이에요.
figures-verdict-agrees = 맞아요
figures-verdict-cannot-hold = 함께 옳을 수 없어요
figures-verdict-information = 알아 둘 것
figures-check-share = 비율
figures-check-share-possible = 가능한 비율
figures-check-sum = 합계
figures-check-subset = 부분의 합
figures-check-ratio = 몇 배
figures-check-odds-ratio = 오즈비
figures-check-odds-ratio-interval = 오즈비 구간
figures-check-same = 같은 수치
figures-check-groups-n = 집단 수의 합
figures-check-groups-mean = 집단 평균
figures-check-groups-sd = 집단 표준편차
figures-check-statistic = 통계량
figures-check-p = p값
figures-check-letters = 사후 비교 글자
figures-check-whole-numbers = 정수 답
figures-check-yes-or-no = 예·아니요
figures-check-moments = 왜도와 첨도
figures-check-variation = 변동계수
figures-check-outside = 가능한 범위
figures-check-digits = 되풀이된 숫자
figures-check-t-from-b = t = B/SE
figures-check-interval = 신뢰구간
figures-check-beta = 표준화 계수
figures-check-f-from-t = F = t²
figures-check-f-from-r2 = F와 R²
figures-check-adjusted-r2 = 수정 R²
figures-check-sizes = 가능한 크기
figures-check-r2-floor = R²의 하한
figures-check-group-means = 두 집단의 평균
figures-check-group-errors = 두 집단의 표준오차
figures-check-decision = 결론
figures-field-n = 자료 수
figures-field-df-model = 모형 자유도
figures-field-df-residual = 잔차 자유도
figures-field-coefficients = 계수
figures-field-term = 항
figures-field-estimate = 추정값
figures-field-std-error = 표준오차
figures-field-t = t
figures-field-p = p
figures-field-ci-low = 구간 시작
figures-field-ci-high = 구간 끝
figures-field-beta = β
figures-field-vif = 분산팽창계수
figures-field-residual-sd = 잔차 표준편차
figures-field-ss-residual = 잔차 제곱합
figures-field-ss-total = 전체 제곱합
figures-field-r-squared = R²
figures-field-r-squared-against = R²의 기준
figures-field-adj-r-squared = 수정 R²
figures-field-f = F
figures-field-df-errors = 오차 자유도
figures-field-log-likelihood = 로그우도
figures-field-aic = AIC
figures-field-bic = BIC
figures-field-durbin-watson = 더빈-왓슨
figures-field-errors = 표준오차의 종류
figures-field-confidence = 신뢰수준
figures-field-checks = 가정 점검
figures-field-influence = 자료별 영향
figures-field-source = 출처
figures-field-rows = 점검 결과
figures-field-id = 이름
figures-field-check = 점검
figures-field-printed = 인쇄된 값
figures-field-recomputed-low = 다시 계산(최소)
figures-field-recomputed-high = 다시 계산(최대)
figures-field-verdict = 판정
figures-field-agrees = 맞는 수치
figures-field-cannot-hold = 함께 옳을 수 없는 수치
