//! The tree of attached files: catalogue, names, embedded files.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{EF, EMBEDDED_FILES, F, KIDS, NAMES, UF};
use hayro_syntax::object::{Array, Dict, ObjRef, Object, Stream, String as Words};

use super::LARGEST;
use super::stream::unpack;

/// How deep a tree of names may be; one of a thousand files is three deep.
const DEEPEST: usize = 32;

/// How many files may be attached.
const MOST: usize = 10_000;

/// Reads the tree of attached files.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        hayro_syntax::LoadPdfError::Decryption(_) => "it is encrypted".to_owned(),
        hayro_syntax::LoadPdfError::Invalid => "it is no PDF, or damaged".to_owned(),
    })?;
    let xref = pdf.xref();
    let catalogue: Dict<'_> =
        xref.get(xref.root_id()).ok_or("it is damaged: it has no catalogue")?;
    let tree = catalogue.get::<Dict<'_>>(NAMES).and_then(|names| names.get(EMBEDDED_FILES));
    let mut reader = Reader { files: Vec::new(), nodes: BTreeSet::new(), room: LARGEST };
    if let Some(tree) = tree {
        reader.node(&tree, 0)?;
    }
    Ok(reader.files)
}

struct Reader {
    files: Vec<(String, Vec<u8>)>,
    /// The nodes that were seen, by their numbers: a node that stands below itself is not read again.
    nodes: BTreeSet<(i32, i32)>,
    /// How many bytes may still be unpacked.
    room: usize,
}

impl Reader {
    fn node(&mut self, node: &Dict<'_>, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("it is damaged: its tree of attached files is too deep".to_owned());
        }
        if let Some(names) = node.get::<Array<'_>>(NAMES) {
            self.leaf(&names)?;
        }
        let Some(kids) = node.get::<Array<'_>>(KIDS) else { return Ok(()) };
        for (kid, dict) in kids.raw_iter().zip(kids.iter::<Object<'_>>()) {
            let is_new = kid.as_obj_ref().is_none_or(|ObjRef { obj_number, gen_number }| {
                self.nodes.insert((obj_number, gen_number))
            });
            if let (true, Some(dict)) = (is_new, dict.into_dict()) {
                self.node(&dict, depth + 1)?;
            }
        }
        Ok(())
    }

    /// Pairs of a name and the specification of a file.
    fn leaf(&mut self, names: &Array<'_>) -> Result<(), String> {
        let mut key: Option<String> = None;
        for object in names.iter::<Object<'_>>() {
            match object {
                Object::String(name) => key = Some(text(&name)),
                object => {
                    let specification = object.into_dict().zip(key.take());
                    if let Some((specification, key)) = specification {
                        self.file(&specification, key)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn file(&mut self, specification: &Dict<'_>, key: String) -> Result<(), String> {
        if self.files.len() >= MOST {
            return Err(format!("more than {MOST} files are attached to it"));
        }
        let name = [UF, F].iter().find_map(|key| specification.get::<Words<'_>>(key));
        let name = name.map_or(key, |name| text(&name));
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let embedded: Dict<'_> = specification.get(EF).unwrap_or_default();
        let stream = [UF, F].iter().find_map(|key| embedded.get::<Stream<'_>>(key));
        let stream = stream
            .ok_or_else(|| format!("it is damaged: the attached file `{name}` has no bytes"))?;
        let bytes = unpack(&stream, self.room)?;
        self.room -= bytes.len();
        self.files.push((name, bytes));
        Ok(())
    }
}

/// A text string: UTF-16 or UTF-8 where a mark says so, else `PDFDocEncoding`, which is Latin-1 in all that
/// names of files are made of.
fn text(string: &[u8]) -> String {
    match string {
        [0xfe, 0xff, units @ ..] => {
            let units: Vec<u16> = units
                .chunks(2)
                .map(|unit| u16::from_be_bytes([unit[0], *unit.get(1).unwrap_or(&0)]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, text @ ..] => String::from_utf8_lossy(text).into_owned(),
        latin => latin.iter().map(|byte| char::from(*byte)).collect(),
    }
}
