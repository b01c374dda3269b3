//! Colour spaces of a PDF, as far as the press asks for them.

use lopdf::{Dictionary, Document, Object};

/// What the numbers of a colour are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Space {
    /// Light of three colours: of the device, calibrated, or by a profile.
    Rgb,
    /// A grey.
    Grey,
    /// The four process inks.
    Cmyk,
    /// Coordinates of what an eye sees.
    Lab,
    /// Inks of their own, and what stands for them.
    Inks(Vec<Vec<u8>>, Box<Space>),
    /// Entries of a table of colours.
    Indexed(Box<Space>),
    /// A pattern, and what an uncoloured one is painted with.
    Pattern(Option<Box<Space>>),
    /// Something that the format does not know.
    Unknown,
}

/// How deep spaces are followed: a table of inks that stand for inks is four deep.
const DEEPEST: usize = 6;

impl Space {
    /// Reads the name of a space in a content stream.
    pub fn named(document: &Document, resources: Option<&Dictionary>, name: &[u8]) -> Self {
        let listed = resources
            .and_then(|resources| resources.get_deref(b"ColorSpace", document).ok())
            .and_then(|spaces| spaces.as_dict().ok())
            .and_then(|spaces| spaces.get(name).ok());
        match listed {
            Some(space) => Self::of(document, space),
            None => Self::of(document, &Object::Name(name.to_vec())),
        }
    }

    /// Reads a space.
    pub fn of(document: &Document, object: &Object) -> Self {
        Self::read(document, object, 0)
    }

    fn read(document: &Document, object: &Object, depth: usize) -> Self {
        let Ok((_, object)) = document.dereference(object) else { return Self::Unknown };
        if depth > DEEPEST {
            return Self::Unknown;
        }
        match object {
            Object::Name(name) => Self::device(name),
            Object::Array(list) => Self::listed(document, list, depth),
            _ => Self::Unknown,
        }
    }

    fn device(name: &[u8]) -> Self {
        match name {
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Self::Rgb,
            b"DeviceGray" | b"G" | b"CalGray" => Self::Grey,
            b"DeviceCMYK" | b"CMYK" => Self::Cmyk,
            b"Pattern" => Self::Pattern(None),
            _ => Self::Unknown,
        }
    }

    fn listed(document: &Document, list: &[Object], depth: usize) -> Self {
        let below = |at: usize| {
            list.get(at).map_or(Self::Unknown, |object| Self::read(document, object, depth + 1))
        };
        let name = list.first().and_then(|name| document.dereference(name).ok());
        match name.and_then(|(_, name)| name.as_name().ok()) {
            Some(b"ICCBased") => list.get(1).map_or(Self::Unknown, |one| profiled(document, one)),
            Some(b"Lab") => Self::Lab,
            Some(b"Separation" | b"DeviceN") => {
                Self::Inks(ink_names(document, list.get(1)), Box::new(below(2)))
            }
            Some(b"Indexed" | b"I") => Self::Indexed(Box::new(below(1))),
            Some(b"Pattern") => Self::Pattern((list.len() > 1).then(|| Box::new(below(1)))),
            Some(name) => Self::device(name),
            None => Self::Unknown,
        }
    }

    /// Whether light of three colours is in it, or stands for its inks.
    pub fn holds_rgb(&self) -> bool {
        match self {
            Self::Rgb | Self::Lab => true,
            Self::Inks(_, below) | Self::Indexed(below) | Self::Pattern(Some(below)) => {
                below.holds_rgb()
            }
            Self::Grey | Self::Cmyk | Self::Pattern(None) | Self::Unknown => false,
        }
    }
}

/// A space by a profile is what the number of its channels says.
fn profiled(document: &Document, profile: &Object) -> Space {
    let channels = document
        .dereference(profile)
        .ok()
        .and_then(|(_, profile)| profile.as_stream().ok())
        .and_then(|stream| stream.dict.get_deref(b"N", document).ok())
        .and_then(|channels| channels.as_i64().ok());
    match channels {
        Some(1) => Space::Grey,
        Some(3) => Space::Rgb,
        Some(4) => Space::Cmyk,
        _ => Space::Unknown,
    }
}

fn ink_names(document: &Document, object: Option<&Object>) -> Vec<Vec<u8>> {
    let object = object.and_then(|object| document.dereference(object).ok());
    match object {
        Some((_, Object::Name(name))) => vec![name.clone()],
        Some((_, Object::Array(names))) => {
            names.iter().filter_map(|name| name.as_name().ok().map(<[u8]>::to_vec)).collect()
        }
        _ => Vec::new(),
    }
}
