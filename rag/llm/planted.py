"""Passages that speak to a language model rather than to a reader: they are not shown to one."""

import re
import unicodedata

_MODEL = (
    r"(?:(?:AI|language|chat)[ -]?(?:assistants?|models?|bots?)|chatbots?|LLMs?|assistants?|summari[sz]ers?|answering systems?"
    r"|(?:an|any|the|every|dear) AI|automated (?:readers?|systems?|assistants?))"
)
_ORDER = (
    r"(?:say|answer|reply|respond|write|output|print|state|report|repeat|tell|claim|declare|conclude|quote|cite|mention|"
    r"add|include|insert|append|begin|end|translate|act|pretend|reveal|summari[sz]e|ignore|disregard|forget|skip|visit|open|"
    r"from now on|"
    r"fetch|refuse|do not|never|always|only|you (?:must|should|will|are to))"
)
_SAYING = r"(?:answer|reply|respond|output|print|say|write|repeat|return|state|report)"
_RULES = (
    r"(?:instructions?|prompts?|rules|guidelines|directions|context|passages|sources|messages|text|orders|commands)"
)
_PATTERNS = (
    # ignore all previous instructions; disregard the above
    (
        rf"\b(?:ignore|disregard|forget|override|bypass|discard|do not (?:follow|obey|use)|pay no (?:heed|attention) to)\W+"
        rf"(?:\w+\W+){{0,4}}?(?:(?:above|previous|prior|preceding|earlier|other|system|given|original|your)\W+(?:\w+\W+){{0,3}}?"
        rf"{_RULES}|everything (?:above|before|else|you)"
        rf"|(?:all|of|the) (?:of )?(?:the )?above\b|what you (?:were|have been) told)"
    ),
    # system: …; [assistant] …: at the beginning of a line or a sentence
    (
        r"(?:^|[\n.!?>\]:*\"”“(-])\s*[#*\[<|{\s]*(?:system|assistant|developer|user)"
        r"(?:\s+(?:prompt|message|note|override|notice))?\s*[\]>|}*]*\s*:"
    ),
    # marks of the formats of prompts
    (
        r"<\|?\s*/?\s*(?:system|im_start|im_end|assistant|user|start_of_turn|end_of_turn|eot_id|passage|document)\b"
        r"|\[\s*/?\s*(?:INST|SYS|SYSTEM|ASSISTANT|TOOL_CALLS?)\b|<<\s*/?\s*SYS"
        r"|###+\s*(?:instruction|system|response)"
    ),
    # new instructions: …; note to AI assistants
    (
        r"\b(?:new|updated|revised|hidden|real|secret|special) (?:system )?"
        r"(?:instructions?|prompt|directives?)\s*(?:[:—–]|for you\b)"
    ),
    (
        rf"\b(?:note|notice|attention|message|memo|instructions?|reminder|directive|order|request) (?:to|for) "
        rf"(?:the |any |all |every )?{_MODEL}\b"
    ),
    rf"\b(?:if|when|as|since) you are (?:an? |the )?{_MODEL}\b|\byou are now\b|\byou are (?:an? |the )?{_MODEL}\b",
    rf"(?:^|[.!?:;\n\"“>]\s*)(?:dear |hey |attention,? |hello,? )?(?:all )?{_MODEL}\s*[,:!—–-]+\s*(?:please )?{_ORDER}\b",
    rf"\b{_MODEL} (?:reading|processing|summari[sz]ing|indexing|that reads?|who reads?) (?:this|it)\b",
    # your answer must …; answer only with "…"; in your reply
    r"\byour (?:only |entire |final |next )?(?:answer|reply|response|output|summary)\b",
    (
        rf"\b{_SAYING} (?:only|exactly|just|verbatim|nothing but)(?: with| that| the (?:words?|phrase|sentence|text))*\s*"
        rf"(?:[\"“'‘:]|(?-i:[A-Z]{{2}}))"
    ),
    rf"(?:^|[.!?:;\n]\s*)(?:please )?{_SAYING}(?: that| with| the (?:words?|phrase|sentence))*:?\s*[\"“]",
    # an order at the beginning of a sentence: say that …, quote the following, pretend that …, append …
    (
        r"(?:^|[.!?;\n>}]\s+)(?:please |now |then |also |always )?(?:"
        r"(?:say|state|reply|respond|output|print|write|repeat|return)\s*:|(?:append|decode|obey)\b"
        rf"|(?:{_SAYING}|claim|pretend|declare|conclude)\s+(?:that|with|only|exactly|in|as|to (?:every|any)|the following)\b"
        r"|(?:quote|copy|cite|repeat) (?:the following|these|this)\b|translate (?:every|all|your)\b"
        r"|(?:begin|end|start|finish) (?:your|every|each)\b|(?:ignore|disregard|forget) (?:the|this) (?:article|passage|text)\b"
        rf"|if you [^.\n]{{0,60}}, {_SAYING}\b)"
    ),
    r"\bin (?:every|each|any) (?:answer|reply|response)\b",
    rf"\byou (?:must|should|will|are to) (?:now |always |only )?{_SAYING}\s*[:\"“]",
    r"\b(?:correct|right|true|only) answer to (?:any|every|each|all|the) questions?\b",
    r"\b(?:do not|don’t|don't|never) mention (?:this|these) (?:request|instruction|note|message)s?\b",
    r"\breveal your (?:instructions|rules|prompt)\b",
    # words of ours: a marker before a sentence, a message of an interface
    r"(?:^|[.!?]\s+)\[\d+\]\s|\b(?:sources?|passages?) \[\d+\]|\"role\"\s*:\s*\"",
    # tell the user; whenever you are asked
    r"\b(?:tell|inform|assure|warn|ask) (?:the |your |every |all |any )?(?:users?|person asking|asker|questioner)\b",
    rf"\b(?:when|if|whenever) (?:you are|you’re|you're) (?:asked|questioned|queried)\b[^.\n]{{0,80}}?,? ?{_ORDER}\b",
    r"\b(?:system prompt|developer mode|jailbr(?:oken|eak) mode)\b",
    # links to fetch, pictures that fetch themselves
    (
        r"\b(?:fetch|visit|open|load|click|go to|navigate to|retrieve|download|curl|call|ping)\W+(?:\w+\W+){0,6}?"
        r"(?:https?://|www\.)"
    ),
    r"\]\(\s*https?://",
)
_PLANTED = re.compile("|".join(f"(?:{one})" for one in _PATTERNS), re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]")
_HIDDEN = re.compile(r"[\U000e0020-\U000e007f]{2,}|(?:\w[\u200b\u2060\ufeff]){3,}")
"""Letters that people do not see, or do not see apart; one soft hyphen or joiner alone is none."""


def addresses_model(text: str) -> bool:
    """Whether a passage holds what only a language model would heed: orders, roles, marks of its format, links to fetch."""
    return bool(_PLANTED.search(bare(text)) or _HIDDEN.search(text))


def bare(text: str) -> str:
    """The same, in plain letters: without full-width ones and ligatures."""
    return unicodedata.normalize("NFKC", visible(text))


def visible(text: str) -> str:
    """A text without letters that cannot be seen."""
    return _INVISIBLE.sub("", text)
