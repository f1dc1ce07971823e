# 카탈로그를 프로그램에서 쓰기
api-entry-list = { $thing } 목록에서 찾아요
api-entry-list-facility = 이 연구시설의 것만
api-entry-list-organisation = 이 기관의 것만
api-entry-list-method = 이 분석법의 것만
api-entry-create = { $thing }에 하나를 등록해요
api-entry-one = { $thing } 가운데 하나를 봐요
api-entry-change = { $thing } 가운데 하나를 고쳐요
api-entry-change-detail = 보내지 않은 항목은 그대로 두어요.
api-entry-withdraw = { $thing } 목록에서 내려요
