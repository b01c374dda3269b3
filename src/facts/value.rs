//! A value of a cell or of an answer.

use std::fmt;

use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use num_bigint::BigInt;
use num_traits::Pow;

use crate::quantity::{Rational, decimal_string, parse_decimal};

/// A value that is there; an absent one is `None` where it can be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An exact number.
    Number(Rational),
    /// Text.
    Text(String),
    /// A day as `2019-06-30`.
    Date(String),
    /// True or false.
    Boolean(bool),
}

impl Value {
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::Date(_) => "a date",
            Self::Boolean(_) => "true or false",
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => match decimal_string(number) {
                Some(decimal) => f.write_str(&decimal),
                None => write!(f, "{}/{}", number.numer(), number.denom()),
            },
            Self::Text(text) | Self::Date(text) => f.write_str(text),
            Self::Boolean(truth) => write!(f, "{truth}"),
        }
    }
}

/// A scalar of the engine as an exact value.
pub fn scalar_value(scalar: &ScalarValue) -> Result<Option<Value>, DataFusionError> {
    if scalar.is_null() {
        return Ok(None);
    }
    let decimal = |digits: BigInt, scale: i8| {
        let ten = Pow::pow(BigInt::from(10), u32::from(scale.unsigned_abs()));
        let value =
            if scale >= 0 { Rational::ratio(digits, ten) } else { Rational::from(digits * ten) };
        Value::Number(value)
    };
    let value = match scalar {
        ScalarValue::Decimal128(Some(digits), _, scale) => decimal(BigInt::from(*digits), *scale),
        ScalarValue::Decimal256(Some(digits), _, scale) => {
            let digits = digits.to_string().parse::<BigInt>();
            decimal(digits.map_err(|error| DataFusionError::External(Box::new(error)))?, *scale)
        }
        ScalarValue::Utf8(Some(text))
        | ScalarValue::LargeUtf8(Some(text))
        | ScalarValue::Utf8View(Some(text)) => Value::Text(text.clone()),
        ScalarValue::Boolean(Some(truth)) => Value::Boolean(*truth),
        ScalarValue::Date32(_) | ScalarValue::Date64(_) => Value::Date(scalar.to_string()),
        // Integers and floats print as the shortest decimal that reads back as the same number.
        _ if scalar.data_type().is_numeric() => {
            let text = scalar.to_string();
            Value::Number(parse_decimal(&text).ok_or_else(|| not_a_value(scalar))?)
        }
        _ => return Err(not_a_value(scalar)),
    };
    Ok(Some(value))
}

fn not_a_value(scalar: &ScalarValue) -> DataFusionError {
    DataFusionError::Execution(format!(
        "the answer `{scalar}` is of type {}, which is neither a number, text, a date nor a boolean",
        scalar.data_type()
    ))
}
