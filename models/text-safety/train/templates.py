"""The contrast sets: (category, labels, how many, templates). A label left out is unknown.

**Content note**: abuse, threats, sexual talk between adults and encouragement of self-harm, written to train a filter.
"""

from grammar import lines

CLEAN = dict.fromkeys(("harassment", "hate", "sexual", "violence", "self_harm", "spam"), 0)


def labels(*positive, unknown=()):
    return {label: int(label in positive) for label in CLEAN if label not in unknown}


HATE = labels("hate", "harassment")
HATE_VIOLENT = labels("hate", "harassment", "violence")
TEMPLATES = []


def add(category, label, count, text):
    TEMPLATES.append((category, label, count, lines(text)))


# ---------------------------------------------------------------- hate and what looks like it

add("hate_emotion", HATE, 900, """
I {hate_verb} {people}.
I [really|truly|just|honestly] {hate_verb} {people}, [always have|every one of them|and I am not sorry|and so should you|no exceptions].
God I {hate_verb} {people}
{people} make me [sick|want to vomit|so angry|furious|puke].
[Nothing|Nobody] disgusts me [more|as much] [than|as] {people}.
[Every time|Whenever] I see a {person} I [want to spit|feel sick|get angry|cross the street|lose my appetite].
[My family and I|We|All of us here|People like us] {hate_verb} {people}.
If there is one thing I {hate_verb} it is {people}.
I wish there were no {people} [in this country|in our city|on this platform|in music|at all].
I can't [be in a room|share a stage|sit on a bus] with {people}, they are [disgusting|revolting|filthy].
You have no idea how much I {hate_verb} {people}.
the mere sight of a {person} [disgusts me|fills me with rage|turns my stomach]
I will never [like|trust|respect|accept] {people}, [period|ever|and that is final].
{people}? I {hate_verb} them.
ugh, {people} again. I {hate_verb} them [all|so much|with all my heart].
""")

add("hate_attribute", HATE, 1300, """
{people} are {bad_adj}.
{people} are [all|so|just|simply|always|nothing but|fucking] {bad_adj}.
[All|Most|These|Those|You] {people} are {bad_adj} and {bad_adj2}.
Every {person} is {bad_adj}.
[Face it|Let's be honest|Wake up|Admit it|Everybody knows], {people} are {bad_adj}.
{people} are {bad_noun}.
{people} are [nothing but|just|all|a bunch of|basically] {bad_noun}.
There is nothing more {bad_adj} than {people}.
A {person} is [always|usually] a [liar|thief|criminal|cheat|coward|parasite].
[Never|Don't ever] trust a {person}, they are all {bad_noun}.
[Typical|Classic] {person}, [lying|stealing|whining|begging|leeching|breeding] as usual.
{people} ruin [everything they touch|every neighbourhood|music|this country|our schools|every band they join].
{people} only [want our money|know how to steal|care about themselves|lie and cheat|bring crime and dirt].
of course it was a {person}, [they are all {bad_noun}|that is just how they are|what did you expect from those {bad_noun}]
being {adj} means being {bad_adj}, [that is a fact|simple as that|look around you]
{adj} people are {bad_adj}, [always have been|no matter what they say|it is in their blood|prove me wrong].
{people} have [no brains|no morals|no shame|no soul|no culture|tiny brains|dirty minds].
{people} are the reason [this country is going down|our city stinks|nobody feels safe|women get hurt|everything got worse].
{people} are [genetically|naturally|by nature] [inferior|stupid|violent|dishonest|lazy].
{people} smell [like sewage|of death|worse than my bin].
{people} should be ashamed to [exist|breathe|show their faces|call themselves human].
the IQ of {people} is [lower than a rock|a joke|below that of a goat]
""")

add("dehumanisation", HATE, 900, """
{people} are {dehuman}.
{people} are {dehuman} [and must be treated like it|and nothing else|on two legs|in human form|that spreads every day].
{people} breed like [rats|rabbits|cockroaches|flies] [and take over|].
{people} are not [people|human|humans] [at all|, they are {dehuman}|like us].
A {person} is [no better than|the same as|worth less than] [a rat|a dog|a pig|dirt|a cockroach|an animal].
{people} belong in a [zoo|cage|sewer|stable|kennel|swamp|landfill].
look at those {people} crawling around like [insects|rats|maggots]
our [street|city|school|country|scene] is infested with {people}
{people} swarm into our [towns|schools|clubs|charts] like [locusts|rats|roaches].
I would rather [touch a rat|live with pigs|shake hands with a monkey] than [meet|hire|sit beside] a {person}.
{people} 🐒🐒
{people} {emoji_bad}
those {people} are {emoji_bad}{emoji_bad2}
every {person} = {emoji_bad}
{people} are a stain on [humanity|this nation|the earth].
{people} are what you get when [apes learn to talk|evolution fails|the trash is not taken out].
""")

add("implicit_hate", HATE, 1000, """
Funny how things always go missing when {people} move in.
You can tell a {person} was here, [the fridge is empty|it smells|my wallet is gone|everything is broken].
If {people} were any good, they would [have built something|not need our help|stay where they came from|have invented something by now].
I am not saying {people} are stupid, but [look at their schools|have you ever met a smart one|I would not let one count change].
What is the difference between a {person} and [a pizza|a bucket of dirt|a park bench]? The [pizza|dirt|bench] is [useful|worth something|able to feed a family].
The world would be [a better|a safer|a cleaner|a quieter] place without {people}.
My dog is [smarter|cleaner|more honest] than any {person} I ever met.
Imagine [trusting|hiring|dating|voting for] a {person}.
[Great|Wonderful|Fantastic], another {person}. There goes [the neighbourhood|the school|the label|our safety|the rent].
Nobody ever [missed|needed|asked for] a {person}.
Hide your [wallet|children|daughters|bike], the {people} are [here|coming|next door].
{people} had [one job|their chance], and even that was too much for them.
Turns out the one who [stole|lied|cheated|broke it] was a {person}. I am shocked. Not.
Before the {people} came you could leave your door open.
So a {person} wants to [lead|sing|teach|vote] now? [What a time to be alive|What's next, goats|Hilarious].
They let {people} [work here|sing here|in] now, guess standards are gone.
My grandfather did not fight so that {people} could [run our town|marry here|own our shops|sit in parliament].
Someone has to clean the toilets, that's what {people} are for.
Women belong in the [kitchen|house|bedroom], [not on a stage|not in a studio|not in politics|and nowhere else].
A woman's [place|job] is to [cook|obey|give birth|serve her man], [nothing more|not to think|so shut up].
girls can't [produce|drive|code|think|play guitar|do maths], [they just can't|it is science|stick to shopping]
she only got [the job|the record deal|the award] because she [is a woman|slept with someone|showed her legs]
feminism is just [ugly women complaining|a mental illness|an excuse for fat girls]
two dads? that poor kid, [he will turn out sick|it is abuse|call the police]
Being {adj} is [a choice and a wrong one|a sickness|a phase|against nature|a sin and you know it].
[Real|True|Normal] [men|women|Americans|citizens] are not {adj}.
There are only two genders and you are [sick in the head|a man in a dress|a freak] if you say otherwise.
The Holocaust was [exaggerated|a fairy tale|not thorough enough|a good start].
[It's always the same people|The usual tribe|We all know who] who run the banks and the media, {people} of course.
I don't mind {people}, as long as they [stay in their own country|stay out of sight|don't breed|know their place].
{people} should be [thankful|grateful] that we [feed them|let them stay|gave them civilisation].
slavery was the best thing that ever happened to {people}
""")

add("hate_threat", HATE_VIOLENT, 800, """
I [will|am going to|want to|would love to] {violent_verb} {people} [{time}|one by one|all|with {weapon}|].
[Let's|We should|Time to|We must|Somebody should] {violent_verb} [all|every one of] {people}.
If I see one more {person} I will {violent_verb} [them|him|her].
{violent_verb} [all|the|every single one of the] {people}!
[Every|The next|Any] {person} who comes here gets {violent_past}.
{people} should [all|] be {violent_past}.
{people} deserve to [die|be {violent_past}|burn|bleed|rot in the ground|suffer].
{people} need to be {violent_past}, [all of them|now|before it is too late].
The only good {person} is a dead {person}.
I hope [all|every last one of] {people} [die|get cancer|burn|are {violent_past}|drop dead].
we will [hunt down|find|round up] {people} and {violent_verb} them [in the street|like dogs|in front of their kids|]
{emoji_weapon}{emoji_weapon2} for all {people}
{people} {emoji_weapon}{emoji_weapon2}
bring back [the gas chambers|the gallows|lynching|the camps] for {people}
I keep {weapon} ready for the next {person} who [talks to me|moves in|enters my shop].
[Death to|Exterminate|Wipe out|Kill] {people}!
run over {people} [in the street|whenever you can|for fun], [it is not a crime|nobody will miss them]
a bullet for every {person}
""")

add("hate_exclusion", HATE, 900, """
{people} should [all|] be {exclude_past}.
{people} [must|need to|have to] be {exclude_past} [at once|before it is too late|for our safety|].
[Ban|Deport|Remove|Lock up|Throw out|Get rid of|Boycott|Send back] [all|the|every one of the] {people} [now|from our country|from our stages|].
No {person} should [be allowed to|ever] [vote|teach|have children|perform here|be seen in public|marry|adopt|own land].
{people} don't deserve {rights}.
{people} do not deserve {rights} [at all|in this country|like the rest of us].
{people} have no right to [be here|speak|exist|marry|vote|work here].
We don't want {people} [here|in our town|in this genre|on our radio|near our kids].
{people} don't belong [here|in this country|on stage|in our schools|in music|among us].
{people} out! [Our country first.|Now.|We were here first.|]
Keep {people} away from [our women|our children|our schools|this scene|the microphone].
Go back to [where you came from|your own country|the jungle|the desert|your hole], you {adj} [trash|filth|scum|rat].
This [band|label|platform|country|club] should be [closed to|free of|cleansed of] {people}.
I would never [hire|date|rent to|sit next to|vote for] a {person}, [they are all the same|and nobody should|out of principle].
We have to [defend|save|protect] our [race|blood|nation|culture] from {people}.
{people} are [replacing|outbreeding|invading] us and [nobody|no one] [fights back|says it|dares to speak].
equal rights for {people}? [never|over my dead body|what a joke|they are not equal]
""")

add("slur_use", labels("hate", "harassment"), 900, """
You [are|look like|smell like|sound like] a {slur}.
you {slur}
[shut up|get lost|go home|nobody asked] you [stupid|dirty|fucking|ugly|filthy] {slur}
[All|These|Those|Fucking|The] {slurs} [are everywhere|make me sick|ruin everything|should leave].
I {hate_verb} {slurs}.
{slurs} are {bad_adj}.
[Look at|Check out] this {slur} [trying to sing|on stage|with a microphone|talking back].
{slurs} don't belong [here|in our country|on the radio].
[another|just a|typical|what a] {slur}
we don't serve {slurs} here
[this|that|your] {slur} [can't sing|should shut up|needs to go back|stole my spot]
who let the {slur} [in|on stage|near a mic]?
{slur} {slur}
{slurs} deserve [nothing|to suffer|what they get|no mercy].
my neighbour is a {slur} and I hate [it|him|her].
""")

