//! Bytes of a stream, unpacked up to a bound.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

/// The bytes of a stream, of which there may be `room` at most.
pub fn unpack(stream: &Stream<'_>, room: usize) -> Result<Vec<u8>, String> {
    let packed = stream.raw_data();
    // Of filters that it does not know the reader says nothing.
    let is_packed = stream.dict().contains_key("Filter");
    match stream.filters().as_slice() {
        _ if packed.is_empty() => Ok(Vec::new()),
        [] if !is_packed && packed.len() <= room => Ok(packed.into_owned()),
        [Filter::FlateDecode] if !stream.dict().contains_key("DecodeParms") => {
            inflate(&packed, room).map_err(str::to_owned)
        }
        [] if !is_packed => Err(TOO_LARGE.to_owned()),
        _ => Err("it is packed in a way that this program does not read".to_owned()),
    }
}

const TOO_LARGE: &str = "what is attached to it unpacks to too many bytes";

fn inflate(packed: &[u8], room: usize) -> Result<Vec<u8>, &'static str> {
    let most = room as u64 + 1;
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed)
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|_| "it is damaged: a stream of it cannot be unpacked")?;
    if bytes.len() > room { Err(TOO_LARGE) } else { Ok(bytes) }
}

/// How many bytes a stream unpacks to, counted up to a bound; what is not packed, or damaged, counts as
/// far as it can be read.
pub fn unpacked_size(packed: &[u8], most: usize) -> usize {
    let count = |reader: &mut dyn Read| {
        let mut piece = [0; 1 << 14];
        let mut size = 0;
        while size <= most {
            match reader.read(&mut piece) {
                Ok(0) | Err(_) => break,
                Ok(length) => size += length,
            }
        }
        size
    };
    // The reader of objects takes both forms.
    count(&mut ZlibDecoder::new(packed)).max(count(&mut DeflateDecoder::new(packed)))
}
