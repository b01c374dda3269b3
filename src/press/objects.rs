//! What lies outside of content streams and has colours too: shadings, images, groups of transparency.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::inks::{Inks, Process};
use super::spaces::Space;
use super::streams::describe;

/// The largest image that is converted, in bytes of its pixels.
const LARGEST_IMAGE: usize = 1 << 28;

/// How deep functions of shadings are followed: one that joins others is two deep.
const DEEPEST: usize = 4;

/// Converts every shading, image and group of a document; what cannot be converted is named.
pub fn convert(document: &mut Document, inks: &Inks, faults: &mut Vec<String>) {
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    for id in ids {
        let Some(mut object) = document.objects.get(&id).cloned() else { continue };
        if let Object::Stream(stream) = &mut object
            && stream
                .dict
                .get(b"Subtype")
                .and_then(Object::as_name)
                .is_ok_and(|name| name == b"Image")
        {
            image(document, stream, inks, faults);
        }
        nested(document, &mut object, inks, faults, 0);
        document.objects.insert(id, object);
    }
}

/// How deep an object may hold others.
const DEEPEST_OBJECT: usize = 16;

/// Converts the shadings and groups that an object is or holds.
fn nested(
    document: &mut Document,
    object: &mut Object,
    inks: &Inks,
    faults: &mut Vec<String>,
    depth: usize,
) {
    if depth > DEEPEST_OBJECT {
        return;
    }
    match object {
        Object::Stream(stream) => {
            if stream.dict.has(b"ShadingType") {
                shading(document, &mut stream.dict, inks, faults);
            }
            members(document, &mut stream.dict, inks, faults, depth);
        }
        Object::Dictionary(dict) => {
            if dict.has(b"ShadingType") {
                shading(document, dict, inks, faults);
            }
            members(document, dict, inks, faults, depth);
        }
        Object::Array(list) => {
            list.iter_mut().for_each(|one| nested(document, one, inks, faults, depth + 1));
        }
        _ => {}
    }
}

fn members(
    document: &mut Document,
    dict: &mut Dictionary,
    inks: &Inks,
    faults: &mut Vec<String>,
    depth: usize,
) {
    let is_group =
        dict.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Transparency");
    if is_group && dict.get(b"CS").is_ok_and(|space| Space::of(document, space).holds_rgb()) {
        dict.set("CS", "DeviceCMYK");
    }
    // The colour behind a mask by lightness.
    if dict.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Luminosity")
        && let Some([red, green, blue]) = dict.get(b"BC").ok().and_then(numbers)
    {
        dict.set("BC", shares(inks.process_of([red, green, blue])));
    }
    for (_, value) in dict.iter_mut() {
        nested(document, value, inks, faults, depth + 1);
    }
}

fn shading(document: &mut Document, dict: &mut Dictionary, inks: &Inks, faults: &mut Vec<String>) {
    let space = dict.get(b"ColorSpace").map_or(Space::Unknown, |space| Space::of(document, space));
    let channels = match space {
        Space::Rgb => 3,
        Space::Grey => 1,
        Space::Cmyk => return,
        ref space if !space.holds_rgb() => return,
        ref other => {
            return faults.push(format!("a gradient in {}", describe(other)));
        }
    };
    let simple = matches!(dict.get(b"ShadingType").and_then(Object::as_i64), Ok(2 | 3));
    let function = dict.get(b"Function").cloned().ok().filter(|_| simple);
    let function = function.and_then(|function| joined(document, &function, channels, inks, 0));
    let Some(function) = function else {
        return faults.push("a gradient whose colours follow a program or a mesh".to_owned());
    };
    dict.set("ColorSpace", "DeviceCMYK");
    dict.set("Function", function);
    if let Some(background) = dict.get(b"Background").ok().and_then(|one| light(one, channels)) {
        dict.set("Background", shares(inks.process_of(background)));
    }
}

