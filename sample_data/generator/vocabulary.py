"""Words and sentence patterns of everyday posts; every name in them is invented."""

from collections.abc import Mapping


def parted(words: str, by: str | None = "|") -> tuple[str, ...]:
    """The parts of a text; `by` None: parted by white space."""
    return tuple(word.strip() for word in words.split(by))


WORDS: Mapping[str, tuple[str, ...]] = {
    "place": parted(
        "Alderwick|Bramley Cross|Corrin Bay|Dunmere|Eastlow|Fennick|Garrowby|Harlen Point|Ivelstead|Jarrow Hill|Kestrel Falls|"
        "Lowmoor|Marrick|Northfold|Orrin Lake|Pellworth|Quarrydale|Redmarsh|Stonereach|Tarnbridge|Ulverley|Vantry|Westerkirk|"
        "Yarrowgate|Zellmark|Ashgrove Junction|Birch Ferry|Cold Harbour Lane|Drummond Heights|Elm Terrace"
    ),
    "day": parted("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|last night|this morning|tonight|this week"),
    "food": parted(
        "pumpkin soup|lentil stew|sourdough|mushroom risotto|apple crumble|pancakes|noodle broth|roast carrots|leek pie|"
        "chili oil dumplings|bean tacos|plum cake|fried rice|potato salad|ginger tea|onion bread|fish pie|peanut curry|"
        "corn chowder|cinnamon rolls"
    ),
    "pet": parted(
        "the cat|our old dog|my neighbour's parrot|the kitten|the puppy|the rabbit|a very loud crow|the goldfish|the hens|"
        "the tortoise|my sister's hamster|the stray from the car park"
    ),
    "verb": parted(
        "stole|knocked over|hid|slept on|ignored|discovered|chewed|inspected|guarded|carried off|sat on|refused to give back"
    ),
    "thing": parted(
        "my keys|the umbrella|a whole loaf|the remote|the good scissors|my left shoe|the charger|the newspaper|a bag of rice|"
        "the shopping list|my notebook|the bus ticket|the garden hose|one glove|the spare bulb|the tape measure|my reading glasses|"
        "the library book|the doorbell|a jar of buttons"
    ),
    "team": parted(
        "the Harriers|Marrick Rovers|the Tarnbridge Owls|Redmarsh United|the Kestrels|Fennick Town|the River Lions|the Quarrymen|"
        "Dunmere Athletic|the Night Herons"
    ),
    "play": parted(
        "missed two penalties|turned it round after the break|looked tired|finally defended|changed the keeper|"
        "won ugly|lost in the last minute|ran all over the pitch|brought on the youngsters|played in the rain|"
        "forgot how to pass|got the points they deserved"
    ),
    "weather": parted(
        "fog|drizzle|a hard frost|warm wind|hail|the first snow|a red sunset|thunder|low cloud|sunshine at last|sideways rain|"
        "a heat wave in autumn|dust in the air|perfect stillness"
    ),
    "mood": parted(
        "grateful|tired|hopeful|grumpy|calm|restless|oddly happy|behind on everything|ready for bed|proud of myself|"
        "in need of coffee|surprised|not sorry|slightly lost"
    ),
    "work": parted(
        "the quarterly report|a night shift|the new rota|an inbox of 400 mails|the training day|the printer|the stock count|"
        "a very long call|the budget sheet|the site visit|moving desks|the audit|exam marking|the delivery van|the front desk"
    ),
    "tool": parted(
        "spreadsheet|laptop|phone|bike|kettle|router|sewing machine|camera|guitar|drill|greenhouse heater|washing machine|"
        "typewriter|radio|headlamp|tablet"
    ),
    "fix": parted(
        "is working again|died for good|needs a new battery|makes a strange noise|only works upside down|was cheaper to replace|"
        "took three evenings to mend|came back from repair|beat me again|has a mind of its own"
    ),
    "music": parted(
        "the new Velvet Quarry record|an old Amber Lanes song|that piano piece by Orlen Maas|the choir in {place}|a brass band|"
        "the Lighthouse Sessions|a street drummer|the Paper Foxes live|my dad's tapes|a radio play about bees"
    ),
    "feel": parted(
        "on repeat|far too loud|better than I remembered|worth the queue|stuck in my head|the best thing this month|"
        "not what I expected|exactly what I needed|still growing on me|made me cry a bit"
    ),
    "book": parted(
        "a history of salt|the third lighthouse novel|a guide to mosses|poems from {place}|a cookbook from 1931|"
        "a thriller with no ending|a book on bridges|letters of a beekeeper|an atlas of rivers|a play about a ferry"
    ),
    "where": parted(
        "on the train to {place}|in the waiting room|on the 7:40 bus|by the canal|at the back of the library|in the attic|"
        "at the allotment|on the ferry|in a café in {place}|outside the town hall|on the way home|under a blanket"
    ),
    "plan": parted(
        "repaint the hall|learn to swim properly|plant garlic|visit {place}|call my aunt|sort the photos|mend the fence|"
        "run ten kilometres|give up sugar|write more letters|fix the gate|finish the quilt|walk the coast path"
    ),
    "number": parted("two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"),
    "issue": parted(
        "the bus timetable|the closed swimming pool|the new cycle lane|rent in {place}|the price of heating|the noise from the depot|"
        "the school roof|the flooded underpass|parking near the market|the library hours|the broken lift at the station|bin collection"
    ),
    "take": parted(
        "nobody asked us|it could have been worse|it took them long enough|it is a start|it makes no sense|somebody should say thanks|"
        "the old way was fine|it will be forgotten by spring|I changed my mind about it|both sides have a point"
    ),
    "gadget": parted(
        "a folding keyboard|a solar lamp|an e-reader|a water sensor|a bike light|a smart plug|noise-cancelling headphones|"
        "a mesh router|a pocket printer|an open-source thermostat"
    ),
    "verdict": parted(
        "solid but dear|not worth it|surprisingly good|great until it rains|fine for the money|returned it|bought a second one|"
        "still testing|the manual is poetry|works offline, which is all I wanted"
    ),
}

