//! The page around the data: template, style sheet, scripts, and the policy that lets nothing else in.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::report::Report;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// The scripts in the order in which they build on each other; the page has them as one.
const SCRIPTS: [&str; 6] = [
    include_str!("words.js"),
    include_str!("text.js"),
    include_str!("panel.js"),
    include_str!("filter.js"),
    include_str!("overview.js"),
    include_str!("page.js"),
];

/// The whole page.
pub fn page(report: &Report, document: &Value) -> String {
    let script = SCRIPTS.concat();
    let titles: Vec<String> =
        report.languages.iter().map(|language| report.title.plain(language)).collect();
    let language = report.languages.first().map_or("en", |language| language.choose("en", "zh"));
    let values = [
        ("language", language.to_owned()),
        ("policy", policy(&script)),
        ("title", escaped(&titles.join(" / "))),
        ("style", STYLE.to_owned()),
        ("data", data(document)),
        ("script", script),
    ];
    filled(&values)
}

/// The template with each `{{name}}` replaced by its value; what a value holds is not looked at again.
fn filled(values: &[(&str, String)]) -> String {
    let mut page = String::new();
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        page.push_str(before);
        page.extend(values.iter().find(|(of, _)| *of == name).map(|(_, value)| value.as_str()));
        rest = after;
    }
    page + rest
}

/// Style and script are named by their digests, so that nothing that is put into the page runs.
fn policy(script: &str) -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(script)),
        base64(&Sha256::digest(STYLE)),
    )
}

/// The data as JSON that is inert inside of a `script` element: without `<`, no text in it can end the
/// element or begin a comment, and the two line separators are no ends of lines to an older reader.
fn data(document: &Value) -> String {
    let json = document.to_string();
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Text as it stands in an element or a quoted attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Base 64 by RFC 4648 with padding, as policies write digests.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > group.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_as_policies_want_them() {
        assert_eq!(base64(b"light work."), "bGlnaHQgd29yay4=");
        assert_eq!(base64(b"light work"), "bGlnaHQgd29yaw==");
        assert_eq!(base64(b"light wor"), "bGlnaHQgd29y");
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn no_text_ends_the_data() {
        let text = "</script><!-- \u{2028} & \"";
        let json = data(&serde_json::json!({ "text": text }));
        assert!(!json.contains('<') && !json.contains('\u{2028}'), "{json}");
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["text"], text);
    }
}
