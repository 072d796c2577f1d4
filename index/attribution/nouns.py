"""Words at the head of a noun phrase, and what they say of it: a person in an office, a body, a document, several people."""

from index.attribution.roles import DEPARTMENTS, ROLE_NOUNS

_OFFICES = """
    spokesperson spokesman spokeswoman spox
    senator sen
    congressman congresswoman representative rep lawmaker legislator assemblyman assemblywoman
    governor gov
    president
    minister secretary diplomat
    candidate nominee contender hopeful frontrunner front-runner standard-bearer rival opponent challenger
    billionaire businessman businesswoman mogul developer tycoon magnate entrepreneur millionaire
    chairman chairwoman chair chairperson chief head leader boss director ceo
    manager
    adviser advisor aide counselor
    lawyer attorney counsel
    journalist reporter correspondent columnist writer author editor blogger anchor host moderator commentator pundit
    professor scholar historian academic
    doctor surgeon physician
    judge justice magistrate
    husband
    wife
    son
    daughter
    """
HEADS: dict[str, str] = {word: line.split()[0] for line in _OFFICES.strip().splitlines() for word in line.split()}
"""The first word of each line stands for all that can name the same office."""
PERSON_NOUNS = (
    ROLE_NOUNS
    | frozenset(HEADS)
    | frozenset(
        """
        actor actress agent archbishop artist athlete baker banker bishop broker brother buddy cardinal celebrity champion
        clerk colleague comedian commentator congressman conservative contestant cop councilman councilwoman criminologist
        critic defender delegate democrat designer detective donor driver economist employee engineer envoy ex-husband
        ex-wife executive farmer father filmmaker financier firebrand friend fundraiser girl grandfather grandmother
        hotelier hunter imam immigrant independent insider investor jurist lady lawman libertarian lieutenant lobbyist
        loyalist man marine mediator mentor mom mother neighbor neurosurgeon newcomer novelist nurse operative organiser
        outsider participant partner pastor pharmacist philanthropist philosopher physician pilot planner player poet
        policeman politician preacher predecessor priest principal progressive psychologist publisher quarterback rabbi
        realtor republican resident retiree sheriff singer sister socialist soldier sociologist statesman strategist
        student successor superintendent supporter surrogate survivor teenager trader treasurer trustee veteran
        vice-chairman victim volunteer vice-president voter widow witness woman worker speechwriter newsman co-chair
        co-chairman co-founder cofounder vice-chair officer solicitor barrister magistrate curator prosecutor
        """.split()
    )
)
GENERIC = frozenset(
    """
    billionaire businessman candidate nominee contender hopeful frontrunner front-runner standard-bearer mogul
    developer tycoon magnate
    politician democrat republican conservative libertarian socialist independent lawmaker man woman actor comedian
    outsider veteran
    """.split()
)
"""What can be said of somebody without the article having said so before."""
BODY_NOUNS: dict[str, frozenset[str]] = {
    "ministry": frozenset({"ministry"}),
    "department": frozenset({"department"}),
    "agency": frozenset(
        {
            "fbi",
            "cia",
            "nsa",
            "epa",
            "department",
            "service",
            "commission",
            "agency",
            "administration",
            "interfax",
            "tass",
            "press",
            "bureau",
        }
    ),
    "company": frozenset(
        {"inc", "corp", "co", "ltd", "group", "company", "corporation", "llc", "motors", "industries", "bank"}
    ),
    "firm": frozenset({"inc", "corp", "group", "llp", "llc", "partners", "firm", "associates"}),
    "newspaper": frozenset(
        {
            "times",
            "post",
            "journal",
            "news",
            "herald",
            "tribune",
            "globe",
            "telegraph",
            "gazette",
            "daily",
            "sentinel",
            "observer",
            "bee",
        }
    ),
    "paper": frozenset(
        {
            "times",
            "post",
            "journal",
            "news",
            "herald",
            "tribune",
            "globe",
            "telegraph",
            "gazette",
            "daily",
            "sentinel",
            "observer",
            "bee",
        }
    ),
    "magazine": frozenset({"magazine", "weekly", "review"}),
    "network": frozenset(
        {"news", "network", "television", "tv", "radio", "cnn", "nbc", "cbs", "abc", "bbc", "cnbc", "msnbc"}
    ),
    "court": frozenset({"court"}),
    "committee": frozenset({"committee", "dnc", "rnc"}),
    "commission": frozenset({"commission"}),
    "council": frozenset({"council"}),
    "university": frozenset({"university", "college"}),
    "institute": frozenset({"institute"}),
    "bank": frozenset({"bank"}),
    "union": frozenset({"union", "afl-cio", "seiu"}),
    "foundation": frozenset({"foundation"}),
    "association": frozenset({"association"}),
    "party": frozenset({"party"}),
    "campaign": frozenset({"campaign"}),
    "center": frozenset({"center"}),
    "office": frozenset({"office"}),
    "organization": frozenset({"organization", "association", "foundation", "federation", "league"}),
    "alliance": frozenset({"alliance"}),
    "board": frozenset({"board"}),
    "panel": frozenset({"panel", "committee"}),
    "group": frozenset({"group", "association", "alliance", "coalition", "league", "federation"}),
    "government": frozenset({"government"}),
    "army": frozenset({"army"}),
    "police": frozenset({"police"}),
}
"""Common nouns of bodies, with the last words of names that they can take up."""
NAMED_BODY = frozenset(
    """
    academy act administration agency alliance army assembly association authority bank board broadcasting bureau cabinet
    campaign caucus center centre chamber chronicle church club coalition college commission committee company conference
    congress co corp corporation council court daily department dispatch duma exchange express federation forum
    foundation fund
    gazette globe government group guardian herald house inc independent industries inquirer institute institution
    intelligence international journal kremlin league legislature llc ltd magazine media ministry mirror pac monitor motors
    museum nations sentinel advocate bee picayune observer patriot constitution senate network news newspaper office
    organisation organization pac panel parliament partners party pentagon
    police post press project radio register reporter review school senate service services society standard
    star studios sun survey systems task telegraph television times today tonight treasury tribune trust tv union
    united university
    watch weekly airlines enquirer examiner examiner foods technologies technology
    """.split()
)
"""Last words of the names of bodies."""
OUTLETS = frozenset(
    """
    adobe alibaba amazon apple airbnb axios bbc bild bloomberg boeing breitbart buzzfeed chevron citigroup comcast dell disney
    ebay exxon exxonmobil facebook forbes gallup gazprom google greenpeace huffpost hulu huawei ibm infowars instagram intel
    interfax izvestia jezebel kommersant linkedin lukoil mashable mcdonald’s microsoft monmouth mossad netflix newsmax
    newsweek
    nielsen nintendo nordstrom novatek oxfam paypal pepsi pfizer politico pravda quinnipiac rasmussen reddit reuters rosatom
    rosneft salon samsung siemens slate snapchat snopes sony starbucks tass telesur tesla twitter uber unesco unicef univision
    telemundo toyota verizon viacom vice vogue volkswagen vox walmart wikileaks wikipedia xinhua yahoo yougov youtube
    """.split()
)
"""Outlets, companies and agencies of one word."""
SPEECH = frozenset(
    """
    account accusation accusations address admission advice allegation allegations analysis announcement answer answers
    argument arguments article assertion assertions assessment claim claims comment comments commentary complaint
    conclusion description essay interview letter memoir message messages op-ed opinion plan position post posts
    proposal question questions quote reaction remark remarks reply report response rhetoric survey surveys poll polls
    documents records report reports speech speeches statement
    statements suggestion testimony tweet tweets view views warning warnings word words writing writings email emails book
    """.split()
)
"""What a person utters: a possessive before it names the speaker."""
POLLS = frozenset("poll survey".split())
"""Documents that speak by the name of who made them."""
TEAM = frozenset("campaign camp team administration".split())
CROWD = frozenset(
    """
    people police women men others many some several most few both all none everyone everybody someone somebody anyone
    anybody nobody those these they them themselves we you one another half majority number dozens hundreds thousands
    millions public media crowd audience electorate couple duo pair trio staff leadership establishment base left right
    field youth elite masses folks americans russians republicans democrats britons europeans
    chinese ukrainians germans french british rest any each either neither two three four five six seven
    """.split()
)
"""Several people, or nobody in particular."""
NOT_PLURAL = frozenset(
    "press congress boss news politics campus texas kansas illinois times his business process hers this".split()
)
INDEFINITE = frozenset(
    "a an one another some any no each every two three four five six several many most few other such certain".split()
)
OF_ROLE = DEPARTMENTS | frozenset(
    """
    a acting and assistant associate chief co congressional current democratic deputy digital economic ex executive federal
    field finance first for foreign former general gop gubernatorial great incoming independent junior lead leading liberal
    libertarian local long longtime long-time majority media military minority national new newly now of one-time onetime
    outgoing party pastor policy political presidential press presumptive prime prominent progressive public real reality
    regional republican retired right-wing left-wing rising senior state strategic television the then then-candidate top tv
    two-time three-time u.s. us vice veteran world campaign communications estate star elect vice-presidential
    conservative democrat socialist late young old business defense national-security technical pop rock film
    """.split()
)
"""Words in lower case inside a role, beside the nouns that head it."""
_PLACES = """
    russia russian moscow kremlin
    uk british britain england english london
    us american america u.s. u.s usa
    ukraine ukrainian kyiv kiev
    china chinese beijing
    france french paris
    germany german berlin
    turkey turkish ankara
    israel israeli
    iran iranian tehran
    iraq iraqi
    syria syrian
    poland polish warsaw
    italy italian rome
    spain spanish madrid
    japan japanese tokyo
    india indian delhi
    pakistan pakistani
    mexico mexican
    canada canadian ottawa
    cuba cuban
    egypt egyptian cairo
    libya libyan
    belarus belarusian minsk
    georgia georgian tbilisi
    hungary hungarian budapest
    sweden swedish stockholm
    norway norwegian oslo
    finland finnish helsinki
    denmark danish
    netherlands dutch
    belgium belgian
    greece greek
    austria austrian
    europe european eu
    brazil brazilian
    australia australian
    vietnam vietnamese
    korea korean
    taiwan taiwanese
    africa african
    ireland irish
    scotland scottish
    afghanistan afghan
    venezuela venezuelan
    alabama ala.
    alaska
    arizona ariz. az
    arkansas ark. ar
    california calif. ca
    colorado colo. co
    connecticut conn. ct
    delaware del. de
    florida fla. fl
    hawaii
    idaho
    illinois ill. il
    indiana ind.
    iowa ia
    kansas kan. ks
    kentucky ky. ky
    louisiana la.
    maine
    maryland md. md
    massachusetts mass. ma
    michigan mich. mi
    minnesota minn. mn
    mississippi miss. ms
    missouri mo. mo
    montana mont. mt
    nebraska neb. ne
    nevada nev. nv
    newhampshire n.h. nh
    newjersey n.j. nj
    newmexico n.m. nm
    newyork n.y. ny
    northcarolina n.c. nc
    northdakota n.d. nd
    ohio oh
    oklahoma okla. ok
    oregon ore.
    pennsylvania pa. pa
    rhodeisland r.i. ri
    southcarolina s.c. sc
    southdakota s.d. sd
    tennessee tenn. tn
    texas texan tex. tx
    utah ut
    vermont vt. vt
    virginia va. va
    washington wash.
    westvirginia w.va. wv
    wisconsin wis. wi
    wyoming wyo. wy
    """
PLACE: dict[str, str] = {word: line.split()[0] for line in _PLACES.strip().splitlines() for word in line.split()}
"""A place by its name, its adjective, its abbreviation or the seat of its government."""
PARTY = {
    **dict.fromkeys(("republican", "gop", "r", "republicans"), "republican"),
    **dict.fromkeys(("democrat", "democratic", "d", "democrats"), "democrat"),
    **dict.fromkeys(("libertarian",), "libertarian"),
    **dict.fromkeys(("independent", "i"), "independent"),
}
