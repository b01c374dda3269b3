//! Images: how many pixels they have, and in which colours.

use lopdf::{Dictionary, Document, Object};

use crate::press::content::{Instruction, Operand};
use crate::press::spaces::Space;

/// How many pixels wide and high an image is.
pub fn pixels(document: &Document, dict: &Dictionary) -> Option<(f64, f64)> {
    let count = |key: &[u8]| {
        let count = dict.get_deref(key, document).and_then(Object::as_float).ok().map(f64::from);
        count.filter(|count| *count > 0.0)
    };
    Some((count(b"Width")?, count(b"Height")?))
}

/// Whether an image is a stencil that the colour of the page is painted through.
pub fn is_mask(document: &Document, dict: &Dictionary) -> bool {
    dict.get_deref(b"ImageMask", document).and_then(Object::as_bool).unwrap_or(false)
}

/// The space of an image within the content; that of a stencil has no say.
pub fn inline_space(
    document: &Document,
    resources: Option<&Dictionary>,
    instruction: &Instruction<'_>,
) -> Space {
    let mut operands = instruction.operands.iter();
    while let Some(operand) = operands.next() {
        if let Operand::Name(b"CS" | b"ColorSpace") = operand
            && let Some(Operand::Name(space)) = operands.next()
        {
            return Space::named(document, resources, space);
        }
    }
    Space::Grey
}
