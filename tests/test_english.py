"""Which texts are taken for English."""

import pytest

from factcheck.reading.english import FEWEST_WORDS, LEAST_SHARE, english_share, looks_english

NEWS = {
    "report": (
        "Two men were arrested on Tuesday after a fire destroyed a warehouse near the harbour, police said. "
        "No one was hurt, but dozens of residents had to leave their homes for several hours."
    ),
    "market": "Shares in the chip maker fell 4.2 percent to $31.50 in early trading after it cut its outlook for the second time this year.",
    "match": "United won 3-1 at home on Saturday, with goals from Hale, Ortega and Lind, and moved up to third in the table with two games left to play.",
}

FOREIGN = {
    "German": (
        "Bei einem Brand in einer Lagerhalle am Hafen sind am Dienstagabend zwei Feuerwehrleute verletzt worden. Die Polizei teilte mit, dass die "
        "Ursache noch unklar ist. Mehrere Anwohner mussten ihre Wohnungen verlassen, konnten aber in der Nacht wieder zurück."
    ),
    "French": (
        "Deux pompiers ont été blessés mardi soir dans l'incendie d'un entrepôt situé près du port. La police a indiqué que la cause du sinistre "
        "n'était pas encore connue. Plusieurs habitants ont dû quitter leur logement avant de pouvoir rentrer chez eux dans la nuit."
    ),
    "Spanish": (
        "Dos bomberos resultaron heridos el martes por la noche en el incendio de un almacén cercano al puerto. La policía informó de que la causa "
        "del fuego todavía se desconoce. Varios vecinos tuvieron que abandonar sus casas, aunque pudieron regresar de madrugada."
    ),
    "Italian": (
        "Due vigili del fuoco sono rimasti feriti martedì sera nell'incendio di un magazzino vicino al porto. La polizia ha riferito che la causa "
        "del rogo non è ancora nota. Diversi abitanti hanno dovuto lasciare le loro case, ma sono rientrati durante la notte."
    ),
    "Dutch": (
        "Bij een brand in een loods aan de haven zijn dinsdagavond twee brandweermannen gewond geraakt. De politie liet weten dat de oorzaak nog "
        "niet bekend is. Enkele omwonenden moesten hun huis verlaten, maar konden in de loop van de nacht weer terug of naar familie."
    ),
    "Portuguese": (
        "Dois bombeiros ficaram feridos na noite de terça-feira no incêndio de um armazém perto do porto. A polícia informou que a causa do fogo "
        "ainda não é conhecida. Vários moradores tiveram de deixar as suas casas, mas puderam voltar durante a madrugada."
    ),
    "Russian": (
        "Двое пожарных пострадали во вторник вечером при пожаре на складе недалеко от порта. Полиция сообщила, что причина пока неизвестна. "
        "Нескольким жителям пришлось покинуть свои квартиры, но ночью они смогли вернуться."
    ),
    "Chinese": "星期二晚上，港口附近的一座仓库发生火灾，两名消防员受伤。警方表示，起火原因目前尚不清楚。多名居民不得不离开家园，但当天夜里已经返回。",
    "Polish": (
        "Dwóch strażaków zostało rannych we wtorek wieczorem podczas pożaru magazynu w pobliżu portu. Policja poinformowała, że przyczyna nie jest "
        "jeszcze znana. Kilku mieszkańców musiało opuścić swoje domy, ale w nocy mogli już do nich wrócić."
    ),
    "Swedish": (
        "Två brandmän skadades på tisdagskvällen när en lagerlokal nära hamnen började brinna. Polisen uppger att orsaken ännu inte är känd. "
        "Flera boende fick lämna sina hem men kunde återvända under natten när röken hade lagt sig över kajen."
    ),
    "Danish": (
        "To brandfolk kom tirsdag aften til skade, da en lagerhal ved havnen brød i brand. Politiet oplyser, at årsagen endnu ikke er kendt. "
        "Flere beboere måtte forlade deres hjem, men kunne vende tilbage i løbet af natten, da røgen var væk."
    ),
    "Turkish": (
        "Salı akşamı liman yakınındaki bir depoda çıkan yangında iki itfaiyeci yaralandı. Polis, yangının nedeninin henüz bilinmediğini açıkladı. "
        "Bölgede oturan birçok kişi evini terk etmek zorunda kaldı ancak gece saatlerinde geri dönebildi."
    ),
}

BRIEFS = (
    (
        "Gales left 4,500 homes in Penhale without power on Monday night. Gusts reached 130 kilometers an hour. A tree crushed a parked van on "
        "Fore Street. Crews restored power by noon on Tuesday."
    ),
    (
        "A bus hit a tree in Stanton on Monday. Ana Ruiz, a nurse, suffered a broken arm. Crews freed a trapped driver in an operation lasting an "
        "hour. Traffic resumed as usual in Stanton on Tuesday."
    ),
)

SHORT = {
    "nothing": "",
    "a sentence": "Police said the bridge reopened at noon.",
    "a sentence without little words": "Shares rallied.",
    "a post in capitals": "WE MARCH AT NOON FROM CITY HALL TO THE RIVER, BRING WATER AND SIGNS, STAY PEACEFUL, AND LOOK AFTER EVERYONE AROUND YOU TODAY",
    "a list of names": ", ".join(
        ["Jane Ortiz", "Adaeze Obi", "Tomasz Nowak", "Li Wei", "Marguerite Duval", "Søren Holm", "Priya Raman", "Ana Sofía Ruiz"] * 6
    ),
    "figures": "4-2, 3-3, 1-0, 7-5, 6-4",
    "a foreign sentence": "Die Polizei teilte mit, dass die Ursache noch unklar ist.",
}


@pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
def test_english_news_is_english(text: str) -> None:
    assert looks_english(text)
    assert english_share(text) > LEAST_SHARE + 0.1


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_language_is_refused(text: str) -> None:
    assert not looks_english(text)
    assert english_share(text) < LEAST_SHARE - 0.05


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_a_text_too_short_to_tell_is_not_refused(text: str) -> None:
    assert looks_english(text)


def test_the_shortest_text_that_can_be_refused() -> None:
    assert looks_english("Feuer " + "feuerwehr " * (FEWEST_WORDS - 1))
    assert not looks_english("Feuer " + "feuerwehr " * FEWEST_WORDS)


@pytest.mark.parametrize("text", BRIEFS)
def test_a_brief_nearly_without_the_frequent_words_is_english(text: str) -> None:
    assert english_share(text) < LEAST_SHARE
    assert looks_english(text)


def test_a_quotation_in_another_language_does_not_make_an_article_foreign() -> None:
    assert looks_english(" ".join(NEWS.values()) + " “" + FOREIGN["Spanish"][:150] + "”")


def test_typography_is_nothing() -> None:
    assert english_share("and it’s what they don’t buy") == english_share("and it's what they don't buy") == 5 / 6


@pytest.mark.parametrize("text", ["THE FIRE IS OUT", "The The The"])
def test_without_words_in_lower_case_all_words_count(text: str) -> None:
    assert english_share(text) > 0.5


def test_no_words_have_no_share() -> None:
    assert english_share("12:30 – 4/5") == 0.0
