//! What can be wrong with a file of data, in words: each with the setting or the change that cures it.

use super::grid::{MOST_CELLS, RawCell, Written};
use super::infer::{plain_number, stated_number};
use crate::diagnostics::{Code, Diagnostic};
use crate::facts::table::DataColumn;
use crate::report::{ColumnType, DataSettings, NumberStyle};
use crate::source::{FileId, Span};

/// A fault of the whole or of a place.
pub fn malformed(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedData, message).at(span, "")
}

pub fn no_head(span: Span, header: usize) -> Diagnostic {
    match header {
        1 => malformed("the file is empty", span).help("the first row has to name the columns"),
        _ => malformed(
            format!("the file has no row {header}, which names the columns according to `header`"),
            span,
        ),
    }
}

pub fn no_rows(span: Span) -> Diagnostic {
    malformed("the table has no row under the names of its columns", span)
        .help("a table without rows proves nothing; take the source out until there are some")
}

pub fn other_width(
    span: Span,
    found: usize,
    other_mark: Option<char>,
    header: usize,
) -> Diagnostic {
    let diagnostic =
        malformed(format!("the rows have {found} cells from here on, but the head has 1"), span);
    match other_mark {
        Some(mark) => diagnostic
            .help(format!("if another mark parts the cells, state it: `delimiter = \"{}\"`", mark.escape_default())),
        None => diagnostic.help(format!(
            "if a title stands above the names of the columns, say in which row they stand: `header = {header}`"
        )),
    }
}

pub fn too_many_cells(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::FileTooLarge,
        format!("the table has more than {} million cells", MOST_CELLS / 1_000_000),
    )
    .at(span, "")
    .help("store it as Parquet, which is read piece by piece, or leave out columns that nothing reads")
}

pub fn too_large_inside(span: Span) -> Diagnostic {
    Diagnostic::new(Code::FileTooLarge, "the workbook unpacks to more than 1 GiB")
        .at(span, "")
        .help("store the table as CSV or Parquet")
}

pub fn surplus_cells(span: Span, found: usize, wanted: usize) -> Diagnostic {
    malformed(format!("this row has {found} cells, but the head has {wanted}"), span)
        .help("put a cell that has the delimiter in it in quotation marks")
}

pub fn missing_cells(span: Span, found: usize, wanted: usize) -> Diagnostic {
    malformed(format!("this row has {found} cells, but the head has {wanted}"), span)
        .help("write an empty cell where there is no value; if another mark parts the cells, state `delimiter`")
}

pub fn blank_head(span: Span, index: usize, next: Option<usize>) -> Diagnostic {
    let diagnostic = malformed(format!("column {} has no name", index + 1), span);
    match next {
        Some(next) => diagnostic
            .help(format!("name it; if the names stand in the next row, state `header = {next}`")),
        None => diagnostic.help("name it; if the names stand in another row, state `header`"),
    }
}

pub fn repeated_head(name: &str, span: Span, first: Span) -> Diagnostic {
    malformed(format!("two columns are called `{name}`"), span).at(first, "the first one")
}

pub fn second_head(span: Span, head: Span) -> Diagnostic {
    malformed("this row repeats the names of the columns", span)
        .at(head, "they stand here already")
        .help("take the row out: files that were joined keep one head")
}

pub fn row_of_heads(span: Span, file: FileId, head: &RawCell<'_>) -> Diagnostic {
    malformed(
        "this looks like a second row of heads: no number where every row below has one",
        span,
    )
    .at(head.span(file), "the names of the columns stand here")
    .help("keep one row of names, or state the row of the names with `header`")
}

pub fn byte_order_mark(span: Span) -> Diagnostic {
    malformed("the file begins with a byte order mark", span)
        .help("save it as UTF-8 without one, or accept it: `encoding = \"utf-8-bom\"`")
}

pub fn mark_inside(span: Span) -> Diagnostic {
    malformed("a byte order mark stands inside of the text", span)
        .help("take it out: it is left over where two files were joined")
}

pub fn undecodable(byte: usize, encoding: &str, span: Span) -> Diagnostic {
    malformed(format!("byte {byte} of the file does not belong to {encoding}"), span)
        .help("state the encoding in which the file was saved, such as `encoding = \"utf-8\"`")
}

pub fn lone_return(span: Span) -> Diagnostic {
    malformed("a line ends with a carriage return alone", span)
        .help("save the file with line feeds (LF) or both (CRLF)")
}

pub fn nul(span: Span) -> Diagnostic {
    malformed("a NUL character stands in a cell", span).help(
        "the file may be UTF-16: state `encoding = \"utf-16le\"`; else take the character out",
    )
}

pub fn open_quote(span: Span) -> Diagnostic {
    malformed("this quotation mark is never closed", span)
        .help("close it; a quotation mark inside of a quoted cell is written twice")
}