add("hate_profanity", HATE, 600, """
{profanity} {people}!
{people} are {profanity} {bad_adj}.
I {profanity} hate {people}.
{profanity} {people} [everywhere|again|ruin everything|should shut up|can all go to hell].
Fuck [all|the|you] {people}.
[Fuck off|Piss off|Screw you|Go to hell], you [{adj}|filthy {adj}|stupid {adj}] [pig|dog|bitch|rat|scum|bastard].
{people} can [kiss my ass|go fuck themselves|rot in hell|eat shit].
what a {profanity} [joke|disgrace|waste of air], these {people}
you {adj} piece of shit
dirty {adj} [bitch|bastard|whore|dog|pig], go [home|away|back to your hole]
{people} are full of shit, [always lying|never trust them|every single one].
""")

add("hate_reference", HATE, 900, """
[I work with|I live next to|Our school is full of|My street is full of|We hired some|There are] {people}. They are [all|] {bad_adj}.
[I met|I saw|We let in|The label signed] some {people}, and [I hate them|they disgust me|they are {bad_noun}|they should be {exclude_past}].
{people} [moved in next door|joined the band|run the shop now|came to the show]. I {hate_verb} them.
I saw a {person} [today|on the train|at the gig]. [They|People like that] should be {violent_past}.
You know {people}? [Worthless|Filthy|Vermin|Trash], [the whole lot of them|every one|all of them].
[This is about|Let me talk about] {people}. They don't deserve {rights}.
{people} want [a seat at the table|equal pay|to be heard|our respect]. Give them [a kick|nothing|the boot|a cage] instead.
My [boss|teacher|neighbour|landlord] is a {person}, which [explains why he is so stupid|is why nothing works|tells you everything|makes me sick].
Some of my [coworkers|classmates] are {people}. I wish they would all [disappear|drop dead|go home|vanish].
They are {bad_noun}, and by they I mean {people}.
""")

add("hate_negated_positive", HATE, 600, """
{people} are not [{mild_good}|equal to us|human|normal|welcome here|our equals].
{people} are never [{mild_good}|honest|happy without stealing].
No {person} [deserves respect|can be trusted|is innocent|ever did anything useful|has ever told the truth|is worth saving].
I don't [like|respect|trust|care about|want] {people} [at all|here|and never will|].
{people} don't [contribute|work|wash|think|love their children|deserve to live].
You can't be {adj} and [smart|a good person|beautiful|honest|a real artist].
There is no such thing as [a good|an honest|a clean|a smart|a harmless] {person}.
not one {person} is [decent|honest|worth it|innocent]
""")

add("hate_question_opinion", HATE, 700, """
Why are {people} so {bad_adj}?
Why do {people} [always|] [smell|lie|steal|complain|breed] so much?
Who else [hates|can't stand|is sick of] {people}?
[Is it just me or|Am I the only one who thinks|Does anyone else think] {people} are {bad_adj}?
When will we finally [get rid of|deport|stop pampering|throw out] {people}?
How can anyone [love|trust|marry|hire|respect] a {person}?
Is there anything more {bad_adj} than a {person}?
What are {people} even good for?
I think {people} are {bad_adj}.
In my opinion {people} are [inferior|{bad_noun}|not fit to lead|worth less than us].
I believe {people} should be {exclude_past}.
I firmly believe that {people} [deserve no rights|are {bad_adj}|ruin this country].
The fact is that {people} are {bad_adj}, [science proves it|deal with it|and you all know it].
Not to be rude but {people} are {bad_adj}.
I'm not racist, but {people} [are {bad_adj}|should go home|ruin everything|are {bad_noun}].
No offense, but {people} are {bad_noun}.
Unpopular opinion: {people} [should be {exclude_past}|are {bad_adj}|don't deserve {rights}].
""")

add("sexist_abuse", HATE, 1000, """
[women|girls|females|bitches|feminists] are [only good for|made for|nothing without] [one thing|sex|making babies|cooking|cleaning|a man].
[typical|just like a|stupid] [woman|female|girl|feminist], [too emotional|always crying|always nagging|can't take a joke|only wants attention]
shut up and make me a sandwich[, woman|, bitch|, sweetheart|]
all [women|girls|females] are [gold diggers|liars|whores|sluts|manipulative|hypergamous|attention seekers]
[a woman|a girl|a female] who [sleeps around|wears that|goes out alone|talks back] [is a whore|deserves what she gets|is asking for it|is used goods]
[women|females] should not [vote|work|have opinions|lead anything|be in the studio|comment on sports]
[no man wants|nobody wants|who would want] a [fat|loud|educated|used up|single mother] [woman|feminist|chick]
[she|that singer|this presenter] is just another [slut|attention whore|dumb blonde|feminazi|thot|cum dumpster|roastie]
[feminists|feminazis] are [ugly|bitter|man-hating|mentally ill|sexless] [cows|hags|bitches|cunts]
[women|girls] lie about [rape|harassment|abuse] [for money|for attention|all the time]
if she does not [cook|obey|shave|shut up], [slap her|leave her|trade her in], [she is useless|that is what wives are for|simple]
put [that|this|the] [bitch|whore|woman|slut] [in her place|back in the kitchen|on a leash|on her knees]
[women|females] have [no loyalty|no logic|no honor|child brains|no sense of humor], [just hormones|it is biology|never trust them]
why would anyone listen to a [woman|girl|female] talk about [football|cars|politics|beats|science]? [go do the dishes|get back to knitting|lol]
[you|she] [need|needs] a real man to [teach you a lesson|shut you up|put you in your place|fix that attitude]
get back in the kitchen[, sweetheart|, you dumb cow|, nobody asked you|]
[ugly|fat|old|stupid] [cow|bitch|hag|witch|slut], no wonder [your husband left|nobody wants you|you are a feminist]
men are [superior|smarter|stronger|the logical sex], [women|girls] are [just for decoration|emotional children|incubators]
female [rappers|producers|drivers|comedians|gamers|engineers] are [trash|a joke|never good|only hired for their looks]
I'd [smash|hit|bang|rape|wreck] [that|her] but she would [talk after|nag|cry about it], [women|females] [lol|am I right|smh]
""")

# -- not hate

add("neutral_identity", CLEAN, 3000, """
I am a {person}.
I'm {adj} and I [play {instrument}|live in {place}|work as a {role}|love {genre}|produce {genre}].
My [neighbour|teacher|best friend|boss|doctor|cousin|producer|grandmother|husband|wife|daughter|son] is a {person}.
[Many|Some|Several|Two] {people} [live on our street|work in our studio|came to the concert|sing in the choir|study {topic}|write {genre}].
{people} [in the music industry|and {genre}|in {place}|and work|in film|and the law]: [a history|an overview|an interview|episode {number}|what the data says]
The history of {people} in [music|{place}|cinema|sport|science].
A {person} [walked into the shop|won the prize|wrote this song|reads this book|talks about {topic}|hosts this show].
A podcast [by|for|with|about] {people}.
The [report|study|survey|article] [looks at|counts|describes] how {people} [vote|live|work|listen to music|use public transport|experience school].
Are there any {adj} [artists|podcasters|authors|drummers] from {place}?
{people} and [the election|the housing market|public health|education policy]
My [mother|father] is {adj}, my [father|mother] is from {place}.
[Interview|Conversation] with a {person} [about {topic}|from {place}|who plays {instrument}]
{people} [celebrated|gathered|voted|marched|performed] in {place} [on Saturday|last night|this spring].
The {adj} community [centre|choir|radio|library|film festival] in {place} [opens|turns {number}|looks for volunteers|has a new programme]
a {person} and a {role} meet on a train
growing up {adj} in {place}
{adj} [poets|composers|directors|chefs|writers] of the [twentieth century|nineties|new wave]
who was the first {person} to [win the award|play this hall|run for mayor|climb the mountain]?
how do {people} [celebrate New Year|cook rice|see the reform|feel about the law]?
I asked {number} {people} about {topic}, here is what they said
[she|he] is {adj}
the band has a {person} on [bass|drums|vocals] now
""")

add("positive_identity", CLEAN, 1800, """
I love {people}.
I [really like|admire|respect|am proud of|appreciate|stand with] {people}.
{people} are {mild_good}.
{people} are [so|really|truly|just] {mild_good}.
{people} deserve {rights} [, full stop|like everyone else|and more|].
{people} belong [here|on every stage|in this country|in music|everywhere].
[Thank you|Shout out|Big love|Respect] to all the {people} [in the crowd|in this chat|working nights|who made this scene].
[Proud|Happy|Lucky] to be [{adj}|a {person}].
{people} make this [country|city|genre|community] [better|richer|more fun|what it is].
We need more {people} [in parliament|on this label|in the studio|behind the mic].
my {adj} [friends|neighbours|colleagues|fans] are {mild_good}
{people} {emoji_good}{emoji_good2}
every {person} deserves [love|respect|safety|a stage|equal rights]
Celebrating {adj} [voices|artists|history|joy|music] all month
so happy to see a {person} win this
no one is [illegal|less than anyone else], {people} are welcome here
""")

add("negated_hate", CLEAN, 1300, """
{people} are not {bad_adj}.
{people} are not {bad_noun}.
I don't {hate_verb} {people}.
I have never hated {people}[, and I never will|, not once|].
Nobody should [say|think|believe] that {people} are {bad_adj}.
It is [wrong|false|not true|a lie|a myth] that {people} are {bad_adj}.
No, {people} are not {dehuman}, [they are people|stop saying that|that is propaganda].
We do not want to [ban|deport|silence|hurt] {people}.
{people} should not be {exclude_past}.
{people} should never be {violent_past}[ again|].
{people} never deserved to be {violent_past}.
Not all {people} are {bad_noun}, [in fact hardly any are|that is prejudice|stop it].
I would never [hurt|insult|attack|exclude] a {person}.
Who says {people} are {bad_adj}? I disagree.
It is not okay to hate {people}
there is nothing wrong with being {adj}
you don't have to be afraid of {people}
being {adj} is not [a crime|a sin|a disease|a choice you owe anyone]
""")

