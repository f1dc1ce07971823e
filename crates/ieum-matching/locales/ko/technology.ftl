# 기술에 맞는 문제와 기업
technology-matches-title = { JOSA($name, "이/가") } 도움이 될 곳
technology-matches-lead = 이 기술로 풀 수 있을지 모르는 열린 문제와, 하는 일이 맞닿는 기업을 이유와 함께 보여요.
technology-needs = 풀 수 있을지 모르는 문제
technology-needs-none = 이 기술에 맞는 열린 문제가 없어요
technology-needs-none-next = 어떤 문제를 푸는지 쉬운 말로 적을수록 잘 찾아져요.
technology-firms = 쓸 수 있는 기업
technology-firms-lead = 기업이 적은 제품과 소개를 보고 골랐어요. 아직 물어보지는 않았어요.
technology-firms-none = 하는 일이 맞닿는 기업을 찾지 못했어요
technology-firms-none-next = 기업은 소개와 검색어로 찾아요.
technology-firms-see = 기업 모두 보기
technology-back = 기술로 돌아가기
