//! Names and fixed phrases of English in which numerals count nothing: curated, common in reports.

/// In lower case, words and marks parted by one blank, phrases by a bar.
pub(super) const NAMES: &str = "\
    s & p 500 | s & p 100 | fortune 500 | fortune global 500 | ftse 100 | nasdaq 100 |\
    nasdaq - 100 | russell 2000 | group of seven | group of twenty | group of 20 | group of 7 |\
    big four | big three | web 3.0 | web 2.0 | web 3 | industry 4.0 | made in china 2025 |\
    horizon 2020 | agenda 2030 | 9 / 11 | 24 / 7 | 401 ( k ) | catch - 22 | k - 12 | nine to five |\
    nine - to - five | pm 2.5 | pm2.5 | boeing 737 | airbus 320 | formula one | formula 1 |\
    one belt , one road | one belt one road | one country , two systems | two sessions |\
    five principles | four modernisations | third world | third - party | third party |\
    third parties | third - parties | second - hand | second hand | first - hand | first hand |\
    first aid | first lady | first class | first - class | second class | second - class |\
    second nature | first name | first - ever | at first | first and foremost |\
    in the first place | first of all | first - rate | first - mover | second thoughts |\
    second - rate | zero - day | net zero | net - zero | zero - sum | zero sum | zero - knowledge |\
    zero knowledge | zero - trust | zero trust | zero - emission | zero - carbon |\
    zero - tolerance | zero tolerance | from zero | ground zero | one - off | one - sided |\
    one - stop | one - size - fits - all | one - to - one | one - on - one | one - way |\
    one - time | one by one | one another | one or more | one or another | one and the same |\
    one day | one - third party | two - way | two - sided | two - fold | two - tier |\
    three - dimensional | two - dimensional | one - dimensional | million - dollar question |\
    fifty - fifty | 50 - 50 | 50 / 50 | sixth sense | seventh heaven | cloud nine |\
    double - check | double - digit | double - click | double - edged | double - entry |\
    double - spending | double - spend | double spending | single market | single - digit |\
    single - handed | single - use | single - minded | on all fours | twenty - twenty | at once |\
    once again | once more | once and for all | once - in - a - generation | once a | all at once |\
    for once | once upon a time | half - hearted | half - baked | half - truth | halfway |\
    half - time | half - life | better half | half the battle | a second time | split second |\
    quarter - final | three cheers | in one go | at one with | one - woman | one - man |\
    number one priority | day one | square one | plan b | two cents | second to none |\
    on the one hand | on one hand | one hand | one thing | one way or another | one way |\
    at one time | at one point | one side | one of a kind | one - liner | one - stop - shop |\
    two wrongs | the four corners | seven seas | seven wonders | ten commandments | four seasons |\
    million - dollar | the eleventh hour | sixty - four - thousand - dollar question |\
    new year ' s eve | first half hour | half moon | half brother | half sister | one - upmanship |\
    twenty - first - century fox | first quarter moon | three kingdoms | three gorges |\
    three - gorges | four books | seven eleven | 7 - eleven | area 51 | channel 4 | route 66 |\
    apollo 11 | windows 10 | windows 11 | office 365 | microsoft 365 | qihoo 360 | 360 degree |\
    360 - degree | 180 - degree | 20 / 20 hindsight | covid 19 | ppm | co 2 | second life |\
    second wind | double standard | double standards | first nation | first nations |\
    more than once | half board | half laden | half full | half empty | half aware | half hoping |\
    half expecting | half asleep | half - timbered | half - hourly | half - heartedly |\
    half - term | half - marathon | half marathon | other half of the story | zero - defect |\
    zero - defects | zero - based | zero - interest | zero - rated | zero - hours | zero - waste |\
    zero - tariff | zero entries | zero entry | zero hour | one - child | two - child |\
    three - child | one - bedroom | one - person | one - year - old | two - factor |\
    multi - factor | three - wheeler | three - wheelers | two - wheeler | two - wheelers |\
    four - wheel | five - star | four - star | three - star | seven - star | two - track |\
    two - stage | two - pronged | two - speed | two - digit | three - pronged | three - way |\
    15 - minute city | 15 - minute cities | twenty - foot equivalent | forty - foot equivalent |\
    51 % attack | two sides of the same coin | one eye on | at sixes and sevens |\
    five - year plan | three rs | one thing at a time | one might | 9 / 11 | first world war |\
    second world war | world war one | world war two | world war i | world war ii";
