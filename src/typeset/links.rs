//! Links inside the book get their targets when the pages are finished.
//!
//! A link that the compiler resolves itself makes every paragraph that holds one depend on the whole book,
//! so that each round of layout sets all of them again. The templates therefore link to an address of ours,
//! which the compiler takes as it stands, and here it becomes the place of the label that it names.

use std::collections::HashMap;

use typst::utils::PicoStr;
use typst_layout::{PagedDocument, PagedIntrospector};
use typst_library::foundations::Label;
use typst_library::introspection::{Introspector as _, Location, Tag};
use typst_library::layout::{Frame, FrameItem};
use typst_library::model::{Destination, Document as _, LinkMarker};

/// How addresses inside the book begin; the name of a label follows.
pub const INSIDE: &str = "recto:";

/// The input that tells the templates that links are resolved here: the stock compiler has no such input and
/// resolves them by itself.
pub const INPUT: &str = "recto-links";

/// Gives every link inside the book its target. A link to a label that is on no page leads nowhere.
pub fn resolve(document: &PagedDocument) -> PagedDocument {
    let mut resolver = Resolver { introspector: document.introspector(), known: HashMap::new() };
    let pages = document.pages().iter().cloned().map(|mut page| {
        resolver.frame(&mut page.frame);
        page
    });
    let pages = pages.collect();
    PagedDocument::new(pages, document.info().clone())
}

struct Resolver<'a> {
    introspector: &'a PagedIntrospector,
    /// The place and the page of each label.
    known: HashMap<String, Option<(Location, usize)>>,
}

impl Resolver<'_> {
    fn frame(&mut self, frame: &mut Frame) {
        if !has_links(frame) {
            return;
        }
        // The language of a link is that of the text behind its start.
        let mut languages = Vec::new();
        let mut next = None;
        for (_, item) in frame.items().rev() {
            next = first_language(item).or(next);
            languages.push(next.clone());
        }
        frame.retain(|item| {
            let language = languages.pop().flatten();
            self.item(item, language.as_deref())
        });
    }

    /// Changes an item; whether it stays.
    fn item(&mut self, item: &mut FrameItem, language: Option<&str>) -> bool {
        match item {
            FrameItem::Group(group) => self.frame(&mut group.frame),
            FrameItem::Link(destination, _) => {
                let Some(target) = inside(destination).and_then(|name| self.target(name)) else {
                    return inside(destination).is_none();
                };
                *destination = Destination::Location(target.0);
            }
            FrameItem::Tag(Tag::Start(content, _)) => {
                if let Some(marker) = content.to_packed_mut::<LinkMarker>()
                    && let Some(name) =
                        marker.alt.as_deref().and_then(|alt| alt.strip_prefix(INSIDE))
                {
                    let page = self.target(name).map(|(_, page)| page);
                    marker.alt = page.map(|page| match language {
                        Some("zh") => format!("第{page}页").into(),
                        _ => format!("page {page}").into(),
                    });
                }
            }
            _ => {}
        }
        true
    }

    fn target(&mut self, name: &str) -> Option<(Location, usize)> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = Label::new(PicoStr::intern(name)).and_then(|label| {
            let location = self.introspector.query_label(label).ok()?.location()?;
            Some((location, self.introspector.position(location)?.page.get()))
        });
        self.known.insert(name.to_owned(), found);
        found
    }
}

/// The label that a destination names, if it is one inside the book.
fn inside(destination: &Destination) -> Option<&str> {
    match destination {
        Destination::Url(url) => url.strip_prefix(INSIDE),
        _ => None,
    }
}

fn has_links(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_links(&group.frame),
        FrameItem::Link(destination, _) => inside(destination).is_some(),
        FrameItem::Tag(Tag::Start(content, _)) => content.is::<LinkMarker>(),
        _ => false,
    })
}

fn first_language(item: &FrameItem) -> Option<String> {
    match item {
        FrameItem::Text(text) => Some(text.lang.as_str().to_owned()),
        FrameItem::Group(group) => group.frame.items().find_map(|(_, item)| first_language(item)),
        _ => None,
    }
}