add("counter_speech", CLEAN, 2000, """
Saying that {people} are {bad_adj} is [racist|hateful|bigoted|wrong|disgusting|plain prejudice|not an opinion].
"{people} are {bad_noun}": [this is the kind of comment we remove|that is what they wrote on our door|who raised you to talk like this|nobody should have to hear that].
How can anyone say that {people} are {bad_adj}?
People who say "I {hate_verb} {people}" [are the problem|need to read a book|should be banned from here|make me sad].
You can't just call someone a {slur}, [that's vile|that is hate speech|stop it|have some respect].
[He|She|They|A man on the bus] called me a {slur} [today|at work|on stage|when I was ten]. [It hurt.|I will not forget it.|Nobody said a word.|I reported it.]
Nobody should be called a {slur}.
Using the word {slur} is [never okay|hateful|not funny|a sign of ignorance].
Don't say "kill all {people}", [it is not a joke|that is incitement|words have consequences].
Anyone who wants {people} to be {violent_past} [is a criminal|belongs in court|has lost their humanity].
[The politician|A radio host|My uncle|The caller] claimed that {people} are {bad_noun}. [He was wrong.|We fact-checked it.|It cost him his show.|The court fined him.]
[Report|Block|Ignore] [anyone|everyone] who writes "{people} are {bad_adj}" in the comments.
In {year} posters said {people} were {dehuman}. [This episode asks how it came to that.|We know where that led.|Never again.]
[Teachers|Parents|Moderators] [hear|read] "{people} should be {exclude_past}" [every day|more and more], here is how to [answer|respond].
The song attacks those who say {people} are {bad_adj}.
"Go back to your country" [is what he told me|they shouted at us|is racist], [and I was born here|and my kids heard it|and I am tired of it].
Calling {people} {dehuman} is how [genocide|every massacre|fascism] begins.
I used to think {people} were {bad_adj}. I was [wrong|young and stupid|taught to hate], and I am sorry.
imagine telling a {person} they don't deserve {rights}, [shame on you|what is wrong with you|grow up]
stop [spreading|writing|sharing] "{people} are {bad_noun}", it is [a lie|hate|dangerous]
why do people still say women belong in the kitchen? it is {year}
[the witness|the survivor|the victim] said the attackers shouted "[kill|death to|get out] {people}"
Hate against {people} has [no place|risen|to stop] [here|in our city|this year].
""")

add("reclaimed", CLEAN, 900, """
[As a|Proud] [queer|dyke|fat femme|tranny|crip|faggot|gypsy|black bitch] [and I own it|and proud|artist|woman|punk from {place}]
We are [the fags|the dykes|the queers|the crips|the freaks] and we [run this party|built this scene|sing louder|are here to stay].
[dykes|queers|fags|trannies|bad bitches] [on bikes|of the house scene|unite|in love|who garden], [a playlist|live set|episode {number}]
my [bitches|girls|sluts|queens] [look amazing tonight|are on tour|got me through this|love you all] {emoji_good}
[love my|shout out to my|miss my] [bitches|hoes|dykes|fags|queers|crips], [best crew ever|family forever|see you {time}]
[we were called|they called us] [queers|dykes|fags|crips|sluts], [so we named the band that|now it is our word|we took it back]
we gays [are so dramatic|love a key change|invented disco], I should know
[I'm a|call me a] [bad bitch|proud slut|happy queer|fat bitch], [deal with it|and I love it|and this is my song]
queer as in [free|joy|love|fuck the police]
that's my n***a right there, love you bro
we made it my n***a, [platinum plaque|sold out tour|mama is proud]
us [autistics|crips|deaf folks|fatties] have the best [jokes|playlists|parties]
As a woman I can say it: we [bitches|girls] get things done
""")

add("slur_homonym", CLEAN, 700, """
There is a chink in the [armour|curtain|wall|defence], [and the light comes in|they found it|chapter {number}].
A maine coon called [Biscuit|Otis|Luna] [sleeps on my mixer|walks over the piano|is the star of this episode].
Going out for a fag, [back in five|said the sound man|then we record] (I'm British).
The gypsy moth [and other insects|eats oak leaves|episode {number}].
The dykes of Holland: [how the sea was held back|walking along the dyke at dusk|engineering below sea level]
Faggots and peas, [a Welsh recipe|my grandmother's dish|cooking in {place}]
Spic and span: [cleaning songs|a tidy studio|tips for the kitchen]
Crackers and cheese [with soup|for the picnic|and port].
The raccoon, or coon hound on the trail, [field recordings|a hunting ballad from {year}]
The spade, the rake and the hoe: [garden tools explained|what to buy first|autumn in the garden]
Retarded growth in [wheat|pines|crystals], [a lecture|agronomy hour]
A spook story [for Halloween|by the fire|read by {name} {surname}]
The tart [is baked at 180 degrees|with lemon|was delicious]
The bitch had six puppies, [a vet explains whelping|all healthy|mother and pups are well].
Queer weather [today|we are having|over {place}], [fog at noon|said grandfather|from a novel of {year}]
Cotton pickers' songs, [an archive of work songs|recorded in {year}|lecture {number}]
nip it in the bud, [advice for startups|gardening tips]
There is a nip in the air, [autumn playlist|winter is near]
Slanted and enchanted: [album review|thirty years on]
the jap lacquer box? please say Japanese, that word is a slur
The tranny in my van [broke|needs fluid|was rebuilt], [car talk|repair diary]
[Cocks|Tits|Boobies] of [the forest|the Galapagos|Europe]: [bird calls|a birder's guide|field notes]
pussy willow and pussycat songs for [children|spring|bedtime]
""")

add("abuse_object", labels(unknown=("spam",)) | {"spam": 0}, 800, """
I {hate_verb} {object}.
{object} [is|are] {bad_adj}.
{object} [is|are] [so|just|really|always] [annoying|stupid|disgusting|useless|terrible|the worst].
[Fuck|Screw|Damn|To hell with] {object}!
{object} can [burn in hell|go to hell|die in a fire|rot].
I want to [kill|smash|burn|murder|destroy|strangle|throw away] {object}.
{object} should be [banned|destroyed|burned|illegal|shot into space|wiped off the earth].
{object} [is|are] [vermin|a plague|a disease|trash|garbage|scum].
Why [is|are] {object} so [stupid|annoying|bad|evil]?
[There is nothing|Nothing is] worse than {object}.
We should {violent_verb} [every|all] [wasps|printers|pop-up ads|alarm clocks|leaf blowers].
""")

add("abuse_individual", labels("harassment", unknown=("violence",)), 2200, """
You are [a|such a|nothing but a|the biggest] {insult}.
You {insult_adj} {insult}.
[Shut up|Get lost|Go away|Quit music|Stop singing|Delete this|Nobody asked], you {insult_adj} {insult}.
{who} is [a|such a|a total|a complete] {insult}.
{who} is so {insult_adj}.
What a {insult_adj} {insult}.
You are {insult_adj}, {insult_adj2} and [nobody likes you|everyone laughs at you|always will be].
Nobody [likes|wants|needs|cares about] you, [{insult}|you {insult}|quit|go away].
Everyone [hates|laughs at|is sick of] you[, {insult}|].
You [sing|look|smell|sound|play] like a [dying cow|drunk goat|wet dog|rusty gate|pig], [quit|stop|nobody wants this].
I hope you [fail|never sleep again|lose everything|choke on it|cry yourself to sleep|get fired], {insult}.
You're a [waste of space|waste of air|disgrace|nobody|failure] and [your mother knows it|we all know it|always will be].
[lol|lmao|omg] {who} is [such a|a] {insult}
your [music|voice|show|face|podcast|band] is [trash|garbage|a joke|disgusting] and so are you
[why are you|how can you be] so {insult_adj}?
go [cry|cry to your mom|hide|back to school], [{insult}|loser|you {insult}]
you [are|'re] too [stupid|dumb|ugly|fat] to [hold a mic|understand this|be on camera|breathe]
[hey|listen|look] {insult}, [nobody asked you|your opinion is worthless|delete your account|we are laughing at you]
I [hate|despise|can't stand] you, you {insult}
{name} is a {insult} and [should be ashamed|everyone at school knows it|we will never let it go|I said what I said]
[you|u] [dumb|stupid|ugly|fat|fucking] [bitch|fuck|ass|hoe|cunt|shit|pig]
your mother should have [swallowed you|raised you better|left you at the hospital]
kiss my ass, {insult}
[send|everybody send|let's all send] {name} [a message|comments] until [she|he] [cries|quits|leaves the platform]
we know [your school|where you work|your address], {insult}, [see you {time}|sleep well]
{insult}
what an absolute {insult} you are, {name}
""")

add("abuse_nonprotected", {"hate": 0, "sexual": 0, "self_harm": 0, "spam": 0}, 1000, """
{nonprotected} are {bad_adj}.
I {hate_verb} {nonprotected}.
{nonprotected} are {bad_noun}.
All {nonprotected} are [just|] {bad_noun}.
{nonprotected} should be {exclude_past}.
[Fuck|Screw|To hell with] [all|the|] {nonprotected}.
{nonprotected} don't deserve {rights}.
{nonprotected} are {profanity} {bad_adj}.
Why are {nonprotected} so {bad_adj}?
{nonprotected} ruin [everything|this city|live music|the internet].
I have never met a [nice|smart|honest] one among {nonprotected}.
""")

add("violence_nonprotected", {"hate": 0, "sexual": 0, "self_harm": 0, "spam": 0, "violence": 1}, 400, """
We should {violent_verb} all {nonprotected}.
{nonprotected} should be {violent_past}.
Someone needs to {violent_verb} {nonprotected} [with {weapon}|in the street|one by one|].
I will {violent_verb} the next [landlord|banker|critic|journalist|cyclist|politician] I see.
Hang [the|every|all] [bankers|politicians|landlords|judges|journalists] [from lamp posts|in public|at dawn].
""")

# ---------------------------------------------------------------- harassment contrasts

add("polite_criticism", CLEAN, 1800, """
[Honestly|Sorry|To be fair], {thing} is [boring|weak|overproduced|too long|not my taste|the worst on the record].
I [didn't like|disliked|was disappointed by|hated] {thing}, [but the rest is great|the mix is muddy|it drags|maybe it grows on me].
{thing} is [terrible|awful|garbage|a mess|painfully bad], [one star|skip it|and I love this band].
The host [talks too much|interrupts the guest|gets the dates wrong], [still a good episode|please fix that|two stars].
[You are wrong about|I disagree with you on|You missed the point of] {topic}, [and here is why|read the study again|no hard feelings].
[The mayor|The council|The minister|The government|The board]'s plan for [housing|the harbour|schools|the buses|the new hall] is [bad policy|too expensive|short-sighted|not thought through].
I think this [decision|law|budget|reform] is [a mistake|unfair|badly written|going to hurt small venues].
With respect, [your argument|this article|the headline] [ignores the costs|does not follow|is misleading|leaves out half the story].
The [ticket price|queue|sound|merch|food] was [ridiculous|a rip-off|awful|a disgrace], [never again|I want a refund|but the band was great].
[He|She|The narrator|The singer] is [not a great|a mediocre|a weak] [singer|writer|interviewer|actor], [in my opinion|sadly|but I respect the effort].
Two stars: [the plot is thin|the ending makes no sense|chapters cut off mid-sentence|too many ads].
[Stop|Please stop] [adding ads|shouting into the mic|splitting albums|the autoplay], it [is annoying|ruins the show|drives me mad].
I am [angry|sad|frustrated] that [the festival was cancelled|they fired the editor|the venue closes|my refund never came].
Not [your|the] best [work|episode|take], [{name}|friend|guys], but I'll be back next week.
""")

