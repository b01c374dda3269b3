//! Typst's rounds of layout, with what is needed no more let go between them.
//!
//! Typst lays a document out until its references settle, and holds the pages of every round to the end; those of
//! earlier rounds are let go here. It also remembers what every call came to, for all threads, and evaluates on one:
//! a second thread evaluates the same from behind. When layout begins the content is evaluated, so the calls of the
//! templates do not come again and are forgotten. What a round of layout leaves behind is kept: the next round sets
//! anew only what looks up where something stands.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use typst_layout::{PagedDocument, PagedIntrospector};
use typst_library::diag::{SourceResult, Warned};
use typst_library::engine::Engine;
use typst_library::foundations::{Content, Output, StyleChain, Target};
use typst_library::introspection::{EmptyIntrospector, Introspector};

use super::BookWorld;
use super::world::FromBehind;

thread_local! {
    // The compiler makes its output with a function that knows no caller, on the thread of the caller.
    static LATEST: RefCell<Option<PagedDocument>> = const { RefCell::new(None) };
    /// Hears when the second thread has evaluated its part, before the first round.
    static SECOND: RefCell<Option<Receiver<()>>> = const { RefCell::new(None) };
}

/// Lays a book out: the pages of the last round.
pub fn compile(world: &BookWorld) -> Warned<SourceResult<PagedDocument>> {
    LATEST.take();
    let Warned { output, warnings } = thread::scope(|scope| {
        let (done, receiver) = channel();
        SECOND.set(Some(receiver));
        scope.spawn(move || {
            // What it finds wrong the first thread finds as well.
            let _ = typst::compile::<Evaluated>(&FromBehind::new(world));
            let _ = done.send(());
        });
        typst::compile::<Round>(world)
    });
    let latest = LATEST.take();
    let output = output.map(|_| latest.expect("a compiler without errors has made pages"));
    Warned { output, warnings }
}

/// The result of one round: what the next one looks up. The pages of the last round alone are kept.
struct Round(Arc<PagedIntrospector>);

impl Output for Round {
    fn introspector(&self) -> &dyn Introspector {
        self.0.as_ref()
    }

    fn target() -> Target {
        Target::Paged
    }

    fn create(engine: &mut Engine, content: &Content, styles: StyleChain) -> SourceResult<Self> {
        LATEST.take();
        if let Some(done) = SECOND.take() {
            // An error of the channel means that the thread has ended, too.
            let _ = done.recv();
            comemo::evict(0);
        }
        let document = PagedDocument::create(engine, content, styles)?;
        let introspector = document.introspector().clone();
        LATEST.set(Some(document));
        Ok(Self(introspector))
    }
}

/// The result of evaluation without layout: nothing.
struct Evaluated;

impl Output for Evaluated {
    fn introspector(&self) -> &dyn Introspector {
        &EmptyIntrospector
    }

    fn target() -> Target {
        Target::Paged
    }

    fn create(_: &mut Engine, _: &Content, _: StyleChain) -> SourceResult<Self> {
        Ok(Self)
    }
}

/// Forgets what the compiler remembers, so that memory does not grow from edition to edition. That takes a while and
/// nobody waits for it: another thread does it.
pub fn forget() {
    thread::spawn(|| comemo::evict(0));
}
