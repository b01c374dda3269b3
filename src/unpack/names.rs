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

/// Reads the tree of attached files: their names and bytes.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let pdf = open(bytes)?;
    let mut room = LARGEST;
    let files = files(&pdf)?.into_iter().map(|File { name, stream, .. }| {
        let bytes = unpack(&stream, room)?;
        room -= bytes.len();
        Ok((name, bytes))
    });
    files.collect()
}

/// The number of the object that holds the bytes of an attached file.
pub fn number(bytes: &[u8], name: &str) -> Result<usize, String> {
    let pdf = open(bytes)?;
    let found = files(&pdf)?.into_iter().find(|file| file.name == name);
    let number = found.and_then(|file| file.number?.obj_number.try_into().ok());
    number.ok_or_else(|| format!("no file `{name}` is attached to it"))
}

fn open(bytes: &[u8]) -> Result<Pdf, String> {
    Pdf::new(bytes.to_vec()).map_err(|error| match error {
        hayro_syntax::LoadPdfError::Decryption(_) => "it is encrypted".to_owned(),
        hayro_syntax::LoadPdfError::Invalid => "it is no PDF, or damaged".to_owned(),
    })
}

/// An attached file.
struct File<'a> {
    name: String,
    stream: Stream<'a>,
    number: Option<ObjRef>,
}

fn files(pdf: &Pdf) -> Result<Vec<File<'_>>, String> {
    let xref = pdf.xref();
    let catalogue: Dict<'_> =
        xref.get(xref.root_id()).ok_or("it is damaged: it has no catalogue")?;
    let tree = catalogue.get::<Dict<'_>>(NAMES).and_then(|names| names.get(EMBEDDED_FILES));
    let mut reader = Reader { files: Vec::new(), nodes: BTreeSet::new() };
    if let Some(tree) = tree {
        reader.node(&tree, 0)?;
    }
    Ok(reader.files)
}

struct Reader<'a> {
    files: Vec<File<'a>>,
    /// The nodes that were seen, by their numbers: a node that stands below itself is not read again.
    nodes: BTreeSet<(i32, i32)>,
}

impl<'a> Reader<'a> {
    fn node(&mut self, node: &Dict<'a>, depth: usize) -> Result<(), String> {
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
    fn leaf(&mut self, names: &Array<'a>) -> Result<(), String> {
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

    fn file(&mut self, specification: &Dict<'a>, key: String) -> Result<(), String> {
        if self.files.len() >= MOST {
            return Err(format!("more than {MOST} files are attached to it"));
        }
        let name = [UF, F].iter().find_map(|key| specification.get::<Words<'_>>(key));
        let name = name.map_or(key, |name| text(&name));
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let embedded: Dict<'_> = specification.get(EF).unwrap_or_default();
        let held =
            [UF, F].into_iter().find_map(|key| Some((key, embedded.get::<Stream<'_>>(key)?)));
        let (key, stream) =
            held.ok_or_else(|| format!("it is damaged: the attached file `{name}` has no bytes"))?;
        let number = embedded.get_ref(key);
        self.files.push(File { name, stream, number });
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
