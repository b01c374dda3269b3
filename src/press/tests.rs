use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::inks::{BLACK, Ink, Inks};
use super::{Condition, condition, content, objects, streams};
use crate::diagnostics::Diagnostics;
use crate::files::Memory;
use crate::report::{Colours, Length, Marks, PrintSettings, Profile, theme};

fn settings(colours: Colours) -> PrintSettings {
    PrintSettings {
        bleed: Length::millimetres(3),
        marks: Marks { crop: false, registration: false, colour_bar: false, slug: false },
        gutter: Length::default(),
        colours,
        profile: Profile::Fogra39,
        ink_limit: 300,
        resolution: 300,
        paper: None,
        chapters_on_recto: true,
        cover: false,
        isbn: None,
    }
}

fn coated() -> Condition {
    condition(&Profile::Fogra39, &Memory::default(), &mut Diagnostics::new()).unwrap()
}

fn inks(colours: Colours) -> Inks {
    let spot = Ink::Spot { name: "House Red".to_owned(), tint: 100, nearest: [0, 90, 80, 0] };
    let chosen = [([28, 33, 38], Ink::Process(BLACK)), ([200, 0, 0], spot)];
    Inks::new(&settings(colours), &coated(), BTreeMap::from(chosen))
}

/// What a content stream becomes, and the faults.
fn converted(text: &str, colours: Colours) -> (String, Vec<String>) {
    let mut document = Document::new();
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, Vec::new()));
    let spaces = dictionary! {
        "c0" => vec!["ICCBased".into(), Object::Reference(profile)],
        "lab" => vec!["Lab".into(), Object::Dictionary(Dictionary::new())],
    };
    let resources = dictionary! { "ColorSpace" => spaces };
    let made = streams::convert(&document, Some(&resources), text.as_bytes(), &inks(colours));
    let words = String::from_utf8(made.bytes).unwrap();
    (words.split_whitespace().collect::<Vec<_>>().join(" "), made.faults)
}

#[test]
fn colours_become_inks() {
    let cases = [
        // Neutral colours and what the theme says, by every way of setting a colour.
        ("0 0 0 rg f", "/RectoOverprint gs 0 0 0 1 k f"),
        ("1 1 1 RG S", "0 0 0 0 K S"),
        ("0.6 g f", "0 0 0 0.4 k f"),
        ("/c0 cs 0.10980392 0.12941177 0.14901961 scn f", "/RectoOverprint gs 0 0 0 1 k f"),
        ("/c0 CS 0.5 0.5 0.5 SCN S", "0 0 0 0.5 K S"),
        // Nearly black is black.
        ("0.11 0.1 0.08 rg f", "/RectoOverprint gs 0 0 0 1 k f"),
        // A space without a colour begins with black.
        ("/c0 cs f", "/RectoOverprint gs 0 0 0 1 k f"),
        // An ink of its own.
        ("0.7843137 0 0 rg f", "/RectoSpot0 cs 1 scn f"),
        // Overprinting ends with the state that it was set in, and with black.
        ("q 0 g f Q 0.6 g f", "q /RectoOverprint gs 0 0 0 1 k f Q 0 0 0 0.4 k f"),
        ("0 g f 0.6 g f", "/RectoOverprint gs 0 0 0 1 k f /RectoKnockout gs 0 0 0 0.4 k f"),
        // What is no colour stays as it is, also what only looks like one.
        ("(0 g \\) 1 rg) Tj [1 (RG)] TJ /g gs", "(0 g \\) 1 rg) Tj [1 (RG)] TJ /g gs"),
        ("0.1 0.2 0.3 0.4 k f", "0.1 0.2 0.3 0.4 k f"),
    ];
    for (text, wanted) in cases {
        assert_eq!(converted(text, Colours::Cmyk), (wanted.to_owned(), Vec::new()), "{text}");
    }
    let (_, faults) = converted("/lab cs 1 2 3 scn f", Colours::Cmyk);
    assert_eq!(faults, ["a colour space, CIE Lab"]);
    let (_, faults) = converted("BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI", Colours::Cmyk);
    assert_eq!(faults.len(), 1);
}

#[test]
fn in_grey_there_is_black_alone() {
    let black = |text: &str| {
        let (words, faults) = converted(text, Colours::Grey);
        assert!(faults.is_empty());
        let words = words.replace("/RectoOverprint gs ", "").replace("/RectoKnockout gs ", "");
        let numbers: Vec<f64> = words.split(' ').filter_map(|word| word.parse().ok()).collect();
        assert_eq!(numbers[..3], [0.0; 3], "{words}");
        numbers[3]
    };
    assert!(black("1 0 0 rg") > black("0 1 0 rg"), "red looks darker than green");
    assert!((black("0.10980392 0.12941177 0.14901961 rg") - 1.0).abs() < 1e-9, "the ink of text");
    assert!(black("0.7843137 0 0 rg") > 0.4, "an ink of its own becomes a tint of black");
    assert!((black("0 0 0 0.3 k") - 0.3).abs() < 1e-9);
    assert!(black("1 1 0 0 k") > black("0 0 1 0 k"));
}

