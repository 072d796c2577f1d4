"""Which language a text is in, by its script and its function words, and what to say to a question in another one."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from index.words import FUNCTION_WORDS, tokens
from rag.words import SPEECH_WORDS

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
"""Languages that are told apart, by their ISO 639-1 codes."""
MOST_WORDS = 500
"""Words of a text that are looked at."""
LEAST = 1.25
"""Weight of function words from which a language is believed, more than one word has; one of two languages counts half."""
LEAST_CYRILLIC = 0.5
"""As above, among the few languages that are written so."""
_SCRIPTS = {
    "ARABIC": "ar", "CJK": "zh", "DEVANAGARI": "hi", "GEORGIAN": "ka", "GREEK": "el", "HANGUL": "ko", "HEBREW": "he",
    "HIRAGANA": "ja", "KATAKANA": "ja", "THAI": "th",
}  # fmt: skip
_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "de": """
            der die das den dem des ein eine einen einem einer und oder aber nicht ist sind war waren wird werden wurde hat
            haben hatte was wer wen wem wie wo wann warum wieso welche welcher welches mit von vom zu zum zur auf für über
            aus bei nach vor durch gegen um im am er sie wir ihr ich es sich auch noch nur dass sagte sagt gesagt sagen
            gibt kann soll heißt beim seine ihre meinte meint äußerte denkt hält
        """,
        "fr": """
            le la les un une des du de et ou où mais ne pas est sont était ont été qui que quoi quel quelle quels quelles
            comment pourquoi quand combien dans sur avec pour par au aux ce cet cette ces il elle ils elles nous vous je
            se sa son ses leur dit disait déclaré a qu d l c
        """,
        "es": """
            el la los las un una unos unas de del y o pero no es son era fue ha han qué que quién quien cuál cuándo dónde
            cómo por para con sin sobre en al se su sus lo le les este esta esto dijo dice dicho cuánto cuántos porque
            según más muy está están
        """,
        "it": """
            il lo la i gli le un uno una di del della dei delle e o ma non è sono era ha hanno che chi cosa quale quando
            dove come perché per con su sul sulla nel nella da dal dalla al alla si suo sua loro questo questa detto ha
            dice quanto quanti
        """,
        "pt": """
            o a os as um uma de do da dos das e ou mas não é são era foi tem que quem qual quando onde como porque por para
            com sem sobre em no na nos nas ao à se seu sua disse diz dito quanto quantos este esta isto mais está
        """,
        "nl": """
            de het een en of maar niet is zijn was waren wordt heeft hebben wat wie welke waar wanneer hoe waarom met van
            voor op in aan uit bij naar door tegen over om hij zij wij jullie ik ook nog zei gezegd zegt dat dit deze te er
        """,
        "pl": """
            i w z na do nie jest są był była było co kto kiedy gdzie jak dlaczego który która które o od po przez dla za
            się to ten ta te ile czy powiedział powiedziała mówi ze oraz ale lub przed jego jej ich
        """,
        "sv": """
            och en ett den det de är var som på av för med till från om inte vad vem när hur varför vilken vilka har hade sa
            sade sagt att han hon vi ni jag sig sin också eller men i
        """,
        "tr": """
            ve bir bu şu ne kim nerede nasıl neden niçin hangi kaç için ile de da mi mı mu mü değil var yok çok daha gibi
            hakkında dedi söyledi diyor olan olarak ki ama veya
        """,
        "ru": """
            и в во не на что кто как где когда почему зачем какой какая какие о об с со по к из за от для это он она они мы
            вы я был была были есть сказал сказала говорит заявил ли же бы но или про сколько чем его её их при
        """,
        "uk": """
            і й в у не на що хто як де коли чому навіщо який яка які про з із зі по до за від для це він вона вони ми ви я
            був була були є сказав сказала каже заявив чи же але або скільки його її їх при та
        """,
        "bg": """
            и в във не на какво кой как къде кога защо каква какви за с със по към от до това той тя те ние вие аз беше са
            е каза казва заяви ли но или колко му ѝ им при се да ще
        """,
        "en": " ".join([*FUNCTION_WORDS, *SPEECH_WORDS]),
    }.items()
}
_SHARED = Counter(word for words in _WORDS.values() for word in words)
_LETTERS = {
    "ß": "de", "¿": "es", "¡": "es", "ñ": "es", "ã": "pt", "õ": "pt", "ł": "pl", "ą": "pl", "ę": "pl", "ś": "pl", "ż": "pl",
    "ğ": "tr", "ı": "tr", "ş": "tr", "œ": "fr", "å": "sv", "ы": "ru", "э": "ru", "ё": "ru", "і": "uk", "ї": "uk", "є": "uk",
    "ґ": "uk", "ѝ": "bg",
}  # fmt: skip
"""Letters that one of the languages has alone; in names they stand in the others too."""
_LETTER_WEIGHT = 0.75


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language among `NAMES`; None if that is unsure, as of a few names."""
    written = tokens(text)[:MOST_WORDS]
    words = [word.casefold() for word in written]
    scripts = Counter(_script(letter) for word in words for letter in word if letter.isalpha())
    if not scripts:
        return None
    main = max(scripts, key=lambda script: (scripts[script], script))
    if main in {"HIRAGANA", "KATAKANA"} or (main == "CJK" and (scripts["HIRAGANA"] or scripts["KATAKANA"])):
        return "ja"
    if main in _SCRIPTS:
        return _SCRIPTS[main]
    shouted = text.isupper()
    plain = {word.casefold() for at, word in enumerate(written) if shouted or at == 0 or not word[0].isupper()}
    found: defaultdict[str, float] = defaultdict(float)
    for word in sorted(plain):  # a capital makes it part of a name: Los Angeles, De Gaulle
        for code, known in _WORDS.items():
            if word in known:
                found[code] += 1 / _SHARED[word]
    letters = {letter for word in plain for letter in word} | set(text) & set("¿¡")
    for letter in letters & _LETTERS.keys():
        found[_LETTERS[letter]] += _LETTER_WEIGHT
    best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:2]
    if (
        not best
        or best[0][1] < (LEAST_CYRILLIC if main == "CYRILLIC" else LEAST)
        or (len(best) > 1 and best[1][1] >= best[0][1])
    ):
        return None
    return best[0][0]


def main_language(texts: Iterable[str]) -> str | None:
    """The language that most of some texts are in; None if that is unsure."""
    found = Counter(language_of(text) for text in texts)
    return max(found, key=lambda code: (found[code], code or "")) if found else None


def in_another_language(asked: str | None, articles: str | None, *, english_embedder: bool) -> str | None:
    """What to say where a question in one language found nothing in articles of another; None where both are one, or unsure."""
    if asked is None or articles is None or asked == articles:
        return None
    other = NAMES[articles]
    index = ", or index with a multilingual embedder (setting embedder)" if english_embedder else ""
    return f"The question seems to be in {NAMES[asked]}; the articles here are in {other}. Ask in {other}{index}."


def _script(letter: str) -> str:
    """The script of a letter, as the first word of its Unicode name."""
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "OTHER").split()[0].removesuffix("-IDEOGRAPH")
