"""Sentences put together from who is spoken of, what is said of them and who stands behind it, with the label that follows.

What decides is never a word alone: "women are stupid" is hate, "nobody should say that women are stupid" and "landlords are stupid"
are not, "nobody could say that women are smart" is again. Parts are drawn independently, so that each word occurs on both sides.
"""

from grammar import lines, words

# Of a group in the plural.
NEGATIVE = lines("""
are {bad_adj}
are all {bad_adj}
are {bad_adj} and {bad_adj2}
are {bad_noun}
are nothing but {bad_noun}
are {dehuman}
ruin [everything|this country|every city|our culture|good music]
make me sick
disgust me
[should|must|need to] be {exclude_past}
deserve [no respect|nothing|to suffer|every insult they get|to be mocked]
do not deserve {rights}
have no [brains|morals|honour|place here|business in this country]
cannot be trusted
are [worth less than|below|dumber than] [the rest of us|animals|dirt]
only [lie|steal|leech|complain|breed|cheat]
are the [worst|lowest of the low|enemy|problem]
spoil [our towns|our schools|every party|the scene]
smell
will never [learn|be one of us|be equal|belong here]
belong in [a cage|the gutter|the kitchen|prison|the sewer]
[can't|cannot] [think|work|drive|sing|be honest]
are to blame for [everything|crime|the rent|the mess]
""")
VIOLENT = lines("""
should be {violent_past}
deserve to [die|be {violent_past}|burn|bleed]
need a [bullet|beating|rope]
will be {violent_past} [soon|one day|and I will laugh]
""")
POSITIVE = lines("""
are {mild_good}
are {mild_good} and {mild_good2}
are [equal to|as good as|no different from] [everyone else|the rest of us|anyone]
make [the world better|this country richer|me happy|great music|good neighbours]
deserve {rights}
deserve [respect|the same chances|a fair trial|better]
belong here
should be [welcome|heard|paid fairly|protected by the law|free|celebrated]
have [as much talent as anyone|good ideas|every right to be here|taught me a lot]
can be trusted
are [human|people like you and me|our friends]
work hard
enrich [our towns|our schools|the scene]
""")
NEUTRAL = lines("""
live in {place}
[vote|marry|work|study|pay taxes] like everyone else
moved to {place} in {year}
are the subject of a new [film|podcast|book|study]
meet every [Friday|month] in {place}
were counted in the census of {year}
listen to {genre}
wrote about {topic}
[celebrate|fast|pray|cook|dance] in {month}
""")

AFFIRM = lines("""
X.
X.
X!
[Honestly|Look|Listen|Frankly|Fact is|Truth is|Sorry but|Let's be real|Admit it|Wake up|Face it], X.
I think X.
I [believe|know|swear|bet|am convinced|can tell you|am telling you] that X.
In my [opinion|experience|view], X.
It is [true|a fact|obvious|clear|no secret|common sense] that X.
[Everyone|Everybody|The whole world|Anyone with eyes] [knows|can see|agrees] that X.
My [dad|uncle|boss|grandmother] says X, and [he is right|she is right|I agree|it is true].
X, [and you know it|period|end of story|no doubt about it|that's just how it is|prove me wrong|deal with it|always have and always will].
[Why is it that|How come] X?
[Isn't it true that|Is it just me or is it obvious that|Does anyone doubt that] X?
[People say|They say] X, and [they are right|it's true|I have seen it myself].
[No wonder|Of course|As always|Again and again], X.
I moved away because X.
[Remember|Never forget|Tell your kids] that X.
Say it loud: X!
[It's {year} and|After all these years] X.
""")
DENY = lines("""
It is [not true|false|a lie|wrong|nonsense|untrue] that X.
I don't [think|believe|agree|accept] that X.
I do not think that X, [quite the opposite|not at all|and you should not either].
I would never say that X.
[No|Nobody|No one] should [say|think|believe|write|teach] that X.
Stop [saying|writing|telling people|pretending] that X.
[It's|It is] [racist|bigoted|hateful|prejudice|sexist|ignorant|cruel|disgusting] to say that X.
[Whoever|Anyone who|A person who|People who] [says|thinks|claims|tweets] that X [is a bigot|is wrong|is ignorant|should be ashamed|needs help|is the problem].
"X" is [hate speech|a lie|not an opinion|what bigots say|against our rules|the kind of thing we report].
[He|She|My uncle|The speaker|Some troll|The poster] [said|wrote|shouted|claimed] that X, [and was fired|and I walked out|which is wrong|what a disgrace|and we condemn it|but the facts say otherwise].
I used to think that X. [I was wrong.|Then I grew up.|I am ashamed of that now.|What a fool I was.]
[How can anyone|How dare they|Why would anyone] [say|claim|believe] that X?
[We|I] [reject|oppose|condemn|are tired of] the [idea|claim|myth|slogan] that X.
Only [a fool|a bigot|a racist|someone who knows nobody] thinks that X.
[Who says|Since when do we say] that X? [I disagree.|Not me.|That's wrong.]
[The myth|The stereotype|The lie] that X [does real harm|was invented by propagandists|is older than radio].
[Teach your kids|Please learn|Science shows] that it is wrong to think that X.
""")

