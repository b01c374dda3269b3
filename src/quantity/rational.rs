//! Exact numbers: two machine words where they suffice, as nearly always in prose, and numbers of any
//! size where they do not.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

/// An exact number. Decimals, thirds and scaled numbers are all held without loss.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rational(Repr);

/// In lowest terms with a positive denominator; `Small` whenever both parts fit, so that equal numbers
/// have equal representations.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Repr {
    Small(i64, i64),
    Large(Box<BigRational>),
}

impl Rational {
    /// Nothing.
    pub const fn zero() -> Self {
        Self(Repr::Small(0, 1))
    }

    /// The unit.
    pub const fn one() -> Self {
        Self(Repr::Small(1, 1))
    }

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self(Repr::Small(number, 1))
    }

    /// A fraction; a zero denominator gives zero.
    pub fn fraction(numerator: i64, denominator: i64) -> Self {
        if denominator == 0 {
            return Self::zero();
        }
        Self::reduced(i128::from(numerator), i128::from(denominator))
    }

    /// A fraction of numbers of any size; a zero denominator gives zero.
    pub fn ratio(numerator: BigInt, denominator: BigInt) -> Self {
        if denominator.sign() == num_bigint::Sign::NoSign {
            return Self::zero();
        }
        Self::of_big(BigRational::new(numerator, denominator))
    }

    /// Ten to a power, also a negative one.
    pub fn ten_to(power: i32) -> Self {
        let value = match 10_i64.checked_pow(power.unsigned_abs()) {
            Some(small) => Self::whole(small),
            None => Self::from(BigInt::from(10).pow(power.unsigned_abs())),
        };
        if power < 0 { value.recip() } else { value }
    }

    /// The binary fraction that a float is; `None` for infinities and what is no number.
    pub fn from_float(value: f64) -> Option<Self> {
        BigRational::from_float(value).map(Self::of_big)
    }

    /// The numerator in lowest terms.
    pub fn numer(&self) -> BigInt {
        match &self.0 {
            Repr::Small(numer, _) => BigInt::from(*numer),
            Repr::Large(big) => big.numer().clone(),
        }
    }

    /// The denominator in lowest terms, above zero.
    pub fn denom(&self) -> BigInt {
        match &self.0 {
            Repr::Small(_, denom) => BigInt::from(*denom),
            Repr::Large(big) => big.denom().clone(),
        }
    }

    /// Whether nothing is left behind the point.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_, denom) => *denom == 1,
            Repr::Large(big) => big.is_integer(),
        }
    }

    /// The value where it is a whole number that fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self.0 {
            Repr::Small(numer, 1) => Some(numer),
            _ => None,
        }
    }

    /// The nearest float.
    pub fn to_f64(&self) -> Option<f64> {
        self.big().to_f64()
    }

    /// Without what stands behind the point.
    pub fn to_integer(&self) -> BigInt {
        match &self.0 {
            Repr::Small(numer, denom) => BigInt::from(numer / denom),
            Repr::Large(big) => big.to_integer(),
        }
    }

    /// Rounded down.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Repr::Small(numer, denom) => Self::whole(numer.div_euclid(*denom)),
            Repr::Large(big) => Self::of_big(big.floor()),
        }
    }

    /// Rounded up.
    #[must_use]
    pub fn ceil(&self) -> Self {
        -(-self).floor()
    }

    /// Rounded to the nearest whole number, halves away from zero.
    #[must_use]
    pub fn round(&self) -> Self {
        let half = Self::fraction(1, 2);
        if self.is_negative() { (self - &half).ceil() } else { (self + &half).floor() }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// One divided by it; zero for zero.
    #[must_use]
    pub fn recip(&self) -> Self {
        &Self::one() / self
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0 == Repr::Small(0, 1)
    }

    /// Whether it is one.
    pub fn is_one(&self) -> bool {
        self.0 == Repr::Small(1, 1)
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        match &self.0 {
            Repr::Small(numer, _) => *numer > 0,
            Repr::Large(big) => big.is_positive(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(numer, _) => *numer < 0,
            Repr::Large(big) => big.is_negative(),
        }
    }

    /// Brings a fraction into lowest terms; the denominator is not zero.
    fn reduced(numer: i128, denom: i128) -> Self {
        let divisor = gcd(numer.unsigned_abs(), denom.unsigned_abs());
        let sign = if denom < 0 { -1 } else { 1 };
        let reduce = |part: i128| match i128::try_from(divisor) {
            Ok(divisor) if divisor > 1 => part / divisor * sign,
            _ => part * sign,
        };
        let (numer, denom) = (reduce(numer), reduce(denom));
        match (i64::try_from(numer), i64::try_from(denom)) {
            (Ok(numer), Ok(denom)) => Self(Repr::Small(numer, denom)),
            _ => Self(Repr::Large(Box::new(BigRational::new(numer.into(), denom.into())))),
        }
    }

    fn of_big(big: BigRational) -> Self {
        match (big.numer().to_i64(), big.denom().to_i64()) {
            (Some(numer), Some(denom)) => Self(Repr::Small(numer, denom)),
            _ => Self(Repr::Large(Box::new(big))),
        }
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Repr::Small(numer, denom) => BigRational::new((*numer).into(), (*denom).into()),
            Repr::Large(big) => (**big).clone(),
        }
    }

    /// The result of one operation: in machine words if `small` can, by `big` otherwise.
    fn combine(
        &self,
        other: &Self,
        small: impl FnOnce((i128, i128), (i128, i128)) -> (i128, i128),
        big: impl FnOnce(BigRational, BigRational) -> BigRational,
    ) -> Self {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                // Products of two words fit into a double word, and so does the sum of two of them.
                let wide = |part: &i64| i128::from(*part);
                let (numer, denom) = small((wide(a), wide(b)), (wide(c), wide(d)));
                if denom == 1
                    && let Ok(numer) = i64::try_from(numer)
                {
                    return Self(Repr::Small(numer, 1));
                }
                Self::reduced(numer, denom)
            }
            _ => Self::of_big(big(self.big(), other.big())),
        }
    }
}

