//! Effects of programmes: differences in differences, synthetic controls, matching.
