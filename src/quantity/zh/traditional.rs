//! Traditional characters, and the simplified ones under which the grammar knows them.

use std::sync::LazyLock;

/// The simplified form of a character that the grammar reads, or the character itself.
pub(crate) fn simplified(character: char) -> char {
    let index = (character as usize).checked_sub(FIRST as usize);
    match index.and_then(|index| FORMS.get(index)) {
        Some('\0') | None => character,
        Some(simple) => *simple,
    }
}

/// The first unified ideograph; the table starts with it.
const FIRST: char = '\u{4E00}';

/// The simplified form of each unified ideograph, or a zero where it is its own.
static FORMS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut forms = vec!['\0'; 0xA000 - FIRST as usize];
    let characters: Vec<char> = PAIRS.chars().collect();
    for pair in characters.chunks_exact(2) {
        if let [traditional, simple] = pair
            && let Some(form) = forms.get_mut(*traditional as usize - FIRST as usize)
        {
            *form = *simple;
        }
    }
    forms
});

/// Each traditional character with its simplified form behind it. Financial numerals are not here: 伍 and
/// 陆 are also names, so the numeral reader decides about them.
const PAIRS: &str = "\
    丟丢並并乾干亂乱亞亚佈布佔占併并來来侖仑侷局係系俬私倉仓個个們们倖幸側侧備备傢家傳传債债傷伤僅仅價价儀仪億亿儘尽償偿優优儲储兒儿內内兩两冊册凈净別别則则剋克剮剐\
    創创劃划劇剧劉刘劍剑劑剂動动務务勝胜勞劳勢势匯汇區区協协卻却卽即厤历參叁叄叁叢丛吳吴呂吕員员哩里唸念問问啟启喚唤喬乔單单嗚呜噁恶噸吨噹当嚮向嚴严囌苏國国圍围園园\
    圓元圖图團团圜元埰采報报場场塊块塗涂塵尘墊垫壓压壞坏壯壮壽寿夠够夢梦奪夺奬奖奮奋婁娄婦妇媽妈嬌娇孫孙學学宮宫寀采實实寧宁審审寫写寬宽寶宝將将專专尋寻對对導导屆届\
    屢屡層层屬属岡冈峯峰島岛峽峡崗岗崙仑嵗岁嶺岭帥帅帶带幣币幫帮幹干幾几庫库廂厢廠厂廢废廣广廬庐廳厅弔吊張张強强彆别彈弹彎弯彔录彙汇彫雕彿佛後后徑径從从復复徵征惡恶\
    愛爱態态慘惨慶庆慼戚慾欲應应懞蒙懷怀戰战戲戏戶户捨舍捲卷掛挂採采換换損损摺折撓挠撥拨撿捡擇择擊击擔担據据擬拟擴扩攝摄攤摊攬揽敎教敗败敵敌數数斕斓斷断於于旂旗旣既\
    昇升時时晉晋曆历曏向書书會会東东條条棊棋棟栋棲栖楊杨業业極极榦干榮荣構构樁桩樂乐樑梁樓楼標标樣样樹树橋桥機机橫横檔档檢检檯台欄栏權权歐欧歲岁歷历歸归殘残殲歼殺杀\
    氣气決决沖冲況况淨净淩凌減减測测湊凑湯汤準准溫温滅灭滙汇滿满漲涨濛蒙濟济瀋沈灘滩灣湾為为無无煉炼煙烟煥焕熱热燈灯營营爐炉爭争爲为爺爷爾尔牀床狀状獎奖獨独現现琱雕\
    環环瓏珑產产産产甦苏甯宁畝亩畢毕當当疊叠瘡疮療疗發发盃杯盡尽監监盤盘盧卢眞真眾众矇蒙矚瞩硃朱確确碼码磚砖礎础礦矿祇只禎祯禮礼稅税種种稱称穀谷積积穩稳窩窝窮穷竅窍\
    竇窦竪竖筆笔箇个節节範范簡简籃篮籌筹籟籁糧粮糰团紀纪約约紅红納纳紙纸級级紛纷紹绍終终絃弦組组結结絕绝給给統统絲丝絶绝綑捆經经綠绿綫线維维網网綵彩緒绪線线編编緯纬\
    練练緻致縣县縮缩縷缕總总績绩繆缪繫系繼继繽缤續续纖纤罰罚羅罗羣群義义習习聖圣聞闻聯联聲声聶聂職职聽听肅肃脈脉脫脱腦脑腳脚臉脸臘腊臟脏臺台與与興兴舉举舊旧舘馆艷艳\
    茲兹莊庄華华菸烟萬万葉叶著着葷荤蓆席蓋盖蓮莲蔔卜蔘参蔣蒋蕭萧薑姜藍蓝藝艺藺蔺蘇苏處处號号虧亏蟲虫衆众術术衕同衚胡衛卫衝冲衹只裏里補补裝装裡里製制複复覈核見见規规\
    視视親亲覺觉觀观觸触訂订計计訊讯託托記记訪访設设許许註注証证評评詞词試试詩诗話话該该詳详認认語语誤误說说説说課课調调談谈請请論论諸诸諾诺謀谋講讲謝谢證证識识譚谭\
    譜谱譯译議议護护譽誉讀读變变讓让豎竖豐丰豔艳貝贝貞贞負负財财貧贫貨货貫贯責责貳贰買买費费賀贺資资賈贾賓宾賞赏賠赔賢贤賣卖質质賴赖賽赛贈赠贏赢趕赶趙赵跡迹踐践踰逾\
    躋跻躍跃車车軌轨軍军軟软較较載载輔辅輛辆輩辈輪轮輸输轉转轍辙辦办辭辞農农迴回這这連连週周進进遊游運运過过達达違违遞递遠远適适遲迟選选遺遗遼辽邁迈還还邊边郵邮鄉乡\
    鄒邹鄔邬鄧邓鄭郑醫医釋释釐厘針针釦扣鈅钥鈞钧鈡钟鉛铅銀银銖铢鋁铝鋒锋鋰锂鋼钢錄录錘锤錢钱錯错録录錶表鍊炼鍋锅鍵键鍼针鍾钟鎊镑鎚锤鎭镇鎮镇鏈链鏡镜鐘钟鐵铁鑰钥長长\
    門门閃闪閉闭開开間间閔闵閤合閱阅闆板闊阔關关陝陕陞升陣阵陰阴陳陈陸陆陽阳隊队階阶際际隨随險险隱隐隻只雖虽雙双雜杂雞鸡離离難难雲云電电霧雾靈灵靜静鞦秋韆千韋韦韓韩\
    韻韵響响頁页頂顶頃顷項项順顺須须預预頓顿領领頭头頻频顆颗題题額额顏颜顔颜願愿顛颠類类顧顾顯显風风颱台飄飘飛飞飯饭飲饮養养餘余館馆餬糊馬马馮冯駐驻駕驾駱骆騎骑騰腾\
    驅驱驗验驚惊驟骤髒脏體体髮发鬆松鬍胡鬥斗鬧闹鬱郁魚鱼魯鲁鮑鲍鮮鲜鳥鸟鳴鸣鵰雕鶴鹤鷄鸡鹹咸麗丽麥麦麪面麫面麯曲麴曲麵面黃黄點点黨党鼕冬齊齐齒齿齡龄齣出龍龙龐庞龔龚";
