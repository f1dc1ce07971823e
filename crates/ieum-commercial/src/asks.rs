//! What this room asks of others, as traits that the house answers.
