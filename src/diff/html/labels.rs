//! The words of the page. English serves every language that has none here yet.

use crate::language::Language;

/// A label in the languages that the program speaks.
#[derive(Clone, Copy)]
pub struct Label(pub &'static str, pub &'static str);

impl Label {
    /// The label in a language.
    pub fn in_language(&self, language: &Language) -> &'static str {
        language.choose(self.0, self.1)
    }
}

pub const CHANGES: Label = Label("Differences between two editions", "两版差异");
pub const OLDER: Label = Label("Edition of", "旧版");
pub const NEWER: Label = Label("edition of", "新版");
pub const NOTHING: Label = Label("The editions do not differ.", "两版无差异。");
pub const OUTSIDE: Label = Label("Outside of the chapters", "章节之外");
pub const ADDED: Label = Label("added", "新增");
pub const DROPPED: Label = Label("dropped", "删除");
pub const CHANGED: Label = Label("changed", "改动");
pub const MOVED: Label = Label("moved from", "移自");
pub const FORMERLY: Label = Label("formerly", "原名");
pub const HOLDS: Label = Label("stayed, and still holds", "未改，仍然成立");
pub const FAILS: Label = Label("stayed, and no longer holds", "未改，不再成立");
pub const UNCOMPARED: Label = Label("stayed", "未改");
pub const NEW_FAILS: Label = Label("does not hold", "不成立");
pub const ONE_SIDED: Label = Label("reworded in one language alone", "仅一种语言有改动");
pub const FIGURE: Label = Label("Figure", "图");
pub const TABLE: Label = Label("Table", "表");
pub const COLUMNS: Label = Label("columns", "列");
pub const REORDERED: Label = Label("rows in another order", "行序不同");
pub const SOURCES: Label = Label("Sources", "来源");
pub const NUMERALS: Label = Label("Numerals that need no claim", "无需论断的数字");
pub const TIMES: Label = Label("times", "次数");
pub const REPORT: Label = Label("Report", "报告");
pub const CHECKS: Label = Label("Checks", "核查");
pub const PROGRAM: Label = Label("Program", "程序");
pub const FILES: Label = Label("Files", "文件");
pub const WORDS_ONLY: Label = Label(
    "changed, but none of its numbers, claims and exhibits",
    "有改动，但数字、论断与图表均未变",
);

/// The label of a count by the English word of one and the fitting form.
pub fn of_count(one: &str, fitting: &'static str) -> Label {
    let chinese = match one {
        "claim added" => "新增论断",
        "claim dropped" => "删除论断",
        "claim renamed" => "论断改名",
        "answer changed" => "结果变化",
        "statement reworded" => "表述改动",
        "statement moved" => "表述移位",
        "statement that no longer holds" => "不再成立的表述",
        "exhibit differs" => "图表改动",
        "source differs" => "来源改动",
        _ => "无需论断的数字改动",
    };
    Label(fitting, chinese)
}
