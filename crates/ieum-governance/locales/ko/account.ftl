# 로그인, 가입, 비밀번호, 내 계정, 알림
person-email = 이메일
person-name = 이름
person-name-hint = 다른 사람에게 보이는 이름이에요.
person-lang = 화면과 메일의 언어
person-theme = 화면
person-density = 간격
person-since = 가입한 날
person-confirmed = 주소를 확인한 때
person-state-active = 사용 중
person-state-closed = 닫힘
person-state-unconfirmed = 주소 확인 전
lang-ko = 한국어
lang-en = English
theme-auto = 기기 설정
theme-light = 밝게
theme-dark = 어둡게
density-calm = 넉넉하게
density-dense = 촘촘하게
field-not-an-email = 이메일 주소로 적어 주세요. 예: name@example.kr
link-over = 이 링크는 더 쓸 수 없어요
mail-not-there = 몇 분이 지나도 메일이 없으면 스팸함을 보거나 주소를 다시 확인해 주세요.

role-guest = 누구나
role-member = 구성원
role-manager = 기관 관리자
role-staff = 시설 담당자
role-reviewer = 결과 검토자
role-billing = 정산 담당자
role-expert = 전문가
role-planner = 지역 기획자
role-operator = 운영자

sign-in-title = 로그인
sign-in-resume = 로그인하면 입력하시던 내용을 이어서 보낼 수 있어요.
sign-in-go = 로그인
sign-in-forgot = 비밀번호를 잊었어요
sign-in-join = 처음이라면 가입하기
sign-in-institution = 소속 기관 계정이 있다면
sign-in-out = 로그아웃했어요.
sign-in-refused-wait = 로그인 시도가 여러 번 실패했어요. { $minutes }분 뒤에 다시 시도해 주세요.
sign-in-refused-mismatch = 이메일이나 비밀번호가 맞지 않아요.
sign-in-refused-unconfirmed = 이메일 주소를 아직 확인하지 않았어요. 확인 메일을 새로 보냈으니 메일함을 봐 주세요.

join-title = 가입
join-lead = 이메일 주소 하나면 돼요. 기관은 다음 단계에서 골라요.
join-email-hint = 확인 메일을 보내 드려요.
join-go = 가입하기
join-resume = 가입하면 적던 내용을 이어서 보낼 수 있어요.
join-interrupted = 기관을 정하면 적던 내용을 이어서 보낼 수 있어요.
join-known = 이미 계정이 있어요
join-refused-email-taken = 이미 계정이 있는 주소예요. 로그인하거나 비밀번호를 새로 정해 주세요.
join-sent-title = 메일을 확인해 주세요
join-sent-lead = 적어 주신 주소로 메일을 보냈어요. 메일 속 링크를 열면 가입이 끝나요.
join-again = 다른 주소로 다시 가입하기
join-confirm-title = 이메일 주소 확인
join-confirm-lead = 가입할 때 정한 비밀번호를 한 번 더 적으면 바로 시작할 수 있어요.
join-confirm-hint = 가입 양식에 적은 비밀번호예요.
join-confirm-go = 확인하고 시작하기
join-confirm-mismatch = 비밀번호가 맞지 않아요. 기억나지 않으면 새로 정해 주세요.
join-confirmed = 이메일 주소를 확인했어요.
join-link-over-next = 이미 확인했다면 로그인해 주세요. 아니면 로그인할 때 새 링크를 보내 드려요.
join-organisation-title = 어느 기관에 계신가요?
join-organisation-lead = 기관을 찾아 합류를 신청하거나, 없으면 새로 등록해 주세요. 견적과 예약은 기관 이름으로 이루어져요.
join-organisation-find = 기관 찾기
join-organisation-find-hint = 사업자등록번호 10자리나 기관 이름으로 찾아요.
join-organisation-found = 찾은 기관
join-organisation-ask = 합류 신청하기
join-organisation-none = 그런 기관이 없어요
join-organisation-none-next = 이름을 다르게 적어 보거나 아래에서 새로 등록해 주세요.
join-organisation-new = 새 기관 등록
join-organisation-new-lead = 등록한 분이 그 기관의 첫 관리자가 돼요.
join-organisation-make = 기관 등록하기
join-organisation-later = 나중에 할게요
join-organisation-made = 기관을 등록했어요. 이제 동료를 초대할 수 있어요.
join-asked = 합류를 신청했어요. 그 기관의 관리자가 받아들이면 알려 드릴게요.
join-waiting = 답을 기다리는 신청
organisation-name-ko = 기관 이름(한국어)
organisation-name-en = 기관 이름(영어)
organisation-business-number = 사업자등록번호
organisation-business-number-hint = 숫자 10자리예요. 예: 123-45-67890
organisation-region = 지역
organisation-region-hint = 예: 충북 청주시