fn gcd(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        if let (Ok(small), Ok(smaller)) = (u64::try_from(one), u64::try_from(other)) {
            return u128::from(gcd_of_words(small, smaller));
        }
        (one, other) = (other, one % other);
    }
    one
}

fn gcd_of_words(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl Add for &Rational {
    type Output = Rational;
    fn add(self, other: Self) -> Rational {
        self.combine(other, |(a, b), (c, d)| (a * d + c * b, b * d), |one, other| one + other)
    }
}

impl Sub for &Rational {
    type Output = Rational;
    fn sub(self, other: Self) -> Rational {
        self.combine(other, |(a, b), (c, d)| (a * d - c * b, b * d), |one, other| one - other)
    }
}

impl Mul for &Rational {
    type Output = Rational;
    fn mul(self, other: Self) -> Rational {
        self.combine(other, |(a, b), (c, d)| (a * c, b * d), |one, other| one * other)
    }
}

impl Div for &Rational {
    type Output = Rational;
    /// Division by zero gives zero, so that no text can bring the reader down.
    fn div(self, other: Self) -> Rational {
        if other.is_zero() {
            return Rational::zero();
        }
        self.combine(other, |(a, b), (c, d)| (a * d, b * c), |one, other| one / other)
    }
}

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        &Rational::zero() - self
    }
}

impl Neg for Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        -&self
    }
}

/// The forms of an operator in which one side or both are given away.
macro_rules! owned_forms {
    ($($operation:ident $method:ident $assign:ident $assign_method:ident;)*) => {$(
        impl $operation for Rational {
            type Output = Rational;
            fn $method(self, other: Self) -> Rational { $operation::$method(&self, &other) }
        }
        impl $operation<&Rational> for Rational {
            type Output = Rational;
            fn $method(self, other: &Rational) -> Rational { $operation::$method(&self, other) }
        }
        impl $operation<Rational> for &Rational {
            type Output = Rational;
            fn $method(self, other: Rational) -> Rational { $operation::$method(self, &other) }
        }
        impl $assign for Rational {
            fn $assign_method(&mut self, other: Self) { *self = $operation::$method(&*self, &other); }
        }
        impl $assign<&Rational> for Rational {
            fn $assign_method(&mut self, other: &Rational) { *self = $operation::$method(&*self, other); }
        }
    )*};
}

owned_forms! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<BigInt> for Rational {
    fn from(number: BigInt) -> Self {
        Self::of_big(BigRational::from(number))
    }
}

impl From<u64> for Rational {
    fn from(number: u64) -> Self {
        Self::from(BigInt::from(number))
    }
}

impl From<i64> for Rational {
    fn from(number: i64) -> Self {
        Self::whole(number)
    }
}

impl std::iter::Sum for Rational {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, number| sum + number)
    }
}
