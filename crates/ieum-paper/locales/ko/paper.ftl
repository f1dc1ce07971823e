# 표 파일을 읽지 못한 까닭
sheet-refused-empty = 파일에 읽을 행이 없어요. 첫 줄에 열 이름을, 그 아래에 내용을 적어 주세요.
sheet-refused-too-large = 파일이 { $megabytes } MB예요. { $most } MB까지 읽을 수 있으니 나누어 올려 주세요.
sheet-refused-unpacks-too-large = 압축을 풀면 { $most } MB를 넘는 파일이에요. 필요한 시트만 남겨 다시 저장해 주세요.
sheet-refused-too-many-rows = { $line }번째 줄부터는 읽을 수 없어요. 한 번에 { $most }행까지 읽으니 나누어 올려 주세요.
sheet-refused-too-many-columns = 열이 { $found }개예요. { $most }개까지 읽을 수 있어요.
sheet-refused-too-many-cells = 시트에서 쓰인 칸이 { $found }개예요. { $most }개까지 읽을 수 있으니 멀리 떨어진 빈 칸의 내용을 지워 주세요.
sheet-refused-too-much-text = 칸에 적힌 글이 모두 { $most } MB를 넘어요. 나누어 올려 주세요.
sheet-refused-encoding = { $line }번째 줄의 글자를 읽을 수 없어요. UTF-8 또는 CP949(한글 윈도우 기본)로 저장해 다시 올려 주세요.
sheet-refused-not-a-sheet = 표 파일이 아니라 { $kind } 파일이에요. CSV, XLSX, XLS, ODS로 저장해 올려 주세요.
sheet-refused-locked = 암호가 걸린 파일이에요. 암호를 풀고 다시 올려 주세요.
sheet-refused-no-such-sheet = { $name } 시트가 없어요.
sheet-refused-broken = 파일이 손상되어 읽을 수 없어요. 원래 프로그램에서 다시 저장해 올려 주세요.

# 한 행을 쓰지 못한 까닭
sheet-row-refused-blank = 빈 행이 { $rows }개 있어요.
sheet-row-refused-too-few-cells = 열은 { $expected }개인데 칸이 { $found }개뿐이에요.
sheet-row-refused-too-many-cells = 열은 { $expected }개인데 칸이 { $found }개예요. 쉼표가 든 내용은 따옴표로 묶어 주세요.
sheet-row-refused-unclosed-quote = 여는 따옴표를 닫지 않았어요.
sheet-row-refused-text-after-quote = 닫는 따옴표 뒤에 글자가 더 있어요. 내용 안의 따옴표는 두 번 적어 주세요.
sheet-row-refused-cell-too-long = 한 칸에는 { $most }자까지 쓸 수 있어요.
sheet-row-refused-formula-error = 수식 결과가 { $code } 오류예요.
sheet-row-refused-not-json = { $column }번째 글자에서 JSON 형식이 끊겨요.
sheet-row-refused-not-an-object = JSON 객체가 아니에요. 한 줄에 객체 하나를 적어 주세요.

# 올린 파일을 받지 못한 까닭
file-refused-could-run = 실행될 수 있는 파일({ $kind })은 받지 않아요. PDF나 그림으로 바꾸어 올려 주세요.
file-refused-mismatch = 파일 내용은 { $kind }인데 { $declared } 형식으로 보냈어요. 확장자를 확인해 주세요.
