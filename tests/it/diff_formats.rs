//! The difference as JSON against its schema, and as HTML that a browser reads as it was meant.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;
use recto::diff::{self, Difference};
use recto::evidence::{self, Circumstances, Evidence};
use recto::files::Memory;
use serde_json::Value;

use crate::diff::revise;
use crate::support::{check, flagship, project, write};

fn record(report: &Memory) -> Evidence {
    let check = check(report);
    let outcome = check.report.as_ref().expect("the report can be read as a whole");
    let circumstances = Circumstances { problems: &check.problems, mutation: None };
    evidence::record(outcome.checked(), &check.sources, circumstances)
}

fn difference() -> Difference {
    let (before, after) = (flagship(), flagship());
    revise(&after);
    diff::compare(&record(&before), &record(&after))
}

/// What of a value its schema does not allow; covers the words that the schema uses.
fn faults(value: &Value, schema: &Value, whole: &Value, at: &str, faults_found: &mut Vec<String>) {
    let mut fault = |what: &str| faults_found.push(format!("{at}: {what}"));
    if let Some(reference) = schema["$ref"].as_str() {
        let target = whole.pointer(&reference.replace('#', "")).expect("the reference is defined");
        return faults(value, target, whole, at, faults_found);
    }
    for word in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[word].as_array() {
            let fits = choices.iter().any(|choice| {
                let mut found = Vec::new();
                faults(value, choice, whole, at, &mut found);
                found.is_empty()
            });
            if !fits {
                fault("no choice fits");
            }
        }
    }
    if let Some(constant) = schema.get("const")
        && constant != value
    {
        fault(&format!("is not {constant}"));
    }
    if let Some(list) = schema["enum"].as_array()
        && !list.contains(value)
    {
        fault("is none of the list");
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.contains(&kind) {
        fault(&format!("is of type {kind}"));
    }
    if let Some(items) = value.as_array().filter(|_| schema.get("items").is_some()) {
        for (index, item) in items.iter().enumerate() {
            faults(item, &schema["items"], whole, &format!("{at}/{index}"), faults_found);
        }
    }
    let Some(object) = value.as_object() else { return };
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for key in required {
        if !object.contains_key(key) {
            faults_found.push(format!("{at}: lacks {key}"));
        }
    }
    for (key, value) in object {
        let own = schema["properties"].get(key);
        match own.or(schema.get("additionalProperties").filter(|more| more.is_object())) {
            Some(schema) => faults(value, schema, whole, &format!("{at}/{key}"), faults_found),
            None if schema["additionalProperties"] == Value::Bool(false) => {
                faults_found.push(format!("{at}: has {key}"));
            }
            None => {}
        }
    }
}

#[test]
fn the_json_is_as_its_schema_says() {
    let schema = std::fs::read_to_string(project().join("docs/diff.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let mut value: Value = serde_json::from_str(&difference().json()).unwrap();
    let mut found = Vec::new();
    faults(&value, &schema, &schema, "", &mut found);
    assert_eq!(found, Vec::<String>::new());
    // And what the schema does not say is found.
    value["claims"][0]["fate"] = Value::from("gone");
    value["statements"][0]["more"] = Value::Null;
    value["old"].as_object_mut().unwrap().remove("date");
    faults(&value, &schema, &schema, "", &mut found);
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn the_same_editions_give_the_same_bytes() {
    let (one, other) = (difference(), difference());
    assert_eq!(one.json(), other.json());
    assert_eq!(diff::html(&one), diff::html(&other));
    assert_eq!(diff::text(&one), diff::text(&other));
}

/// The elements that have no end.
const VOID: [&str; 1] = ["meta"];

/// The texts of a page with the language of each; fails where the tags do not nest.
fn texts(page: &str) -> Vec<(String, String)> {
    let body = page.strip_prefix("<!DOCTYPE html>\n").expect("it is a page of HTML");
    let mut reader = Reader::from_str(body);
    reader.config_mut().check_end_names = false;
    let mut open: Vec<(String, String)> = Vec::new();
    let mut texts = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let own = tag.try_get_attribute("lang").unwrap();
                let own = own.map(|own| own.value.into_owned());
                let language = own.or_else(|| open.last().map(|(_, language)| language.clone()));
                if !VOID.contains(&tag.name().as_ref()) {
                    open.push((tag.name().as_ref().to_owned(), language.unwrap_or_default()));
                }
            }
            Event::End(tag) => {
                let (name, _) = open.pop().expect("an end has a start");
                assert_eq!(name, tag.name().as_ref());
            }
            Event::Text(text) => {
                let text = text.to_string();
                let (name, language) = open.last().cloned().unwrap_or_default();
                if !text.trim().is_empty() && name != "style" {
                    texts.push((language, text));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "everything is closed");
    texts
}

#[test]
fn the_page_is_whole_and_says_which_language_it_speaks() {
    let difference = difference();
    let page = diff::html(&difference);
    for foreign in ["<script", "http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    let texts = texts(&page);
    let languages: BTreeSet<&str> = texts.iter().map(|(language, _)| language.as_str()).collect();
    assert_eq!(languages, BTreeSet::from(["en", "zh"]));
    let said = |language: &str, words: &str| {
        texts.iter().any(|(own, text)| own == language && text.contains(words))
    };
    for (language, words) in [
        ("zh", "两版差异"),
        ("en", "Differences between two editions"),
        ("zh", "未改，不再成立"),
        ("en", "stayed, and no longer holds"),
        ("zh", "分布与扩展"),
        ("en", "Distribution and expansion"),
        ("zh", "列出"),
        ("en", "lists"),
    ] {
        assert!(said(language, words), "{language}: {words}");
    }
}

#[test]
fn text_of_a_report_is_no_markup_of_the_page() {
    let (before, after) = (flagship(), flagship());
    let chapter = crate::support::text(&after, "chapters/05-enterprises.toml");
    let with = chapter.replace(
        "Of enterprises the institute describes [six]",
        "Of \\<b onclick='x'> & \"others\" the institute describes [six]",
    );
    assert_ne!(with, chapter);
    write(&after, "chapters/05-enterprises.toml", &with);
    let page = diff::html(&diff::compare(&record(&before), &record(&after)));
    assert!(!page.contains("<b onclick"), "{page}");
    let texts: String = texts(&page).into_iter().map(|(_, text)| text).collect();
    assert!(texts.contains("&lt;") || texts.contains('b'), "{texts}");
}
