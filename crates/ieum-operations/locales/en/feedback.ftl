permission-feedback-say = Say how one's own request went
permission-feedback-figures = See what was said of a facility
feedback-title = How was it
feedback-lead = { $number } { $title }: tell us how it went. It helps the facility to do better.
feedback-solved = Was the problem solved
feedback-solved-yes = Solved
feedback-solved-partly = Solved in part
feedback-solved-no = Not solved
feedback-speed = Speed
feedback-quality = Quality
feedback-price = Price
feedback-grade-5 = 5 (very good)
feedback-grade-3 = 3 (fair)
feedback-grade-1 = 1 (poor)
feedback-of-five = { $grade } of 5
feedback-out-of-five = of 5
feedback-words = In your words
feedback-words-hint = What went well and what did not. The facility's staff read it.
feedback-send = Send
feedback-back = Back to the request
feedback-thanks = Thank you for telling us.
feedback-figures = Feedback
feedback-figures-lead = { $n ->
    [one] From { $from } to { $to }, 1 answer.
   *[other] From { $from } to { $to }, { $n } answers.
}
feedback-period = last year, n = { $n }
feedback-cases = requests
feedback-none = No feedback yet
feedback-none-next = It gathers here once organisations have their results.
feedback-refused-not-delivered = You can say how it went once the results are out.
feedback-refused-not-asked = Only the organisation that asked can say it.
feedback-refused-already-said = It was said already.
