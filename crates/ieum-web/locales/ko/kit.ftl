# The frame of every page and the words inside components.
kit-name = 이음
kit-foot = 지역의 연구장비·전문가·기술을 문제 해결로 잇는 열린 플랫폼이에요.
kit-skip = 본문으로 건너뛰기
kit-menu = 메뉴
kit-places = 주요 메뉴
kit-within = { $place } 안에서
kit-place-problems = 문제
kit-place-find = 찾기
kit-place-work = 업무
kit-place-data = 데이터
kit-place-figures = 통계
kit-place-commercialise = 기술사업화
kit-place-region = 지역
kit-place-foresight = 전망
kit-place-network = 연결
kit-place-admin = 관리
kit-crumbs = 현재 위치
kit-aside = 함께 보기
kit-other-language = English
kit-other-language-short = EN
kit-messages = 안내
kit-notices = 알림
kit-unread = 건 안 읽음
kit-my-menu = 내 메뉴
kit-account = 내 계정
kit-sign-in = 로그인
kit-sign-out = 로그아웃
kit-preferences = 보기 설정
kit-density = 간격
kit-density-calm = 넉넉하게
kit-density-dense = 촘촘하게
kit-theme = 화면
kit-theme-auto = 기기 설정
kit-theme-light = 밝게
kit-theme-dark = 어둡게

# Forms
kit-optional = (선택)
kit-error-prefix = 오류:
kit-error-summary = 아래 내용을 확인해 주세요
kit-characters-left = { $count }자 더 쓸 수 있어요
kit-filter-list = 목록 좁히기
kit-won = 원
kit-file-limit = 파일 하나에 최대 { $size }까지 올릴 수 있어요.
kit-file-too-big = 파일이 너무 커요. 더 작은 파일을 골라 주세요.
kit-restored = 이 브라우저에 남아 있던 내용을 다시 채웠어요.
kit-search = 검색
kit-cancel = 취소

# Showing things
kit-none = –
kit-no-rows = 아직 내용이 없어요.
kit-pages = 목록 페이지
kit-page-n = { $n } 쪽
kit-previous = 이전
kit-next = 다음
kit-working = 진행 중
kit-narrow = 결과 좁히기
kit-chosen = { $count }개 선택
kit-apply = 적용
kit-clear = 조건 지우기

# In order
kit-steps = 진행 단계
kit-step-of = { $total }단계 중 { $n }단계
kit-step-done = (완료)
kit-thread = 문제에서 성과까지

# Calendar
kit-weeks = 주 이동
kit-week-previous = 이전 주
kit-week-this = 이번 주
kit-week-next = 다음 주
kit-as-list = 목록으로 보기
kit-time = 시각
kit-today = (오늘)
kit-zone = 시각은 모두 { $zone } 기준이에요.
kit-book = 이 시간 예약하기
kit-nothing-booked = 잡힌 일정이 없어요.
kit-slot-free = 예약 가능
kit-slot-mine = 내 예약
kit-slot-taken = 예약됨
kit-slot-asked = 승인 대기
kit-slot-held = 잠시 잡아 둠
kit-slot-closed = 운영 시간 아님
kit-slot-upkeep = 점검
kit-slot-past = 지난 시간
kit-map-list = 목록
kit-map-map = 지도
kit-map-label = 결과가 있는 곳이에요. 위가 북쪽이고, 아래 목록에 같은 내용이 있어요.
kit-map-place = 위치 { $number }: 결과 { $count }건
kit-map-scale = { $km } km
kit-map-nowhere = 이 쪽에는 위치를 모르는 결과가 { $count }건 있어요. 목록에서 볼 수 있어요.
kit-map-none = 위치를 아는 결과가 없어요. 목록에서 볼 수 있어요.
kit-map-more = 그 밖에 { $count }건
