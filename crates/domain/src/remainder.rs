//! Largest remainder: parts that are rounded and still sum exactly to their whole.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::units::OutOfRange;

/// Rounds each of `exact` so that they sum to `whole`. What truncation left over goes, one unit each, to the parts that lost most;
/// a tie goes to the earlier part. `whole` is the rounded sum of `exact`, so at most one unit a part is left over.
pub fn spread(whole: i64, exact: &[Decimal]) -> Result<Vec<i64>, OutOfRange> {
    let mut parts = exact.iter().map(|part| part.trunc().to_i64().ok_or(OutOfRange)).collect::<Result<Vec<i64>, _>>()?;
    let left_over = whole - parts.iter().sum::<i64>();
    if left_over == 0 || parts.is_empty() {
        return Ok(parts);
    }
    let step = left_over.signum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&index| -exact[index].fract() * Decimal::from(step));
    for &index in order.iter().cycle().take(usize::try_from(left_over.abs()).map_err(|_| OutOfRange)?) {
        parts[index] += step;
    }
    Ok(parts)
}

/// Splits `whole` in proportion to `weights`; nothing to anybody when all weigh nothing.
pub fn in_proportion(whole: i64, weights: &[Decimal]) -> Result<Vec<i64>, OutOfRange> {
    let sum: Decimal = weights.iter().sum();
    if sum.is_zero() {
        return Ok(vec![0; weights.len()]);
    }
    let share = |weight: &Decimal| Decimal::from(whole).checked_mul(*weight)?.checked_div(sum);
    let exact: Vec<Decimal> = weights.iter().map(|weight| share(weight).ok_or(OutOfRange)).collect::<Result<_, _>>()?;
    spread(whole, &exact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cent_that_cannot_be_split_goes_to_the_first_of_equals() {
        let thirds = vec![Decimal::ONE; 3];
        assert_eq!(in_proportion(100, &thirds), Ok(vec![34, 33, 33]));
        assert_eq!(in_proportion(-100, &thirds), Ok(vec![-34, -33, -33]), "a return mirrors its sale");
    }

    proptest! {
        #[test]
        fn parts_always_sum_to_the_whole(whole in -1_000_000_i64..1_000_000, weights in prop::collection::vec(0_i64..100_000, 1..40)) {
            let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
            let parts = in_proportion(whole, &weights).unwrap();
            let expected = if weights.iter().all(Decimal::is_zero) { 0 } else { whole };
            prop_assert_eq!(parts.iter().sum::<i64>(), expected);
        }
    }
}
