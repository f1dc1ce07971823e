study-title = Study
study-refused-empty = 무엇을 할지 적어 주세요.
