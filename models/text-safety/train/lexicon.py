"""Words by what they hint at: the project's own lists and, where at hand, the Surge profanity lexicon (MIT).

Two uses: which labels a text without any such word can be taken to lack (`absent`), and the lexical signal inside the model, which
sees them as runs of one to three word pieces (`pieces`).
"""

import csv
import re

CATEGORIES = [
    "ethnic_slur", "gender_slur", "sexual", "insult", "profanity", "violence", "self_harm", "spam", "identity", "dehumanising", "target",
]

OWN = {
    "insult": """idiot idiots moron morons stupid dumb dumbass loser losers pathetic worthless ugly disgusting clown trash garbage scum
        imbecile cretin fool fools dimwit halfwit brainless coward creep freak fraud useless talentless hack pig fat fatso lowlife
        dirtbag scumbag sleazebag jackass airhead nobody joke vile nasty hideous waste ignorant incompetent crybaby snowflake
        troll simpleton dunce buffoon lunatic psycho weirdo degenerate deadbeat parasite laughingstock embarrassment""",
    "violence": """kill kills killed killing murder murdered shoot shot shooting stab stabbed stabbing beat beating punch punched
        strangle choke hang hanged lynch lynched burn burned bomb bombing behead slaughter massacre execute executed exterminate
        eradicate torture tortured rape raped gun guns knife rifle bullet bullets blood bloody corpse dead death die dies attack
        attacked assault hurt smash break bones throat grave bury shank stomp hunt hunted destroy wipe gas gassed shootout rope
        machete crowbar drown acid gore mutilated dismembered butcher butchered crush skull regret payback""",
    "self_harm": """suicide suicidal kill myself kill yourself end my life end it all cut myself cutting myself hurt myself harm
        self-harm overdose starve starving purge purging thinspo pro-ana anorexia bulimia kys unalive hang myself hang yourself
        want to die better off dead slit wrists blade blades razor noose jump off pills""",
    "spam": """free click link subscribe winner won prize cash bitcoin crypto giveaway guaranteed earn income discount offer buy
        cheap promo followers streams boost dm whatsapp telegram limited investment profit casino bet viagra loan refinance claim
        voucher reply urgent www http https urgent unsubscribe bonus payout playlist placement hurry deal sale unlock profits pharmacy
        pills rx txt call now""",
    "identity": """woman women girl girls female females wife feminist feminists man men black blacks white whites asian asians latino
        latina latinos hispanic mexican mexicans arab arabs african africans indian indians chinese jew jews jewish muslim muslims
        islam islamic christian christians catholic hindu sikh immigrant immigrants refugee refugees migrant migrants foreigner
        foreigners gay gays lesbian lesbians bisexual trans transgender queer lgbt disabled autistic deaf blind wheelchair roma gypsy
        travellers indigenous natives aboriginal somali somalis pakistani pakistanis turk turks polish romanian nigerian atheists""",
    "dehumanising": """vermin rats rat cockroach cockroaches parasites parasite animals animal beasts savages savage subhuman subhumans
        filth filthy plague disease cancer virus infestation invaders invasion apes monkey monkeys ape pigs dogs dog maggots
        leeches leech swarm insects pest pests scum inferior primitive barbarians mongrels breed breeding replace""",
    "target": """you your you're u ur yourself them they those these all every""",
}

SURGE = {
    "racial / ethnic slurs": "ethnic_slur",
    "sexual orientation / gender": "gender_slur",
    "sexual anatomy / sexual acts": "sexual",
    "bodily fluids / excrement": "profanity",
    "other / general insult": "insult",
    "mental disability": "insult",
    "physical disability": "insult",
    "physical attributes": "insult",
    "animal references": "insult",
    "religious offense": "profanity",
    "political": "insult",
}

# Phrases of the own lists that are more than one word.
PHRASES = [
    "kill myself", "kill yourself", "end my life", "end it all", "cut myself", "cutting myself", "hurt myself", "want to die",
    "better off dead", "slit wrists", "hang myself", "hang yourself", "jump off", "call now", "wipe out",
]


def own():
    """term -> (category, strength)"""
    terms = {}
    for category, text in OWN.items():
        text = " ".join(text.split())
        for phrase in PHRASES:
            if phrase in text:
                terms[phrase] = (category, 1.0)
        for word in text.split():
            terms.setdefault(word, (category, 0.5))
    return terms


def surge(path):
    """term -> (category, strength); the severity of the lexicon is 1 to 3."""
    terms = {}
    with open(path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            category = SURGE.get(row["category_1"])
            if category:
                terms[row["text"].lower()] = (category, float(row["severity_rating"]) / 3)
    return terms


def of(path):
    terms = own()
    if path:
        terms.update(surge(path))
    return terms


class Absence:
    """Which labels a text cannot well have, for want of any word that they live on."""

    def __init__(self, path):
        words = {category: set() for category in CATEGORIES}
        for term, (category, _) in of(path).items():
            words[category].add(term)
        for category in OWN:
            words[category] |= {t for t, (c, _) in own().items() if c == category}
        self.patterns = {
            c: re.compile(r"(?<![a-z])(" + "|".join(sorted(map(re.escape, w), key=len, reverse=True)) + r")(?![a-z])")
            for c, w in words.items()
            if w
        }
        # Also parts of words, which a lexicon of whole words misses.
        self.patterns["sexual"] = re.compile(
            self.patterns["sexual"].pattern
            + r"|sex|porn|nud|naked|cock|dick|puss|tit|ass\b|cum|fuck|orgas|masturb|horn|blow|suck|strip|breast|penis|vagina|erotic|bed|kiss|lick|moan|thrust|thigh|naughty|bang"
        )
        self.patterns["violence"] = re.compile(
            self.patterns["violence"].pattern + r"|kill|murder|shoot|stab|rape|beat|slap|fight|war|weapon|destroy|elimin|extermin|burn|hang|punch|hit|kick|threat|watch your"
        )
        self.patterns["self_harm"] = re.compile(
            self.patterns["self_harm"].pattern + r"|suicid|myself|yourself|die\b|dying|dead|death|harm|depress|cutting|\bcut|pills|starv|weigh|thin\b|anore|bulim|purg|end it|alive|hopeless|pain"
        )
        self.patterns["spam"] = re.compile(self.patterns["spam"].pattern + r"|[$£€%]|\d{4}|://|www|\.com|#\w+.*#\w+")

    def has(self, category, text):
        return bool(self.patterns[category].search(text.lower()))

    def absent(self, text):
        return [label for label in ("sexual", "violence", "self_harm", "spam") if not self.has(label, text)]
