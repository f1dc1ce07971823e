//! Numbers that carry their own check digits.

/// The ten digits of a Korean business registration number (사업자등록번호), if they check.
///
/// Weights 1 3 7 1 3 7 1 3 5 over the first nine digits, plus ⌊5·d₉/10⌋; the tenth digit makes the sum a multiple of
/// ten (국세청 고시). The check finds every single wrong digit and misses about one swap of neighbours in nine, so the
/// name is still to be compared.
///
/// # Errors
/// Ten digits are missing, or they do not check.
pub fn business_number(text: &str) -> Result<String, NumberError> {
    let digits: Vec<u32> =
        text.chars().filter(|c| !matches!(c, '-' | ' ' | '.')).map_while(|c| c.to_digit(10)).collect();
    let letters = text.chars().filter(|c| !matches!(c, '-' | ' ' | '.')).count();
    if digits.len() != 10 || letters != 10 {
        return Err(NumberError::Form);
    }
    let weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let sum: u32 = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
    let carried = digits.get(8).map_or(0, |d| d * 5 / 10);
    let check = (10 - (sum + carried) % 10) % 10;
    if digits.get(9) == Some(&check) {
        Ok(digits.iter().map(ToString::to_string).collect())
    } else {
        Err(NumberError::Check)
    }
}

/// The nine characters of a ROR id (`https://ror.org/0…`), if they check.
///
/// A zero, six characters of Crockford's base 32, and two digits that make the number congruent to 1 modulo 97
/// (ISO 7064, MOD 97-10; source: ROR documentation, "ROR identifier pattern").
///
/// # Errors
/// The pattern does not fit, or the check digits do not.
pub fn ror_id(text: &str) -> Result<String, NumberError> {
    let lower = text.trim().to_lowercase();
    let bare = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme)).unwrap_or(&lower);
    let bare = bare.strip_prefix("ror.org/").unwrap_or(bare);
    let (Some(body), Some(check)) = (bare.get(..7), bare.get(7..)) else { return Err(NumberError::Form) };
    if !body.starts_with('0') || check.len() != 2 {
        return Err(NumberError::Form);
    }
    let mut number: u64 = 0;
    for letter in body.bytes() {
        let value = BASE32.iter().position(|b| *b == letter).ok_or(NumberError::Form)?;
        number = number * 32 + u64::try_from(value).unwrap_or(0);
    }
    let check: u64 = check.parse().map_err(|_letters| NumberError::Form)?;
    if 98 - (number * 100) % 97 == check { Ok(bare.to_owned()) } else { Err(NumberError::Check) }
}

const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a number is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The pattern does not fit.
    #[error("not of the right form")]
    Form,
    /// The check digits do not fit the others.
    #[error("the check digits do not fit")]
    Check,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_numbers_check() {
        for (text, expected) in [
            ("120-81-47521", Ok("1208147521")),
            ("1208147521", Ok("1208147521")),
            ("124-81-00998", Ok("1248100998")),
            ("120-81-47522", Err(NumberError::Check)),
            ("120-81-47251", Err(NumberError::Check)),
            ("120-81-4752", Err(NumberError::Form)),
            ("120-81-4752a", Err(NumberError::Form)),
            ("", Err(NumberError::Form)),
        ] {
            assert_eq!(business_number(text).as_deref(), expected.as_ref().map(|s| &**s), "{text}");
        }
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        for place in 0..10 {
            for digit in '0'..='9' {
                let wrong: String = "1208147521"
                    .chars()
                    .enumerate()
                    .map(|(i, c)| if i == place { digit } else { c })
                    .collect();
                assert_eq!(business_number(&wrong).is_ok(), wrong == "1208147521", "{wrong}");
            }
        }
    }

    #[test]
    fn ror_ids_check() {
        for (text, expected) in [
            ("https://ror.org/05pa68763", Ok("05pa68763")),
            ("ror.org/0005vby86", Ok("0005vby86")),
            ("000bmd763", Ok("000bmd763")),
            ("https://ror.org/05pa68764", Err(NumberError::Check)),
            ("https://ror.org/05pa6876", Err(NumberError::Form)),
            ("15pa68763", Err(NumberError::Form)),
            ("05pi68763", Err(NumberError::Form)),
        ] {
            assert_eq!(ror_id(text).as_deref(), expected.as_ref().map(|s| &**s), "{text}");
        }
    }
}
