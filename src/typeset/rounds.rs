//! Typst's rounds of layout, with what one round leaves behind let go before the next.
//!
//! Typst lays a document out until its references settle, and holds the pages and memoised results
//! of every round to the end. For a long book that is a second book in memory. The pages of earlier
//! rounds are needed no more; forgetting the results costs time, so it is done for long books alone.

use std::cell::RefCell;
use std::sync::Arc;

use typst_layout::{PagedDocument, PagedIntrospector};
use typst_library::diag::SourceResult;
use typst_library::engine::Engine;
use typst_library::foundations::{Content, Output, StyleChain, Target};
use typst_library::introspection::Introspector;

/// Pages from which on memory matters more than the time of laying everything out again.
const LONG: usize = 200;

thread_local! {
    // The compiler makes its output with a function that knows no caller, on the thread of the caller.
    static LATEST: RefCell<Option<PagedDocument>> = const { RefCell::new(None) };
}

/// The result of one round: what the next one looks up. The pages of the last round alone are kept,
/// for [`latest_pages`].
pub struct Round(Arc<PagedIntrospector>);

impl Output for Round {
    fn introspector(&self) -> &dyn Introspector {
        self.0.as_ref()
    }

    fn target() -> Target {
        Target::Paged
    }

    fn create(engine: &mut Engine, content: &Content, styles: StyleChain) -> SourceResult<Self> {
        if LATEST.take().is_some_and(|earlier| earlier.pages().len() > LONG) {
            forget();
        }
        let document = PagedDocument::create(engine, content, styles)?;
        let introspector = document.introspector().clone();
        LATEST.set(Some(document));
        Ok(Self(introspector))
    }
}

/// Takes the pages that the last round of this thread made.
pub fn latest_pages() -> Option<PagedDocument> {
    LATEST.take()
}

/// Forgets what the compiler remembers, so that memory does not grow from round to round and from
/// edition to edition.
pub fn forget() {
    comemo::evict(0);
}
