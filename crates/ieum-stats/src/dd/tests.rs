//! Held: exactness of the parts, digits of the whole, decimal text.

use proptest::prelude::*;

use super::{Column, Dd, dot_f64, sum_f64};

fn check(name: &str, found: Dd, exact: &str) {
    let exact: Dd = exact.parse().expect("a decimal");
    let off = ((found - exact) / exact).to_f64().abs();
    assert!(off < 4e-31, "{name}: off by {off:e}");
}

#[test]
fn figures_keep_31_digits() {
    check("root of two", Dd::from(2.0).sqrt(), "1.41421356237309504880168872420969807857");
    check("a third", Dd::quotient(1.0, 3.0), "0.33333333333333333333333333333333333333");
    check("e", Dd::ONE.exp(), "2.71828182845904523536028747135266249776");
    check("ln ten", Dd::from(10.0).ln(), "2.30258509299404568401799145468436420760");
    check("a tenth to the seventh", "0.1".parse::<Dd>().expect("a decimal").powi(7), "1e-7");
    check("seven to minus nine", Dd::from(7.0).powi(-9), "2.4780932222490049030809067452136310888E-8");
}

#[test]
fn decimal_text_is_read_as_written() {
    let tenth: Dd = "1.10".parse().expect("a decimal");
    assert_eq!(tenth.to_f64().to_bits(), 1.1_f64.to_bits());
    assert_eq!((tenth * 10.0).to_f64(), 11.0);
    assert!(((tenth * 10.0) - 11.0).to_f64().abs() < 1e-30);
    assert_eq!("-12".parse::<Dd>(), Ok(Dd::from(-12.0)));
    assert_eq!("+.5E1".parse::<Dd>(), Ok(Dd::from(5.0)));
    assert_eq!("9007199254740993".parse::<Dd>(), Ok(Dd::from(9_007_199_254_740_993_i64)));
    assert_eq!("0e-999".parse::<Dd>(), Ok(Dd::ZERO));
    assert_eq!("1e300".parse::<Dd>(), Ok(Dd::from(1e300)));
    for wrong in ["", ".", "-", "1,5", " 1", "1 ", "1e", "inf", "NaN", "1.2.3", "0x10", "1e999", "--1"] {
        assert!(wrong.parse::<Dd>().is_err(), "{wrong:?}");
    }
}

#[test]
fn ill_sums_keep_their_small_parts() {
    assert_eq!(sum_f64(&[1e16, 1.0, -1e16, 1e-16]).to_f64(), 1.0 + 1e-16);
    let wide: Vec<f64> = (0..1_000).map(|i| f64::from(i) * 1e10 + 0.5).collect();
    assert_eq!(dot_f64(&wide, &vec![1.0; 1_000]).to_f64(), 4.995e15 + 500.0);
}

proptest! {
    #[test]
    fn sums_and_products_of_doubles_are_exact(a in -1e12..1e12_f64, b in -1e12..1e12_f64) {
        let sum = Dd::of(a, b);
        prop_assert_eq!((sum - Dd::from(a)).to_f64().to_bits(), (Dd::from(b) + 0.0).to_f64().to_bits());
        let quotient = Dd::product(a, b) / Dd::from(b);
        prop_assert!((quotient - Dd::from(a)).to_f64().abs() <= a.abs() * 1e-31);
    }

    #[test]
    fn a_double_written_out_reads_back(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
        let read: Dd = format!("{value:e}").parse().expect("a decimal");
        prop_assert_eq!(read.to_f64().to_bits() << 1, value.to_bits() << 1);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[-+.eE0-9]{0,60}", any in any::<String>()) {
        // What is read is what the standard library reads.
        if let Ok(read) = text.parse::<Dd>() {
            let exact: f64 = text.parse().expect("a number");
            prop_assert!((read.to_f64() - exact).abs() <= exact.abs() * 1e-16, "{text}");
        }
        prop_assert!(any.parse::<Dd>().is_ok() <= any.parse::<f64>().is_ok());
    }

    #[test]
    fn short_texts_are_read_as_long_ones(digits in 0..1_000_000_000_000_000_u64, point in 0..15_usize, minus in any::<bool>()) {
        let mut text = format!("{digits:015}");
        text.insert(point, '.');
        if minus {
            text.insert(0, '-');
        }
        let (short, long): (Dd, Dd) = (text.parse().expect("a decimal"), format!("{text}e0").parse().expect("a decimal"));
        prop_assert_eq!(short.hi(), long.hi());
        prop_assert!((short - long).to_f64().abs() <= long.to_f64().abs() * 2e-32, "{}", text);
    }

    #[test]
    fn logarithm_undoes_exponential(x in -300.0..300.0_f64) {
        let back = Dd::from(x).exp().ln();
        prop_assert!((back - Dd::from(x)).to_f64().abs() < 1e-29 * (1.0 + x.abs()));
    }

    #[test]
    fn columns_sum_as_lists_do(values in prop::collection::vec(-1e6..1e6_f64, 0..40)) {
        let list: Vec<Dd> = values.iter().map(|&v| Dd::quotient(v, 3.0)).collect();
        let column = Column::from(&list[..]);
        let size = 1.0 + values.iter().map(|v| v * v).sum::<f64>();
        prop_assert!((column.sum() - super::sum(&list)).to_f64().abs() < size * 1e-29);
        prop_assert!((column.dot(&column) - super::dot(&list, &list)).to_f64().abs() < size * 1e-29);
    }
}
