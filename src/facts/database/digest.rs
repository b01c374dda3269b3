//! The digest of rows, whatever order they come in.
//!
//! Each row is hashed with SHA-256, and the hashes are added modulo 2^256. A row that comes twice
//! counts twice. The digest tells whether data have changed; it is no seal against someone who
//! looks for other rows with the same sum.

use datafusion::arrow::array::{
    Array, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array,
    StringArray,
};
use datafusion::arrow::datatypes::{DataType, Date32Type, Decimal128Type, Float64Type, Int64Type};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::arrow::util::display::array_value_to_string;
use sha2::{Digest, Sha256};

use crate::facts::load::hexadecimal;

/// The digest of a multiset of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDigest {
    /// The sum of the rows' hashes, the lowest digit first.
    sum: [u64; 4],
    rows: u64,
}

impl RowDigest {
    /// Adds the rows of a batch.
    pub fn add(&mut self, batch: &RecordBatch) {
        let columns: Vec<Column<'_>> =
            batch.columns().iter().map(|array| Column::of(array.as_ref())).collect();
        let mut bytes = Vec::new();
        for row in 0..batch.num_rows() {
            bytes.clear();
            columns.iter().for_each(|column| column.write(row, &mut bytes));
            self.add_hash(&Sha256::digest(&bytes));
        }
    }

    /// How many rows it is of.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The digest in hexadecimal, of the rows and their number.
    pub fn hexadecimal(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.rows.to_le_bytes());
        self.sum.iter().for_each(|digit| hash.update(digit.to_le_bytes()));
        hexadecimal(&hash.finalize())
    }

    fn add_hash(&mut self, hash: &[u8]) {
        let mut carry = false;
        for (digit, bytes) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let bytes = bytes.try_into().expect("chunks of eight bytes");
            let (sum, first) = digit.overflowing_add(u64::from_le_bytes(bytes));
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            *digit = sum;
            carry = first || second;
        }
        self.rows += 1;
    }
}

/// A column, ready to write its cells as bytes that tell apart what differs and only that.
enum Column<'a> {
    Integer(&'a Int64Array),
    Decimal(&'a Decimal128Array, i8),
    Text(&'a StringArray),
    Date(&'a Date32Array),
    Boolean(&'a BooleanArray),
    Float(&'a Float64Array),
    Other(&'a dyn Array),
}

impl<'a> Column<'a> {
    fn of(array: &'a dyn Array) -> Self {
        match array.data_type() {
            DataType::Int64 => Self::Integer(array.as_primitive::<Int64Type>()),
            DataType::Decimal128(_, scale) => {
                Self::Decimal(array.as_primitive::<Decimal128Type>(), *scale)
            }
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::Date32 => Self::Date(array.as_primitive::<Date32Type>()),
            DataType::Boolean => Self::Boolean(array.as_boolean()),
            DataType::Float64 => Self::Float(array.as_primitive::<Float64Type>()),
            _ => Self::Other(array),
        }
    }

    fn write(&self, row: usize, bytes: &mut Vec<u8>) {
        let array: &dyn Array = match self {
            Self::Integer(array) => *array,
            Self::Decimal(array, _) => *array,
            Self::Text(array) => *array,
            Self::Date(array) => *array,
            Self::Boolean(array) => *array,
            Self::Float(array) => *array,
            Self::Other(array) => *array,
        };
        if array.is_null(row) {
            bytes.push(b'-');
            return;
        }
        match self {
            Self::Integer(array) => number(i128::from(array.value(row)), 0, bytes),
            Self::Decimal(array, scale) => number(array.value(row), *scale, bytes),
            Self::Text(array) => text(array.value(row), bytes),
            Self::Date(array) => {
                bytes.push(b'd');
                bytes.extend(array.value(row).to_le_bytes());
            }
            Self::Boolean(array) => bytes.push(if array.value(row) { b'1' } else { b'0' }),
            Self::Float(array) => {
                bytes.push(b'f');
                bytes.extend(array.value(row).to_le_bytes());
            }
            Self::Other(array) => {
                text(&array_value_to_string(*array, row).unwrap_or_default(), bytes);
            }
        }
    }
}

/// `1.50` and `1.5`, and `2` and `2.0`, are the same number.
fn number(digits: i128, scale: i8, bytes: &mut Vec<u8>) {
    let (mut digits, mut scale) = (digits, scale);
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    bytes.push(b'n');
    bytes.extend(scale.to_le_bytes());
    bytes.extend(digits.to_le_bytes());
}

/// The length stands before the letters, so that no two rows run into the same bytes.
fn text(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(b't');
    bytes.extend(text.len().to_le_bytes());
    bytes.extend(text.as_bytes());
}