/// A function from a number to a colour, with inks in the place of light: an exponential one, or several
/// joined to one.
fn joined(
    document: &Document,
    function: &Object,
    channels: usize,
    inks: &Inks,
    depth: usize,
) -> Option<Object> {
    let (_, object) = document.dereference(function).ok()?;
    let mut dict = object.as_dict().ok().filter(|_| depth < DEEPEST)?.clone();
    match dict.get(b"FunctionType").and_then(Object::as_i64) {
        Ok(2) => {
            for (key, absent) in [("C0", 0.0), ("C1", 1.0)] {
                let colour = match dict.get(key.as_bytes()) {
                    Ok(colour) => light(colour, channels)?,
                    Err(_) => [absent; 3],
                };
                dict.set(key, shares(inks.process_of(colour)));
            }
        }
        Ok(3) => {
            let parts = dict.get(b"Functions").and_then(Object::as_array).ok()?;
            let parts: Option<Vec<Object>> = parts
                .iter()
                .map(|part| joined(document, part, channels, inks, depth + 1))
                .collect();
            dict.set("Functions", Object::Array(parts?));
        }
        _ => return None,
    }
    if dict.has(b"Range") {
        dict.set("Range", Object::Array((0..8).map(|at| Object::Integer(at % 2)).collect()));
    }
    Some(Object::Dictionary(dict))
}

/// Pixels of light become pixels of inks.
fn image(document: &Document, stream: &mut Stream, inks: &Inks, faults: &mut Vec<String>) {
    let space = match stream.dict.get(b"ColorSpace") {
        Ok(space) => Space::of(document, space),
        // A mask has none.
        Err(_) => return,
    };
    let channels: usize = match space {
        Space::Rgb => 3,
        Space::Grey => 1,
        ref space if !space.holds_rgb() => return,
        ref other => return faults.push(format!("an image in {}", describe(other))),
    };
    let bits = stream.dict.get(b"BitsPerComponent").and_then(Object::as_i64).unwrap_or(0);
    let packed = stream.filters().unwrap_or_default();
    let readable =
        packed.iter().all(|filter| *filter == b"FlateDecode") && !stream.dict.has(b"Decode");
    if channels == 1 {
        // A grey image prints with black alone as it is, however it is packed.
        stream.dict.set("ColorSpace", "DeviceGray");
        return;
    }
    let pixels = match stream.decompressed_content_with_limit(LARGEST_IMAGE) {
        _ if packed.is_empty() => stream.content.clone(),
        Ok(pixels) => pixels,
        Err(_) => Vec::new(),
    };
    if bits != 8 || !readable || pixels.is_empty() {
        return faults
            .push("an image that is packed in a way that this program does not read".to_owned());
    }
    let printed: Vec<u8> = pixels
        .chunks_exact(3)
        .flat_map(|pixel| {
            let colour = [pixel[0], pixel[1], pixel[2]].map(|channel| f64::from(channel) / 255.0);
            inks.process_of(colour)
                .map(|ink| u8::try_from(u32::from(ink) * 255 / 100).unwrap_or(255))
        })
        .collect();
    stream.dict.remove(b"DecodeParms");
    stream.dict.remove(b"Filter");
    stream.dict.remove(b"Intent");
    stream.dict.set("ColorSpace", "DeviceCMYK");
    stream.set_content(printed);
    // Without it the pixels are merely larger.
    let _ = stream.compress();
}

fn light(object: &Object, channels: usize) -> Option<[f64; 3]> {
    if channels == 1 { numbers::<1>(object).map(|[grey]| [grey; 3]) } else { numbers(object) }
}

fn numbers<const COUNT: usize>(object: &Object) -> Option<[f64; COUNT]> {
    let list = object.as_array().ok()?;
    let numbers: Vec<f64> =
        list.iter().filter_map(|number| number.as_float().ok().map(f64::from)).collect();
    numbers.try_into().ok()
}

fn shares(process: Process) -> Object {
    Object::Array(process.iter().map(|ink| Object::Real(f32::from(*ink) / 100.0)).collect())
}

/// The space of a spot colour.
pub fn separation(ink: &str, nearest: Process) -> Object {
    let function = dictionary! {
        "FunctionType" => 2,
        "Domain" => vec![0.into(), 1.into()],
        "Range" => (0..8).map(|at| Object::Integer(at % 2)).collect::<Vec<_>>(),
        "C0" => vec![Object::Integer(0); 4],
        "C1" => shares(nearest),
        "N" => 1,
    };
    Object::Array(vec![
        "Separation".into(),
        Object::Name(ink.as_bytes().to_vec()),
        "DeviceCMYK".into(),
        Object::Dictionary(function),
    ])
}
