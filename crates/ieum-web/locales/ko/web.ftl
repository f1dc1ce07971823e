# 문제 화면과 입력 오류
problem-not-found = 찾으시는 화면이 없어요
problem-not-found-detail = 주소가 바뀌었거나, 볼 수 있는 권한이 없는 내용일 수 있어요. 찾기에서 다시 시작해 보세요.
problem-forbidden = 이 화면은 다른 담당자용이에요
problem-forbidden-detail = 필요하시면 소속 기관의 관리자에게 권한을 요청해 주세요.
problem-sign-in = 먼저 로그인해 주세요
problem-sign-in-detail = 로그인하면 하던 일을 이어서 할 수 있어요.
problem-token = API 토큰을 알아볼 수 없어요
problem-token-detail = 토큰이 만료되었거나 취소되었을 수 있어요. 내 계정에서 새로 만들어 주세요.
problem-stale = 그사이 다른 사람이 내용을 바꿨어요
problem-stale-detail = 입력하신 내용은 아래에 그대로 있어요. 바뀐 내용과 견주어 보고 다시 저장해 주세요.
problem-refused = 지금은 할 수 없어요
problem-refused-detail = 아래 이유를 모두 풀면 진행할 수 있어요.
problem-invalid = 입력한 내용을 확인해 주세요
problem-bad-request = 요청을 읽을 수 없어요
problem-bad-request-detail = 화면을 새로 열고 다시 시도해 주세요.
problem-too-large = 너무 커요
problem-too-large-detail = 한 번에 { $limit }까지 보낼 수 있어요. 나누어 보내거나 압축해 주세요.
problem-busy = 지금은 응답할 수 없어요
problem-busy-detail = 저장소에 잠시 닿을 수 없어요. 저장되지 않은 것은 없던 일이 되었고, 조금 뒤 다시 시도하면 돼요.
problem-fault = 문제가 생겼어요
problem-fault-detail = 저희 쪽 오류예요. 기록해 두었으니 잠시 뒤 다시 시도해 주세요.
problem-constraint = 다른 작업과 겹쳤어요
problem-constraint-detail = 규칙 { $name } 때문에 저장하지 않았어요. 화면을 새로 열고 다시 시도해 주세요.
problem-wrong-type = 이 형식은 받을 수 없어요
problem-wrong-type-detail = 화면의 양식으로 보내 주세요.
problem-file-type = 받을 수 없는 파일이에요
problem-file-type-detail = { $name }: 문서, 표, 그림, 데이터 파일만 올릴 수 있어요. 실행 파일은 받지 않아요.
problem-paper = 문서가 너무 커요
problem-paper-detail = 한 문서에 담을 수 있는 양({ $most })을 넘었어요({ $found }). 나누어 만들거나 표로 내려받아 주세요.
problem-method = 이 주소에서 할 수 없는 동작이에요
problem-json = 보낸 내용을 읽을 수 없어요
problem-json-detail = { $place }: { $reason }
problem-csrf = 양식을 다시 열어 주세요
problem-csrf-detail = 오래된 화면이거나 다른 사이트에서 보낸 양식이에요. 입력하신 내용은 아래에 있으니 복사해 두셨다가 새 화면에 붙여 넣으세요.
problem-key-reused = 같은 키로 다른 내용을 보냈어요
problem-key-reused-detail = 새 요청에는 새 Idempotency-Key를 써 주세요.
problem-in-progress = 같은 요청을 처리하고 있어요
problem-in-progress-detail = 잠시 뒤 목록에서 결과를 확인해 주세요.
problem-details = 오류 번호 { $code }
problem-home = 첫 화면으로
problem-back = 뒤로 가서 고치기
problem-yours = 입력하신 내용
problem-reasons = 이유
problem-rule = 이 규칙 자세히 보기
problem-now = 지금 저장된 내용
problem-versions = 지금 저장된 내용과 입력하신 내용
problem-field = 항목
problem-again = 지금 내용으로 다시 열기
resume-first-title = 로그인하면 이어서 할 수 있어요
resume-first-lead = 적은 내용은 그대로 있어요. 로그인하거나 가입하면 이어서 보낼 수 있어요.
resume-title = 다시 로그인해 주세요
resume-lead = 시간이 지나 로그아웃되었어요. 입력하신 내용은 그대로 있고, 로그인하면 이어서 보낼 수 있어요.
resume-files = 골랐던 파일은 보낸 뒤에 다시 골라 주세요.
resume-email = 이메일
resume-password = 비밀번호
resume-sign-in = 로그인하고 이어 하기
resume-join = 처음이라면 가입하기
resume-go-title = 이어서 보낼게요
resume-go-lead = 로그인했어요. 아래 내용을 그대로 보내려면 계속을 눌러 주세요.
resume-go = 계속
field-required = 꼭 적어 주세요
field-required-one-language = 한국어나 영어 가운데 하나는 적어 주세요
field-too-long = { $longest }자까지 적을 수 있어요. 지금은 { $letters }자예요
field-not-an-id = 목록에서 골라 주세요
field-out-of-range = { $least }부터 { $most }까지 적을 수 있어요
field-not-a-number = 숫자로 적어 주세요
field-not-money = 금액으로 적어 주세요. 예: 150,000
field-not-a-day = 날짜로 적어 주세요. 예: 2026-03-02
field-not-a-moment = 날짜와 시각으로 적어 주세요. 예: 2026-03-02T09:00
field-ends-before-start = 끝나는 때가 시작보다 뒤여야 해요
field-not-a-choice = 보기 가운데 하나를 골라 주세요
mail-frame = { $name }님, 안녕하세요.

    { $text }

    자세히 보기: { $link }

    { $site }
    메일로 받을 알림은 내 계정에서 고를 수 있어요.
permission-web-look = 누구나 보는 화면
