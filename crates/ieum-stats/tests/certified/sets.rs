//! NIST's certified sets (Statistical Reference Datasets, National Institute of Standards and Technology, in the public domain) that are
//! small, or that can be made from how they are defined.

/// Filter transmittance: fifty-thousandths above 2.
pub(crate) const MAVRO: &str = "180 170 180 190 180 170 150 140 150 150 170 180 180 190 190 210 200 160 140 130 130 150 150 160 150 \
                                140 130 140 150 140 150 160 150 160 190 200 200 210 220 230 240 250 270 260 260 260 270 260 250 240";

/// Michelson's speed of light of 1879, thousand kilometres a second: hundredths above 299.
pub(crate) const MICHELSO: &str = "85 74 90 107 93 85 95 98 98 88 100 98 93 65 76 81 100 100 96 96 96 94 96 94 88 80 85 88 90 84 83 79 81 \
                                   88 88 83 80 79 76 80 88 88 88 86 72 72 62 86 97 95 88 91 85 87 84 84 85 84 84 84 89 81 81 82 80 77 76 \
                                   74 75 76 91 92 89 86 88 72 84 85 85 78 89 84 78 81 76 81 79 81 82 85 87 87 81 74 81 94 95 80 81 87";

/// Resistivity of silicon wafers, five measurements by each of five instruments.
pub(crate) const SIRSTV: [&str; 5] = [
    "196.3052 196.1240 196.1890 196.2569 196.3403",
    "196.3042 196.3825 196.1669 196.3257 196.0422",
    "196.1303 196.2005 196.2889 196.0343 196.1811",
    "196.2795 196.1748 196.1494 196.1485 195.9885",
    "196.2119 196.1051 196.1850 196.0052 196.2090",
];

/// Longley 1967: employment, then price deflator, gross national product, unemployed, armed forces, population, year.
pub(crate) const LONGLEY: &str = "60323 83.0 234289 2356 1590 107608 1947\n61122 88.5 259426 2325 1456 108632 1948\n\
                                  60171 88.2 258054 3682 1616 109773 1949\n61187 89.5 284599 3351 1650 110929 1950\n\
                                  63221 96.2 328975 2099 3099 112075 1951\n63639 98.1 346999 1932 3594 113270 1952\n\
                                  64989 99.0 365385 1870 3547 115094 1953\n63761 100.0 363112 3578 3350 116219 1954\n\
                                  66019 101.2 397469 2904 3048 117388 1955\n67857 104.6 419180 2822 2857 118734 1956\n\
                                  68169 108.4 442769 2936 2798 120445 1957\n66513 110.8 444546 4681 2637 121950 1958\n\
                                  68655 112.6 482704 3813 2552 123366 1959\n69564 114.2 502601 3931 2514 125368 1960\n\
                                  69331 115.7 518173 4806 2572 127852 1961\n70551 116.9 554894 4007 2827 130081 1962";

/// Wampler's deviations from 1 + x + … + x⁵, which the third set adds as they are.
pub(crate) const WAMPLER: [i64; 21] = [
    759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048, -2048,
    2523, -2048, 2048, -2048, 759,
];

/// The first digits of π, the 3 included, four at a time (Rabinowitz and Wagon 1995, «A spigot algorithm for the digits of π», AMM 102,
/// 195–203).
pub(crate) fn digits_of_pi(count: usize) -> Vec<u32> {
    let mut places = 14 * (count / 4 + 4);
    let mut rests = vec![2_000_u64; places + 1];
    let (mut held, mut blocks) = (0, Vec::new());
    while places > 0 {
        let mut carried = 0;
        for at in (1..=places).rev() {
            let below = 2 * at as u64 - 1;
            let value = carried * at as u64 + rests[at] * 10_000;
            (rests[at], carried) = (value % below, value / below);
        }
        blocks.push(held + carried / 10_000);
        held = carried % 10_000;
        places -= 14;
    }
    // A block of ten thousand carries over into the one before it.
    for at in (1..blocks.len()).rev() {
        blocks[at - 1] += blocks[at] / 10_000;
        blocks[at] %= 10_000;
    }
    let digits = blocks.iter().flat_map(|block| [1_000, 100, 10, 1].map(|unit| (block / unit % 10) as u32));
    digits.take(count).collect()
}
