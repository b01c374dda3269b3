//! A value of a cell or of an answer.

use std::fmt;

use crate::quantity::{Rational, decimal_string};

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
