"""Whether a given name or a noun tells a man from a woman."""

from typing import Literal

Gender = Literal["m", "f"]

_MEN = frozenset(
    """
    aaron abdul abdullah abraham adam adel adrian ahmad ahmed alan albert alejandro aleksandr aleksandar aleksei alexander
    alexandre alexei alexey alfred ali allan allen alvin ammar anatoly anders andre andreas andrei andres andrew andrey andriy
    andrzej andy angelo angus anthony anton antonio antony ari arkady arnold arseniy arsen arthur artem arturo asa ashraf
    austin barack barney barry bart bashar ben benedict benjamin benny bernard bernie bert bill billy binyamin bob bobby
    boris brad bradley brandon brendan brent bret brett brian bruce bruno bryan byron calvin carl carlo carlos carter cesar
    chad charles charlie chester chris christian christoph christophe christopher chuck clarence clark claude claudio claus
    clay clayton clint clyde cody colin conor corey cory craig curt curtis cyril cyrus dale damian damon dan daniel daniele
    danny darrell darren darryl dave david davis dean denis dennis denys derek derrick desmond devin dick didier diego dieter
    dimitri dmitri dmitriy dmitry dmytro dominic dominique don donald donnie doug douglas drew duncan dustin dwayne dwight
    earl ed eddie edgar edmund eduardo edward edwin efraim eli elijah elliot elliott emanuel emilio emmanuel enrico enrique
    eric erich erik ernest ernesto ernst ethan eugene evan evgeny fabio faisal felix ferdinand fernando fidel filip floyd
    francesco francis francisco franco francois françois frank franklin franz fred frederic frederick fredrik friedrich fyodor
    gabriel garrett gary gavin gennady gene geoff geoffrey george georges georgy gerald gerard gerardo gerhard gerry
    giancarlo gideon gilbert giorgio giovanni giuseppe glen glenn gordon graham grant greg gregor gregory grigory guido
    guillermo gus gustav gustavo guy hamid hank hans harald harold harry harvey hassan hector heinrich heinz helmut henri
    henrik henry herbert herman horst howard hubert hugh hugo hussein ian ibrahim igor ihor ilya immanuel imran ira irving
    isaac ismail ivan ivo jack jacob jacques jair jake jakob jamal james jared jaroslaw jason javier jay
    jean-claude jean-luc jean-marie jean-pierre jeb jeff jefferson jeffrey jens jeremy jerome jerry jesse jim jimmy jin joachim
    joao joaquin joe joel johann johannes john johnny jon jonas jonathan jorge jose josef joseph josep josh joshua josé juan
    juergen julian julio jurgen jürgen justin kamal karim karl keith ken kenneth kent kevin khalid kirill kirk klaus konrad
    konstantin konstantyn kostas kurt kyle kyrylo lamar lance larry lars laurent laurence lawrence lech lee leo leon leonard
    leonid leopold leroy les lester lewis liam lincoln lindsey lloyd lorenz lorenzo lou louis luca lucas luigi luis luiz
    lukas luke lyle lyndon mahmoud malcolm manfred manuel marc marcel marcelo marco marcos marcus mario marius mark marshall
    martin marty marvin massimo mateusz matt matteo matthew matthias matthieu maurice maurizio mauricio max maxim maximilian
    mehmet mel melvin michael michal michel micheal miguel mike mikhail milan miles milos milton mitch mitchell mitt mohamed
    mohammad mohammed morgan morton moses muhammad murray mustafa mykhailo mykola nathan nathaniel nasser ned neil nelson
    newt nicholas nick nicolas nicola nigel nikita nikolai nikolas nikolay noah noel norbert norm norman olaf oleg oleh
    oleksandr oleksii oleksiy oliver olivier omar orrin oscar osama otto owen pablo paolo pascal pat patrice patrick paul
    paulo pavel pavlo pedro pete peter petro petr phil philip philippe phillip pierre piers pierre-yves piotr pyotr rafael
    ralph rahm ramon rand randal randall randy raul ray raymond reed reggie reginald reince rene rex ricardo riccardo rich
    richard rick ricky rob robert roberto robin rodney rodrigo roger roland rolf roman ron ronald ronnie roman ross rowan roy
    ruben rudolf rudolph rudy rupert ruslan russ russell rustam ryan salvador salvatore sam samir samuel sander sandro saul
    scott sean sebastian serge sergei sergey sergio serhii serhiy seth shane shaun shawn sidney sigmar silvio simon slava
    solomon spencer stan stanislav stanley stefan stefano stephan stephane stephen stéphane sterling steve steven stewart
    stuart sven sylvester takeshi tariq tayyip ted terence terrence terry theo theodore thierry thomas tim timothy tobias
    toby todd tom tomas tomasz tommy toni tony travis trent trevor trey tucker tyler ulrich uwe vadim valentin valery vaclav
    vasily vernon victor viktor vince vincent vincenzo vitali vitaliy vitaly vlad vladimir vladislav volker volodymyr
    vyacheslav wade wallace walter ward warren wayne werner wesley wilfried wilhelm will willem william willie willy
    winston wladimir wolfgang xavier yair yasser yevgeny yitzhak yuri yuriy yury yusuf yves zach zachary zbigniew zoran
    """.split()
)
_WOMEN = frozenset(
    """
    abby abigail adele adriana agnes aisha alena alexandra alexis alice alicia alina alison allison alla alyssa amanda amber
    amelia amy ana anastasia andrea angela angelica angelina angie anita anja ann anna annabel anne annegret annette annie
    antonia april aretha ariana arianna arlene ashley astrid audrey barbara beatrice beatrix becky bella bernadette beth
    betsy bettina betty beverly bianca birgit bonnie brenda bridget brigitte brittany brooke camila camilla candace carla
    carly carmen carol carole carolina caroline carolyn carrie cassandra cassidy catherine cathy cecilia cecile celeste chantal
    charlotte chelsea cheryl chiara christa christiane christina christine cindy claire clara claudia colleen
    condoleezza connie constance consuelo cora cornelia corinne courtney cristina crystal cynthia daisy dana daniela danielle
    darlene daria darya dawn deb debbie deborah debra deirdre delia delphine denise diana diane dianne dina dolores
    donna dora doris dorothy edith eileen ekaterina elaine eleanor elena elisa elisabeth elise eliza elizabeth ella ellen
    elsa elvira emily emma erica erika erin estelle esther eva eve evelyn faith fatima federica felicia fiona florence
    frances francesca francoise frederica gabriela gabriele gabrielle gail galina genevieve georgia georgina geraldine gerda
    gina ginny gisela giorgia giulia gladys gloria grace greta gretchen gwen hannah harriet hazel heather heidi helen helena
    helene helga henrietta hilary hillary holly hope huma ida ilona ilse ines inga ingrid irena irene irina iris irma isabel
    isabella isabelle ivana ivanka ivy jackie jacqueline jane janet janice janine jasmine jean jeanette jeanne jeanine
    jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn johanna josephine joy joyce juana juanita judith judy
    julia juliana julianne julie juliet june kaitlyn kamala karen karin karine kate katerina katherine kathleen kathryn
    kathy katie katja katrina kateryna katya kay kayla kayleigh kellyanne kelli kellie kendra keisha kerry kimberly kirsten
    kirstjen kristen kristin kristina kseniya larisa latoya laura lauren laurie lea leah leila lena leslie lesia letitia
    liana lilian lillian lily linda lindsay lisa liudmila liz liza lois lola lora loretta lori lorraine louise lourdes lucia
    lucy ludmila luisa lydia lynn lynne mabel madeleine madeline maggie magdalena malia manuela marcia margaret margarita
    margo margot maria mariam mariana marianne marie marilyn marina marine marion marisa marissa marjorie marlene marsha
    martha martina mary maryam maureen maxine maya megan megyn melania melanie melinda melissa mercedes meredith mia
    michaela michele michelle mildred mimi minnie miranda miriam mitzi molly mona monica monika myra nadezhda nadia
    nadine nancy naomi natalia natalie natalya natasha nataliya nichelle nicky nicole nikki nina nora norma octavia olena
    olga olivia oksana pam pamela patricia patsy patti patty paula pauline peggy penelope penny petra phyllis polly
    priscilla rachel ramona rebecca regina renata renate renee rhonda rita roberta rochelle rosa rosalind rose rosemary
    roxanne ruth sabine sabrina sadie sally samantha sandra sara sarah sasha savannah selma serena shannon sharon sheila
    shelley shelly sherri sherry sheryl shirley silvia simone sofia sonia sonja sonya sophia sophie stacey stacy stefanie
    stella stephanie sue susan susana susanna susanne suzanne svetlana sviatlana sylvia sylvie tamara tammy tania tanya tara
    tatiana tatyana teresa tessa thelma theresa therese tina tracey tricia trisha tulsi ulrike ursula valentina valerie
    vanessa vera veronica veronika vicki vicky victoria viktoria viola violet virginia vivian wanda wendy whitney
    whoopi wilma xenia yana yelena yevgenia yolanda yulia yuliya yvette yvonne zara zoe zsa
    """.split()
)
_MALE_NOUNS = frozenset(
    """
    actor businessman brother chairman congressman cop councilman dad father gentleman grandfather husband king lord man
    boy nephew prince son spokesman sir statesman strongman uncle widower anchorman assemblyman pope imam archbishop playboy
    """.split()
)
_FEMALE_NOUNS = frozenset(
    """
    actress businesswoman sister chairwoman congresswoman councilwoman mom mother lady grandmother wife queen dame
    woman girl niece princess daughter spokeswoman stateswoman aunt widow anchorwoman assemblywoman nun
    """.split()
)
_TITLES: dict[str, Gender] = {
    **dict.fromkeys(("mr", "sir", "lord", "king", "prince", "pope", "messrs"), "m"),
    **dict.fromkeys(("mrs", "ms", "miss", "lady", "dame", "queen", "princess", "madam"), "f"),
}
PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}


def is_given(name: str) -> bool:
    """Whether a word is a frequent given name."""
    word = name.casefold()
    return word in _MEN or word in _WOMEN


def of_given(name: str) -> Gender | None:
    """The gender a given name tells; None for rare names and those of both."""
    word = name.casefold()
    if word not in _MEN and word not in _WOMEN:
        word = word.split("-")[0]
    man, woman = word in _MEN, word in _WOMEN
    return None if man == woman else "m" if man else "f"


def of_noun(noun: str) -> Gender | None:
    """The gender a noun such as 'spokeswoman' or a title such as 'Mrs.' tells."""
    word = noun.casefold().rstrip(".")
    if word in _MALE_NOUNS:
        return "m"
    return "f" if word in _FEMALE_NOUNS else _TITLES.get(word)
