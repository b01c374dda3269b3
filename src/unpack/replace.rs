//! Puts other bytes into an attached file of a PDF that this program has just written.
//!
//! What the pages draw is known from the finished file alone, and the record inside the file tells it. Nothing
//! on a page depends on the record, so its one object is written anew and what stands behind it moves.

use std::io::{self, Write as _};
use std::ops::Range;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::names;

/// The table of cross references of ISO 32000-1, 7.5.4: a line of 20 bytes for each object.
const ENTRY: usize = 20;

/// The PDF with other bytes in the attached file of this name.
///
/// # Errors
/// Where no such file is attached, or the PDF is not written as the exporter writes them: with one classic table of
/// cross references, and with the file in a packed stream.
pub fn replace(pdf: &[u8], name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let number = names::number(pdf, name)?;
    let table = Table::read(pdf).ok_or("it has no table of cross references")?;
    let place = table
        .object(number)
        .filter(|place| pdf[place.clone()].starts_with(format!("{number} 0 obj").as_bytes()))
        .ok_or_else(|| format!("`{name}` is not where it should be"))?;
    let object = rewritten(&pdf[place.clone()], bytes)
        .ok_or_else(|| format!("`{name}` is not in a packed stream"))?;

    let moved = |offset: usize| {
        if offset >= place.end { offset - place.len() + object.len() } else { offset }
    };
    let mut whole = Vec::with_capacity(pdf.len() + object.len());
    whole.extend_from_slice(&pdf[..place.start]);
    whole.extend_from_slice(&object);
    whole.extend_from_slice(&pdf[place.end..table.entries.start]);
    for entry in pdf[table.entries.clone()].chunks(ENTRY) {
        match in_use(entry) {
            Some(offset) => {
                whole.extend_from_slice(format!("{:010}", moved(offset)).as_bytes());
                whole.extend_from_slice(&entry[10..]);
            }
            None => whole.extend_from_slice(entry),
        }
    }
    whole.extend_from_slice(&pdf[table.entries.end..table.start_number.start]);
    whole.extend_from_slice(moved(table.start).to_string().as_bytes());
    whole.extend_from_slice(&pdf[table.start_number.end..]);
    Ok(whole)
}

struct Table {
    /// Where the table begins.
    start: usize,
    /// The lines of the table.
    entries: Range<usize>,
    /// Where each object in use begins, ascending, with its number.
    objects: Vec<(usize, usize)>,
    /// Where the end of the file says where the table begins.
    start_number: Range<usize>,
}

impl Table {
    fn read(pdf: &[u8]) -> Option<Self> {
        let keyword = pdf.windows(9).rposition(|window| window == b"startxref")?;
        let from = keyword + 9 + pdf[keyword + 9..].iter().position(u8::is_ascii_digit)?;
        let (start, start_number) = number_at(pdf, from)?;
        let first = start.checked_add(b"xref\n0 ".len())?;
        if pdf.get(start..first)? != b"xref\n0 " {
            return None;
        }
        let (count, digits) = number_at(pdf, first)?;
        let entries = digits.end + 1..count.checked_mul(ENTRY)?.checked_add(digits.end + 1)?;
        let lines = pdf.get(entries.clone())?.chunks(ENTRY);
        if entries.end > start_number.start {
            return None;
        }
        let mut objects: Vec<(usize, usize)> =
            lines.zip(0..).filter_map(|(entry, number)| Some((in_use(entry)?, number))).collect();
        objects.sort_unstable();
        Some(Self { start, entries, objects, start_number })
    }

    /// Where an object stands, up to the next one or to the table; none for one behind the table.
    fn object(&self, number: usize) -> Option<Range<usize>> {
        let index = self.objects.iter().position(|(_, other)| *other == number)?;
        let end = self.objects.get(index + 1).map_or(self.start, |(offset, _)| *offset);
        let begin = self.objects[index].0;
        (begin <= end && end <= self.start).then_some(begin..end)
    }
}

/// Where an object begins, by its line in the table; none for one that is free.
fn in_use(entry: &[u8]) -> Option<usize> {
    if entry.get(17) != Some(&b'n') {
        return None;
    }
    number_at(entry, 0).map(|(offset, _)| offset)
}

/// The decimal number that begins here, and where it stands.
fn number_at(bytes: &[u8], from: usize) -> Option<(usize, Range<usize>)> {
    let length = bytes.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let digits = std::str::from_utf8(&bytes[from..from + length]).ok()?;
    Some((digits.parse().ok()?, from..from + length))
}

