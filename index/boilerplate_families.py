"""The families of boilerplate: one pattern or more each, and where in a document it may be told from prose."""

import re
from enum import Enum
from typing import NamedTuple


class Where(Enum):
    """In which part of a document a rule holds."""

    TOP = "top"
    BOTTOM = "bottom"
    ANYWHERE = "anywhere"


class Family(NamedTuple):
    """One kind of boilerplate."""

    name: str
    """What it is, in a word or two."""
    where: Where
    """Where the rule holds."""
    longest: int
    """Characters beyond which a paragraph is none of it."""
    pattern: re.Pattern[str]
    """Matches from the paragraph's first character."""


def _family(name: str, where: Where, longest: int, *patterns: str) -> Family:
    return Family(
        name, where, longest, re.compile(r"(?:[^\w\"“”„‘'«]|_){0,4}(?:" + "|".join(patterns) + ")", re.IGNORECASE)
    )


LONGEST = 500
"""Characters beyond which no paragraph is boilerplate as a whole."""

_END = r"[\W_]*$"
_NETWORK = (
    r"(?:twitter|x|facebook|instagram|threads|bluesky|tiktok|linkedin|youtube|telegram|whatsapp|flipboard|"
    r"google news|"
    r"mastodon|pinterest|reddit|snapchat)"
)
_PIECE = r"(?:story|article|report|post|page|news|piece|file|column|list|explainer|live blog)"
_ARTICLES = r"(?:articles?|stories|story|posts?|news|coverage|reading|content|topics?|links?|videos?|headlines)"

