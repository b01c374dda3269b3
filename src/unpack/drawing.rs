//! What the pages of a PDF draw, as digests: whatever a page shows depends on its content, its resources and
//! its annotations, and on what these refer to. Numbers of objects and the way streams are packed have no
//! part in it, nor has what leads to other pages.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef, Object, Stream};
use hayro_syntax::xref::XRef;
use sha2::{Digest, Sha256};

use super::stream::unpack;

/// Keys that lead away from what a page shows: to its parents, to other pages, to the structure, to actions.
const ELSEWHERE: [&[u8]; 10] = [
    b"Parent",
    b"P",
    b"StructParent",
    b"StructParents",
    b"Dest",
    b"A",
    b"AA",
    b"B",
    b"Metadata",
    b"PieceInfo",
];

/// Keys of streams that say how they are packed.
const PACKING: [&[u8]; 3] = [b"Length", b"Filter", b"DecodeParms"];

/// How deep objects may nest.
const DEEPEST: usize = 64;

type Fingerprint = [u8; 32];

/// A digest of each page of a PDF.
pub fn read(bytes: &[u8], room: usize) -> Result<Vec<String>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "it is no PDF, or damaged".to_owned())?;
    let mut reader = Reader { xref: pdf.xref(), known: BTreeMap::new(), room };
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let digest = reader.dict(page.raw(), 0, false)?;
        pages.push(digest.iter().map(|byte| format!("{byte:02x}")).collect());
    }
    Ok(pages)
}

struct Reader<'a> {
    xref: &'a XRef,
    /// What objects were found to be, by their numbers; none while one is being read.
    known: BTreeMap<(i32, i32), Option<Fingerprint>>,
    /// How many bytes may still be unpacked.
    room: usize,
}

impl<'a> Reader<'a> {
    fn object(&mut self, object: &Object<'a>, depth: usize) -> Result<Fingerprint, String> {
        if depth > DEEPEST {
            return Err("it is damaged: its objects nest too deep".to_owned());
        }
        Ok(match object {
            Object::Null(_) => leaf("null", b""),
            Object::Boolean(truth) => leaf("boolean", &[u8::from(*truth)]),
            Object::Number(number) => leaf("number", number.as_f64().to_string().as_bytes()),
            Object::String(string) => leaf("string", string.as_ref()),
            Object::Name(name) => leaf("name", name.as_ref()),
            Object::Dict(dict) => self.dict(dict, depth + 1, false)?,
            Object::Array(array) => self.array(array, depth + 1)?,
            Object::Stream(stream) => self.stream(stream, depth + 1)?,
        })
    }

    fn dict(&mut self, dict: &Dict<'a>, depth: usize, packed: bool) -> Result<Fingerprint, String> {
        let mut members = BTreeMap::new();
        for (key, value) in dict.entries() {
            let key = key.as_ref().to_vec();
            let skipped =
                ELSEWHERE.contains(&key.as_slice()) || packed && PACKING.contains(&key.as_slice());
            if !skipped {
                members.insert(key, self.value(value, depth)?);
            }
        }
        let mut hasher = Sha256::new();
        hasher.update(b"dict");
        for (key, value) in members {
            hasher.update((key.len() as u64).to_le_bytes());
            hasher.update(&key);
            hasher.update(value);
        }
        Ok(hasher.finalize().into())
    }

    fn array(&mut self, array: &Array<'a>, depth: usize) -> Result<Fingerprint, String> {
        let mut hasher = Sha256::new();
        hasher.update(b"array");
        for value in array.raw_iter() {
            hasher.update(self.value(value, depth)?);
        }
        Ok(hasher.finalize().into())
    }

    fn stream(&mut self, stream: &Stream<'a>, depth: usize) -> Result<Fingerprint, String> {
        let bytes = unpack(stream, self.room)?;
        self.room -= bytes.len();
        let mut hasher = Sha256::new();
        hasher.update(b"stream");
        hasher.update(self.dict(stream.dict(), depth, true)?);
        hasher.update(bytes);
        Ok(hasher.finalize().into())
    }

    fn value(&mut self, value: MaybeRef<Object<'a>>, depth: usize) -> Result<Fingerprint, String> {
        match value {
            MaybeRef::NotRef(object) => self.object(&object, depth),
            MaybeRef::Ref(ObjRef { obj_number, gen_number }) => {
                let number = (obj_number, gen_number);
                if let Some(known) = self.known.get(&number) {
                    // An object that stands below itself says nothing new.
                    return Ok(known.unwrap_or_else(|| leaf("again", b"")));
                }
                self.known.insert(number, None);
                let found =
                    match self.xref.get::<Object<'a>>(ObjRef::new(obj_number, gen_number).into()) {
                        Some(object) => self.object(&object, depth)?,
                        None => leaf("null", b""),
                    };
                self.known.insert(number, Some(found));
                Ok(found)
            }
        }
    }
}

fn leaf(kind: &str, bytes: &[u8]) -> Fingerprint {
    let mut hasher = Sha256::new();
    hasher.update(kind.as_bytes());
    hasher.update([0]);
    hasher.update(bytes);
    hasher.finalize().into()
}
