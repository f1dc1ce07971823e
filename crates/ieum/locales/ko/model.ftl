# 뜻을 읽는 모델
model-added = { $package } { $release }의 모델을 넣었어요({ $size } MB, { $path }). 켜져 있는 서버는 다음 검색 때 알아채고, 등록된 것들의 뜻을 뒤에서 읽어 두면서 쓰기 시작해요.
model-shown = { $package } { $release }의 모델이 있어요({ $size } MB, { $path }).
model-removed = 모델과 읽어 둔 뜻을 지웠어요. 켜져 있는 서버는 다음 검색 때 알아채고, 그 뒤로는 말만으로 찾아요.
model-missing = 모델이 없어요. 말만으로 찾고, 다른 언어로만 적힌 것은 덜 찾아요. 넣으려면 { $package } 꾸러미를 받아 ‘ieum model add 파일’을 실행하세요.
model-damaged = 모델 파일이 상했거나 다른 판의 것이에요. ‘ieum model add 파일’로 다시 넣어 주세요.
model-unread = { $path } 파일을 읽을 수 없어요: { $reason }
model-unwritten = { $path } 파일을 쓸 수 없어요: { $reason }
model-other-file = 알고 있는 모델 파일이 아니라서 넣지 않았어요. SHA-256이 { $known }인 파일만 받아요. 이 파일은 { $found }이에요. ‘{ $order }’로 받은 파일을 주세요.
model-unexpected = 파일 안의 내용이 알고 있는 모양과 달라서 넣지 않았어요. 파일을 다시 받아 주세요.
