//! Themes: how the pages of a report look. A theme is a folder with `theme.toml` for colours, faces, sizes and
//! distances, and with Typst that draws.

mod built_in;
mod checks;
mod colour;
mod keys;
mod read;
mod shelf;
mod values;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::Layout;
use crate::charts;
use crate::source::{FileId, MappedText};

pub use built_in::{BUILT_IN, BuiltIn};
pub use colour::{Colour, Medium};
pub use read::{built_in, choose};
pub use shelf::Shelf;

/// The file that makes a folder a theme.
pub const SETTINGS: &str = "theme.toml";

/// The folder of a report in which a theme that lies elsewhere is read, named in messages, and attached.
pub const GIVEN: &str = "theme";

/// How the pages of an edition look.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The name of a theme of the program, or the folder of another one.
    pub name: String,
    /// The values of `theme.toml` by table and key, those that it leaves out as in `institute`.
    values: BTreeMap<&'static str, BTreeMap<&'static str, Value>>,
    /// Its files by their paths within the theme.
    pub files: BTreeMap<String, ThemeFile>,
    /// Its files as they were read, where it is not one of the program.
    pub read: Vec<FileId>,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub enum ThemeFile {
    /// A file of the program.
    BuiltIn(&'static str),
    /// A file that an author or a house wrote.
    Given(MappedText),
}

/// A value of `theme.toml`.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Colour(Colour),
    Colours(Vec<Colour>),
    /// Points.
    Length(f64),
    Number(f64),
    /// Size and pitch in points.
    Type(f64, f64),
    Word(String),
    /// Width and height in points.
    Paper(f64, f64),
}

impl Theme {
    fn value(&self, section: &str, key: &str) -> &Value {
        let value = self.values.get(section).and_then(|keys| keys.get(key));
        value.expect("the theme `institute` has every key that the program asks for")
    }

    /// A colour of `[colours]` or `[charts]`.
    ///
    /// # Panics
    /// When there is no such key; the callers name keys of `theme.toml`.
    pub fn colour(&self, section: &str, key: &str) -> &Colour {
        match self.value(section, key) {
            Value::Colour(colour) => colour,
            _ => panic!("`{key}` is a colour"),
        }
    }

    /// The colours of series in charts.
    ///
    /// # Panics
    /// Never: a theme without a palette takes that of `institute`.
    pub fn palette(&self) -> &[Colour] {
        match self.value("charts", "palette") {
            Value::Colours(colours) => colours,
            _ => panic!("the palette is a list of colours"),
        }
    }

    /// How charts look in this theme. They are lettered in the sans faces of the program.
    pub fn chart_style(&self) -> charts::Style {
        let colour = |key: &str| self.colour("charts", key).into();
        let Value::Type(size, _) = self.value("type", "small") else {
            panic!("`small` is a size of type")
        };
        let Value::Number(share) = self.value("type", "han-share") else {
            panic!("`han-share` is a number")
        };
        charts::Style {
            palette: self.palette().iter().map(Into::into).collect(),
            ink: colour("text"),
            quiet: colour("quiet"),
            leader: colour("leader"),
            grid: colour("grid"),
            base: colour("axis"),
            muted: colour("muted"),
            type_size: *size,
            han_share: *share,
            ..charts::Style::default()
        }
    }

    /// Every colour: those of `[colours]` and those of charts.
    pub fn colours(&self) -> impl Iterator<Item = &Colour> {
        self.values.values().flat_map(|keys| keys.values()).flat_map(|value| match value {
            Value::Colour(colour) => std::slice::from_ref(colour),
            Value::Colours(colours) => colours.as_slice(),
            _ => &[],
        })
    }

    /// The width of the text of a layout in points, to which charts are drawn, so that their type keeps its
    /// size on paper.
    ///
    /// # Panics
    /// Never: a theme without a paper or margins takes those of `institute`.
    pub fn text_width(&self, layout: Layout) -> f64 {
        let section = match layout {
            Layout::Parallel => "page.parallel",
            _ => "page.single",
        };
        let side = |key: &str| match self.value(section, key) {
            Value::Length(points) => *points,
            _ => panic!("`{key}` is a length"),
        };
        let Value::Paper(width, _) = self.value("page", "paper") else {
            panic!("`paper` is a size of paper")
        };
        width - side("inside") - side("outside")
    }

    /// What `templates/theme.typ` reads: lengths in points, and the inks of the medium.
    pub fn look(&self, medium: Medium, mirrored: bool) -> Json {
        let mut look = Map::new();
        for (section, keys) in &self.values {
            let mut members = Map::new();
            for (key, value) in keys {
                if let Value::Paper(width, height) = value {
                    members.insert("width".to_owned(), json!(width));
                    members.insert("height".to_owned(), json!(height));
                } else {
                    members.insert((*key).to_owned(), value.json(medium));
                }
            }
            look.insert((*section).to_owned(), members.into());
        }
        look.insert("edition".to_owned(), json!({ "mirrored": mirrored }));
        look.into()
    }
}

impl Value {
    fn json(&self, medium: Medium) -> Json {
        match self {
            Self::Colour(colour) => colour.ink(medium),
            Self::Colours(colours) => colours.iter().map(|colour| colour.ink(medium)).collect(),
            Self::Length(number) | Self::Number(number) => json!(number),
            Self::Type(first, second) | Self::Paper(first, second) => json!([first, second]),
            Self::Word(word) => json!(word),
        }
    }
}
