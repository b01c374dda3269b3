//! Labels in Chinese text: lines, floors, classes and phases that have a number for a name.

use std::sync::LazyLock;

use super::super::draft::Found;
use super::super::reading::StructureKind;
use super::super::text::Text;
use super::super::words::{Words, words};
use super::{cardinal, numeral};

/// What is told apart by numbers: `5号线`, `二期工程`.
static KINDS: LazyLock<Words<()>> = LazyLock::new(|| {
    const NAMES: &str = "号线 号楼 号院 号机组 号文 号令 号公告 号汽油 号柴油 号门 号口 号码头 号泊位 \
        号仓 号井 号桥 号馆 号厅 号店 号炉 号台风 号染色体 路公交 路末班车 路首班车 \
        路巴士 路电车 路车 路环线 国道 省道 县道 年级 级医院 级甲等 级响应 级市场 \
        级学科 级地震 级以上 级及以上 级标准 级保护 级公路 级节点 期工程 期项目 期建设 \
        期扩建 期改造 期规则 期开通 期投产 期规划 期试点 期基金 期试验 热线 专线 频道";
    words(&NAMES.split(' ').collect::<Vec<_>>())
});

/// 三级, 五年级, 5号线, 302路公交, 二期工程, 六楼: a number that names one of a row.
#[inline]
pub(super) fn label(text: &Text, start: usize) -> Option<Found> {
    if text.before(start).is_ascii_digit() || numeral::is_numeral(text.before(start)) {
        return None;
    }
    let number = cardinal::plain_cardinal(text, start)
        .filter(|number| number.upper.is_none() && number.value.is_integer())?;
    let found =
        || Found::structural(start, number.end, StructureKind::Label, Some(number.value.clone()));
    if let Some((end, ())) = KINDS.longest(text, number.end) {
        if text.string(number.end, end).ends_with("以上") {
            return Some(Found::structural(
                start,
                end,
                StructureKind::Label,
                Some(number.value.clone()),
            ));
        }
        // 12个三级医院 has its count before; 二级以上 and 二级及以上 name a class.
        let classes = text.at(number.end) != '级' || numeral::digit(text.at(start)).is_some();
        return classes.then(found);
    }
    let bus =
        text.at(number.end) == '路' && (start >= 2 && text.string(start - 2, start) == "公交");
    let floor = text.at(number.end) == '楼'
        && matches!(text.before(start), '在' | '于' | '住' | '到' | '上' | '至' | '从');
    (bus || floor).then(found)
}