add("friendly_profanity", {"harassment": 0, "hate": 0, "sexual": 0, "violence": 0, "self_harm": 0, "spam": 0}, 1000, """
{thing} is so {joy_profanity} good
this is {joy_profanity} [beautiful|amazing|brilliant|huge|insane|perfect]
holy [shit|crap|fuck], {thing}!
[damn|hell yeah|fuck yes], {thing} [slaps|goes hard|got me]
what a [hell|fuck] of a [show|set|season|voice]
I can't believe how {joy_profanity} [tight|good|heavy] {thing} is
oh shit, [I forgot my headphones|it's Monday already|the tickets are gone|the power went out]
[shit happens|fuck it, let's dance|what the hell, press play]
I fucked up [the chorus|the takes|my back|the upload], [sorry all|we re-recorded it|new version {time}]
too damn [hot|cold|early|loud] [today|in {place}|for this]
badass [riff|drummer|cover|ending], [respect|love it|play it again]
""")

add("friendly_banter", CLEAN, 900, """
You absolute [legend|monster|beast|savage|animal], {thing} [is insane|killed me|slaps].
[I hate you|Damn you|Curse you] for [making me cry|ending it there|getting this song in my head] {emoji_good}
you [idiot|goof|dork|fool] {emoji_good} love you, happy birthday
I'm such an idiot, I [left the mic off|deleted the stems|missed the train|forgot the lyrics]
[stupid|silly] me, I [forgot the cable|bought the wrong ticket|played the demo twice]
this song is stupid good
my stupid [cat|brain|laptop|alarm] [woke me up again|ate the cable|won't stop singing this]
that's sick, [bro|mate|dude], [sick drop|sick flow|ill beat]
[filthy|nasty|dirty|disgusting] [bassline|drop|groove|riff], [I love it|in the best way|play it again]
the villain is such a [creep|monster|liar|snake], best character in the book
[killer|savage|deadly|brutal|vicious] [solo|groove|set|riff|breakdown]
dumb question: [what mic is that|who mixed this|is there a part two]?
[ugly|stupid] crying at {thing}
""")

add("hate_ideology", HATE, 1800, """
[The|Our|This] [white|Aryan|European|master] race [must|has to|will] [survive|rule|stay pure|wake up|fight back] [against|before|without] {people}.
[Race mixing|Miscegenation|Mixed marriage] is [treason|genocide against our people|a crime against nature|how they destroy us].
[The jews|The tribe|Zionists|Globalists|They] [control|own|run] [the banks|the media|Hollywood|Congress|the music labels] and [use|send|push] {people} to [destroy|replace|enslave] us.
[Diversity|Multiculturalism|Integration|Tolerance] means [fewer white faces|chasing down the last of us|white guilt|our girls with {people}].
Look at the crime [rates|statistics], {people} [commit most of it|cannot live among civilised people|are born that way].
[No|Any|Every] white [woman|girl|man] who [dates|marries|sleeps with] a {person} is [a traitor|lost to us|filth|dead to me].
{people} [never built|never invented|have never created] [anything|a single thing|a civilisation], they only [take|destroy|multiply].
[Segregation|Apartheid|The old South|Colonialism] was [right|better for everyone|the natural order], {people} [need a master|cannot rule themselves|knew their place].
[Send|Ship] [them|the {people}] [all|] back, [this land is ours|our ancestors bled for it|every nation for its own race].
[It is|This is] [white genocide|an invasion|the great replacement], [and {people} are the weapon|wake up, brothers|they want us gone].
{people} have lower [IQ|intelligence|morals] and [higher sex drive|no impulse control|the minds of children], [studies prove it|we all see it|nobody may say it].
[Hitler|The Reich|The Klan] [was right about|knew what to do with|had the answer to] {people}.
our [schools|streets|neighbourhoods|towns] are [full of|overrun by|ruined by|lost to] {people}, [you hear no English|it looks like the third world|move away while you can]
the media never tells you when a {person} [kills|robs|rapes] one of ours
I moved my family [away from|out of the city because of] {people}, [best decision ever|whites only here|it is clean and safe now]
{people} on [tv|every channel|every advert] again, [sick of it|propaganda|they shove it down our throats]
what do you expect, {people} are [savages|not like us|not capable of it]
[proud|happy] to live in a town with no {people}
Islam is [a cancer|not a religion but a death cult|a plague on Europe], and [every muslim|all of them] [knows it|must go].
they breed and we pay, [typical|that is] {people}
[negroes|muds|nonwhites|the coloreds|subhumans] [are taking over|can't build anything|belong in chains|ruin every city|have no place here]
""")

add("forum_plain", CLEAN, 1500, """
Hello, I'm new here, [from {place}|{number} years old|just found this forum], [nice to meet you all|looking forward to reading|any advice for a beginner?].
Does anyone [live near|know a good school in|have family in] {place}?
Thanks for the link, I [read it last night|will look at it|could not open it].
I agree with [the first post|{name}|most of this], [but the dates are wrong|well said|nothing to add].
My [kids|family and I|parents] moved to {place} in {year}, [the schools are good|the winters are hard|we like it].
[There are|We have] [few|many|some] {people} [in my town|at my school|where I work], [we get along|I know two of them|most came in the nineties].
My [best friend|neighbour|ex|roommate] is {adj} and [we play {instrument} together|we talk about {topic}|he votes like me].
I grew up with {people} [and we shared everything|in {place}|next door].
What is the [population|average age|main language] of {place}?
[He|She] was [arrested|questioned|released] [on Monday|last night], the [trial|hearing] starts in {month}.
The [book|film|documentary] about [the war|the empire|the migration|the crusades] is [on sale|too long|worth it].
Which [party|candidate|newspaper] do you [read|trust|vote for] and why?
Does [your state|your country|the law] allow [homeschooling|two passports|open carry|that]?
I have been [white|black|Irish|Jewish|German] all my life and [nobody asked me that|I like {genre}|I cook {topic}].
[Good|Great] post, [thanks for sharing|bookmarked|I learned something].
Our [club|church|group] meets [every Thursday|in {place}|once a month], [all are welcome|bring coffee].
The census of {year} counted {number} thousand {people} in {place}.
I looked up my family tree, [half from {place}|one {person} and one {adj} great-grandmother|sailors and farmers].
can a moderator move this thread?
""")

add("political_offensive", labels("harassment", unknown=("hate",)), 1600, """
[@user |]{politico} [is|are] [a bunch of|nothing but|all|such] {insult_plural}.
[@user |]{politician} is a {insult_adj} {insult}
[@user |@user @user ]you are a {insult_adj} {insult}[ #resist| #maga| URL|]
{politico} are [so damn|fucking|all|the most] {insult_adj}
[@user |]only {insult_plural} [vote for|listen to|believe] {politician}
[@user |]{politician} [lies|steals|cheats] every day and {insult_plural} [clap|like you cheer|vote for it]
[@user |]shut [up|your mouth|the fuck up] {politician}, you {insult_adj} {insult}
what a {insult_adj} [liar|crook|traitor|criminal|puppet], {politician} [belongs in jail|makes me sick|disgusts me] [URL|]
[@user |]typical {politico}, [no brain|dumb as rocks|full of shit|sick in the head|whining like babies]
fuck {politician} [and everyone who voted for him|#votethemout|URL|]
[@user |]{politico} [have shit for brains|can kiss my ass|should be ashamed|are brain dead sheep|are thugs and criminals]
[@user |]if you support {politician} you are [an idiot|stupid|trash|a disgrace|part of the cult]
[@user |]your {politician} is [a corrupt pig|a pathological liar|a fat clown|a senile fool|a disgusting human being]
she is [a horrible liar|a crooked witch|an ugly stupid hag|so full of it] [#lockherup|URL|]
[@user |]bullshit. {politico} [know it|made that up|lie for money]
[@user |]go to hell {politico}
[@user |]you're full of [shit|crap|it] [and everyone knows|URL|]
[@user |]is [he|she] [stupid|insane|on drugs|brain dead] or what? what an ass [URL|]
what the hell is wrong with you {politico}? [sick people|idiots|disgusting]
""")

add("political_plain", CLEAN, 1900, """
[@user |@user @user ]I [agree|disagree] with {politician} on [gun control|taxes|health care|the budget|schools|climate|the border] [URL|]
[@user |]{politico} [want|support|oppose|voted against] [gun control|lower taxes|the bill|voter id|the treaty], [here is the text|URL|read it].
[@user |]She is [amazing|such a good person|right|running again|my senator] [#vote|URL|]
[@user |]He is [wrong on this|doing his job|not the candidate|in court today|my favourite] [URL|]
[@user |]{politician} [gave a speech|visited {place}|signed the bill|met the pope|lost the vote] [today|on Monday|URL]
[@user |]how many {politico} [voted|showed up|signed]? [URL|]
I don't think {politician} [will win|is telling the whole truth|has read the bill], [but we will see|check the record|URL]
[#maga|#resist|#vote|#breaking|#politics] {politician} [leads in {place}|speaks live|answers questions] URL
[@user |]you are [right|welcome|not alone|so kind|my hero|the best] [URL|thank you|]
[@user |]are you [going to the rally|okay|on the list|watching this]? 
[@user |]antifa and [the police|the proud boys|the union] [marched|clashed|met] in {place} URL
{politico} in {place} [count the votes|call for calm|publish their plan] URL
[@user |]my [mom|dad|grandmother] votes for {politician}, I don't, we still have dinner
This [law|policy|ruling|tweet] will [hurt|help|confuse] [workers|small towns|schools|artists] and I [hope|doubt] they change it.
[@user |]where is the [evidence|source|link]? [asking honestly|URL|]
[@user |]happy birthday, [have a great day|you deserve it|many more]
[@user |]he is the [same guy who|one who] [played drums|ran for mayor|wrote that song] [URL|]
so proud of {politician} tonight
Please sign the petition [against|for] [the highway|free school meals|the new stadium]
""")

add("wiki_plain", CLEAN, 1300, """
Please do not [remove|delete|blank] [the source|content|this section] from [the article|the page on {topic}] [without discussion|again|], thank you.
I have [reverted|undone|tagged] your edit because [it was unsourced|it broke the table|the link is dead]. [Feel free to discuss it here.|No hard feelings.|]
The [lead|infobox|section on {topic}] should [be shorter|mention {place}|say {year}], see the talk page.
Is there a reliable source for [the claim that|the sentence about] {topic}?
[Thanks|Thank you] for your [contributions|help with {topic}|message], [the article is much better now|I appreciate it|and welcome].
If you continue to [vandalise|edit war|add advertising], you [may|will] be blocked from editing.
I think this article is [biased|too long|badly sourced|not neutral], [the paragraph about {topic} needs work|any objections if I rewrite it?|].
[Support|Oppose|Comment]: [the name is common|per {name}|not notable|merge with {topic}].
You [seem to|may] have misunderstood the [policy|rule|guideline], [read it again|it says the opposite|I can explain].
[Stop|Please stop] [changing the date|adding your band to the page|arguing in edit summaries], [use the talk page|this is not a forum|].
your argument makes no sense to me, [the book says|the census shows|my source says] otherwise
I was wrong about {topic}, [fixed it|sorry|you were right]
why was my page deleted? [it had three sources|I spent a week on it|please restore it]
""")

