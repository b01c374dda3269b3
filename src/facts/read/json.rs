//! JSON and NDJSON: an array of flat objects, or one object a line, each value with its place.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::faults::{self, malformed};
use super::grid::{Grid, MOST_CELLS, RawCell, Written};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::report::{DataSettings, Format};
use crate::source::{FileId, Span};

/// Reads the objects of a text as rows; the keys of the first one are the columns.
pub fn grid<'a>(
    text: &'a str,
    file: FileId,
    settings: &DataSettings,
    problems: &mut Diagnostics,
) -> Option<Grid<'a>> {
    let reader = Reader { text, file, settings };
    let before = problems.len();
    let objects = match settings.format {
        Format::NdJson => reader.lines(problems),
        _ => reader.array(problems),
    };
    if problems.len() > before {
        return None;
    }
    let mut objects = objects.into_iter();
    let Some(first) = objects.next() else {
        problems.push(malformed(
            "the array has no object, so the table has no column",
            reader.at(0..0),
        ));
        return None;
    };
    if first.is_empty() {
        problems.push(malformed(
            "the first object has no key, so the table has no column",
            reader.at(0..0),
        ));
        return None;
    }
    if (objects.len() as u64 + 1) * first.len() as u64 > MOST_CELLS {
        problems.push(faults::too_many_cells(reader.at(0..0)));
        return None;
    }
    let mut grid = Grid::default();
    for member in &first {
        grid.head.push(RawCell::new(member.key.clone(), Written::Text, reader.key_place(member)));
    }
    for name in settings.types.keys() {
        // A key that only some objects have is allowed where its type is stated.
        if !first.iter().any(|member| member.key == *name) {
            grid.head.push(RawCell::new(name.clone(), Written::Text, 0..0));
        }
    }
    for object in std::iter::once(first).chain(objects) {
        let row = reader.row(&object, &grid.head, problems);
        grid.rows.push(row);
    }
    (problems.len() == before).then_some(grid)
}

/// A key of an object with its value, both as written.
struct Member<'a> {
    key: Cow<'a, str>,
    value: &'a RawValue,
}

type Object<'a> = Vec<Member<'a>>;

struct Reader<'a, 's> {
    text: &'a str,
    file: FileId,
    settings: &'s DataSettings,
}

