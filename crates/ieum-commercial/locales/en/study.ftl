study-title = Study
study-refused-empty = Say what you ask for.