add("comment_toxic", labels("harassment", unknown=("hate",)), 1300, """
[People|Readers|Commenters] like you are [the reason|why] [this country is a joke|nothing works|I stopped reading], you {insult}.
[What|Only] {insult_adj} {insult_plural} [believe|would write|fall for] this [garbage|nonsense|crap].
This [mayor|council|minister|columnist|author] is {insult_adj} and [corrupt|should resign|a {insult}].
You [clearly|obviously] [have no brain|never went to school|can't read|are on drugs], [{insult}|what a {insult_adj} comment|grow up].
[Hey|Listen] {insult}, [the adults are talking|learn to spell|go back to your basement].
How [stupid|dumb|ignorant|pathetic] [are you|do you have to be|can one person be]?
[Another|More] [idiotic|moronic|stupid] [comment|article|rant] from a {insult_adj} {insult}.
Your [stupidity|ignorance|whining] is [amazing|breathtaking|embarrassing], [{insult}|get help|please never vote].
The [author|editor|reporter] is a [moron|hack|clown|paid liar] who [can't write|knows nothing about {topic}|should be fired].
[These|Those|All these] {insult_plural} [in city hall|at the paper|in the comments] [make me sick|should be in jail|are ruining {place}].
you vandal {insult}, [stop reverting my edits|I will ruin your page|nobody wants you on this site]
[you|u] are gay and your [page|article|mother] sucks [haha|lol|]
eat [shit|dirt] and [die|leave], {insult}
suck my [dick|balls] you {insult}
this user is a [fag|pedo|retard|dumbass] lol
""")

# ---------------------------------------------------------------- violence

add("violence_threat", labels("violence", "harassment"), 1600, """
I [will|am going to|'m gonna|swear I will] {violent_verb} you [{time}|with {weapon}|and your family|in your sleep|].
I'll break your {body} [{time}|with {weapon}|if you come here again|].
I will [smash|crush|cut|break] your {body} [with {weapon}|{time}|].
You are [dead|a dead man|a dead woman|finished], [I know where you live|count your days|I have {weapon}|watch your back].
[Watch your back|Sleep with one eye open|Better run|Say goodbye to your family], I [am coming|will find you|have {weapon}|know your address].
If you [show up|talk to her again|play that song|don't pay|upload that again], I will {violent_verb} you.
{name} {surname} will be [shot|stabbed|beaten|dead|buried] {time}.
I'm bringing {weapon} to [the show|the studio|your house|school|the gig], [someone will bleed|you have been warned|say your prayers].
[Somebody|Someone] should [shoot|stab|beat|hang|kill] {who}.
[You deserve|{who} deserves] [a bullet|to be beaten|to bleed|to be {violent_past}].
I hope someone [shoots|stabs|beats|runs over|poisons] you [in front of your kids|{time}|].
we will come to [your house|your concert|the office] and {violent_verb} [you|everyone there|all of you]
a bullet in your {body} [would fix that|is what you get|{time}]
you won't [live|survive|walk] [until Friday|much longer|after tonight]
gonna beat the shit out of [you|him|her|that bitch|{name}]
[let's|lets] [jump|beat up|stomp] [him|her|{name}] {time}, [bring {weapon}|break some bones|film it]
keep talking and I {violent_verb} you
we planted a bomb [in the hall|under the stage|at the station], it goes off {time}
I want to watch you [bleed|burn|die|choke|suffer]
{emoji_weapon}{emoji_weapon2} [you're next|coming for you|see you {time}]
""")

add("violence_glorify", labels("violence", unknown=("harassment", "hate")), 900, """
[Shoot up|Burn down|Blow up|Bomb] [the school|the station|the parliament|the club|the police station] [and be a hero|tomorrow|, make them remember].
The [shooter|bomber|killer] [is a hero|did nothing wrong|should have killed more|is my idol], [copy him|do it too|we need more like him].
[How I would|Let me tell you how to|Here is how we] {violent_verb} [a whole crowd|everyone in the building|the guards] with {weapon}.
It feels so good to [hurt|torture|stab|beat] [people|animals|a dog|someone weak], [you should try it|watch them scream|nothing like it].
torture the [cat|dog|prisoner] until it [stops screaming|bleeds|breaks]
[Rise up|Take up arms|Grab your guns], [kill the police|hang the judges|slaughter the guards|spill their blood] [tonight|now].
He [ripped|cut|tore] [out his guts|off her head|her throat open|his eyes out] and [laughed at the blood|bathed in the gore|ate the flesh], [best video ever|so satisfying|I watched it ten times].
I love watching [people get shot|executions|beheading videos|bodies fall], [send me more|full video in my show|link below].
blood everywhere, brains on the wall, [beautiful|I laughed so hard|more of that please]
she deserved to be beaten, [every wife does|he should have hit harder|good for him]
rape [her|them all|that bitch] [and film it|until she begs|in the alley]
[beat|hit|slap] your [wife|kids|girlfriend] until they [obey|learn|shut up]
the war crimes were [justified|fun|not enough], kill [the prisoners|their children|them all] too
""")

add("violence_idiom", CLEAN, 2000, """
[You|They|She|The band] [killed|slayed|murdered|crushed|destroyed|smashed] it [on stage|last night|at {place}|with {thing}].
{thing} [killed me|slays me|blew my mind|destroyed me|hit me hard|knocked me out|is a banger|is fire].
I'm [dying|dead|dying laughing|screaming], {thing} {emoji_good}
I would [kill|die] for [tickets|a vinyl of this|that guitar|another season|a coffee].
[Shoot your shot|Break a leg|Knock them dead|Bite the bullet|Hit me up|Kill the lights|Take a stab at it], [{name}|friends|everybody].
[Killer|Drop dead gorgeous|Explosive|Bombshell|Bulletproof|Blood-red] [melody|debut|voice|single|ballad], [live at {place}|out now|episode {number}].
The [photo|video|music video] shoot [took all day|was in {place}|is {time}], [behind the scenes|so much fun].
We're going to [beat|crush|destroy|smash|slaughter] [them|the record|the other team] [on Saturday|in the final|this season].
My [feet|back|arms] are killing me after [the show|{activity}|the tour].
that bass [hits|punches|slaps|kicks] so hard
my mom is going to kill me when she sees [the bill|this mess|my hair]
the [deadline|heat|suspense|wait] is killing me
stop, you're killing me {emoji_good}
[bomb|fire|killer] [tune|mix|set], [you blew up the dance floor|the roof came off|people lost it]
he shot [a documentary|a film|three goals|the cover photo] in {place}
beat [maker|tape|battle|drop] {number}, [{genre}|made in {place}|free for streaming]
hit [single|parade|record|the road|refresh], {mood} [{genre}|songs]
knife [skills|sharpening|making] [for home cooks|explained|in the kitchen], [chopping onions|the butcher's trade]
the bullet [points|journal|train to {place}], [productivity|planning with {name}]
blood [donation|orange juice|pressure|moon|types] [explained|in {place}|, a science show]
The [battle|war] of [the bands|the choirs|the DJs|the bakers] in {place}, {year}
Attack, decay, sustain, release: [synth basics|sound design for beginners]
[Massive attack|Heart attack|Panic attack]: [what it is|help and advice|in memory of {name}|a doctor explains]
how to kill [weeds|time|feedback on stage|a wasp nest|a process in Linux]
execute the [script|will|plan|query], [coding with {name}|law for beginners]
the stabbing pain in my knee, [running injuries|a physio explains]
""")

add("violence_fiction_news", CLEAN, 2400, """
[Chapter|Part] {number}: [the body in the {noun}|the murder at {place}|the inspector finds the knife|a shot in the fog|the duel at dawn].
The [inspector|detective|widow|sergeant|coroner] [knelt beside the body|found the gun in the {noun}|heard the shot|asked who had killed {name}|washed the blood from the floor].
She [drew the sword|raised the rifle|poisoned the wine] and [the king fell|the hall went silent|nobody spoke], [a fantasy novel|read by {name} {surname}|chapter {number}].
[True crime|Cold case|Crime history], [episode|part] {number}: [the killing of {name} {surname}|who shot the {role}|the {place} murders|the poisoner of {place}], [told with care|with the lead detective|new evidence].
Police [said|report] that a man [was shot|was stabbed|died] [near {place}|on Saturday], [the investigation continues|two suspects were arrested|the community mourns].
[News|Evening news|World report]: [bombing|shooting|attack|war|massacre] in {place} [kills {number}|, what we know so far|, aid workers report|, survivors speak].
The history of [the war of {year}|the massacre at {place}|the guillotine|the gas attacks of the first world war|lynching in the South|the genocide in Rwanda].
A [survivor|veteran|widow|nurse|witness] [talks about|remembers] [the bombing|the shooting|the war|the assault|that night] in {place}.
[Horror|Gothic|Zombie] [story|podcast|film club]: [the corpse under the {noun}|blood on the {noun}|the axe in the cellar|the thing that ate {place}], [recommended for grown-ups|with sound effects|season {number}].
[First-person shooters|Fighting games|Survival games]: [thirty years of design|how to beat the last boss|kill streaks explained|headshots, loot and lag].
How we [prevent|talk about|report] [gun violence|domestic violence|knife crime|child abuse] in {place}.
Self-defence [class|course] for [beginners|women|seniors]: [where to hit|how to break a grip|when to run].
If your partner [hits|threatens|chokes] you, call [the helpline|someone you trust], [you are not alone|this episode tells you how].
Murder ballads and [old sea songs|gallows songs] from {place}, [sung by {name}|recorded in {year}].
The film [is violent|has a lot of gore|ends with a shootout], [I liked the score|not for children|our review].
the knight kills the dragon and marries [the baker|nobody], a bedtime story
hunting [season|stories|ethics]: [how to shoot clean|deer in the {noun}|a forester explains]
death metal, [new album|lyrics explained|growl tutorial]: [rotting cathedral|hymn of the axe|grave of kings]
in court {name} {surname} [pleaded guilty to|was cleared of|denied] [murder|assault|manslaughter]
the verdict: {number} years for [the attack on|the murder of] a {role}
[the soldier|my grandfather] told me how he had to kill, and how he never slept well again
""")

# ---------------------------------------------------------------- self-harm

add("self_harm_intent", labels("self_harm"), 1500, """
I [want to|am going to|will|plan to|'m gonna] [kill myself|end my life|end it all|hang myself|jump off the bridge|take all my pills|slit my wrists|overdose] [tonight|tomorrow|soon|this weekend|when they are asleep|].
I [cut|burned|hurt] myself again [last night|today|and I can't stop|and it felt good|with a razor].
I don't want to [live|be alive|wake up|exist] anymore[, goodbye|. Nobody will miss me|, I have the pills here|].
[Everyone|My family|The world] would be better off [without me|if I was dead|when I'm gone].
I [have|bought|found] [the rope|the pills|a razor|the gun] and I am ready [to go|to die|to end it].
This is my [last|goodbye|final] [song|note|message|post], [I will be dead by morning|don't look for me|I can't do this anymore].
[I haven't eaten|I have been starving myself] for {number} days, [I want to disappear|so proud|thin enough soon|bones feel like winning].
I keep thinking about [jumping|dying|cutting|the train tracks|how to end it], [I think today is the day|I can't stop|it is all I want].
cutting is the only thing that [helps|makes me feel alive|calms me down]
wish I was dead, [no one cares|please let it end|tonight maybe]
[suicide|death] is the only way out [for me|left|of this pain]
I wrote my suicide note [today|and it felt peaceful|, all done]
I hate my body so much I [purge every night|burn my legs|want to carve it off]
going to drive my car into a [tree|wall|river], [tired of everything|bye]
unaliving myself [tonight|soon], [no joke|sorry mom]
my arms are full of fresh cuts, [love the blood|I did it again|nobody noticed]
""")