impl<'a> Reader<'a, '_> {
    fn at(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Where a part of the text stands in it.
    fn place(&self, part: &str) -> std::ops::Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.min(self.text.len());
        start..(start + part.len()).min(self.text.len())
    }

    /// The key of a member, which is found by its value: a colon and blanks stand between them.
    fn key_place(&self, member: &Member<'_>) -> std::ops::Range<usize> {
        let value = self.place(member.value.get()).start;
        let before = self.text[..value].trim_end().trim_end_matches(':').trim_end();
        let inner = before.strip_suffix('"').unwrap_or(before);
        // A quotation mark inside of the key has an odd number of backslashes before it.
        let mut from = inner.len();
        while let Some(mark) = inner[..from].rfind('"') {
            let escapes = inner[..mark].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if escapes % 2 == 0 {
                return mark..before.len();
            }
            from = mark;
        }
        before.len()..before.len()
    }

    /// The objects of the array that `rows` points to, or of the whole text.
    fn array(&self, problems: &mut Diagnostics) -> Vec<Object<'a>> {
        let body = self.text.trim_start_matches('\u{feff}');
        let whole: &RawValue = match serde_json::from_str(body) {
            Ok(whole) => whole,
            Err(error) => {
                problems.push(self.syntax(&error, self.text.len() - body.len()));
                return Vec::new();
            }
        };
        let Some(value) = self.pointed(whole, problems) else { return Vec::new() };
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) else {
            problems.push(no_array(self.at(self.place(first_character(value.get())))));
            return Vec::new();
        };
        items.into_iter().filter_map(|item| self.object(item, problems)).collect()
    }

    /// Follows the JSON pointer of `rows` (RFC 6901).
    fn pointed(&self, whole: &'a RawValue, problems: &mut Diagnostics) -> Option<&'a RawValue> {
        let Some((pointer, span)) = &self.settings.rows else { return Some(whole) };
        let mut value = whole;
        for part in pointer.split('/').skip(1) {
            let key = part.replace("~1", "/").replace("~0", "~");
            let next = match members(value.get()) {
                Ok(object) => object.into_iter().find(|m| m.key == key).map(|m| m.value),
                Err(_) => serde_json::from_str::<Vec<&RawValue>>(value.get())
                    .ok()
                    .and_then(|items| items.get(key.parse::<usize>().ok()?).copied()),
            };
            let Some(next) = next else {
                problems.push(
                    malformed(format!("the file has nothing at `{pointer}`"), *span)
                        .help(format!("there is no `{key}` there; `/` parts the keys")),
                );
                return None;
            };
            value = next;
        }
        Some(value)
    }

    fn lines(&self, problems: &mut Diagnostics) -> Vec<Object<'a>> {
        let mut objects = Vec::new();
        for line in self.text.trim_start_matches('\u{feff}').split('\n') {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            match serde_json::from_str::<&RawValue>(line) {
                Ok(value) => objects.extend(self.object(value, problems)),
                Err(error) => problems.push(self.syntax(&error, self.place(line).start)),
            }
        }
        objects
    }

    fn object(&self, value: &'a RawValue, problems: &mut Diagnostics) -> Option<Object<'a>> {
        let Ok(object) = members(value.get()) else {
            problems.push(no_object(self.at(self.place(value.get()))));
            return None;
        };
        for (index, member) in object.iter().enumerate() {
            if let Some(first) = object[..index].iter().find(|other| other.key == member.key) {
                let place = self.key_place(member);
                problems.push(
                    malformed(
                        format!("`{}` stands twice in this object", member.key),
                        self.at(place),
                    )
                    .at(self.at(self.key_place(first)), "the first one"),
                );
                return None;
            }
        }
        Some(object)
    }

    fn row(
        &self,
        object: &Object<'a>,
        head: &[RawCell<'a>],
        problems: &mut Diagnostics,
    ) -> Vec<RawCell<'a>> {
        let whole = object.first().map_or(0..0, |member| self.key_place(member));
        for member in object {
            if !head.iter().any(|cell| cell.text == member.key) {
                problems.push(surplus_key(&member.key, self.at(self.key_place(member))));
            }
        }
        head.iter()
            .map(|column| {
                let Some(member) = object.iter().find(|member| member.key == column.text) else {
                    if !self.settings.types.contains_key(column.text.as_ref()) {
                        problems.push(missing_key(&column.text, self.at(whole.clone())));
                    }
                    return RawCell::new("", Written::Plain, whole.clone());
                };
                self.cell(member, problems)
            })
            .collect()
    }

    fn cell(&self, member: &Member<'a>, problems: &mut Diagnostics) -> RawCell<'a> {
        let raw = member.value.get();
        let place = self.place(raw);
        match raw.as_bytes().first() {
            Some(b'"') => match serde_json::from_str::<Cow<'a, str>>(raw) {
                Ok(text) => RawCell::new(text, Written::Text, place),
                Err(error) => {
                    problems.push(malformed(
                        format!("this text cannot be read: {error}"),
                        self.at(place.clone()),
                    ));
                    RawCell::new("", Written::Plain, place)
                }
            },
            Some(b'n') => RawCell::new("", Written::Plain, place),
            Some(b't' | b'f') => RawCell::new(raw, Written::Boolean, place),
            Some(b'{' | b'[') => {
                problems.push(nested(&member.key, self.at(self.place(first_character(raw)))));
                RawCell::new("", Written::Plain, place)
            }
            _ => RawCell::new(raw, Written::Number, place),
        }
    }

    /// What the parser says, at the place that it names by line and column (in bytes).
    fn syntax(&self, error: &serde_json::Error, start: usize) -> Diagnostic {
        let body = &self.text[start..];
        let before: usize =
            body.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        // At an end that came too early the column is that of the last character.
        let column = if error.is_eof() { error.column() } else { error.column().saturating_sub(1) };
        let at = (start + before + column).min(self.text.len());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        malformed(format!("the JSON cannot be read: {message}"), self.at(at..at + 1))
    }
}

/// The members of an object in the order of the file, repeated keys included.
fn members(text: &str) -> Result<Object<'_>, serde_json::Error> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Object<'de>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(key) = map.next_key_seed(Key)? {
                members.push(Member { key, value: map.next_value()? });
            }
            Ok(members)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
            Err(serde::de::Error::custom("an object is wanted"))
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.deserialize_map(Members)
}

/// A key, borrowed where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

fn first_character(text: &str) -> &str {
    text.chars().next().map_or(text, |first| &text[..first.len_utf8()])
}

fn no_array(span: Span) -> Diagnostic {
    malformed("an array of objects is wanted here", span)
        .help("state where it stands in the file: `rows = \"/data/items\"`; for an object a line, `format = \"ndjson\"`")
}

fn no_object(span: Span) -> Diagnostic {
    malformed("a row is an object, and this is none", span)
}

fn nested(key: &str, span: Span) -> Diagnostic {
    malformed(format!("`{key}` holds a list or an object; a cell is one value"), span)
        .help("make a column or a table of its own of what is nested")
}

fn surplus_key(key: &str, span: Span) -> Diagnostic {
    malformed(format!("this object has `{key}`, which the first one has not"), span)
        .help(format!("a key that some objects lack is allowed where its type is stated: `types = {{ {key} = .. }}`"))
}

fn missing_key(key: &str, span: Span) -> Diagnostic {
    malformed(format!("this object has no `{key}`"), span).help(format!(
        "write null for a missing value, or state the type: `types = {{ {key} = .. }}`"
    ))
}
