//! What the reader of objects cannot defend itself against: it follows nested objects and trees of pages
//! by recursion, and unpacks streams of objects without a bound. Such files are refused before it sees
//! them.

use std::collections::{BTreeMap, BTreeSet};

use super::LARGEST;
use super::stream::unpacked_size;

/// How deep arrays and dictionaries may stand in each other; those of a compiler stay below ten.
const DEEPEST: usize = 200;

/// How deep a tree of pages may be.
const DEEPEST_PAGES: usize = 64;

/// Refuses a file whose objects nest without bound, whose trees go in circles, or whose streams unpack to
/// more than [`LARGEST`] bytes.
pub fn precheck(bytes: &[u8]) -> Result<(), String> {
    let mut scan = Scan { bytes, at: 0, trees: Trees::default(), listed: 0 };
    scan.run()?;
    if scan.trees.are_sound() {
        Ok(())
    } else {
        Err("it is damaged: its tree of pages goes in circles".to_owned())
    }
}

/// The trees of pages and names of a file, by the numbers of objects.
#[derive(Default)]
struct Trees {
    /// The objects that have others below them.
    nodes: BTreeSet<u32>,
    /// What each object stands below.
    parents: BTreeMap<u32, u32>,
    /// The objects that stand at two places, whose walk could take for ever.
    doubled: BTreeSet<u32>,
}

impl Trees {
    fn add(&mut self, parent: u32, kids: &[u32]) {
        self.nodes.insert(parent);
        let mut here = BTreeSet::new();
        for kid in kids {
            // A later version of an object names its kids once more.
            let elsewhere = self.parents.insert(*kid, parent).is_some_and(|other| other != parent);
            if elsewhere || !here.insert(*kid) {
                self.doubled.insert(*kid);
            }
        }
    }

    fn are_sound(&self) -> bool {
        let is_deep = |node: &u32| {
            let above = std::iter::successors(Some(*node), |node| self.parents.get(node).copied());
            above.take(DEEPEST_PAGES + 1).count() > DEEPEST_PAGES
        };
        self.nodes.is_disjoint(&self.doubled) && !self.nodes.iter().any(is_deep)
    }
}

/// A walk over the tokens of a file.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    trees: Trees,
    /// Bytes of all lists of kids so far.
    listed: usize,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), String> {
        let (mut depth, mut unpacked, mut object) = (0_usize, 0_usize, None);
        let mut numbers = [None, None];
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'[' => depth += 1,
                b'<' => depth += usize::from(self.bytes.get(self.at + 1) == Some(&b'<')),
                b']' => depth = depth.saturating_sub(1),
                b'>' => {
                    depth -= usize::from(depth > 0 && self.bytes.get(self.at + 1) == Some(&b'>'));
                }
                b'(' => self.skip_string(),
                b'%' => self.skip_comment(),
                b'0'..=b'9' => {
                    numbers = [numbers[1], self.number()];
                    continue;
                }
                _ if byte.is_ascii_alphabetic() || *byte == b'/' => {
                    match self.word() {
                        b"obj" => (depth, object) = (0, numbers[0]),
                        b"/Kids" => self.read_kids(object)?,
                        // What is packed in them is not seen here, and Recto writes none.
                        b"/ObjStm" => {
                            return Err("another program has packed its objects".to_owned());
                        }
                        b"stream" => {
                            let stream = self.stream();
                            unpacked += unpacked_size(stream, LARGEST - unpacked);
                        }
                        _ => {}
                    }
                    numbers = [None, None];
                    if unpacked > LARGEST {
                        return Err("its streams unpack to too many bytes".to_owned());
                    }
                    continue;
                }
                _ => {}
            }
            if depth > DEEPEST {
                return Err("it is damaged: its objects nest without end".to_owned());
            }
            self.at += 1;
            // Of `<<` and `>>` the second mark counts with the first.
            if matches!(byte, b'<' | b'>') && self.bytes.get(self.at) == Some(byte) {
                self.at += 1;
            }
        }
        Ok(())
    }

    fn word(&mut self) -> &[u8] {
        let start = self.at;
        self.at += 1;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        std::str::from_utf8(&self.bytes[start..self.at]).ok()?.parse().ok()
    }

    /// Leaves the walk at the end of a string, at its last mark.
    fn skip_string(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' if open == 1 => return,
                b')' => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn skip_comment(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The objects that a tree names: `/Kids [7 0 R 8 0 R]`.
    fn read_kids(&mut self, object: Option<u32>) -> Result<(), String> {
        // A damaged list may run on over the whole file, and a list of a million kids has no meaning.
        let rest = &self.bytes[self.at..];
        let rest = &rest[..rest.len().min(1 << 24)];
        let list = rest.split(|byte| *byte == b']').next().unwrap_or_default();
        self.listed += list.len();
        if self.listed > 1 << 26 {
            return Err("it is damaged: its trees have no end".to_owned());
        }
        let words: Vec<&[u8]> = list
            .split(|byte| byte.is_ascii_whitespace() || *byte == b'[')
            .filter(|word| !word.is_empty())
            .collect();
        let kids = words.chunks(3).filter_map(|kid| std::str::from_utf8(kid[0]).ok()?.parse().ok());
        let kids: Vec<u32> = kids.collect();
        if let Some(object) = object {
            self.trees.add(object, &kids);
        }
        Ok(())
    }

    /// The bytes of a stream; leaves the walk behind them.
    fn stream(&mut self) -> &[u8] {
        let rest = &self.bytes[self.at..];
        let start = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = find(rest, b"endstream").unwrap_or(rest.len()).max(start);
        self.at += end + if end < rest.len() { b"endstream".len() } else { 0 };
        &rest[start..end]
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == needle[0]) {
        if bytes[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}