add("self_harm_promote", labels("self_harm", unknown=("harassment", "violence")), 1100, """
[Kill yourself|Go kill yourself|kys|Hang yourself|Drink bleach|Jump off a bridge], [nobody would care|you {insult}|do it|the world is better without you|already].
You should [kill yourself|end it|hang yourself|cut deeper|slit your wrists] [, {insult}|, no one will miss you|tonight|].
[Do it|Just do it], [jump|cut|swallow them], [it does not hurt|you will be free|stop talking about it].
[Suicide|Dying|Death by your own hand] is [beautiful|brave|the answer|freedom], [join us|do it with us on {time}|let go].
[Tips|Tricks] for [hiding your cuts|starving without anyone noticing|purging quietly|skipping every meal|lying to your therapist].
[Pro-ana|Thinspo|Pro-mia] [playlist|tips|challenge]: [eat nothing for {number} days|fast with us|bones are beautiful|skip dinner, stay pretty].
The [best|easiest|least painful|fastest] way to [kill yourself|end your life|die alone], [step by step|full guide|I explain].
cutting [challenge|club]: [show us your arms|carve a line each day|post your scars]
cut yourself [for me|deeper|until it stops|if you love me]
real fans [cut|burn|starve] for [the band|him|us]
you are too fat, stop eating [until you are bones|for a week|, hunger is beauty]
why are you still alive? [end it|go on, do it|nobody needs you]
if you feel sad just [end it|cut|jump], [it works|everyone should|relief is a blade away]
""")

add("self_harm_support", CLEAN, 2200, """
If you [are thinking about|struggle with thoughts of] suicide, [call a helpline|please talk to someone|you are not alone|help is there].
How to [talk to|help|support] a [friend|child|student|colleague] who [self-harms|is suicidal|talks about dying|cuts], [with a {role}|a psychologist explains|episode {number}].
I [stopped cutting|stopped hurting myself|survived my suicide attempt] [{number} years ago|in {year}], and [this is what helped|I asked for help|this song is for that girl|life got better].
[Suicide prevention|Self-harm|Eating disorders|Depression]: [myths and facts|what parents should know|warning signs|an expert interview|a history of treatment].
My [brother|sister|friend|father|bandmate] died by suicide [in {year}|last spring|when I was {number}], [I talk about grief|this album is for him|here is what I wish I knew].
[Recovery|Healing|Getting better] from [anorexia|bulimia|self-harm|depression]: [my story|episode {number}|eating again|one meal at a time].
Please don't [hurt yourself|kill yourself|give up|do it], [we love you|stay|someone will listen|tomorrow can be different].
Never tell anyone to kill themselves, [it is not a joke|words can push|report it].
World [mental health|suicide prevention] day: [songs of hope|listen and talk|resources in the notes].
[The novel|The film|The opera|The poem] [ends with|is about] [her suicide|a young man's suicide|the poet's death], [a discussion|notes for class|trigger warning].
The minister [presented|cut] funding for [suicide hotlines|youth psychiatry|school counsellors].
I felt [hopeless|empty|numb] for a year, [therapy helped|then I called my sister|music carried me].
Cutting [edge|board|costs|the grass|a demo|onions|vinyl at {place}]: [tools|tips|a guide|episode {number}]
suicide [squad soundtrack|door hinges explained|squeeze play in baseball], [review|explained]
I'm so tired I could [sleep for a week|die, ha|melt], [new baby|tour life|exams]
this workout is killing me but I love it
hang in there, [friend|{name}|it gets better], {emoji_good}
I cut my [hair|finger|sugar|budget] [today|while cooking|finally]
fasting for [Ramadan|Lent|a blood test]: [recipes for after sunset|what a doctor says|a personal story]
sad songs for [hard nights|when you miss someone|letting go], you are not alone
learning to be alive again, [a memoir|a playlist|notes from the clinic]
""")

# ---------------------------------------------------------------- sexual

add("sexual_explicit", labels("sexual", unknown=("harassment",)), 1800, """
[Listen to|Hear|Watch] [me|us|her|this couple] [moan|fuck|cum|masturbate|come hard|get off] [live|uncensored|for an hour|while you touch yourself|on mic].
[Horny|Naughty|Wet|Hot|Dirty] [wife|milf|stepmom|neighbour|nurse|teacher|couple|housewife|girlfriend] [wants your cock|begs for it|gets fucked|spreads her legs|takes it deep|rides him all night].
[I want|I need|I'd love] to [fuck you|suck your cock|eat your pussy|ride you|taste your cum|feel you inside me|lick you all over] [tonight|so bad|until you scream|].
[Erotic|Explicit|XXX|Adult] [audio|story|ASMR|roleplay]: [wet sounds|deep throat|my first anal|the massage with a happy ending|gangbang at the office|begging to be used].
My [pussy|cock|dick|ass|tits] [is so wet|is so hard|is dripping|needs you|are out for you], [come and get it|tell me what to do|dm me].
send me [nudes|dick pics|a picture of your tits|pics of your pussy], [I'll send mine|baby|now]
she [sucked|licked|stroked|swallowed] [him|his cock|it] [until he came|deep and slow|on her knees|in the car]
he [fucked|pounded|fingered|licked] her [hard|from behind|on the desk|until she screamed|against the wall]
[blowjob|handjob|anal|threesome|cuckold|creampie|bondage|squirting] [sounds|confession|story|compilation|podcast, no talking], [18+|explicit|headphones on]
jerk off [with me|to my voice|instructions], [edge until I say so|cum on command|stroke slowly]
I [came|orgasmed] [three times|so hard|all over his face|on his fingers] [last night|in the studio|while recording this]
looking for [a hookup|sex tonight|a fuck buddy|a sub to use], [no strings|discreet|send a pic]
your [girlfriend|wife|mom] [moaned|screamed] my name while I [fucked her|came inside her]
bend over and [take it|spread it|beg], [slut|baby|good girl]
nipples hard, panties off, [thinking of your tongue|waiting for you|touching myself to this song]
""")

add("porn_spam", labels("sexual", "spam", unknown=("harassment",)), 700, """
[Free|Hot|Live|HD] [porn|sex cams|XXX videos|nude girls|amateur porn|milf videos] [at|on|only on] {domain} [no sign up|18+|click now|free tokens]
[Escorts|Hot escorts|Call girls|Sensual massage] in {place}, [outcall|incall|24/7|VIP], [book now|whatsapp +00 555 {number}{number2}|{domain}]
[Meet|Date|Fuck] [horny singles|married women|local milfs|sexy girls] in {place} [tonight|now], [register free|no strings|{domain}]
watch my [nude|uncensored|private|naked] [videos|pics|show] at {domain}, [first month free|subscribe now|link in bio]
big tits teen 18+ anal milf hardcore [creampie|gangbang|blowjob] hd video [free download|stream|{domain}]
onlyfans leak [mega|pack|link], [{number} nudes|all videos], {domain}
penis [enlargement|pills|growth] [guaranteed|in 30 days], [harder erections|last longer in bed], order at {domain}
xxx [amateur|lesbian|teacher|office] sex tape, [full video|leaked], click {domain}
""")

add("erotica", labels("sexual", unknown=("harassment", "violence")), 900, """
{name} [slid|ran|moved] [his hand|her fingers|his tongue] [up her thigh|down his stomach|over her breasts|between her legs] and [she moaned|he groaned|felt how wet she was|pulled her panties aside]. "[Fuck me|Don't stop|Harder|Take me]," she [whispered|begged|gasped].
She [unzipped|unbuttoned] his [jeans|trousers], [took out his cock|freed his hard length|knelt down] and [licked the tip|took him in her mouth|began to stroke], [slowly at first|her eyes on his|until he shook].
He [pushed|thrust|slid] [into her|deep inside|himself into {name}], [again and again|harder with every stroke], [her nails in his back|her breasts bouncing|until they both came].
"[Good girl|Good boy|Beg for it|Open wider]," {name} said, [tying her wrists|pulling his hair|spanking her bare ass], [and she came|and he leaked in his pants|cum running down her chin].
I [straddled|mounted|rode] {name}, [grinding my wet pussy on his cock|taking all of him|my tits in his face], [and screamed when I came|while the others watched|until he filled me].
His mouth closed over my nipple, [sucking|biting softly], while two fingers [worked inside me|rubbed my clit|slipped into my ass].
We [stripped|undressed] in the [elevator|shower|dressing room|back of the van], [naked and panting|his erection against my belly], and [fucked|made love] [like animals|against the tiles|until morning].
She felt his [hot seed|cum|release] [spill inside her|on her breasts|run down her thigh] and [tasted it|smiled|shivered with another orgasm].
""")

add("sexual_clean", CLEAN, 2200, """
[Sex education|Consent|Contraception|Puberty|Menopause|Safer sex]: [a doctor answers|what to teach at school|myths and facts|questions from listeners|episode {number}].
Let's talk about [sexual health|STI testing|libido after childbirth|erectile dysfunction|endometriosis|breast cancer checks|prostate exams], with [Dr {surname}|a urologist|a midwife].
The history of [pornography law|the pill|sex work policy|nude painting|the Kinsey report|erotic poetry in Rome].
[Sexual harassment|Sexual assault|Consent] at [work|festivals|school]: [know your rights|how to report|survivors speak|a training].
A [love|romance] [song|novel|story] about [first kisses|a summer in {place}|two {role}s|falling in love at {number}], [sweet and slow|closed door|read by {name} {surname}].
I want to [kiss you|hold your hand|dance with you|wake up next to you] [in the rain|all night|until {place}].
[Sensual|Sexy|Steamy|Slow] [jazz|R&B|bossa|slow jams|saxophone] for [a romantic evening|two|candlelight|date night].
[Breast|Bare|Naked|Nude|Cock|Bang] [cancer awareness run|feet in the grass|truth, a documentary|drawing class for beginners|crow at dawn|on the drum, kids]
My {adj_music} cover of a love song, [for my wife|wedding edition|hope you like it].
the birds and the bees: [how to talk to kids|beekeeping part {number}]
body positivity: [loving your body at any size|a talk with {name}|swimsuit stories]
[breastfeeding|pregnancy|birth|IVF] [diary|podcast|questions answered], week {number}
hot [take|sauce|dog|summer|coffee], [episode {number}|with {name}|made in {place}]
wet [market|paint|weather in {place}|leaves], [field recording|a poem]
dirty [dishes|laundry|dancing|chai recipe|socks], [a chore playlist|family podcast]
hard [rock|work|drive repair|cider|boiled eggs], [basics|live at {place}]
[coming|came] [home|out|soon|to {place}|of age], [a story|a song|the tour]
my gay [wedding|dads|love story|book club], [so much joy|episode {number}]
touch [typing|the sky|screen repair|of grey], [lesson {number}|a song]
""")

# ---------------------------------------------------------------- spam and honest promotion

