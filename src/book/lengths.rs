//! How long a text is before it is broken into lines: what the columns of two languages are balanced by.
//!
//! Lengths are in ems of the face of the language. A Han character takes one; for Latin letters a table of a text
//! face serves for all, since the letters of a language are wide or narrow in much the same way in each.

use super::references::References;
use crate::language::Language;
use crate::prose::{Block, Inline, Prose, plain_text};
use crate::report::{self, Localised};

/// The white between a Han character and a Latin letter, in ems.
const SCRIPTS_APART: f64 = 0.25;

/// The raised mark of a note, in ems.
const NOTE_MARK: f64 = 0.35;

/// A piece of prose that stands level with its counterpart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Its length in ems.
    pub ems: f64,
    /// What is left free beside all of its lines, in ems.
    pub beside: f64,
}

/// The paragraphs, quotations and items of prose, in the order in which `parallel.typ` has them.
pub fn members(prose: &Prose, language: &Language, references: &References<'_>) -> Vec<Member> {
    let insert = |id: &str| references.printed_words(id, language);
    let citation = |id: &str| references.citation_of_length(id);
    let han = language.is_han();
    let length = |blocks: &[Block]| {
        let own = without_notes(blocks);
        ems(&plain_text(&own, &insert), han) + marks(blocks, &citation, han)
    };
    let mut members = Vec::new();
    for block in &prose.blocks {
        match block {
            Block::Paragraph(_) => {
                let indent = match language.primary() {
                    "ja" => 1.0,
                    _ if han => 2.0,
                    _ => 0.0,
                };
                let ems = length(std::slice::from_ref(block)) + indent;
                members.push(Member { ems, beside: 0.0 });
            }
            Block::List { ordered, items, .. } => {
                let beside = if *ordered { 1.4 } else { 1.0 };
                members.extend(items.iter().map(|item| Member { ems: length(item), beside }));
            }
            Block::Quotation(blocks) => members.push(Member { ems: length(blocks), beside: 3.0 }),
        }
    }
    members
}

/// Whether a block is a short paragraph and the next one begins with a list, in all of the languages.
pub fn leads_to_list(
    own: &Localised,
    next: &report::Block,
    languages: &[Language],
    references: &References<'_>,
) -> bool {
    /// About two lines of a page of one language, and four of a column.
    const SHORT: f64 = 90.0;
    let report::Block::Prose(next) = next else { return false };
    languages.iter().all(|language| {
        let Some((own, next)) = own.get(language).zip(next.get(language)) else { return false };
        let list = matches!(next.blocks.first(), Some(Block::List { .. }));
        list && matches!(own.blocks.as_slice(), [Block::Paragraph(_)])
            && matches!(members(own, language, references).as_slice(), [one] if one.ems < SHORT)
    })
}

/// Blocks without their notes, which stand at the foot of the page.
fn without_notes(blocks: &[Block]) -> Vec<Block> {
    let each = blocks.iter().map(|block| match block {
        Block::Paragraph(inlines) => Block::Paragraph(
            inlines
                .iter()
                .filter(|inline| !matches!(inline, Inline::Footnote(_)))
                .cloned()
                .collect(),
        ),
        Block::List { ordered, tight, items } => Block::List {
            ordered: *ordered,
            tight: *tight,
            items: items.iter().map(|item| without_notes(item)).collect(),
        },
        Block::Quotation(blocks) => Block::Quotation(without_notes(blocks)),
    });
    each.collect()
}

/// What the marks of citations and notes take, which are no part of the words, with the white before them.
fn marks(blocks: &[Block], citation: &dyn Fn(&str) -> String, han: bool) -> f64 {
    let each = blocks.iter().map(|block| match block {
        Block::Paragraph(inlines) => marks_within(inlines, citation, han),
        Block::List { items, .. } => items.iter().map(|item| marks(item, citation, han)).sum(),
        Block::Quotation(blocks) => marks(blocks, citation, han),
    });
    each.sum()
}

fn marks_within(inlines: &[Inline], citation: &dyn Fn(&str) -> String, han: bool) -> f64 {
    let each = inlines.iter().map(|inline| match inline {
        Inline::Citation { id, .. } => {
            let white = if han { 2.0 * SCRIPTS_APART } else { latin(' ') };
            ems(&citation(id), false) + white
        }
        Inline::Footnote(_) => NOTE_MARK,
        Inline::Emphasis(children)
        | Inline::Strong(children)
        | Inline::WebLink { children, .. } => marks_within(children, citation, han),
        Inline::Link(link) => marks_within(&link.children, citation, han),
        Inline::Text(_) | Inline::Code(_) | Inline::SoftBreak(_) | Inline::LineBreak(_) => 0.0,
    });
    each.sum()
}

