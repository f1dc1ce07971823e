rules-title = 규칙: { $rule }
rules-thing = 대상
rules-place = 코드에서 있는 곳
rules-constraint = 저장소에서 보장하는 제약
permission-house-rules = 규칙 설명 보기
permission-house-metrics = 운영 지표 보기
