//! Regional measures: specialisation, relatedness, complexity, change.