/// The length of a text in ems.
fn ems(text: &str, han: bool) -> f64 {
    let mut sum = 0.0;
    let mut before: Option<char> = None;
    for c in text.chars() {
        let wide = is_wide(c, han);
        sum += if wide { 1.0 } else { latin(c) };
        if let Some(before) = before {
            if is_mark(before) && is_mark(c) {
                // Two marks close up to one and a half.
                sum -= 0.5;
            } else if han && meet(before, c) {
                sum += SCRIPTS_APART;
            }
        }
        before = Some(c);
    }
    sum
}

/// Whether a character fills a square. The marks that both scripts share do so in Han text.
fn is_wide(c: char, han: bool) -> bool {
    c >= '\u{2e80}' || han && matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

/// Whether a mark is half white.
fn is_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '（' | '）' | '《' | '》' | '「' | '」')
}

/// Whether a little white comes between two neighbours, as between a Han character and a Latin letter.
fn meet(one: char, other: char) -> bool {
    let han = |c: char| c >= '\u{3400}' && c.is_alphabetic();
    let latin = |c: char| c.is_ascii_alphanumeric();
    han(one) && latin(other) || latin(one) && han(other)
}

/// The advance of a letter in thousandths of an em: of Source Serif 4, from the blank to the tilde.
const ADVANCES: [u16; 95] = [
    237, 289, 381, 525, 518, 932, 728, 182, 362, 362, 458, 534, 302, 320, 302, 341, 529, 529, 529,
    529, 529, 529, 529, 529, 529, 529, 302, 302, 534, 534, 534, 414, 834, 712, 653, 662, 739, 638,
    612, 723, 814, 376, 381, 710, 618, 935, 768, 738, 621, 738, 690, 544, 632, 758, 709, 1005, 672,
    667, 586, 335, 341, 335, 534, 514, 400, 541, 619, 520, 614, 533, 369, 557, 641, 329, 303, 594,
    329, 955, 643, 579, 622, 601, 456, 465, 359, 628, 579, 836, 569, 586, 490, 359, 290, 359, 534,
];

fn latin(c: char) -> f64 {
    let index =
        u32::from(c).checked_sub(u32::from(' ')).and_then(|index| usize::try_from(index).ok());
    let advance = index.and_then(|index| ADVANCES.get(index)).copied();
    let advance = advance.unwrap_or(match c {
        '‘' | '’' => 225,
        '“' | '”' => 440,
        '—' | '…' => 820,
        _ => 540,
    });
    f64::from(advance) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::{ems, marks};
    use crate::diagnostics::Diagnostics;
    use crate::prose::parse;
    use crate::source::{MappedTextBuilder, SourceMap};

    #[test]
    fn han_text_takes_a_square_a_character() {
        assert!((ems("政策文件", true) - 4.0).abs() < 1e-9);
        // The closing marks share a square and a half, the numeral stands a little apart.
        assert!((ems("好。）", true) - 2.5).abs() < 1e-9);
        assert!((ems("共12项", true) - (2.0 + 2.0 * 0.529 + 0.5)).abs() < 1e-9);
    }

    #[test]
    fn marks_of_citations_and_notes_take_room_although_they_are_no_words() {
        let taken = |markdown: &str, han: bool| {
            let mut builder =
                MappedTextBuilder::new(SourceMap::default().add("a.toml", markdown), 0);
            builder.push_verbatim(markdown, 0);
            let prose = parse(builder.finish(), &mut Diagnostics::new());
            marks(&prose.blocks, &|id| format!("[{id}]"), han)
        };
        assert!(taken("As the institute says.", false).abs() < 1e-9);
        let (one, two) = (taken("Institute [@S1].", false), taken("- A [@S1]\n- *B* [@S2]", false));
        assert!((one - ems(" [S1]", false)).abs() < 1e-9 && (two - 2.0 * one).abs() < 1e-9);
        assert!((taken("研究院[@S1]说", true) - ems("[S1]", false) - 0.5).abs() < 1e-9);
        let noted = taken("数。[^1]\n\n[^1]: 见附注 [@S1]。", true);
        assert!((noted - super::NOTE_MARK).abs() < 1e-9, "{noted}");
    }

    #[test]
    fn latin_text_takes_what_its_letters_take() {
        let (narrow, wide) = (ems("illicit", false), ems("mammoth", false));
        assert!(narrow < 2.6 && wide > 4.5, "{narrow} {wide}");
        assert!((ems("é", false) - 0.54).abs() < 1e-9);
    }
}