#[test]
fn the_profile_gives_inks_within_the_limit() {
    let inks = inks(Colours::Cmyk);
    let [cyan, magenta, yellow, black] = inks.process_of([0.0, 0.0, 1.0]);
    assert!(cyan > 60 && magenta > 50 && yellow < 40, "{cyan} {magenta} {yellow} {black}");
    for step in 0..64_u8 {
        let channel = |shift: u8| f64::from((step >> shift) & 3) / 3.0;
        let process = inks.process_of([channel(0), channel(2), channel(4)]);
        let sum: u32 = process.iter().map(|ink| u32::from(*ink)).sum();
        assert!(sum <= 300, "{process:?}");
    }
}

#[test]
fn images_and_gradients_become_inks() {
    let mut document = Document::new();
    let pixels = vec![0, 0, 0, 255, 255, 255, 200, 0, 0];
    let image = dictionary! {
        "Subtype" => "Image", "Width" => 3, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB",
    };
    let image = document.add_object(Stream::new(image, pixels));
    let part = |from: [f32; 3], to: [f32; 3]| {
        let colour = |one: [f32; 3]| one.iter().map(|part| Object::Real(*part)).collect::<Vec<_>>();
        Object::Dictionary(
            dictionary! { "FunctionType" => 2, "C0" => colour(from), "C1" => colour(to), "N" => 1 },
        )
    };
    let stitched = dictionary! {
        "FunctionType" => 3,
        "Functions" => vec![part([0.0; 3], [1.0; 3]), part([1.0; 3], [0.784_313_7, 0.0, 0.0])],
    };
    let gradient = document.add_object(dictionary! {
        "ShadingType" => 2, "ColorSpace" => "DeviceRGB", "Function" => stitched,
    });
    let group = document.add_object(dictionary! {
        "Group" => dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" },
    });
    let mut faults = Vec::new();
    objects::convert(&mut document, &inks(Colours::Cmyk), &mut faults);
    assert_eq!(faults, Vec::<String>::new());
    let image = document.get_object(image).unwrap().as_stream().unwrap();
    let printed = image.get_plain_content().unwrap();
    assert_eq!(printed, [0, 0, 0, 255, 0, 0, 0, 0, 0, 229, 204, 0]);
    let dump = format!(
        "{:?}{:?}",
        document.get_object(gradient).unwrap(),
        document.get_object(group).unwrap()
    );
    assert!(!dump.contains("DeviceRGB") && dump.contains("DeviceCMYK"), "{dump}");
    let mesh = dictionary! { "ShadingType" => 4, "ColorSpace" => "DeviceRGB" };
    document.add_object(Stream::new(mesh, Vec::new()));
    objects::convert(&mut document, &inks(Colours::Cmyk), &mut faults);
    assert_eq!(faults, ["a gradient whose colours follow a program or a mesh"]);
}

#[test]
fn a_content_stream_is_cut_into_instructions() {
    let read = |text: &'static str| -> Vec<String> {
        content::instructions(text.as_bytes())
            .map(|one| String::from_utf8_lossy(&text.as_bytes()[one.range.clone()]).into_owned())
            .collect()
    };
    assert_eq!(
        read("q 1 0 0 1 2 3 cm/c0 cs 1 scn\nQ"),
        ["q", "1 0 0 1 2 3 cm", "/c0 cs", "1 scn", "Q"]
    );
    assert_eq!(read("[(a]) (b\\))]TJ % rest q\nET"), ["[(a]) (b\\))]TJ", "ET"]);
    assert_eq!(
        read("/S <</A [<< /B (>>) >>] >> BDC <3e> Tj"),
        ["/S <</A [<< /B (>>) >>] >> BDC", "<3e> Tj"]
    );
    assert_eq!(read("BI /W 1 ID \x01 EI2 q EI Q"), ["BI /W 1 ID \x01 EI2 q EI", "Q"]);
    for damaged in ["(", "[", "<<", "<", "BI /W", "BI ID ", "/", "%", "1 2 3", ">> ] )"] {
        let _ = read(damaged);
    }
}

#[test]
fn a_colour_that_two_keys_name_has_the_inks_that_one_of_them_states() {
    // The palette of the charts and the stamp name the accents too, and say nothing of inks.
    for (theme, rgb, cmyk) in
        [(0, [0x1f, 0x4e, 0x79], [90, 60, 20, 15]), (1, [0xb3, 0x31, 0x1b], [10, 90, 100, 15])]
    {
        let inks = super::theme_inks(&theme::built_in(&theme::BUILT_IN[theme]));
        assert_eq!(inks[&rgb], Ink::Process(cmyk));
    }
}
