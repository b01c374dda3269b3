//! Readers of binary formats, which give up on some damaged files with a panic instead of an error.

use std::thread;

/// The name of the threads in which such readers work; the command line says nothing of their panics.
pub const THREAD: &str = "recto-reader";

/// Runs a reader in a thread of its own; `None` where it gave up.
///
/// # Panics
/// When the operating system gives no thread.
pub fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let reader = thread::Builder::new().name(THREAD.to_owned()).spawn_scoped(scope, work);
        reader.expect("the system gives a thread").join().ok()
    })
}
