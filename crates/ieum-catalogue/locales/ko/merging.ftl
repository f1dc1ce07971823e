# 두 등록을 하나로 합치기
merging-refused-booked-together = 두 장비가 같은 시간에 예약되어 있어요({ $many }건, 첫 예약 { $first }). 예약을 옮기거나 취소한 뒤에 합쳐 주세요. 실제로 함께 쓰였다면 다른 장비예요.
merging-refused-in-use = 없어질 기관에 속한 사람이 { $people }명, 그 이름으로 한 일이 { $work }건 있어요. 다른 쪽을 남기거나, 사람을 먼저 옮겨 주세요.
