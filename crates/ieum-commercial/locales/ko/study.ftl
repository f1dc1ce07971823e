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
study-first-rows = 처음 { $shown }행이에요. 모두 { $total }행은 내려받은 파일에 있어요.
study-download = 모든 수치 내려받기 (JSON)
study-source = 출처:
study-command = 같은 수치를 내는 명령이에요.
study-provenance = 표 { $name }, SHA-256 { $hash }에서 계산했어요.
study-no-method = 이 방법은 더 이상 없어요.
study-choose-table = 다른 표 고르기
study-table-hint = 올려 둔 다른 표 가운데에서 골라요. 없으면 먼저 올린 뒤 돌아와 주세요.
study-no-second-table = 함께 볼 표를 찾을 수 없어요. 지웠다면 다시 올리고 골라 주세요.
study-download-picture = 그림 내려받기 (SVG)
study-picture-wide = 그림을 옆으로 밀어 나머지를 볼 수 있어요. 같은 값이 아래 표에 있어요.
study-download-table = { $name } 표 내려받기 (CSV)
study-download-singles = 한 줄 수치 내려받기 (CSV)
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
study-says-stats-ttest = 두 평균의 차이는 { $difference }이고 95 % 구간은 { $ci_low }에서 { $ci_high }까지예요(t = { $t }, 자유도 { $df }, p { $p }). { $firm ->
    [yes] 우연으로 보기 어려워요.
   *[no] 우연일 수 있어요.
}
study-says-stats-chi2 = { $n }건에서 두 구분은 χ² = { $statistic }, 자유도 { $df }, p { $p }예요. { $firm ->
    [yes] 우연으로 보기 어려워요.
   *[no] 우연일 수 있어요.
}
study-says-stats-corr = { $x }과(와) { $y }의 상관은 { $estimate }예요(n = { $n }, p { $p }). { $firm ->
    [yes] 우연으로 보기 어려워요.
   *[no] 우연일 수 있어요.
}
study-says-stats-corr-2 = 열 { $pairs }쌍의 상관을 구했어요. 첫 쌍 { $pairs_x }, { $pairs_y }의 상관은 { $pairs_estimate }예요.
study-says-stats-logit = 로짓 모형은 { $n }건에서 설명하는 열이 없는 모형보다 나은지 χ² = { $likelihood_ratio_statistic }, 자유도 { $likelihood_ratio_df }, p { $likelihood_ratio_p }예요. 계수는 아래 표에 있어요.
study-says-stats-poisson = 푸아송 모형은 { $n }건에서 설명하는 열이 없는 모형보다 나은지 χ² = { $likelihood_ratio_statistic }, 자유도 { $likelihood_ratio_df }, p { $likelihood_ratio_p }예요. 계수는 아래 표에 있어요.
study-says-stats-nb = 음이항 모형은 { $n }건에서 설명하는 열이 없는 모형보다 나은지 χ² = { $likelihood_ratio_statistic }, 자유도 { $likelihood_ratio_df }, p { $likelihood_ratio_p }예요. 계수는 아래 표에 있어요.
study-says-stats-gamma = 감마 모형은 { $n }건에서 설명하는 열이 없는 모형보다 나은지 χ² = { $likelihood_ratio_statistic }, 자유도 { $likelihood_ratio_df }, p { $likelihood_ratio_p }예요. 계수는 아래 표에 있어요.
study-says-stats-gamma-2 = 로그를 씌운 회귀는 { $n }건의 차이 가운데 R² = { $r_squared }만큼을 설명해요.
study-says-stats-fe = 집단 효과를 뺀 안에서 R² = { $r_squared_within }예요(n = { $n }). 첫 계수 { $coefficients_term }의 크기는 { $coefficients_estimate }, p { $coefficients_p }예요.
study-says-stats-did = 처치의 효과는 { $effect_estimate }이고 구간은 { $effect_ci_low }에서 { $effect_ci_high }까지예요(p { $effect_p }). 이만한 자료는 { $detectable_effect }보다 작은 효과를 놓칠 수 있어요.
study-says-stats-did-2 = 처치의 효과는 { $coefficients_estimate }이고 구간은 { $coefficients_ci_low }에서 { $coefficients_ci_high }까지예요(p { $coefficients_p }). 이만한 자료는 { $detectable_effect }보다 작은 효과를 놓칠 수 있어요.
study-says-stats-event = 처치한 { $treated_units }곳의 효과를 시점별로 { $coefficients }개 구했어요. 처치 전 추세의 검정은 p { $pre_trend_p }이고, 기간마다 { $pre_trend_slope_noticed_four_fifths }보다 완만한 추세는 다섯 번에 한 번 넘게 놓쳐요.
study-says-stats-event-2 = 처치한 { $treated_units }곳의 효과를 시점별로 { $coefficients }개 구했어요.
study-says-stats-cs = 집단과 시점의 효과 { $att }개를 구했어요(대상 { $n }곳). 모은 효과는 아래에 있어요.
study-says-stats-sc = 효과는 { $effect_estimate }예요. 합성 통제는 처치 전 { $periods_before }기간을 { $gap_before } 차이로 따라가요.
study-says-stats-sdid = 효과는 { $effect_estimate }예요. 처치 전 { $periods_before }기간과 처치 뒤 { $periods_after }기간을 견주었어요.
study-says-stats-psm = 처치의 효과는 { $effect_estimate }이고 구간은 { $effect_ci_low }에서 { $effect_ci_high }까지예요. 짝짓기 전의 차이는 { $raw_difference }였어요.
study-says-stats-psm-2 = 처치의 효과는 { $effect_estimate }이고 구간은 { $effect_ci_low }에서 { $effect_ci_high }까지예요.
study-says-stats-km = { $n }건 가운데 { $events }건에서 일이 일어났어요. 절반이 일을 겪기까지는 { $median_time }이에요.
study-says-stats-logrank = 집단의 생존은 χ² = { $statistic }, 자유도 { $df }, p { $p }만큼 달라요. { $firm ->
    [yes] 우연으로 보기 어려워요.
   *[no] 우연일 수 있어요.
}
study-says-stats-logrank-2 = 집단의 생존은 χ² = { $test_statistic }, 자유도 { $test_df }, p { $test_p }만큼 달라요. { $firm ->
    [yes] 우연으로 보기 어려워요.
   *[no] 우연일 수 있어요.
}
study-says-stats-cox = { $n }건, 사건 { $events }건이에요. 첫 열 { $ratios_term }의 위험비는 { $ratios_ratio }이고 구간은 { $ratios_ci_low }에서 { $ratios_ci_high }까지예요.
study-says-stats-adjust = 검정 { $n }개의 p값을 { $rule } 규칙으로 보정했어요.
study-says-region-lq = 지역 { $regions }곳과 활동 { $activities }개의 입지계수예요. 1보다 크면 그 지역이 전체보다 그 활동을 더 많이 가진 거예요.
study-says-region-shares = 지역 { $regions }곳과 활동 { $activities }개의 특화와 다양성이에요.
study-says-region-shift-share = { $from }에서 { $to }까지 지역 { $regions }곳의 성장을 나누었어요.
study-says-region-relatedness = 활동 { $activities }개가 지역 { $regions }곳에서 얼마나 함께 나타나는지예요.
study-says-region-complexity = 가장 복잡한 지역은 { $eci_region }({ $eci_value }), 가장 복잡한 활동은 { $pci_activity }({ $pci_value })예요.
study-says-region-cross = 원천 { $sources }개와 활동 { $activities }개가 지역 { $regions }곳에서 얼마나 함께 나타나는지예요.
study-says-region-dynamics = { $from }에서 { $to }까지 들어올 수 있던 { $could_enter }자리 가운데 { $entries }자리에 활동이 들어오고, { $could_exit }자리 가운데 { $exits }자리가 비었어요.
study-says-region-clusters = 활동을 묶음 { $clusters }개로 나누었을 때 안이 가장 잘 뭉쳐요(점수 { $score }).
study-says-region-moran = 모란 지수는 { $value }이고 우연이면 { $expected }예요(단위 { $n }개, 순열 p { $permuted_p }).
study-says-region-geary = 기어리 지수는 { $value }이고 우연이면 { $expected }예요(단위 { $n }개, 순열 p { $permuted_p }).
study-says-region-lisa = 단위 { $n }개 가운데 { $found }개에서 이웃과의 닮음이나 다름이 우연을 넘어요(보정 { $fdr }).
study-says-region-hotspots = 단위 { $n }개 가운데 { $found }개가 큰 값이나 작은 값이 모인 자리예요(보정 { $fdr }).
study-says-region-ahp = 기준 { $n }개의 가중치예요. 일관성 비율은 { $consistency_ratio }이고 0.1까지는 괜찮다고 봐요.
study-says-region-topsis = 첫째는 { $ranking_alternative }예요(점수 { $ranking_score }, 대안 { $n }개).
study-says-region-promethee = 첫째는 { $ranking_alternative }예요(순흐름 { $ranking_score }, 대안 { $n }개).
study-says-region-wsm = 첫째는 { $ranking_alternative }예요(점수 { $ranking_score }, 대안 { $n }개).
study-says-region-pmedian = 자리 { $open }곳을 열면 비용의 합은 { $objective }예요. 이보다 나을 여지는 { $gap }까지예요.
study-says-region-cover = 자리 { $open }곳을 열면 수요 { $covered }에 닿아요. 이보다 나을 여지는 { $gap }까지예요.
study-says-region-io = 부문 { $n }개의 승수와 연쇄예요. 첫 부문 { $sectors_sector }의 생산 승수는 { $sectors_output_multiplier }예요.
study-says-region-land = 해마다 { $yearly } m², { $years }년 동안 { $total } m²가 필요해요.
study-says-region-inequality = 지역 { $n }곳의 지니 계수는 { $gini }, 타일 지수는 { $theil_t }(그중 집단 사이 { $theil_t_between }), 윌리엄슨 계수는 { $williamson }이에요.
study-says-region-agglomeration = 사업체 { $n }곳, 지역 { $regions }곳이에요. 첫 산업 { $industries_industry }의 γ는 { $industries_gamma }예요. 0이면 우연만큼, 0.05를 넘으면 뚜렷이 모여 있어요.
study-says-region-cluster-index = 지역 { $n }곳의 클러스터 지수예요. 4를 넘으면 클러스터로 봐요.
study-picture-bars = { $what } 그림
study-picture-coefficients = 추정값과 구간
study-picture-coefficients-about = 추정값 { $count }개와 그 구간을 0과 견준 그림이에요.
study-picture-difference = 차이와 구간
study-picture-means = 집단 평균과 95 % 구간
study-picture-means-about = 집단 { $count }개의 평균과 구간이에요.
study-picture-histogram = { $what }의 분포
study-picture-histogram-about = { $what } 값이 구간마다 몇 번 나오는지와 평균의 자리예요.
study-picture-residuals = 기대보다 많거나 적은 칸(표준화 잔차)
study-picture-cloud = { $x }에 따른 { $y }
study-picture-cloud-about = 점 { $count }개의 산점도예요.
study-picture-line = { $x }에 따른 { $y }과 맞춘 선
study-picture-line-about = 점 { $count }개의 산점도와 회귀선이에요.
study-picture-event = 시점별 효과와 구간
study-picture-event-about = 효과 { $count }개와 구간이에요. 세로줄이 0에 걸치면 효과가 없을 수 있어요.
study-picture-groups = 집단마다 시간에 따른 효과
study-picture-groups-about = 집단 { $count }개의 선이에요.
study-picture-paths = { $what }: 처치한 곳과 합성 통제
study-picture-paths-about = 처치가 시작된 때가 세로줄이에요.
study-picture-balance = 짝짓기 앞뒤의 표준화 평균 차이
study-picture-adjusted = 보정 앞뒤의 p값
study-picture-survival = 시간에 따라 남은 비율
study-picture-survival-about = 곡선 { $count }개예요.
study-picture-quotients = 가장 큰 입지계수와 구간
study-picture-quotients-about = 가장 큰 { $count }개예요. 세로줄은 전체와 같은 자리예요.
study-picture-parts = 성장의 나눔
study-picture-parts-about = 지역 { $count }곳의 성장을 부분의 합으로 보여요.
study-picture-network = 활동의 관계망
study-picture-network-about = 활동 { $count }개와 가장 강한 연결 { $links }개예요.
study-picture-foretold = 밀도는 들어올 활동을 얼마나 알아맞혔나
study-picture-foretold-about = 곡선 아래 넓이는 { $area }예요. 0.5는 우연이에요.
study-picture-tried = 묶음 수에 따른 점수
study-picture-neighbours = 값과 이웃의 값
study-picture-neighbours-about = 단위 { $count }개의 값과 이웃 평균을 전체 평균과의 차이로 보여요.
study-picture-map = 이웃과 닮은 자리와 다른 자리의 지도
study-picture-map-about = 단위 { $count }개 가운데 { $found }개가 우연을 넘어요. 이름은 아래 표에 있어요.
study-picture-sites = 열린 자리와 찾아가는 곳
study-picture-sites-about = 곳 { $count }개와 열린 자리 { $open }개예요.
study-picture-linkages = 전후방 연쇄
study-picture-linkages-about = 부문 { $count }개예요. 오른쪽 위는 양쪽 모두 평균보다 큰 부문이에요.
study-picture-lorenz = 로렌츠 곡선
study-picture-lorenz-about = 지니 계수는 { $gini }예요.
study-picture-how-many = 개수
study-picture-chance = 우연
study-picture-false-entries = 잘못 짚은 비율
study-picture-found-entries = 찾아낸 비율
study-picture-high-high = 높은 곳 사이의 높은 곳
study-picture-low-low = 낮은 곳 사이의 낮은 곳
study-picture-high-low = 낮은 곳 사이의 높은 곳
study-picture-low-high = 높은 곳 사이의 낮은 곳
study-picture-no-pattern = 우연과 다르지 않음
study-picture-hot = 큰 값이 모인 곳
study-picture-cold = 작은 값이 모인 곳
study-picture-places = 곳
study-picture-open-sites = 열린 자리
study-picture-out-of-reach = 닿지 않는 곳
study-picture-even = 고른 나눔
study-picture-lorenz-curve = 로렌츠 곡선
study-picture-share-of-regions = 지역의 누적 비율
study-picture-share-of-values = 값의 누적 비율
