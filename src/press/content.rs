//! The instructions of a content stream, read without being understood: whoever changes some of them leaves
//! the bytes of all others as they are.

use std::ops::Range;

/// An operator with what stands before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction<'a> {
    /// Its name; `BI` stands for a whole image.
    pub operator: &'a [u8],
    /// What it is applied to.
    pub operands: Vec<Operand<'a>>,
    /// Its bytes, from the first operand.
    pub range: Range<usize>,
}

/// What an operator is applied to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operand<'a> {
    /// A number.
    Number(f64),
    /// A name, without its slash.
    Name(&'a [u8]),
    /// A string, array, dictionary or word.
    Other,
}

impl Instruction<'_> {
    /// The numbers among the operands.
    pub fn numbers(&self) -> Vec<f64> {
        let numbers = self.operands.iter().filter_map(|operand| match operand {
            Operand::Number(number) => Some(*number),
            _ => None,
        });
        numbers.collect()
    }

    /// The last name among the operands.
    pub fn name(&self) -> Option<&[u8]> {
        self.operands.iter().rev().find_map(|operand| match operand {
            Operand::Name(name) => Some(*name),
            _ => None,
        })
    }
}

/// Operands of one operator beyond this count are dropped: no operator takes more.
const MOST_OPERANDS: usize = 64;

/// Reads the instructions of a content stream one after the other; damage ends them early.
pub fn instructions(bytes: &[u8]) -> impl Iterator<Item = Instruction<'_>> {
    Reader { bytes, at: 0 }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Reader<'a> {
    type Item = Instruction<'a>;

    fn next(&mut self) -> Option<Instruction<'a>> {
        let mut operands = Vec::new();
        let mut start = None;
        loop {
            self.skip_blanks();
            let byte = *self.bytes.get(self.at)?;
            let begin = *start.get_or_insert(self.at);
            let operand = match byte {
                b'/' => Operand::Name(self.name()),
                b'(' => self.skip(Self::string),
                b'[' => self.skip(Self::array),
                b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.skip(Self::dictionary),
                b'<' => self.skip(Self::hexadecimal),
                b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
                b')' | b']' | b'>' | b'{' | b'}' => self.skip(|reader| reader.at += 1),
                _ => match self.word() {
                    b"true" | b"false" | b"null" => Operand::Other,
                    b"BI" => return Some(self.image(begin)),
                    operator => {
                        return Some(Instruction { operator, operands, range: begin..self.at });
                    }
                },
            };
            if operands.len() < MOST_OPERANDS {
                operands.push(operand);
            }
        }
    }
}

impl<'a> Reader<'a> {
    fn skip(&mut self, over: impl Fn(&mut Self)) -> Operand<'a> {
        over(self);
        Operand::Other
    }

    fn skip_blanks(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => self.skip_comment(),
                byte if is_blank(*byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_comment(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// A run of regular characters; one byte at least.
    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        self.at += 1;
        while self.bytes.get(self.at).is_some_and(|byte| is_regular(*byte)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn name(&mut self) -> &'a [u8] {
        &self.word()[1..]
    }

    fn number(&mut self) -> Operand<'a> {
        let word = std::str::from_utf8(self.word()).unwrap_or_default();
        word.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map_or(Operand::Other, Operand::Number)
    }

    fn string(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' if open == 1 => return,
                b')' => open -= 1,
                _ => {}
            }
        }
    }

    fn hexadecimal(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| *byte != b'>') {
            self.at += 1;
        }
        self.at += 1;
    }

    fn array(&mut self) {
        self.nested(b'[', b']', 1);
    }

    fn dictionary(&mut self) {
        self.nested(b'<', b'>', 2);
    }

    /// Skips what stands between two brackets, each written `width` times, with all that nests in it.
    fn nested(&mut self, open: u8, close: u8, width: usize) {
        let mut depth = 0_usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            let doubled = width == 1 || self.bytes.get(self.at + 1) == Some(&byte);
            match byte {
                b'(' => {
                    self.string();
                    continue;
                }
                b'%' => self.skip_comment(),
                _ if byte == open && doubled => {
                    depth += 1;
                    self.at += width - 1;
                }
                _ if byte == close && doubled => {
                    self.at += width - 1;
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.at += 1;
                        return;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// An image within the content: its keys and values are the operands.
    fn image(&mut self, start: usize) -> Instruction<'a> {
        let operator = &self.bytes[self.at - 2..self.at];
        let mut operands = Vec::new();
        loop {
            self.skip_blanks();
            let Some(byte) = self.bytes.get(self.at) else { break };
            match byte {
                b'/' => operands.push(Operand::Name(self.name())),
                b'[' => operands.push(self.skip(Self::array)),
                b'(' => operands.push(self.skip(Self::string)),
                b'<' => operands.push(self.skip(Self::dictionary)),
                b'0'..=b'9' | b'+' | b'-' | b'.' => operands.push(self.number()),
                _ => {
                    if self.word() == b"ID" {
                        break;
                    }
                    operands.push(Operand::Other);
                }
            }
        }
        self.skip_pixels();
        operands.truncate(MOST_OPERANDS);
        Instruction { operator, operands, range: start..self.at }
    }

    /// The pixels end at an `EI` that stands for itself.
    fn skip_pixels(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.windows(3).enumerate().find(|(at, window)| {
            let apart = rest.get(at + 3).is_none_or(|byte| !is_regular(*byte));
            is_blank(window[0]) && &window[1..] == b"EI" && apart
        });
        self.at = end.map_or(self.bytes.len(), |(at, _)| self.at + at + 3);
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}