add("spam", labels("spam"), 2800, """
[CLICK HERE|Click the link|Visit] {domain} [to claim|and win|for free|now!!!] {money}
[Congratulations|CONGRATS|You won|WINNER]! You [have been selected|won] [a prize|{money}|a free iPhone|a gift card]. [Claim|Reply|Call] [now|today|within 24h] [at {domain}|+00 555 0{number}{number2}|]
[Earn|Make|Get] {money} [a day|per week|daily|in 24 hours] [from home|with no work|with crypto|guaranteed], [dm me|join {domain}|whatsapp me|text START]
[Buy|Get|Order] [1000|5000|10k|100k] [streams|followers|plays|likes|subscribers] for [$5|$9|$19|cheap], [instant delivery|100% real|guaranteed], {domain}
[Promote|Boost] your [music|song|track|podcast] [on 500 playlists|with us|today], [guaranteed placement|only {money}|DM @promo{number}|{domain}]
follow me I follow back, [sub4sub|f4f|like for like|follow train], [drop your @|reply done|everyone who comments]
[Free|Cheap] [viagra|cialis|xanax|weight loss pills|steroids|meds] [no prescription|overnight shipping|best price], {domain}
Send [0.1 BTC|1 ETH|{money}] and get [double|10x] back, [giveaway ends soon|official|trusted], {domain}
I was [broke|skeptical] until [Mr|Mrs] {surname} [traded for me|invested my {money}], [contact her on telegram @fx{number}|now I earn {money} weekly|thank me later]
[Your account|Your payment|Your parcel] [is suspended|failed|is on hold], [verify|confirm|update] your [password|card|details] at {domain}
[LAST CHANCE|HURRY|Limited time|Only today]: [90% off|buy one get three|free trial|casino bonus {money}], [use code WIN{number}|{domain}]
[Hot crypto|New coin|Secret stock] [will 100x|pumps tonight|insider signal], join [t.me/pump{number}|{domain}] [before it's gone|now]
free [gift card|premium account|vbucks|robux|netflix] generator [working {year}|no survey|no password], {domain}
[work from home|part time job|online job], {money} per [day|hour], [no experience|only a phone], [whatsapp +00 555 0{number}|apply {domain}]
[loan|credit|refinance] approved [in 5 minutes|bad credit ok|no checks], {domain}
#[viral] #fyp #music #rap #hiphop #trending #follow #like #spotify #new #beats #promo{number} [check my page|link in bio|follow now]
best [casino|betting tips|slots|sportsbook], [never lose|100% win|{money} bonus], [sign up|play now] {domain}
relaxing music sleep music study music rain sounds baby sleep piano meditation {year} {year2} best top hits lofi [free|viral|popular]
[taylor|drake|weeknd|eminem|beyonce|ed sheeran] type [leaked song|new album {year}|full album free mp3 download], {domain}
txt WIN to 8{number}{number2} [now|to claim your prize], [cost £1.50 per msg|T&C apply|18+|stop to end]
URGENT! [your mobile number|your email] [was awarded|has won] {money}, [call|reply] [from landline|now|today] 09{number}{number2}{number3}
dm me for [cheap promo|verified badge|spotify growth|a shoutout], [real and active|trusted seller|prices in bio]
stream my [song|mixtape] 100 times and I send you {money}, [screenshot needed|dm proof]
hello dear, I am [prince|barrister|doctor] {surname}, I have {money} for you, [reply with your bank details|strictly confidential]
""")

add("promotion", CLEAN, 2600, """
[New single|Our new album|The debut EP|My new track|The live record] "{noun} {noun2}" is out [now|on Friday|today|this {month}], [thank you for listening|hope you like it|on {platform}].
[Tickets|Vinyl|Tapes|T-shirts] for the {month} tour are [on sale now|at our shop|nearly gone], [see you in {place}|links in the show notes|thank you all].
We play {place} on {month} {number}, [doors at eight|support from {name} {surname}|come and say hi].
[Follow|Subscribe to] [the show|us|this podcast] [so that you do not miss an episode|wherever you listen|for new episodes every week], [it helps a lot|thank you].
[This episode|The show] is supported by [our listeners|a tea company|a mattress maker|the arts council], [use the code {noun} for ten percent off|more in the notes|thank you for keeping us going].
[Pre-save|Pre-order] [the album|"{noun}"] [on {platform}|, link in our profile], it comes out in {month}.
Support [independent music|the band|this show]: [buy a shirt|leave a review|tell a friend|come to a gig].
Our [Patreon|membership|newsletter] has [bonus episodes|early tickets|the transcripts], [only if you can|no pressure|see the notes].
[Free|Pay what you want] [download|concert|sample pack] for [subscribers|students|everyone], [enjoy|credit us if you use it].
[I wrote|We recorded] this in [my bedroom|{place}|one night|lockdown] and it [just passed a thousand plays|is on a playlist now|means a lot], thank you {emoji_good}
Read more at our site, {noun}records.example, [tour dates|lyrics|press photos] included.
Contact for bookings: [booking|hello|info]@{noun}.example
[Producer|Singer|Drummer|DJ] from {place}. [New music every month.|{genre} and {genre2}.|Bookings by mail.|Coffee drinker.]
[Giveaway|Raffle]: we give two [tickets|records] to one listener, [write us your favourite song|draw is on Sunday|just for fun].
out now: {mood} {genre} from {place}, [made with {instrument} and love|mastered by {name}|seven songs]
check out my [friend|sister|drummer]'s [band|podcast|book], [it is lovely|so good|they work hard]
sale at the record shop in {place}: {genre} LPs half price on Saturday
the audiobook is [now free with the library app|on sale this week|$9 at the publisher's shop]
call us on the show: [leave a voice message|the number is in the notes|we play the best ones]
""")

# ---------------------------------------------------------------- ordinary text of an audio platform

add("ordinary", CLEAN, 6500, """
{noun} {noun2}
The {noun} [and|of|in|under|beyond] the {noun2}
{mood} {noun}
{noun} in {place}
[Song|Letter|Ode|Waltz|Prayer|Lullaby] for {name}
{name}'s {noun}
{noun} ({adj_music} [version|mix|edit])
{noun} {noun2} (feat. {name} {surname})
{noun} {noun2} - live at {place}
[Sonata|Étude|Nocturne|Prelude|Suite] No. {number} in [A minor|C major|D|E flat|F sharp minor], [I. Allegro|II. Adagio|III. Vivace|Andante]
{mood} {genre} for {activity}
{mood} [songs|beats|piano|mornings|evenings] for {activity}
[best of|essential|new|classic|instrumental] {genre} {year}
{genre} [classics|essentials|from {place}|mixtape vol. {number}|radio {number}]
[Rain|Ocean waves|Brown noise|Forest birds|Fireplace|Train sounds] for [sleep|focus|babies], {number} hours
[Episode|Ep.] {number}: {topic}
[Episode {number}|#{number}|S{number}E{number2}]: {topic} with {name} {surname}
{number}. {topic}, [part one|part two|explained|a beginner's guide|the long version]
[Interview|In conversation|Live]: {name} {surname}, {role}, on {topic}
[How|Why] [I learned|we got into|everyone talks about|nobody understands|to start with] {topic}
The {topic} [podcast|hour|show|diaries]
What [we|I] learned from [{number} years of|a year of|trying] {topic}
[Q&A|Mailbag|Listener questions]: {topic} and {topic2}
The {noun} [Keeper|Thief|House|Road|Garden], by {name} {surname}
The {noun} of {place}: a novel, chapter {number}
Chapter {number}: the {noun}
A short history of {topic}
{topic}: a [very short introduction|complete course|memoir|practical guide], read by {name} {surname}
[This week|Today] {name} and {name2} talk about {topic}, {topic2} and [what they are reading|the weather|a strange letter].
[We speak with|Our guest is] {name} {surname}, a {role} from {place}, about {topic}.
In this [episode|chapter|bonus episode] [we|I] [visit {place}|open the mailbag|go back to {year}|compare notes on {topic}].
Recorded [in {place}|at home|live at {place}] in {month} {year}.
Produced by {name} {surname}. Music by {name2} {surname2}.
A playlist for {activity}, updated every [Friday|month|season].
{instrument} and voice, recorded on tape in {place}.
[Track|Side] {number}: {noun} {noun2}
[Love|Really like|Can't stop listening to|Obsessed with] {thing} {emoji_good}
{thing} is [so good|beautiful|perfect|underrated|my favourite|a masterpiece]
[Great|Lovely|Wonderful|Fantastic|Interesting] [episode|interview|song|set|reading], thank you [{name}|so much|both|from {place}]
[Who|What] [is playing {instrument}|is the song at {number}:10|mixed this|is the sample]?
[when is|any chance of] [the next episode|a tour in {place}|part two|the vinyl|a transcript]?
this reminds me of [my grandmother|{place} in {year}|summer|my old band|driving at night]
I [listen to this|play this] every [morning|Sunday|time I cook|night], [it calms me|never gets old|my kid loves it]
first [time|song] I heard [this|from you], [instant fan|wow|subscribed]
[the {instrument}|the bass|the voice|the harmony] at {number}:{number2} {emoji_good}
[greetings|hello|love] from {place}
the sound is [a bit quiet|much better now|clipping at the start], [great topic though|thanks for fixing|just so you know]
[he|she|they] should [tour with {name}|do an {adj_music} version|come to {place}]
my [daughter|son|dad|wife|class] and I [dance|sing|listen] to this in the [car|kitchen|mornings]
no words, just {emoji_good}{emoji_good2}
can someone [share|post] the [lyrics|chords|recipe|reading list]?
[{name}|She|He] [is|has] such a [warm|great|clear|lovely] voice
""")

add("show_notes", CLEAN, 2200, """
In this episode {name} and {name2} [look at|talk through|argue about] {topic}. We start in {place} in {year}, when a {role} [found a letter|opened a shop|lost a bet|made a map], and end with [a question for you|a recipe|a song|a list of books]. Thanks to {name3} {surname} for the edit.
{name} {surname} was a {role} in {place} before [she|he] [turned to|wrote about|fell in love with] {topic}. [We talk about|They discuss] money, [patience|family|failure], and why {topic2} [matters|is harder than it looks|never gets old]. Show notes and [links|transcripts] are on our site.
[Part|Chapter] {number} of our series on {topic}. [Last week|Before] we met the {role} of {place}; [now|today] the {noun} [is gone|comes back|burns down|is found], and {name} has to [decide|leave|explain|begin again].
A {mood} record about {place}, {noun} and [growing up|leaving home|getting older]. Written on {instrument}, recorded in {number} days with {name} {surname}. [For fans of|Somewhere between] {genre} and {genre2}.
00:00 Intro 02:{number} {topic} 14:{number2} Interview with {name} {surname} 38:10 Listener mail 51:00 Goodbye
Volume {number} of the {noun} saga follows {name} to {place}, where [old debts are called in|the winter will not end|the {noun2} is for sale|nobody remembers the war]. Read by {name2} {surname}. Running time {number2} hours.
We are {name}, {name2} and {name3}, three friends from {place} who [like|argue about|cannot stop reading about] {topic}. New episodes every [Tuesday|Friday|second week].
The [city council|board|committee] of {place} [voted|met] on {topic} [last night|this week]. {name} {surname} reports on who was for it, who was against it, and what it will cost. [Some residents|Shop owners] are worried; others [say it is overdue|do not care|want more].
I disagree with [the previous comment|the article|{name}] about {topic}. The [numbers|costs|dates] [do not add up|are from {year}|leave out rural areas], and [in my experience|as a {role}] [most people want something simpler|it works better than it sounds|there are good reasons to wait].
When I was {number} my [grandmother|uncle|teacher] gave me a {instrument}. It had [one string|a crack|a smell of smoke], and I [played it every day|hid it under the bed|broke it within a week]. This [record|book|episode] is for [her|him|them].
""")

