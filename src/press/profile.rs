//! ICC profiles of printing conditions: the bundled one, those of a report, those in others' files.

use std::borrow::Cow;

use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, TransformOptions,
};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::files::{Folder, RelativePath, read_bytes};
use crate::report::{Profile, Report};
use crate::source::Span;

/// Offset on coated paper by ISO 12647-2:2004, as characterised by FOGRA39.
const FOGRA39: &[u8] = include_bytes!("../../profiles/FOGRA39L_coated.icc");

/// The largest profile that is read, in bytes.
const LARGEST: usize = 16 << 20;

/// A printing condition with its profile.
pub struct Condition {
    /// Its name in the registry of the ICC, or that of the file.
    pub identifier: String,
    /// What it is, in English.
    pub info: String,
    /// Whether the registry knows it.
    pub registered: bool,
    /// The profile.
    pub bytes: Cow<'static, [u8]>,
    profile: ColorProfile,
}

/// What the header of a profile says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whether it describes an output device.
    pub is_output: bool,
    /// How many inks it has, where it is one of grey, RGB or CMYK.
    pub inks: Option<usize>,
}

/// Reads the header of a profile.
///
/// # Errors
/// Where it is none.
pub fn header(bytes: &[u8]) -> Result<Header, String> {
    let class = bytes.get(12..16).filter(|_| bytes.get(36..40) == Some(b"acsp"));
    let class = class.ok_or("it is no ICC profile")?;
    let inks = match bytes.get(16..20) {
        Some(b"GRAY") => Some(1),
        Some(b"RGB ") => Some(3),
        Some(b"CMYK") => Some(4),
        _ => None,
    };
    Ok(Header { is_output: class == b"prtr", inks })
}

/// Reads the printing condition of an edition.
pub fn condition(
    profile: &Profile,
    folder: &dyn Folder,
    problems: &mut Diagnostics,
) -> Option<Condition> {
    match profile {
        Profile::Fogra39 => parse(Cow::Borrowed(FOGRA39)).ok().map(|profile| Condition {
            identifier: "FOGRA39".to_owned(),
            info: "Offset on coated paper, ISO 12647-2 (FOGRA39L)".to_owned(),
            registered: true,
            bytes: Cow::Borrowed(FOGRA39),
            profile,
        }),
        Profile::File(path, span) => {
            let bytes = read_bytes(folder, path, LARGEST, Some(*span), problems)?;
            match parse(Cow::Borrowed(&bytes)) {
                Ok(profile) => Some(Condition {
                    identifier: path.file_name().to_owned(),
                    info: path.file_name().to_owned(),
                    registered: false,
                    bytes: Cow::Owned(bytes),
                    profile,
                }),
                Err(fault) => {
                    problems.push(unfit(path, *span, &fault));
                    None
                }
            }
        }
    }
}

/// Reads the profiles that a report names, to say at once which of them cannot be used.
pub fn check_profiles(report: &Report, folder: &dyn Folder, problems: &mut Diagnostics) {
    for print in report.editions.iter().filter_map(|edition| edition.print.as_ref()) {
        condition(&print.profile, folder, problems);
    }
}

fn parse(bytes: Cow<'_, [u8]>) -> Result<ColorProfile, String> {
    let header = header(&bytes)?;
    if !header.is_output {
        return Err("it is no profile of an output device".to_owned());
    }
    if header.inks != Some(4) {
        return Err("it is no profile of the four process inks".to_owned());
    }
    let read = crate::facts::guarded(move || ColorProfile::new_from_slice(&bytes).ok());
    let profile = read.flatten().ok_or("it is damaged")?;
    let fit = profile.profile_class == ProfileClass::OutputDevice
        && profile.color_space == DataColorSpace::Cmyk
        && transform(&profile).is_some();
    if fit { Ok(profile) } else { Err("it has no table from colours to inks".to_owned()) }
}

type Transform = std::sync::Arc<dyn moxcms::TransformExecutor<u8> + Send + Sync>;

fn transform(profile: &ColorProfile) -> Option<Transform> {
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    let screen = ColorProfile::new_srgb();
    screen.create_transform_8bit(Layout::Rgb, profile, Layout::Rgba, options).ok()
}

impl Condition {
    /// A function from colours of the screen (sRGB) to the inks, each from 0 to 255.
    pub fn inks(&self) -> impl Fn([u8; 3]) -> [u8; 4] + use<> {
        let transform = transform(&self.profile);
        move |colour| {
            let mut inks = [0, 0, 0, 255];
            if let Some(transform) = &transform {
                // A single pixel always fits; without an answer it is black, which is seen at once.
                let _ = transform.transform(&colour, &mut inks);
            }
            inks
        }
    }
}

fn unfit(path: &RelativePath, span: Span, fault: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidValue, format!("`{path}` cannot be the profile of a print edition: {fault}"))
        .at(span, "")
        .help("name a profile of an output device with CMYK inks, as the printer gives it, or write \"fogra39\"")
}
