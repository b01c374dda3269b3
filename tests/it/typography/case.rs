//! The cases of a page.

/// A text to set, and what has to be true of it.
#[derive(Debug, Default)]
pub struct Case {
    /// The heading.
    pub title: String,
    /// The text in each language.
    pub prose: Vec<(String, String)>,
    /// The width of a line in ems, where the page's own is not meant.
    pub width: Option<f64>,
    /// What is added to `report.toml`.
    pub report: String,
    /// What is added to the chapter, behind the text.
    pub chapter: String,
    /// A part of the back matter.
    pub back: String,
    /// The statements.
    pub expected: Vec<String>,
}

/// Reads the cases of a page; a heading without a text is none.
pub fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut current = Case::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            let finished = std::mem::take(&mut current);
            cases.extend((!finished.prose.is_empty()).then_some(finished));
            title.clone_into(&mut current.title);
            continue;
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let mut words = info.split_whitespace();
        match (words.next(), words.next()) {
            (Some("prose"), Some(language)) => {
                current.prose.push((language.to_owned(), body.join("\n")));
                if let Some(width) = words.next() {
                    let width = width.strip_suffix("em").and_then(|width| width.parse().ok());
                    current.width = Some(width.expect("a width is written as `12em`"));
                }
            }
            (Some("toml"), Some("report")) => current.report = body.join("\n"),
            (Some("toml"), Some("chapter")) => current.chapter = body.join("\n"),
            (Some("toml"), Some("back")) => current.back = body.join("\n"),
            (Some("expect"), None) => {
                current.expected = body.into_iter().map(str::to_owned).collect();
            }
            _ => panic!("a block of an unknown kind: {info}"),
        }
    }
    cases.extend((!current.prose.is_empty()).then_some(current));
    cases
}