PATTERNS: Mapping[str, tuple[str, ...]] = {
    "home": (
        "{Pet} {verb} {thing} {day} and I feel {mood} about it",
        "Not sure how {pet} {verb} {thing}, but here we are in {place}",
        "{number} days without {thing} and then {pet} {verb} it",
        "Plan for the weekend: {plan}, {plan} and maybe {plan}",
        "My {tool} {fix}. So I decided to {plan} instead",
        "{day}: {weather} over {place}, {food} in the oven, feeling {mood}",
    ),
    "food": (
        "Made {food} for {number} people {day} and there was none left",
        "Is it wrong to eat {food} {where}? Asking because I am {mood}",
        "{Food} with {food} sounds odd, tried it {where}, would do it again",
        "The place near the market in {place} now does {food} and {food}. {take}",
        "Recipe swap: my {food} for your {food}. {number} takers so far",
    ),
    "sport": (
        "{Team} {play} against {team} {day}. Feeling {mood}",
        "Watched {team} {where}: they {play}, and then {play}",
        "{number} minutes in and {team} already {play}. {take}",
        "If {team} {play} once more I will {plan}, I promise",
    ),
    "work": (
        "Survived {work} and {work} {day}. Now {food}",
        "Nobody told me that {work} comes with {weather} and {number} forms",
        "The {tool} at work {fix}, so {work} has to wait until {day}",
        "{number} hours of {work}. I am {mood}. Somebody bring {food}",
    ),
    "town": (
        "About {issue}: {take}. That is what they say in {place} anyway",
        "{number} neighbours in {place} signed a letter on {issue}. {take}",
        "Went to the meeting on {issue} {day}. {Weather} outside, {number} people inside",
        "Still no news on {issue}, though {team} got a new stand. {take}",
        "{Weather} in {place} {day}, and {issue} is back in the paper",
    ),
    "culture": (
        "{Music}: {feel}. Heard it {where}",
        "Reading {book} {where}. {number} pages in and {mood}",
        "{Book} and {music}, that is my whole {day}",
        "Somebody left {book} {where}. It was {feel}",
    ),
    "tech": (
        "Tried {gadget} for {number} weeks: {verdict}",
        "{Gadget} or {gadget}? My old {tool} {fix}",
        "My {tool} {fix} {day}, and {gadget} is {verdict}",
        "Short review of {gadget} used {where}: {verdict}, {verdict}",
    ),
    "vote": (
        "Dropped off my ballot in {place} {day}, {number} people ahead of me, {weather} all the way",
        "Anyone know where voters register in {place}? Asking between {work} and {food}",
        "The midterms ads between {team} games are wearing me out. {take}",
        "Our county extended the hours for Election Day. {take}. Feeling {mood}",
        "{number} candidates for the Senate race and not one word on {issue}",
    ),
}