pub fn text_after_quote(span: Span) -> Diagnostic {
    malformed("text follows the closing quotation mark of a cell", span)
        .help("quote the whole cell; a quotation mark inside of it is written twice")
}

pub fn type_of_no_column(name: &str, span: Span, names: &[&str]) -> Diagnostic {
    malformed(format!("`types` names `{name}`, but the data have no such column"), span)
        .nearest(name, names.iter().copied())
        .note(format!("its columns are {}", names.join(", ")))
}

pub fn mixed_column(
    source: &str,
    name: &str,
    cell: &RawCell<'_>,
    file: FileId,
    row: usize,
    settings: &DataSettings,
) -> Diagnostic {
    let as_text = format!("`types = {{ {} = \"text\" }}`", key(name));
    let diagnostic = Diagnostic::new(
        Code::MixedColumn,
        format!("column `{name}` has numbers and, in data row {}, `{}`", row + 1, cell.text),
    )
    .at(cell.span(file), "not a plain number");
    match cure(cell, settings) {
        Some(cure) => diagnostic.help(format!("{cure}, under [source.{source}]; or mend the cell")),
        None => diagnostic.help(format!(
            "mend the cell, leave it empty for a missing value, or say that the column is text: {as_text} under [source.{source}]"
        )),
    }
}

pub fn cell_of_other_type(
    column: &DataColumn,
    cell: &RawCell<'_>,
    file: FileId,
    row: usize,
    settings: &DataSettings,
) -> Diagnostic {
    let wanted = type_name(column.kind);
    let diagnostic = Diagnostic::new(
        Code::MixedColumn,
        format!(
            "`{}` in column `{}`, data row {}, is not {wanted}",
            cell.text,
            column.name,
            row + 1
        ),
    )
    .at(cell.span(file), format!("{wanted} is wanted"));
    let is_number = matches!(column.kind, ColumnType::Integer | ColumnType::Decimal);
    let is_decimal = is_number && stated_number(cell, settings.numbers).is_some();
    let cure = if is_decimal {
        Some(format!(
            "read the column as decimals: `types = {{ {} = \"decimal\" }}`",
            key(&column.name)
        ))
    } else {
        cure(cell, settings).filter(|_| is_number)
    };
    let diagnostic = match cure {
        Some(cure) => diagnostic.help(cure),
        None => diagnostic.help(
            "write numbers without grouping, signs other than `-`, or units; leave a cell empty for a missing value",
        ),
    };
    match settings.types.get(&column.name) {
        Some((_, declared)) => diagnostic.at(*declared, "the type is declared here"),
        None => diagnostic,
    }
}

pub fn too_long(column: &DataColumn, span: Span, scale: usize) -> Diagnostic {
    Diagnostic::new(
        Code::MixedColumn,
        format!(
            "with the {scale} decimals that column `{}` has, this number is longer than 38 digits",
            column.name
        ),
    )
    .at(span, "")
    .help("round the longest decimals of the column")
}

/// The setting that would accept a cell as a number or as the lack of one.
fn cure(cell: &RawCell<'_>, settings: &DataSettings) -> Option<String> {
    let style = settings.numbers;
    let accepted = |style: NumberStyle| plain_number(&cell.text, style).is_some();
    if cell.written == Written::Text && accepted(style) {
        return Some(
            "the file holds it as text: state the column's type, `types = { .. = \"decimal\" }`"
                .to_owned(),
        );
    }
    if accepted(NumberStyle { full_width: true, ..style }) {
        return Some("accept digits of full width: `full-width = true`".to_owned());
    }
    for (mark, shown) in [
        (',', ","),
        (' ', " "),
        ('\u{a0}', "\\u00A0"),
        ('\u{202f}', "\\u202F"),
        ('\'', "'"),
        ('.', "."),
    ] {
        let grouped = NumberStyle { grouping: Some(mark), ..style };
        if mark != style.decimal && style.grouping.is_none() && accepted(grouped) {
            return Some(format!("accept groups of three digits: `grouping = \"{shown}\"`"));
        }
    }
    if accepted(NumberStyle { decimal: ',', grouping: Some('.'), ..style }) {
        return Some(
            "read the comma as the decimal mark: `decimal = \",\"`, `grouping = \".\"`".to_owned(),
        );
    }
    let has_digit = cell.text.chars().any(char::is_numeric);
    (!has_digit && cell.text.chars().count() <= 8).then(|| {
        let text = cell.text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("if it means that there is no value, say so: `nulls = [\"{text}\"]`")
    })
}

fn key(name: &str) -> String {
    let is_bare = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare && !name.is_empty() { name.to_owned() } else { format!("\"{name}\"") }
}

fn type_name(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Integer => "a whole number of at most 64 bits",
        ColumnType::Decimal => "a plain decimal number",
        ColumnType::Date => "a date such as 2019-06-30",
        ColumnType::Boolean => "`true` or `false`",
    }
}
