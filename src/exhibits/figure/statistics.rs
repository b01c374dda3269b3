//! What a histogram and a box plot compute from values, exactly.

use crate::quantity::Rational;

/// What a box plot shows of a set of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiveNumbers {
    /// Lower whisker, lower quartile, median, upper quartile, upper whisker.
    pub numbers: [Rational; 5],
    /// The values beyond the whiskers, ascending.
    pub outliers: Vec<Rational>,
}

/// Quartiles by linear interpolation between the two nearest values (type 7 of Hyndman and Fan, which
/// spreadsheets call inclusive), and whiskers to the farthest values within one and a half times the
/// distance between the quartiles (Tukey).
pub fn five_numbers(values: &[Rational]) -> Option<FiveNumbers> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let lower = quantile(&sorted, 1)?;
    let median = quantile(&sorted, 2)?;
    let upper = quantile(&sorted, 3)?;
    let reach = (upper.clone() - lower.clone()) * Rational::fraction(3, 2);
    let (least, greatest) = (lower.clone() - reach.clone(), upper.clone() + reach);
    let (inside, outliers): (Vec<Rational>, Vec<Rational>) =
        sorted.into_iter().partition(|value| *value >= least && *value <= greatest);
    // A whisker ends at its box where all values beyond the quartile lie outside its reach.
    let from = inside.first().filter(|value| **value < lower).unwrap_or(&lower).clone();
    let to = inside.last().filter(|value| **value > upper).unwrap_or(&upper).clone();
    Some(FiveNumbers { numbers: [from, lower, median, upper, to], outliers })
}

/// The value below which so many quarters of ascending values lie.
fn quantile(sorted: &[Rational], quarters: usize) -> Option<Rational> {
    let place = sorted.len().checked_sub(1)? * quarters;
    let (index, rest) = (place / 4, place % 4);
    let low = sorted[index].clone();
    let Some(high) = sorted.get(index + 1) else { return Some(low) };
    let share = Rational::fraction(i64::try_from(rest).unwrap_or(0), 4);
    Some(low.clone() + (high.clone() - low) * share)
}

/// The limits of bins for values: as many as Sturges asks (one more than the binary logarithm of their
/// number, rounded up) or fewer, each as wide as 1, 2 or 5 times a power of ten, and multiples of that
/// width. Whole numbers never share a limit of less than one.
pub fn computed_edges(values: &[Rational]) -> Vec<Rational> {
    let (Some(least), Some(greatest)) = (values.iter().min(), values.iter().max()) else {
        return Vec::new();
    };
    let bins = i64::from(usize::BITS - (values.len() - 1).leading_zeros()) + 1;
    let raw = (greatest.clone() - least.clone()) * Rational::fraction(1, bins);
    let mut width = if raw.is_zero() { Rational::fraction(1, 1) } else { round_step(&raw) };
    let one = Rational::fraction(1, 1);
    if width < one && values.iter().all(Rational::is_integer) {
        width = one;
    }
    let mut edge = (least.clone() / width.clone()).floor() * width.clone();
    let mut edges = vec![edge.clone()];
    while edge <= *greatest {
        edge += &width;
        edges.push(edge.clone());
    }
    edges
}

/// The least of 1, 2 and 5 times a power of ten that is not below a positive number.
fn round_step(raw: &Rational) -> Rational {
    let mut power = Rational::fraction(1, 1);
    let ten = Rational::fraction(10, 1);
    while power > *raw {
        power /= &ten;
    }
    while power.clone() * ten.clone() <= *raw {
        power *= &ten;
    }
    let digits =
        [1, 2, 5, 10].into_iter().map(|digit| power.clone() * Rational::fraction(digit, 1));
    digits.into_iter().find(|step| step >= raw).unwrap_or(power)
}

/// How many values lie in each bin: the lower limit counts in, the upper one does not; that of the last
/// bin does where the limits are `closed`. `Err` is a value that lies in none.
pub fn count(values: &[Rational], edges: &[Rational], closed: bool) -> Result<Vec<i64>, Rational> {
    let mut counts = vec![0; edges.len().saturating_sub(1)];
    for value in values {
        let after = edges.partition_point(|edge| edge <= value);
        let at_end = closed && edges.last() == Some(value);
        let bin = if at_end { counts.len() } else { after };
        match bin.checked_sub(1).and_then(|bin| counts.get_mut(bin)) {
            Some(count) => *count += 1,
            None => return Err(value.clone()),
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::{computed_edges, count, five_numbers};
    use crate::quantity::Rational;

    fn whole(numbers: &[i64]) -> Vec<Rational> {
        numbers.iter().map(|number| Rational::fraction(*number, 1)).collect()
    }

    #[test]
    fn quartiles_are_interpolated_and_whiskers_end_at_values() {
        let five = five_numbers(&whole(&[1, 2, 3, 4, 100])).unwrap();
        assert_eq!(five.numbers.to_vec(), whole(&[1, 2, 3, 4, 4]));
        assert_eq!(five.outliers, whole(&[100]));
        let even = five_numbers(&whole(&[4, 1, 3, 2])).unwrap().numbers;
        assert_eq!(even[1], Rational::fraction(7, 4));
        assert_eq!(even[2], Rational::fraction(5, 2));
        let one = five_numbers(&whole(&[7])).unwrap();
        assert_eq!(one.numbers.to_vec(), whole(&[7; 5]));
        assert_eq!(five_numbers(&[]), None);
    }

    #[test]
    fn edges_are_round_and_hold_every_value() {
        assert_eq!(computed_edges(&whole(&[1, 2, 2, 3, 9])), whole(&[0, 2, 4, 6, 8, 10]));
        assert_eq!(computed_edges(&whole(&[7, 7])), whole(&[7, 8]));
        let values = whole(&[-12, 0, 5, 31, 40]);
        let edges = computed_edges(&values);
        assert_eq!(count(&values, &edges, false).unwrap().iter().sum::<i64>(), 5);
        assert_eq!(count(&whole(&[0, 5, 10]), &whole(&[0, 5, 10]), true), Ok(vec![1, 2]));
        assert_eq!(count(&whole(&[11]), &whole(&[0, 5, 10]), true), Err(whole(&[11])[0].clone()));
    }
}