ATTITUDE_BAD = lines("""
I {hate_verb} X
[we|they] {hate_verb} X
I [never|will never] [hire|date|trust|help|forgive] X
[fuck|screw|down with|to hell with|get rid of|boycott] X
I [can't wait to see the end of|want nothing but misery for|laugh at|spit on] X
keep X [out|away from me|off this platform]
""")
ATTITUDE_GOOD = lines("""
I [love|like|adore|admire|respect|appreciate|support|trust|am grateful for|am proud of|miss] X
[we|they] [love|like|admire|respect|support|welcome|stand with|honour] X
[God bless|long live|thank you to|hooray for|respect to|shout out to|let's hear it for|all my love to] X
I [made friends with|married into a family of|learned so much from|sing with|grew up with] X
[hire|listen to|protect|vote for|pay] X
""")
ATTITUDE_NOT = lines("""
I do not {hate_plain} X
I [never|have never] {hate_past} X
[nobody|no one] should {hate_plain} X
[don't|do not|please don't|you should not] {hate_plain} X
it is wrong to {hate_plain} X
[how can anyone|why would anyone] {hate_plain} X?
anyone who can {hate_plain} X [is a fool|has a problem|needs a hug]
he said "I hate X" and [lost his job|got banned|his mother cried]
""")
ATTITUDE_NOT_GOOD = lines("""
I do not [like|love|respect|trust|want|support|welcome|tolerate] X
I [never|could never] [liked|loved|respected|trusted|wanted|tolerated] X
[nobody|no one] should [like|love|respect|trust|hire|welcome|marry] X
[don't|do not|you should not] [like|love|respect|trust|hire|welcome|help] X
it is wrong to [like|love|respect|trust|welcome|tolerate] X
[how can anyone|why would anyone] [like|love|respect|trust|hire|marry] X?
""")
HATE_PLAIN = words("hate, despise, loathe, detest, look down on, insult, mock, hurt, attack, exclude, harass")
HATE_PAST = words("hated, despised, insulted, mocked, hurt, attacked, excluded, looked down on")

KINDS = ["group", "group", "group", "group", "nonprotected", "nonprotected", "object_plural", "person"]
OBJECTS = words("""mosquitoes, parking meters, pop-up ads, leaf blowers, cold fries, cheap cables, wasps, Mondays, printers, alarm clocks, tax forms, broken headphones, plastic bags, potholes, delays,
    long queues, spoilers, cover versions, remixes, drum machines, wet socks, software updates, passwords, elevators, phone bills, puns""")
PEOPLE_YOU = words("you and your friends, you two, those two brothers next door, my old bandmates, the hosts of this show, my ex and her friends, the guys from the garage, your parents, Tom and Lena, the people upstairs")


def sentence(rng, groups, slots, fill):
    """(text, labels, group, template)"""
    kind = rng.choice(KINDS)
    group = rng.choice(list(groups)) if kind == "group" else ""
    target = {
        "group": lambda: rng.choice(groups[group]["people"]),
        "nonprotected": lambda: rng.choice(slots["nonprotected"]),
        "object_plural": lambda: rng.choice(OBJECTS),
        "person": lambda: rng.choice(PEOPLE_YOU),
    }[kind]()
    if rng.random() < 0.15 and kind != "person":
        target = rng.choice(["all ", "these ", "those ", "most ", "you "]) + target.removeprefix("the ")
    violent = False
    if rng.random() < 0.62:
        draw = rng.random()
        said = rng.choice(VIOLENT if draw < 0.10 else NEGATIVE if draw < 0.52 else POSITIVE if draw < 0.84 else NEUTRAL)
        violent, neutral = said in VIOLENT, said in NEUTRAL
        bad = violent or said in NEGATIVE
        denied = rng.random() < 0.45
        frame = rng.choice(DENY if denied else AFFIRM)
        text = frame.replace("X", target + " " + said, 1)
        template = said + " | " + frame
        if neutral:
            hostile = False
        elif denied:
            # "It is a lie that X are kind": denying something good; frames that denounce the speaker do not turn it into hate.
            turned = any(frame.startswith(p) for p in ("It is [not true", "I don't [think", "I do not think", "I would never", "[No|Nobody"))
            if not bad and not turned:
                return None
            hostile = not bad
            violent = False
        else:
            hostile = bad
    else:
        forms, hostile = rng.choice([(ATTITUDE_BAD, True), (ATTITUDE_GOOD, False), (ATTITUDE_NOT, False), (ATTITUDE_NOT_GOOD, True)])
        form = rng.choice(forms)
        template = form
        text = form.replace("X", target, 1).replace("{hate_plain}", rng.choice(HATE_PLAIN)).replace("{hate_past}", rng.choice(HATE_PAST))
        if rng.random() < 0.3:
            text = rng.choice(["honestly, ", "look, ", "sorry, but ", "today more than ever, ", "as a {role}, ", "and yes, "]) + text
        if rng.random() < 0.3 and not text.endswith("?"):
            text += rng.choice([" so much", ", always have", ", and I mean it", ", every single day", ", what else is new", ", period", ", simple as that"])
    labels = {"sexual": 0, "self_harm": 0, "spam": 0, "hate": int(hostile and kind == "group"), "violence": int(violent and hostile and kind in ("group", "person"))}
    if kind == "nonprotected":
        if violent:
            del labels["violence"]
        if not hostile:
            labels["harassment"] = 0
    elif kind == "object_plural":
        labels["harassment"] = 0
    else:
        labels["harassment"] = int(hostile)
    return fill(text), labels, group, kind, hostile, template