FAMILIES = (
    _family(
        "navigation",
        Where.TOP,
        60,
        rf"(?:connect with us|skip to (?:main )?(?:content|navigation)|(?:main )?menu|home(?:page)?|search|log ?in|"
        rf"sign in|register|"
        rf"my account|subscribe(?: now)?|(?:top|latest|breaking|local|world|national|international|"
        rf"business) (?:stories|news)|"
        rf"news(?:letters?)?|world|politics|business|economy|sports?|opinion|technology|science|health|culture|"
        rf"entertainment|"
        rf"lifestyle|travel|video|latest|trending(?: now)?|most (?:read|popular)|you are here|breadcrumbs?|"
        rf"toggle navigation|"
        rf"open menu|close(?: menu)?|back to (?:top|home)|e-?paper|"
        rf"live tv)(?: ?[|/»›>] ?[\w &]{{2,20}}){{0,6}}{_END}",
    ),
    _family(
        "share buttons",
        Where.ANYWHERE,
        90,
        rf"(?:share (?:this|on|via|with your)|tweet this|print this|email this)\b.{{0,40}}{_END}",
        r"(?:click|tap) (?:here )?to (?:share|print|e-?mail)\b.{0,80}$",
    ),
    _family(
        "reading on",
        Where.ANYWHERE,
        90,
        rf"(?:continue|keep) reading(?: (?:below|the main {_PIECE}|this {_PIECE}))?{_END}",
        rf"(?:{_PIECE} )?continues (?:below|after)(?: (?:the )?(?:advertisement|ad|this ad|video|gallery|"
        rf"newsletter sign-?up|promotion))?{_END}",
        rf"(?:read|show|view|see|load|learn) (?:more|less|all|the full {_PIECE}|full {_PIECE})(?: (?:here|"
        rf"{_ARTICLES}|comments))?{_END}",
        r"(?:devamını oku|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|leggi (?:anche|tutto)|"
        r"leia mais|lees meer|"
        r"читать далее|читайте также|читати далі|czytaj więcej|أقرأ المزيد|اقرأ المزيد)\b.{0,60}$",
    ),
    _family(
        "related links",
        Where.ANYWHERE,
        220,
        rf"(?:(?:related|more|recommended|suggested|similar|other|previous|popular|trending|top|featured) {_ARTICLES}"
        rf"(?: (?:from|on|by|about|to) [\w .&’'-]{{2,40}})?|related|more|recommended|"
        rf"more from [\w .,&’'-]{{2,40}}){_END}",
        r"more (?:on|in|about) [\w .,&’'-]{2,40}:$",
        rf"(?:you (?:may|might) (?:also )?(?:like|be interested in)|read (?:next|also)|also read|see also|up next|"
        rf"don[’']?t miss|"
        rf"most (?:read|popular|viewed)|editors?[’']?s? picks?|recommended for you|must reads?|more for you|"
        rf"trending now){_END}",
        rf"(?:related(?: {_ARTICLES})?|more|read(?: more| also| next| the full {_PIECE}| full {_PIECE})?|also read|"
        rf"see also|"
        rf"also see|more from [\w .&]{{2,30}}|more on [\w .&]{{2,30}}|recommended|don[’']?t miss|must read|"
        rf"you may (?:also )?like|"
        rf"previously|stor(?:y|ies)|watch(?: now)?|listen|live updates?)\s?[:|»]\s?(?!.{{0,200}}[.”\"]$)\S.{{3,}}$",
        r"(?:photos?|videos?|gallery|in (?:photos|pictures))\s?[:|»]\s?(?!.{0,100}[.”\"]$)[^.]{4,90}$",
        r"(?:previous(?: and|/| ?\|)? next|previous|next|older|newer) (?:news|article|post|story|stories|posts|"
        r"articles|entries)\b(?!.{0,120}\.$).{0,120}$",
    ),
    _family(
        "comment form",
        Where.ANYWHERE,
        420,
        rf"(?:click (?:here )?to (?:comment|reply)|leave a (?:reply|comment)|post a comment|add a comment|"
        rf"write a comment|"
        rf"join the (?:conversation|discussion)|view (?:all )?comments?|\d* ?comments?(?: ?\(\d+\))?|"
        rf"no comments?(?: yet)?|comments are closed|"
        rf"cancel reply|submit(?: comment)?|post comment|reply|your (?:name|e-?mail|website)|name|e-?mail|"
        rf"website)[\s*]*{_END}",
        r"your e-?mail address will not be published\b.{0,120}$",
        r"(?:required fields are marked|fields marked|save my name, e-?mail|notify me of (?:new|follow)|"
        r"you must be logged in to|"
        r"log in to (?:leave|post) a|be the first to comment|this site uses akismet|comments? (?:are|"
        r"is) (?:moderated|subject to)|"
        r"the views expressed in (?:the )?comments)\b.{0,200}$",
        rf"(?:yorum (?:yap|yaz|gönder|ekle)|yorumlar|bir (?:yanıt|cevap) (?:yaz|bırak)|e-?posta (?:hesabınız|"
        rf"adresiniz) yayımlanmayacak|"
        rf"uyar[ıi]\s?:.{{0,200}}yorum\w*|(?:schreiben|verfassen) sie einen kommentar|kommentare?{_END}|"
        rf"ihre e-mail-adresse wird nicht|"
        rf"laisser un commentaire|votre adresse e-?mail ne sera|deja un comentario|deja una respuesta|"
        rf"tu dirección de correo|"
        rf"lascia un commento|il tuo indirizzo email non|deixe um comentário|o seu endereço de e-?mail não|"
        rf"добавить комментарий|оставить комментарий|ваш (?:адрес )?e-?mail не будет|залишити коментар|"
        rf"dodaj komentarz)\b.{{0,200}}",
    ),
    _family(
        "advertisement",
        Where.ANYWHERE,
        260,
        rf"(?:advertise(?:ment|ing)|ad|ads|sponsored(?: content)?|promoted(?: content)?|paid (?:content|post)|"
        rf"scroll to continue|story continues|ad feedback|video ad feedback|report this ad|remove ads?|"
        rf"anzeige|werbung|publicité|publicidad|pubblicità|reklam|реклама){_END}",
        r"\d?\.? ?how relevant is this ad to you",
        r"(?:video player was slow to load|video content (?:never|did not)|ad froze or did not finish)",
    ),
    _family(
        "affiliate notice",
        Where.ANYWHERE,
        450,
        r"(?:recommendations are independently chosen|we (?:occasionally )?(?:recommend|may (?:earn|receive|"
        r"get) (?:a |an )?(?:\w+ )?(?:commission|fee))|"
        r"(?:(?:if|when) you (?:buy|purchase|click)(?=.{0,160}\b(?:commission|fee|earn))|purchases (?:you make|"
        r"made)|\w+ may (?:earn|receive) (?:a |an )?"
        r"(?:\w+ )?(?:commission|revenue|affiliate)|prices were accurate at the time|this (?:article|post|"
        r"page) (?:may )?contains? affiliate)).{0,400}$",
    ),
    _family(
        "app promotion",
        Where.ANYWHERE,
        240,
        r"(?:download|get|install|try) (?:the|our) (?:free )?(?:[\w.’']+ ){0,4}apps?\b.{0,140}$",
        r"(?:available|get it|download) on (?:the )?(?:app store|google play)\b.{0,60}$",
    ),
    _family(
        "update note",
        Where.ANYWHERE,
        200,
        rf"\(?(?:editor[’']?s note: ?)?this (?:{_PIECE}) (?:has been|was|is being|will be|"
        rf"is) (?:last )?updated\b(?!.{{0,200}}(?:error|correct|clarif|incorrect)).{{0,150}}$",
        rf"(?:this is a (?:breaking|developing) (?:news )?{_PIECE}|(?:breaking|developing) story)\b.{{0,100}}$",
        r"(?:more (?:details )?to (?:follow|come)|please (?:check back|refresh)|check back (?:soon|for|"
        r"later))\b.{0,90}$",
    ),
    _family(
        "read counter",
        Where.ANYWHERE,
        90,
        rf"this {_PIECE} (?:has been|was) (?:read|viewed|seen|shared)\b.{{0,50}}$",
        rf"(?:(?:views?|reads?|shares?|hits|okunma)\s?:\s?[\d.,]+k?|[\d.,]+k? (?:views?|reads?|shares|hits|likes|"
        rf"kez okundu)){_END}",
        rf"(?:reading time:? ?)?\d+[ -]min(?:ute)?s?\.? (?:read|video){_END}|(?:estimated )?reading time\b.{{0,30}}$",
    ),
    _family(
        "copyright",
        Where.ANYWHERE,
        420,
        r"(?:©|\(c\)\s|copyright (?:©|\(c\)|\d{4}|by\b|the\b|notice)).{0,300}$",
        r"all rights reserved\b.{0,200}$",
        r"(?:this (?:material|content|article)|no part of this \w+|reproduction|republication)\b.{0,60}\b(?:may|is|"
        r"or)\b.{0,40}"
        r"(?:not be (?:published|reproduced|copied)|be reproduced|prohibited|forbidden).{0,200}$",
    ),
    _family(
        "photo credit",
        Where.ANYWHERE,
        160,
        r"(?:image|photo(?:graph)?|picture|illustration|video|file photo|cover image)s?(?: credit| courtesy| source|"
        r"s? by)?\s?:\s?"
        r"(?=.{0,100}(?:getty|reuters|afp|ap\b|shutterstock|istock|epa|alamy|file|archive|credit|press|"
        r"unsplash))[^.!?]{2,110}\.?\)?$",
        r"(?:image|photo|picture) (?:credit|courtesy)\b[^.!?]{0,120}\.?\)?$",
        r"[^.!?:\"“]{2,60}(?:/| via |, )(?:getty images|afp via getty images|shutterstock|istockphoto|"
        r"reuters/file photo|epa-efe)(?:/[\w ]{2,20})?\)?$",
    ),
    _family(
        "privacy notice",
        Where.ANYWHERE,
        500,
        r"(?:we (?:and our partners )?use cookies|this (?:web)?site uses cookies|by (?:continuing|using|clicking|"
        r"signing up|subscribing|submitting)\b.{0,80}"
        r"\b(?:agree|accept|consent)|accept (?:all )?cookies|(?:manage|cookie) (?:cookies|preferences|settings|"
        r"policy)|"
        r"we will use the (?:details|information|data) you have (?:shared|provided|given)|"
        r"if you wish to object to the use of your data|i agree to (?:the )?(?:terms|privacy)|"
        r"(?:privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions|& conditions)|"
        r"cookie policy)[\s|·•,&]{0,4}(?:$|(?:and|terms|privacy|cookie|contact|about|do not sell)))",
    ),
    _family(
        "registration",
        Where.ANYWHERE,
        300,
        r"(?:an? (?:free )?(?:account|registration|membership) (?:gives you|includes|offers|lets you)|"
        r"(?:please )?(?:register|log ?in|sign in|create (?:an|your)(?: free)? account)(?: now| here| or \w+|"
        r" for free)? to (?:continue|read|view|access|keep|unlock)|"
        r"already (?:a (?:subscriber|member)|have an account|registered|subscribed)|"
        r"forgot(?:ten)? (?:your )?password|"
        r"(?:to )?(?:continue|keep) reading,? (?:this|please|create|subscribe|register|log)|"
        r"would you like to receive|don[’']t have an account)\b.{0,200}$",
        r"(?:remember me|password|username|e-?mail address)[\s*:]*$",
    ),
    _family(
        "subscription",
        Where.ANYWHERE,
        460,
        r"(?:this (?:article|story|content) is (?:only )?(?:available |exclusive )?(?:only )?(?:for|"
        r"to) (?:our )?(?:\w+ )?(?:subscribers|members)|"
        r"(?:subscribers|members) only|for subscribers|exclusive to subscribers|you have (?:reached|read) (?:your|"
        r"all|the)\b.{0,40}\b(?:limit|free articles)|"
        r"you[’']ve (?:reached|read)\b.{0,40}\b(?:limit|free articles)|start your (?:free )?(?:trial|subscription)|"
        r"(?:subscribe|support (?:local|independent|our|quality)\b.{0,20}\bjournalism|become an? (?:\w+ )?(?:member|"
        r"subscriber|supporter|patron))"
        r"(?: (?:to|now|today|for|with|from|here|and)\b|[.:!]|$)|thank you for (?:supporting|subscribing|reading|"
        r"being a)\b|"
        r"consider (?:supporting|subscribing)|(?:subscribe|subscription) (?:&|and) save|"
        r"unlimited (?:digital )?access)(?!.{0,400}\b(?:said|says|told)\b).{0,400}$",
    ),
    _family(
        "source line",
        Where.BOTTOM,
        80,
        r"(?:kaynak|sources?|quelle|fuente|fonte|источник|джерело|źródło|via)\s?:\s?(?-i:[^\W_a-z]).{0,60}$",
    ),
    _family(
        "credit line",
        Where.BOTTOM,
        330,
        r"(?:contributing(?: to this (?:report|story))?\s?:|\((?:(?:additional |with )?(?:reporting|writing|editing|"
        r"compiled|edited|written) by|with (?:inputs?|files) from)\b|"
        r"(?:additional )?(?:reporting|editing|writing) by [A-Z]|"
        r"(?:from |by )?(?:[\w ]{2,20} )?(?:staff|wire)(?: and wire)? reports?\b[^.]{0,20}\.?$|from usa|"
        r"from (?:[\w ]{2,30}) and wire reports)"
        r"(?![^\"“]{0,300}[\"“]).{0,300}$",
        r"[^\"“:]{2,160}\bcontributed (?:to (?:this|the reporting)|reporting)\b[^\"“]{0,80}$",
    ),
    _family(
        "grant note",
        Where.BOTTOM,
        450,
        r"[^\"“]{0,100}\b(?:coverage|reporting|journalism|work|project|position|newsroom)\b[^\"“]{0,60}\b(?:is|"
        r"are) (?:made possible|supported)(?: in part)? (?:by|through) (?:a grant|the (?:generous )?support|grants|"
        r"funding).{0,330}$",
        r"[^\"“]{2,60}\bis an? [\w ]{2,40} content partner (?:offering|providing).{0,330}$",
    ),
)
"""The families, in the order in which they are tried."""