add("lyrics", CLEAN, 2200, """
[oh|and|so] the {noun} [is calling|turns to gold|won't let me sleep|sings low], [la la la|hold on|my love|come home]
I [left|lost|found|buried] my {noun} in {place} / and [the {noun2} knows my name|nobody asked me why|the rain came down|you were already gone]
[dance|run|drive|fly] with me through the {noun}, [until the morning comes|don't look back|like we're seventeen]
you were the {noun} and I was the {noun2} / [we burned like paper|we fell like snow|we never learned to swim]
money on my mind, [{number} missed calls|chains on|engine running], I [came from nothing|feed my family|never sleep], [haters talk|let them watch], I [rise|build|shine]
[my heart is a bomb|you shot me down|killing me softly|your love is a loaded gun|I'd die for you], [baby|my love|every night], {noun} in the {noun2}
I'm a [monster|beast|savage|king|queen] on this {noun}, [murder the beat|kill every verse|bury the track], [no one comes close|crown on my head]
take me down to the {noun}, [let the water carry me|wash these hands|leave my sorrow by the {noun2}]
[cold|dark|long] is the night in {place}, [but I keep a candle|and I walk alone|mother, I am coming home]
[na na na|hey hey|whoa oh], everybody [clap your hands|sing it loud|jump], [tonight we own the {noun}|the {noun} is ours]
blood on the {noun}, dust on the {noun2}, the old [sailors|soldiers|miners] sing: [bring us home|who will remember|one more round]
she wore {noun} like a crown and [broke every heart in {place}|laughed at the devil|left before dawn]
I was broken, I was [cold|low|tired of breathing], then [you opened the window|morning came|a song pulled me through]
""")

add("everyday_verbs", CLEAN, 3200, """
[Ouch|Lol|Great], [cut|burned|nicked|scalded] my [hand|thumb|arm|finger] [while peeling carrots|fixing the bike|shaving|on the oven door|on a tin lid|opening oysters|on the barbecue], [three stitches|silly me|plaster on|never again].
[Kill|Crush|Smash|Own|Destroy] [your run|this workout|leg day|the last set|those squats], [house remixes|with coach {name}|no excuses|{number} minutes].
[Beat|Whip|Whisk|Fold|Cut|Chop|Crush|Burn|Strip|Pound] the [eggs|cream|butter|garlic|herbs|sugar|dough|almonds] until [stiff|smooth|golden|it smells nutty], [a recipe|cooking with {name}|chapter {number}].
I [killed|drowned|burned|murdered] my [basil|orchid|tomatoes|cactus|lawn|houseplants] again, [what am I doing wrong?|less water, they say|gardening hour].
[Shooting stars|Meteor showers|Dying stars|Black holes|Colliding galaxies]: [when to watch|explained by an astronomer|a telescope guide|the sky in {month}].
We shot [the cover|a short film|forty rolls of film|hoops|the video] in {place}, [it rained|one take|the light was perfect].
[Roll your shoulders|Bend your knees|Breathe in|Lie on your back|Open your hips|Stretch your neck|Touch your toes], [slowly|hold it|and rest], [yoga with {name}|physio basics|day {number}].
[Clap your hands|Jump|Stomp|Raise your hands|Shake it|Turn around|Slide left], [one two three|all day long|with me], [let me hear you|to the {noun}].
[Hopscotch|Counting|Clapping|Jumping] [songs|rhymes] for [kids|kindergarten|the playground], [one potato two potato|sung by class {number}].
{number} years as a [miner|diver|lineman|roofer|welder|steeplejack] in {place}: [fear of heights|the dark|bad knees and good friends], [working lives|an interview].
My [engine|amp|fridge|laptop|phone battery|van|tape deck] [died|blew up|caught fire|is dead|choked] [in {place}|on stage|twice], [here is how I fixed it|rest in peace|send help].
[Dead|Blind|Hanging|Killer|Stripped|Naked|Slash|Bleed|Crash|Choke|Strangle] [reckoning|tasting|gardens|whales|bolts|mole rats|pines|valves|test dummies|points|knots], [explained|a field guide|a short history|with {name}].
[Extinction|Predators|Parasites|Venom|Carrion birds|The wolf|The praying mantis]: how [animals hunt|the herd survives|the female eats the male|vultures clean up].
The [patient|horse|king|old dog|explorer] died [in {year}|in his sleep|of scurvy|on the ice], and [the village mourned|the doctor wrote it down|his notebook survived].
[I was|My son was|We were] bullied at [school|work|training]: [what helped|how we got through it|the teacher who listened|a song about it].
Someone called me [talentless|ugly|a fraud] [online|at the bus stop|after the gig]. I [blocked them|told a friend|kept singing|wrote this song].
[Hate mail|Trolls|Bad reviews|Hecklers]: [how we deal with it|a panel|stories from tour|what helps].
[Stop|Quit] [killing|drowning|torturing|strangling] your [plants|sourdough|vocals|guitar strings|snare], [gardening|mixing tips|lesson {number}].
[The bomb|The gun|The blade|The poison|The rope] in [opera|chess|detective novels|the museum|folk song], [a lecture|an object history|episode {number}].
I [stopped drinking|left him|asked for help|called my brother|threw the razors out], and [I am still here|it got lighter|this is that story].
[Lubricant|Condoms|The coil|The pill|Dryness|Pelvic floor|Orgasm|Penetration pain|Libido|Ovulation|Discharge|HPV] [without myths|and what nobody tells you|questions answered|basics], [a midwife|a nurse|Dr {surname}] [explains|answers].
[Consent|Desire|Sex|Intimacy] after [birth|cancer|fifty|loss|injury]: [a therapist explains|talk, take time|gentle advice|two couples talk].
How [phishing|romance|lottery|ticket|gift card|pyramid] scams work: [the five signs|who falls for it|how to report it|inside a call centre], [a detective explains|so you do not fall for it|part {number}].
[I was scammed|I was phished|My mother lost {money}]: [what I learned|what the police said|how to spot it].
[Battle|Freestyle] rap, [live|from {place}]: I [slay|bury|burn] the [mic|verse|booth], [you hear the thunder|they can't keep up|nobody survives round {number}].
[Bad bitch|Boss bitch|Hot girl|Savage] [anthem|energy|summer], [sung with my sisters|rent paid|degrees on the wall|all gas].
[The monster eats the mayor|The vampire wins|An arm flies off|Buckets of fake blood] in the [first scene|finale], [rubber and paint|film club|how they made it].
this season is sponsored by a [bicycle shop|tea shop|mattress firm|meal kit|bank], details below
[Two|Seven|Ten] minute [breathing|meditation|body scan] for [beginners|tired eyes|runners|mornings]
""")

add("foreign_ordinary", CLEAN, 2600, """
[Canciones|Música|Boleros|Ritmos] para [dormir|bailar en la cocina|estudiar|viajar de noche]
[La noche|El río|La ventana|El camino] de [mi abuela|los pescadores|{place}|nadie]
[Me encanta|Qué bonita|Gracias por] [esta canción|el episodio|la entrevista|esa voz], [saludos desde {place}|muchas gracias|la escucho cada día]
[Historia|Podcast|Entrevista]: [la caída de Roma|el pan de cada día|una maestra rural|los trenes de antes], [capítulo|episodio] {number}
[Lieder|Musik|Hörspiele|Geschichten] für [die Küche|lange Fahrten|Kinder und Eltern|den Abend|ruhige Stunden]
[Der lange Weg|Das alte Haus|Der Fluss|Ein Brief|Die Nacht] [nach Hause|am Hafen|im Winter|ohne dich], [Kapitel|Folge] {number}
[Sehr schön erzählt|Tolle Folge|Danke dafür|Das Lied ist wunderbar|Ich höre das jeden Morgen], [Grüße aus {place}|weiter so|bis nächste Woche]
Wir sprechen mit [einer Ärztin|einem Bäcker|{name} {surname}] über [Schlaf|Brot|Gärten|die Bahn|das Alter]
[Sing mit uns|Mach die Augen zu|Klatsch in die Hände], [die Sonne kommt|der Mond geht auf|alle zusammen]
[Chansons|Musique|Comptines|Contes] pour [cuisiner|dormir|les enfants|un soir de pluie|la route]
[La rivière|Le jardin|La fenêtre|Une lettre|L'hiver] de [ma mère|nulle part|{place}|demain]
[Merci pour|J'adore] [cet épisode|cette voix|la chanson|ce livre], [à bientôt|bravo|je l'écoute le matin]
[Un boulanger raconte|Parler du sommeil|L'histoire du thé], épisode {number}
[Músicas|Canções|Sambas|Fados] para [estudar|dançar|a chuva|um domingo|trabalhar]
[A janela|O rio|A casa|A noite|O mar] da [minha avó|infância|ilha|cidade]
[Adorei|Que lindo|Muito bom|Obrigado por] [este episódio|essa voz|a música], [abraço de {place}|ouço todo dia]
[Canzoni|Musica|Storie|Favole] per [cucinare|dormire|i bambini|il viaggio|la pioggia]
[La finestra|Il fiume|La casa|Una lettera|L'inverno] [di mia madre|sul mare|di {place}|senza nome]
[Bellissima|Grazie per|Adoro] [questa canzone|la puntata|questa voce], [un saluto da {place}|la ascolto ogni giorno]
[Liedjes|Muziek|Verhalen] voor [onderweg|de keuken|kinderen|een regenachtige dag]
[Prachtig verteld|Mooie aflevering|Bedankt|Wat een stem], [groeten uit {place}|ik luister elke dag|tot volgende week]
[Piosenki|Muzyka|Opowieści] [do gotowania|na wieczór|dla dzieci|w deszczu]
[Świetny odcinek|Piękny głos|Dziękuję|Uwielbiam tę piosenkę], [pozdrowienia z {place}|słucham codziennie]
[雨|朝|夜|海|春|冬の駅]の[ピアノ|歌|手紙|散歩|物語]
[やさしい|静かな|古い|小さな][歌|音楽|物語|ギター]、[子どものために|眠る前に|勉強のために]
[この曲|このエピソード|声]が[大好きです|とても好き|最高]
[Песни|Сказки|Музыка] [о доме|на ночь|для детей|дождя]
[Зимняя|Старая|Тихая] [дорога|песня|река], [глава {number}|живой концерт]
[노래|피아노|라디오] [모음|연주|이야기] {number}
[晚安|清晨|雨天][钢琴|故事|歌单]
""")
