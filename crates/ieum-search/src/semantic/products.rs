//! Sums of products of whole numbers, as many at once as the processor can.

use super::encoder::real32;
use fearless_simd::{Simd, SimdBase, SimdFrom, i16x32, i32x16};

/// Numbers that are multiplied at once.
const AT_ONCE: usize = 32;

/// Adds to each row of `out` its stretch times the columns of `codes` times `scale`, with the widest products the processor has.
#[inline(always)]
pub(super) fn add_products<S: Simd>(
    simd: S,
    codes: &[u8],
    stretches: &[&[i16]],
    scale: f32,
    out: &mut [f32],
) {
    let deep = stretches.first().map_or(1, |stretch| stretch.len());
    let wide = codes.len() / deep;
    let mut column = vec![0_i16; deep];
    let (fours, rest) = stretches.as_chunks::<4>();
    for (place, codes) in codes.chunks_exact(deep).enumerate() {
        column.iter_mut().zip(codes).for_each(|(to, code)| *to = i16::from(code.cast_signed()));
        let mut rows = out.chunks_exact_mut(wide);
        for [a, b, c, d] in fours {
            for sum in four(simd, &column, a, b, c, d) {
                if let Some(value) = rows.next().and_then(|row| row.get_mut(place)) {
                    *value += real32(sum) * scale;
                }
            }
        }
        for stretch in rest {
            let sum: i32 = column.iter().zip(*stretch).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
            if let Some(value) = rows.next().and_then(|row| row.get_mut(place)) {
                *value += real32(sum) * scale;
            }
        }
    }
}

/// The sums of the products of a column with each of four rows: each piece of the column is read once for all. Sums of whole
/// numbers do not depend on their order.
#[inline(always)]
fn four<S: Simd>(simd: S, column: &[i16], a: &[i16], b: &[i16], c: &[i16], d: &[i16]) -> [i32; 4] {
    let (own, own_rest) = column.as_chunks::<AT_ONCE>();
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<AT_ONCE>(), b.as_chunks::<AT_ONCE>());
    let ((c, c_rest), (d, d_rest)) = (c.as_chunks::<AT_ONCE>(), d.as_chunks::<AT_ONCE>());
    let zero = i32x16::splat(simd, 0);
    let (mut first, mut second, mut third, mut fourth) = (zero, zero, zero, zero);
    let pieces = own.len().min(a.len()).min(b.len()).min(c.len()).min(d.len());
    for place in 0..pieces {
        let (Some(own), Some(a), Some(b), Some(c), Some(d)) =
            (own.get(place), a.get(place), b.get(place), c.get(place), d.get(place))
        else {
            break;
        };
        let own = i16x32::simd_from(simd, *own);
        first = simd.add_i32x16(first, simd.pairwise_dot_product_i16x32(own, i16x32::simd_from(simd, *a)));
        second = simd.add_i32x16(second, simd.pairwise_dot_product_i16x32(own, i16x32::simd_from(simd, *b)));
        third = simd.add_i32x16(third, simd.pairwise_dot_product_i16x32(own, i16x32::simd_from(simd, *c)));
        fourth = simd.add_i32x16(fourth, simd.pairwise_dot_product_i16x32(own, i16x32::simd_from(simd, *d)));
    }
    let left =
        |rest: &[i16]| -> i32 { own_rest.iter().zip(rest).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum() };
    [
        simd.reduce_sum_i32x16(first) + left(a_rest),
        simd.reduce_sum_i32x16(second) + left(b_rest),
        simd.reduce_sum_i32x16(third) + left(c_rest),
        simd.reduce_sum_i32x16(fourth) + left(d_rest),
    ]
}
