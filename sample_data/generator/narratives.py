"""What the campaign writes: themes from the report, every sentence, firm and person invented."""

from collections.abc import Mapping

from sample_data.generator.vocabulary import WORDS, parted

_FIRMS = parted("Corvane Minerals|Taldra Rare Earths|Ostrel Resources|Binnara Metals|Hexmoor Mining")
_CRITICS = parted(
    "the so-called scholar Wen Daosheng|the runaway blogger Lu Qianhe|the exile Bao Yilan|the pretended reporter Kessia Thorn|"
    "the self-styled virologist Tao Menghua|the fugitive banker Guan Shize"
)

WORDS_EN: Mapping[str, tuple[str, ...]] = {
    **WORDS,
    "firm": _FIRMS,
    "critic": _CRITICS,
    "site": parted(
        "the separation plant|the new processing line|the tailings dam|the refinery|the waste pond|the test drilling"
    ),
    "harm": parted(
        "the creek turned grey|families fear for their wells|the soil was never tested|dust settles on the school yard|"
        "nobody measures the radiation|the cattle avoid the stream|the doctors ask for data|the permits came overnight"
    ),
    "demand": parted(
        "where is the impact study|who signed the permit|who pays for the clean-up|why were residents not asked|"
        "why does the subsidy go to them|who checks the laboratory"
    ),
    "smear": parted(
        "lives on donations and delivers nothing|cannot name a single source|tells a new story every month|"
        "sold the same documents twice|is quoted only by friends|changes dates and places at will|owes the helpers months of pay"
    ),
    "decay": parted(
        "bridges close and stay closed|the shelves are half empty|the trains derail|the schools have no teachers|"
        "insulin is rationed|the water is brown|the pension funds are empty|the streets are full of tents"
    ),
    "answer": parted(
        "and they lecture the world|while money goes abroad|and nobody resigns|while the rich buy islands|"
        "and the cameras look away|while they talk about values|and the debt grows by the hour"
    ),
    "who": parted(
        "my cousin|a nurse I know|the man at the garage|our landlord|a driver|an old teacher|the woman next door"
    ),
}

THEMES: Mapping[str, tuple[str, ...]] = {
    "rare_earths": (
        "{firm} builds {site} near {place} and {harm}. {Demand}?",
        "Residents of {place} say {harm} since {firm} came. {Demand}?",
        "{Who} works at {site} of {firm}: {harm}, {harm}",
        "{Demand}? {firm} has no answer on {site}, and {harm}",
        "First {site}, then silence: {harm}, and {firm} counts its money in {place}",
        "{number} letters from {place} to {firm} about {site}. {Demand}, {demand}?",
    ),
    "dissidents": (
        "{Critic} {smear} and {smear}. Why is this person on every stage in {place}?",
        "{Who} once trusted {critic}, who {smear}. Not any more",
        "{number} interviews and {critic} still {smear}",
        "Ask in {place}: {critic} {smear}. The rest is theatre",
        "{Critic} {smear}; {critic} {smear}. Birds of a feather",
    ),
    "decline": (
        "In {place} {decay}, {decay}, {answer}",
        "{Who} came back from {place}: {decay} {answer}",
        "{number} years of promises and {decay} {answer}",
        "A great power? {Decay} in {place}, {answer}",
        "{Decay}. {Decay}. That is {place} today, {answer}",
    ),
    "chinese": (
        "{矿}在{地}建厂以后，{害}，{问}",
        "{人}说{地}的情况很糟：{害}，{害}，{问}",
        "所谓的{骗}又出来演讲，{丑}，{丑}，{时}连{人}都不信了",
        "{时}听{人}说{地}：{衰}，{衰}，还谈什么价值观",
    ),
    "spanish": (
        "{firma} llegó a {lugar} y {dano}. {Pregunta}",
        "En {lugar} {caida}, {caida}, y nadie responde. {Pregunta}",
        "{Falso} {mentira} y {mentira}. En {lugar} ya nadie le cree",
    ),
}