password-label = 비밀번호
password-old-label = 지금 비밀번호
password-new-label = 새 비밀번호
password-hint = { $least }자 이상이면 돼요. 낱말 몇 개를 이어 적으면 기억하기 쉬워요.
password-forgot-title = 비밀번호 새로 정하기
password-forgot-lead = 가입한 이메일 주소를 적어 주시면 링크를 보내 드려요.
password-forgot-go = 링크 받기
password-sent-title = 메일을 확인해 주세요
password-sent-lead = 그 주소에 계정이 있으면 링크가 담긴 메일이 도착해요. 링크는 한 번만 쓸 수 있어요.
password-again = 링크 다시 받기
password-new-title = 새 비밀번호
password-new-lead = 새 비밀번호를 정하면 다른 기기에서는 모두 로그아웃돼요.
password-new-go = 비밀번호 바꾸기
password-link-over-next = 링크는 한 번, 정해진 시간 안에만 쓸 수 있어요. 새 링크를 받아 주세요.
password-replaced = 비밀번호를 바꿨어요. 새 비밀번호로 로그인해 주세요.
password-refused-too-short = 비밀번호가 { $letters }자예요. { $least }자 이상으로 정해 주세요.
password-refused-too-long = 비밀번호가 { $letters }자예요. { $most }자까지 쓸 수 있어요.
password-refused-like-email = 비밀번호가 이메일 주소와 너무 비슷해요.
password-refused-like-name = 비밀번호가 이름과 너무 비슷해요.
password-refused-common = 아주 많이 쓰이는 비밀번호라 쉽게 알아맞힐 수 있어요. 다른 것으로 정해 주세요.

account-title = 내 계정
account-profile = 이름과 화면
account-save = 저장하기
account-saved = 저장했어요.
account-memberships = 소속과 역할
account-no-membership = 아직 소속이 없어요. 기관에 합류하면 견적과 예약을 진행할 수 있어요.
account-waiting = 답을 기다리는 신청이에요.
account-find-organisation = 기관 찾기
account-leave = 나가기
account-leave-sure = 이 소속에서 나갈까요?
account-left = 소속에서 나왔어요.
account-password = 비밀번호
account-password-wrong = 지금 비밀번호가 맞지 않아요
account-password-changed = 비밀번호를 바꿨어요. 다른 기기에서는 모두 로그아웃됐어요.
account-mail = 메일로 받을 알림
account-mail-lead = 알림은 언제나 알림 화면에 있어요. 메일로도 받을 주제를 골라 주세요.
account-mail-topics = 주제
account-sessions = 로그인한 기기
account-sessions-lead = 모르는 기기가 있으면 로그아웃시키고 비밀번호를 바꿔 주세요.
account-sessions-ended = 로그아웃시켰어요.
account-tokens = API 토큰
account-tokens-lead = 프로그램이 내 이름으로 일하게 하는 열쇠예요. 내가 할 수 있는 일은 토큰도 할 수 있으니 비밀번호처럼 지켜 주세요.
account-token-made = 토큰을 만들었어요
account-token-once = 지금만 볼 수 있어요. 안전한 곳에 옮겨 적어 주세요.
account-token-revoked = 토큰을 취소했어요.
session-agent = 기기
session-unknown = 알 수 없는 기기
session-seen = 마지막 방문
session-begun = 로그인한 때
session-here = 지금 이 기기
session-end = 로그아웃
session-end-others = 다른 기기 모두 로그아웃
token-name = 쓰임새
token-name-hint = 예: 측정실 PC, 재고 프로그램
token-beginning = 앞 글자
token-made = 만든 날
token-used = 마지막 사용
token-never = 아직 없음
token-make = 토큰 만들기
token-revoke = 취소
token-revoke-sure = 이 토큰을 쓰는 프로그램이 바로 멈춰요. 취소할까요?