REPLIES = (
    "Same here in {place}, {pet} {verb} {thing} too",
    "Fair point, though {take}",
    "You should {plan} and then {plan}",
    "Try it with {food}, it helps when you are {mood}",
    "We had {weather} as well, {number} days of it in {place}",
    "Reminds me of {book}, {feel}",
    "Ha, {team} {play} and now this",
    "Did the {tool} survive? Mine {fix} {day}",
    "I heard the same about {issue}. {take}",
)

SPANISH: Mapping[str, tuple[str, ...]] = {
    "lugar": parted(
        "Valdemora|Puerto Lirio|Santa Quela|Montelargo|Ribas del Sol|Campoverde|Las Torcas|Aldea Nueva|Cerro Pardo|Bahía Clara"
    ),
    "cosa": parted(
        "la bicicleta|el paraguas|las llaves|el termo|la radio|el cuaderno|la lámpara|el abrigo|la maleta|el reloj|la cafetera"
    ),
    "comida": parted(
        "sopa de calabaza|arroz con verduras|tortilla|empanadas|lentejas|pan de maíz|flan|guiso de setas|churros"
    ),
    "gesto": parted(
        "perdí|encontré|arreglé|regalé|vendí|olvidé en el tren|presté a mi hermana|cambié por un libro|llevé a reparar"
    ),
    "tiempo": parted(
        "con lluvia|con un frío terrible|bajo el sol|entre niebla|con mucho viento|sin prisa|de madrugada"
    ),
    "dia": parted("el lunes|el martes|el jueves|el sábado|esta mañana|anoche|este fin de semana|ayer por la tarde"),
    "idea": parted(
        "nadie dijo nada|valió la pena|ya era hora|no lo vuelvo a hacer|hay que repetirlo|me quedo con eso|así es la vida"
    ),
}
SPANISH_PATTERNS = (
    "{Dia} {gesto} {cosa} en {lugar}, {tiempo}. Al final {idea}",
    "Receta de {comida} para {dia}: la probé en {lugar} y {idea}",
    "Caminé hasta {lugar} {tiempo} y {gesto} {cosa}. {Idea}",
    "En {lugar} sirven {comida} y {comida}. {Dia} volvemos, {tiempo}",
    "Primero {gesto} {cosa}, luego {gesto} {cosa}; {idea}",
)

CHINESE: Mapping[str, tuple[str, ...]] = {
    "地": parted("柳桥镇|青石湾|北坡村|云水路|南渡口|白桦里|东仓街|石榴巷|望江台|松林站|枫桥边|小河沿"),
    "物": parted("一把旧伞|自行车|半本旧书|一只风筝|收音机|一双布鞋|旧相册|水壶|毛线帽|台灯|木箱子|口琴"),
    "食": parted("南瓜粥|葱油饼|番茄面|桂花糕|红烧茄子|豆腐汤|小馄饨|蒸鱼|糯米饭|绿豆沙|腌萝卜|烤红薯"),
    "天": parted("下着小雨|起了大雾|太阳很好|风特别大|刚下过雪|天色很晚|月亮很圆|空气里有桂花香"),
    "感": parted(
        "心里踏实多了|还是觉得可惜|没想到这么顺利|大家都笑了|累但是开心|想起了小时候|以后还要再来|总算松了一口气"
    ),
    "时": parted("今天早上|昨天晚上|周末|下班以后|午休的时候|出门之前|放假第一天|这几天"),
    "人": parted("邻居大爷|我妹妹|老同学|隔壁小孩|卖菜的阿姨|修车师傅|图书馆的姐姐|外婆"),
}
CHINESE_PATTERNS = (
    "{时}在{地}，{天}，和{人}一起吃了{食}，顺便修好了{物}，{感}",
    "{人}送来{食}和{食}，我把{物}借给了{人}，{时}{地}{天}，{感}",
    "{时}去{地}找{物}，结果{天}，碰到{人}，说起{食}说了半天，{感}",
    "{地}那家店的{食}越来越好吃了，{时}{人}也在，{天}，聊到{物}，{感}",
)
