//! What a font file says of itself, read from its tables.

/// A font file that a report brings, as far as it concerns the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// The names of its families, each once.
    pub families: Vec<String>,
    /// Whether its maker allows it to be embedded in documents.
    pub may_be_embedded: bool,
}

/// Whether a file is named as a font is.
pub fn is_font_path(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["otf", "ttf", "ttc", "otc"].iter().any(|font| extension.eq_ignore_ascii_case(font))
}

/// The names of a family: the plain one, and the one that is not split into four styles.
const FAMILY_NAMES: [u16; 2] = [1, 16];

/// The bit of `OS/2` that forbids embedding.
const RESTRICTED: u16 = 0x0002;

impl FontFile {
    /// Reads an OpenType or TrueType font, or a collection of them; `None` where the bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut file = Self { families: Vec::new(), may_be_embedded: true };
        for start in faces(bytes)? {
            let face = Face { bytes, start };
            face.table(*b"cmap")?;
            for name in face.names()? {
                if !file.families.contains(&name) {
                    file.families.push(name);
                }
            }
            if let Some(os2) = face.table(*b"OS/2") {
                let rights = number16(os2, 8)?;
                // Where a font grants several rights, the least restrictive one holds.
                file.may_be_embedded &= rights & 0x000e != RESTRICTED;
            }
        }
        (!file.families.is_empty()).then_some(file)
    }
}

/// Where the faces of a file begin.
fn faces(bytes: &[u8]) -> Option<Vec<usize>> {
    match bytes.get(..4)? {
        b"ttcf" => {
            let count = number32(bytes, 8)?;
            (count <= 64).then_some(())?;
            (0..count).map(|index| number32(bytes, 12 + 4 * index)).collect()
        }
        b"OTTO" | b"true" | [0, 1, 0, 0] => Some(vec![0]),
        _ => None,
    }
}

struct Face<'a> {
    bytes: &'a [u8],
    start: usize,
}

impl<'a> Face<'a> {
    fn table(&self, tag: [u8; 4]) -> Option<&'a [u8]> {
        let count = usize::from(number16(self.bytes, self.start.checked_add(4)?)?);
        let record = (0..count).find_map(|index| {
            let at = self.start.checked_add(12 + 16 * index)?;
            let record = self.bytes.get(at..at.checked_add(16)?)?;
            (record[..4] == tag).then_some(record)
        })?;
        let (offset, length) = (number32(record, 8)?, number32(record, 12)?);
        self.bytes.get(offset..offset.checked_add(length)?)
    }

    fn names(&self) -> Option<Vec<String>> {
        let table = self.table(*b"name")?;
        let count = usize::from(number16(table, 2)?);
        let strings = usize::from(number16(table, 4)?);
        let mut names = Vec::new();
        for index in 0..count {
            let record = table.get(6 + 12 * index..18 + 12 * index)?;
            let field = |at: usize| number16(record, at);
            if !FAMILY_NAMES.contains(&field(6)?) {
                continue;
            }
            let start = strings + usize::from(field(10)?);
            let text = table.get(start..start + usize::from(field(8)?))?;
            names.extend(decoded(field(0)?, text).filter(|name| !name.is_empty()));
        }
        Some(names)
    }
}

/// A name by its platform: Unicode and Windows write UTF-16; of others only plain letters are understood.
fn decoded(platform: u16, text: &[u8]) -> Option<String> {
    if matches!(platform, 0 | 3) {
        let units: Vec<u16> =
            text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16(&units).ok();
    }
    text.is_ascii().then(|| String::from_utf8_lossy(text).into_owned())
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([two[0], two[1]]))
}

fn number32(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_be_bytes([four[0], four[1], four[2], four[3]])).ok()
}

#[cfg(test)]
mod tests {
    use super::FontFile;

    #[test]
    fn the_fonts_of_the_program_are_read() {
        for (name, bytes) in crate::fonts::files() {
            let file = FontFile::read(bytes).unwrap_or_else(|| panic!("{name}"));
            assert!(file.may_be_embedded, "{name}");
            let family = name.split('-').next().unwrap_or_default();
            let bare = |name: &String| name.replace(' ', "") == family;
            assert!(file.families.iter().any(bare), "{name}: {:?}", file.families);
        }
    }

    #[test]
    fn what_is_cut_short_or_altered_is_no_font_and_no_panic() {
        let (_, bytes) = crate::fonts::files().next().expect("there are fonts");
        assert_eq!(FontFile::read(b""), None);
        assert_eq!(FontFile::read(b"OTTO"), None);
        for length in 0..600 {
            let _ = FontFile::read(&bytes[..length]);
            let mut altered = bytes[..6000].to_vec();
            altered[length] ^= 0xff;
            let _ = FontFile::read(&altered);
        }
    }

    #[test]
    fn a_font_that_forbids_embedding_says_so() {
        let (_, bytes) = crate::fonts::files().next().expect("there are fonts");
        let mut bytes = bytes.to_vec();
        let record = bytes.windows(4).position(|tag| tag == b"OS/2").expect("it has the table");
        let offset: [u8; 4] = bytes[record + 8..record + 12].try_into().expect("four bytes");
        let rights = u32::from_be_bytes(offset) as usize + 8;
        bytes[rights..rights + 2].copy_from_slice(&[0, 2]);
        assert!(!FontFile::read(&bytes).expect("it is a font").may_be_embedded);
    }
}
