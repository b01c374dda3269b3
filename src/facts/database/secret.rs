//! Strings that must not be seen.

use std::fmt;

/// A string that prints as dots.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret(String);

impl Secret {
    /// Hides a string.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The string, for the one who has to know it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Takes secrets out of what others say.
#[derive(Clone, Debug, Default)]
pub struct Scrubber {
    secrets: Vec<Secret>,
    words: Vec<Secret>,
}

impl Scrubber {
    /// Takes `secrets` out wherever they stand, and `words` where they stand as words: the name of
    /// a user may be part of an honest word.
    pub fn new(
        secrets: impl IntoIterator<Item = String>,
        words: impl IntoIterator<Item = String>,
    ) -> Self {
        fn hidden(texts: impl IntoIterator<Item = String>) -> Vec<Secret> {
            let mut hidden: Vec<Secret> =
                texts.into_iter().filter(|text| !text.is_empty()).map(Secret::new).collect();
            // The longest first, so that none survives as part of another.
            hidden.sort_by_key(|secret| std::cmp::Reverse(secret.0.len()));
            hidden
        }
        Self { secrets: hidden(secrets), words: hidden(words) }
    }

    /// A message in one line and without secrets.
    pub fn scrub(&self, message: &str) -> String {
        let mut message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        for secret in &self.secrets {
            message = message.replace(secret.reveal(), "…");
        }
        for word in &self.words {
            message = without_word(&message, word.reveal());
        }
        message
    }
}

fn without_word(message: &str, word: &str) -> String {
    let mut result = String::new();
    let mut rest = message;
    while let Some(at) = rest.find(word) {
        let (before, found) = rest.split_at(at);
        let after = &found[word.len()..];
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let is_part = joins(before.chars().next_back()) || joins(after.chars().next());
        result.push_str(before);
        result.push_str(if is_part { word } else { "…" });
        rest = after;
    }
    result + rest
}