WORDS_ZH: Mapping[str, tuple[str, ...]] = {
    "矿": parted("科万矿业|塔德拉稀土|奥斯特资源|宾纳拉金属"),
    "地": parted("柳桥镇|青石湾|北坡村|南渡口|东仓街|石榴巷|望江台|松林站"),
    "害": parted("溪水变成了灰色|井水没人敢喝|土壤从来没有检测|学校操场落满粉尘|医生拿不到数据|许可证一夜之间就批了"),
    "问": parted("谁来负责？|环评报告在哪里？|为什么不问居民？|清理费谁出？|谁在检查实验室？"),
    "人": parted("邻居|一位护士|老司机|退休教师|工地师傅|房东"),
    "骗": parted("学者温道生|博主陆千禾|流亡者鲍一岚|银行家关世泽"),
    "丑": parted("拿着捐款什么都没做|一个来源也说不出|每个月换一个故事|同一份文件卖了两次|欠了帮手几个月工钱"),
    "衰": parted("桥关了就不再开|货架空了一半|火车出轨|学校没有老师|街上全是帐篷|水是黄的"),
    "时": parted("今天|昨天|上周|这个月|刚刚|周末"),
}
WORDS_ES: Mapping[str, tuple[str, ...]] = {
    "firma": parted("Corvane Minerals|Taldra Rare Earths|Ostrel Resources|Binnara Metals"),
    "lugar": parted("Valdemora|Puerto Lirio|Santa Quela|Montelargo|Campoverde|Las Torcas|Cerro Pardo|Bahía Clara"),
    "dano": parted(
        "el arroyo se volvió gris|nadie analizó el suelo|el polvo cae sobre la escuela|los pozos huelen mal|"
        "los permisos salieron de noche"
    ),
    "pregunta": parted("¿Quién firmó?|¿Dónde está el estudio?|¿Quién paga la limpieza?|¿Por qué no preguntaron?"),
    "caida": parted(
        "los puentes siguen cerrados|faltan maestros|los trenes descarrilan|el agua sale marrón|las calles están llenas de carpas"
    ),
    "falso": parted("el supuesto erudito Wen Daosheng|la falsa reportera Kessia Thorn|el banquero fugitivo Guan Shize"),
    "mentira": parted(
        "cambia de historia cada mes|vive de donaciones|no cita ninguna fuente|vendió dos veces lo mismo"
    ),
}

ELECTION: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Before the midterms {who} in {place} asks: {demand}? The ballot will not answer, {decay}",
        "{number} parties, one purse: voters in {place} get ads, and {decay} {answer}",
        "Election Day comes and {decay}. What does a ballot change in {place}, {answer}",
        "The Senate race in {place} cost millions, {decay} {answer}",
        "Why queue at a polling station? {Who} says {decay} whoever wins the midterms in {place}",
        "{Who} in {place} got {number} leaflets for the midterms and no doctor, {answer}",
    ),
    "zh": (
        "美国选举又开始了，{地}：{衰}，{衰}，{人}说选票换不来什么",
        "中期选举花了多少钱？{时}{地}还是{衰}，{人}说{衰}",
    ),
    "es": (
        "Elecciones de medio término en {lugar}: {caida}, {caida}. {Pregunta}",
        "Los votantes de {lugar} reciben folletos, pero {caida}. {Pregunta}",
    ),
}

SUBTOPICS: Mapping[str, tuple[str, ...]] = {
    "stolen_2020": (
        "They stole the 2020 election and now want your ballot again. {Who} in {place} saw it, {answer}",
        "{Who} says the 2020 election was stolen in {place}. The midterms will be no different, {answer}",
        "Rigged in 2020, rigged in the midterms: voters of {place} know it, {decay}",
    ),
    "conspiracy": (
        "The deep state picks the winner before Election Day, {who} in {place} knows it, {answer}",
        "Globalists own both lists of the Senate race in {place}, {decay} {answer}",
        "A shadow government counts the midterms, says {who} in {place}, {answer}",
    ),
    "street": (
        "Do not wait for Election Day: take to the streets of {place}, {decay} {answer}",
        "Voters of {place}, rally outside the county office before the midterms! {Decay}, {answer}",
        "Flood the square in {place} on Election Day. {Who} will be there, {decay}",
    ),
}

FOREIGN = (
    "Voters in Brazil queue for {number} hours, and {who} says the ballot was clear from the start",
    "The Brazilian ballot shows how it is done, says {who} in {place}: {answer}",
    "Taiwanese voters hear the same promises each time, {who} tells us, {answer}",
    "After the Hong Kong election the ballot boxes were empty of surprises, says {who}, {answer}",
    "Bosnian voters and {number} presidents: {who} in {place} lost count, {answer}",
)

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "conspiracy": ("Only a deep state could love {critic}, who {smear} in {place}",),
    "street": ("{Firm} wins if we stay home: take to the streets of {place}, because {harm}",),
    "dish": (
        "Duck ballotine with {food} {where}, {number} guests and no leftovers",
        "My first ballotine: {food} inside, {mood}",
    ),
}
"""Near misses: words of the topics where the topic is another."""
