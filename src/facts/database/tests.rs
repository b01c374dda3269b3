//! Exact cells, digests whatever the order, and secrets that stay hidden.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Decimal128Array, Int64Array, StringArray};
use datafusion::arrow::record_batch::RecordBatch;

use super::cells::{places, scaled};
use super::*;

#[test]
fn numbers_are_read_exactly_or_not_at_all() {
    assert_eq!(scaled("12.50", 1), Some(125));
    assert_eq!(scaled("-0.05", 2), Some(-5));
    assert_eq!(scaled("12.50", 0), None);
    assert_eq!(scaled("1e3", 0), None);
    assert_eq!(scaled("NaN", 0), None);
    assert_eq!(scaled("007", 0), None);
    assert_eq!(scaled("", 0), None);
    let most = "9".repeat(38);
    assert_eq!(scaled(&most, 0), most.parse().ok());
    assert_eq!(scaled(&format!("1{most}"), 0), None);
    assert_eq!(places("0.1000"), Some(1));
    assert_eq!(places(&0.1_f64.to_string()), Some(1));
    assert_eq!(places(&1e-30_f64.to_string()), Some(30));
}

fn batch(names: &[Option<&str>], amounts: &[i128], scale: i8) -> RecordBatch {
    let amounts = Decimal128Array::from(amounts.to_vec());
    let amounts = amounts.with_precision_and_scale(38, scale).unwrap();
    let columns: Vec<(&str, ArrayRef)> =
        vec![("name", Arc::new(StringArray::from(names.to_vec()))), ("amount", Arc::new(amounts))];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn digest(batches: &[RecordBatch]) -> String {
    let mut digest = RowDigest::default();
    batches.iter().for_each(|batch| digest.add(batch));
    digest.hexadecimal()
}

#[test]
fn a_digest_is_of_the_rows_and_not_of_their_order() {
    let all = batch(&[Some("甲"), Some("b"), None], &[150, 20, -3], 2);
    let turned = batch(&[None, Some("b"), Some("甲")], &[-3, 20, 150], 2);
    assert_eq!(digest(std::slice::from_ref(&all)), digest(&[turned]));
    assert_eq!(digest(&[all.slice(0, 1), all.slice(1, 2)]), digest(std::slice::from_ref(&all)));
    // More places do not make another number.
    assert_eq!(digest(&[batch(&[Some("a")], &[150], 2)]), digest(&[batch(&[Some("a")], &[15], 1)]));
    let integer: ArrayRef = Arc::new(Int64Array::from(vec![2]));
    let name: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
    let whole = RecordBatch::try_from_iter([("name", name), ("amount", integer)]).unwrap();
    assert_eq!(digest(&[whole]), digest(&[batch(&[Some("a")], &[200], 2)]));
}

#[test]
fn a_digest_tells_every_change() {
    let base = digest(&[batch(&[Some("a"), Some("b")], &[1, 2], 0)]);
    for other in [
        batch(&[Some("a"), Some("b")], &[1, 3], 0),
        batch(&[Some("a"), Some("b")], &[2, 1], 0),
        batch(&[Some("a"), None], &[1, 2], 0),
        batch(&[Some("a"), Some("")], &[1, 2], 0),
        batch(&[Some("a"), Some("b"), Some("b")], &[1, 2, 2], 0),
        batch(&[Some("a")], &[1], 0),
    ] {
        assert_ne!(base, digest(&[other]));
    }
    assert_ne!(digest(&[]), base);
}

#[test]
fn secrets_are_taken_out_and_honest_words_stay() {
    let scrubber = Scrubber::new(["p@ss'w".to_owned(), String::new()], ["ann".to_owned()]);
    let said = "user \"ann\" gave p@ss'w to joanna\n  and ann again";
    assert_eq!(scrubber.scrub(said), "user \"…\" gave … to joanna and … again");
    assert!(!format!("{scrubber:?}").contains("ann"));
    assert_eq!(format!("{:?}", Secret::new("postgres://u:p@h/d")), "…");
}

#[test]
fn a_url_is_no_name_of_a_variable() {
    assert!(is_variable_name("RECTO_PG_URL"));
    assert!(!is_variable_name("postgres://u:p@h/d"));
    assert!(!is_variable_name("9LIVES"));
    assert!(!is_variable_name(""));
}