notices-title = 알림
notices-read-all = 모두 읽음으로
notices-read = 모두 읽음으로 표시했어요.
notices-new = 새 알림
notices-none = 아직 알림이 없어요
notices-none-next = 의뢰, 예약, 시료에 변화가 있으면 여기에 알려 드려요.
notices-choose = 메일로 받을 알림 고르기
notice-topic-account = 계정과 소속
notice-topic-need = 문제
notice-topic-search = 저장한 검색
notice-topic-request = 의뢰와 견적
notice-topic-booking = 예약
notice-topic-sample = 시료와 결과
notice-topic-billing = 청구와 결제

mail-reset-subject = 비밀번호를 새로 정하는 링크예요
mail-reset-body = { $name }님, 안녕하세요.

    아래 링크를 열어 새 비밀번호를 정해 주세요. 링크는 한 번만, { $hours }시간 안에 쓸 수 있어요.
    { $link }

    요청하신 적이 없다면 이 메일을 지우시면 돼요. 비밀번호는 그대로예요.

    { $site }
mail-confirm-subject = 이메일 주소를 확인해 주세요
mail-confirm-body = { $name }님, 가입해 주셔서 고마워요.

    아래 링크를 열고 가입할 때 정한 비밀번호를 적으면 시작할 수 있어요. { $hours }시간 안에 열어 주세요.
    { $link }

    가입하신 적이 없다면 이 메일을 지우시면 돼요.

    { $site }
mail-known-subject = 이미 계정이 있어요
mail-known-body = { $name }님, 안녕하세요.

    이 주소로 가입하려는 요청이 있었는데, 이미 계정이 있어요. 비밀번호를 잊으셨다면 아래에서 새로 정해 주세요.
    { $link }

    요청하신 적이 없다면 이 메일을 지우시면 돼요.

    { $site }
mail-invite-subject = { JOSA($by, "이/가") } { $organisation }에 초대했어요
mail-invite-body = 안녕하세요.

    { JOSA($by, "이/가") } { $organisation }의 구성원으로 초대했어요. 아래 링크를 열면 합류할 수 있어요. { $until }까지 열어 주세요.
    { $link }

    { $site }

oidc-failed-title = 기관 계정으로 로그인하지 못했어요
oidc-failed-next = 다시 시도하거나 이메일과 비밀번호로 로그인해 주세요.
oidc-connect = 소속 기관 계정 연결하기
oidc-refused-unreachable = 기관의 로그인 서비스가 응답하지 않아요. 잠시 뒤 다시 시도해 주세요.
oidc-refused-declined = 기관에서 로그인이 끝나지 않았어요.
oidc-refused-stale = 로그인을 시작한 지 오래되었거나 다른 브라우저에서 시작했어요. 처음부터 다시 해 주세요.
oidc-refused-untrusted = 기관에서 온 답을 확인할 수 없어요. 처음부터 다시 해 주세요.
oidc-refused-connected-elsewhere = 이 기관 계정은 이미 다른 계정에 연결되어 있어요.
oidc-refused-email-taken = 같은 이메일의 계정이 이미 있어요. 비밀번호로 로그인한 뒤 내 계정에서 기관 계정을 연결해 주세요.
oidc-refused-no-email = 기관이 확인한 이메일 주소가 없어 계정을 만들 수 없어요.
oidc-refused-unknown = 이곳에 등록되지 않은 분이에요. 소속 기관의 관리자에게 초대를 부탁해 주세요.