/// An object of a packed stream with other bytes in the stream.
fn rewritten(object: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let keyword = b"\nstream\n";
    let start = object.windows(keyword.len()).position(|window| window == keyword)?;
    let end = object.windows(10).rposition(|window| window == b"\nendstream")?;
    let head = std::str::from_utf8(&object[..start]).ok()?;
    if !head.contains("/FlateDecode") {
        return None;
    }
    let packed = packed(bytes).ok()?;
    let head = with_number(head, "/Length ", packed.len())?;
    let head = with_number(&head, "/Size ", bytes.len())?;
    Some([head.as_bytes(), keyword, &packed, &object[end..]].concat())
}

/// The head of an object with another number behind this key.
fn with_number(head: &str, key: &str, number: usize) -> Option<String> {
    let from = head.find(key)? + key.len();
    let (_, digits) = number_at(head.as_bytes(), from).filter(|(_, digits)| !digits.is_empty())?;
    Some(format!("{}{number}{}", &head[..digits.start], &head[digits.end..]))
}

fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes)?;
    packer.finish()
}

#[cfg(test)]
mod tests {
    use super::{packed, replace};

    /// A file of three objects, written as the exporter writes them.
    fn pdf(record: &[u8]) -> Vec<u8> {
        let packed = packed(record).unwrap();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        let names = "<</Names[(data.csv)3 0 R(evidence.json)3 0 R]>>";
        let catalogue = format!(
            "1 0 obj\n<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles {names}>>>>\nendobj\n\n"
        );
        let specification =
            "3 0 obj\n<</Type/Filespec/UF(evidence.json)/EF<</UF 4 0 R>>>>\nendobj\n\n";
        let head = format!(
            "4 0 obj\n<<\n  /Length {}\n  /Filter /FlateDecode\n  /Params <<\n    /Size {}\n  >>\n>>",
            packed.len(),
            record.len()
        );
        let stream = [head.as_bytes(), b"\nstream\n", &packed, b"\nendstream\nendobj\n\n"].concat();
        let pages = b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\n";
        for object in [catalogue.as_bytes(), specification.as_bytes(), &stream, pages] {
            offsets.push(file.len());
            file.extend_from_slice(object);
        }
        let start = file.len();
        // Objects stand in another order than their numbers.
        let [one, three, four, two] = offsets[..] else { unreachable!() };
        file.extend_from_slice(b"xref\n0 5\n0000000000 65535 f\r\n");
        for offset in [one, two, three, four] {
            file.extend_from_slice(format!("{offset:010} 00000 n\r\n").as_bytes());
        }
        let trailer = format!("trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF");
        file.extend_from_slice(trailer.as_bytes());
        file
    }

    #[test]
    fn a_file_with_a_replaced_record_is_the_file_that_would_have_been_written_with_it() {
        let long = b"{\"long\": \"0123456789 abcdefghijklmnopqrstuvwxyz\"}";
        for (before, after) in [(&b"{}"[..], &long[..]), (&long[..], &b"{}"[..])] {
            assert_eq!(replace(&pdf(before), "evidence.json", after), Ok(pdf(after)));
        }
    }

    #[test]
    fn what_is_not_attached_cannot_be_replaced() {
        assert!(replace(&pdf(b"{}"), "other.json", b"{}").is_err());
        assert!(replace(b"no PDF", "evidence.json", b"{}").is_err());
        // Numbers of the table that lead out of the file are an answer, too.
        let whole = pdf(b"{}");
        let at = whole.windows(9).rposition(|window| window == b"startxref").unwrap() + 10;
        for number in ["0", "99", "99999999999999999999", "18446744073709551615"] {
            let damaged = [&whole[..at], number.as_bytes(), b"\n%%EOF"].concat();
            assert!(replace(&damaged, "evidence.json", b"{}").is_err());
        }
        for offset in [b"9999999999", b"0000000000"] {
            let mut damaged = whole.clone();
            for at in (0..whole.len() - 20).filter(|at| whole[*at..].starts_with(b" 00000 n\r\n")) {
                damaged[at - 10..at].copy_from_slice(offset);
            }
            assert!(replace(&damaged, "evidence.json", b"{}").is_err());
        }
        let unpacked = String::from_utf8_lossy(&pdf(b"{}")).replace("/FlateDecode", "/NoneAtAll__");
        assert!(replace(unpacked.as_bytes(), "evidence.json", b"{}").is_err());
    }
}
