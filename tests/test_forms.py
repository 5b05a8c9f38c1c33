"""The forms of words: tenses and genders as grammar has them, no form of another word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.language.conjugation import conjugated
from evidence.language.forms import exact, folded, forms, frequency, known, lexicon

ROOT = Path(__file__).parents[1]

# infinitive: present, imperfect, future, subjunctive, past historic, participles, one of each or more.
VERBS = """
interdire interdit interdisons interdisez interdisait interdira interdise interdit interdites interdisant
dire dis dites disait dira dise dirent dite disant
maudire maudis maudissez maudissait maudira maudisse maudit maudite
parler parle parlez parlait parlera parla parlée parlant parlât parlassent
manger mange mangeons mangeait mangera mangea mangés mangeant
menacer menace menaçons menaçait menacera menaça menacée menaçant
forcer force forçait forcera força forcée forçant
obliger oblige obligeons obligeait obligera obligea obligée
appeler appelle appelons appelait appellera appela appelée
jeter jette jetons jetait jettera jeta jetée
acheter achète achetons achetait achètera acheta achetée
harceler harcèle harcelons harcelait harcèlera harcelée
céder cède cédons cédait cédera céda cédé
protéger protège protégeons protégeait protégera protégée
payer paie paye payons payait paiera payera payée
envoyer envoie envoyons envoyait enverra envoya envoyée
nettoyer nettoie nettoyons nettoyait nettoiera nettoyée
appuyer appuie appuyons appuyait appuiera appuyée
créer crée créons créait créera créée
nier nie nions niait niera niée niions
aller vais va allons vont allait ira aille alla allée
finir finis finissons finissait finira finisse finit finie finissant
subir subit subissent subissait subira subisse subie
punir punit punissait punira punie
haïr hais haïssons haïssait haïra haïe
mentir mens ment mentons mentait mentira mente mentit menti
sentir sens sentons sentait sentira sentie
partir pars partons partait partira parte partie
répartir répartit répartissons répartissait répartie
sortir sors sortons sortait sortira sortie
servir sers servons servait servira servie
asservir asservit asservissons asservissait asservie
dormir dors dormons dormait dormira dorme
ouvrir ouvre ouvrons ouvrait ouvrira ouvert ouverte
offrir offre offrait offrira offerte
souffrir souffre souffrait souffrira souffert
cueillir cueille cueillait cueillera cueillie
accueillir accueille accueillait accueillera accueillis
courir cours courons courait courra coure courut couru
mourir meurs meurt mourons mourait mourra meure mourut morte
tenir tiens tenons tenait tiendra tienne tint tenue tînt
détenir détient détenait détiendra détenue
venir viens venons venait viendra vienne vint venue
prévenir préviens prévenait préviendra prévenue
acquérir acquiers acquérons acquérait acquerra acquière acquit acquise
vêtir vêts vêtait vêtira vêtue
fuir fuis fuyons fuyait fuira fuie fuit
avoir ai as a avons ont avait aura ait aies eut eue ayant eût
être suis es est sommes êtes sont étais sera soit fut été étant fût
faire fais faisons faites font faisait fera fasse fit faite faisant
refaire refait refaisait refera refasse refaites
pouvoir peux peut pouvons peuvent pouvait pourra puisse put pu pouvant
vouloir veux veut voulons veulent voulait voudra veuille voulut voulue veuillez
devoir dois doit devons doivent devait devra doive dut dû due
savoir sais savons savait saura sache sut sue sachant
voir vois voyons voyait verra voie vit vue voyant
revoir revois revoyait reverra revue
prévoir prévois prévoyait prévoira prévue
recevoir reçois recevons reçoivent recevait recevra reçoive reçut reçue
percevoir perçoit percevait percevra perçue
valoir vaut valons valait vaudra vaille valu
falloir faut fallait faudra faille fallut fallu
émouvoir émeut émouvait émouvra ému émue
asseoir assieds assoit asseyait assiéra assis assise
boire bois buvons boivent buvait boira bu bue
croire crois croyons croyait croira croie crut crue
prendre prends prenons prennent prenait prendra prenne prit prise prenant
surprendre surprend surprenait surprise
rendre rends rendons rendait rendra rende rendit rendue
vendre vend vendons vendait vendra vende vendit vendue
perdre perd perdait perdra perde perdue
mordre mord mordait mordra mordue
mettre mets mettons mettait mettra mette mit mise
soumettre soumet soumettait soumettra soumise
battre bats battons battait battra battue
rompre rompt rompons rompait rompra rompe rompue
convaincre convainc convainquons convainquait convaincra convaincue
craindre crains craignons craignait craindra craigne craint crainte
contraindre contraint contraignait contraindra contrainte
peindre peint peignait peindra peinte
éteindre éteint éteignait éteindra éteinte
joindre joint joignait joindra jointe
connaître connais connaissons connaît connaissait connaîtra connut connue
reconnaître reconnaît reconnaissait reconnaîtra reconnue
disparaître disparaît disparaissait disparaîtra disparu
naître naît naissait naîtra naquit née
plaire plaît plaisait plaira plu
taire tais taisait taira tu tue
lire lis lisons lisait lira lut lue
élire élit élisait élira élue
écrire écris écrivons écrivait écrira écrivit écrite
inscrire inscrit inscrivait inscrira inscrite
suffire suffit suffisait suffira suffi
rire ris rions riait rira ri
conduire conduis conduisons conduisait conduira conduisit conduite
séduire séduit séduisait séduira séduite
détruire détruit détruisait détruira détruite
nuire nuit nuisait nuira nui nuise
vivre vis vivons vivait vivra vécut vécue
suivre suis suivons suivait suivra suivie
poursuivre poursuit poursuivait poursuivra poursuivie
coudre coud cousait coudra cousue
résoudre résout résolvait résoudra résolu
conclure conclut concluait conclura conclue
exclure exclut excluait exclura exclue
inclure inclut incluait inclura incluse
""".split("\n")
NOUNS = {
    "œil": "œil yeux",
    "soeur": "soeur soeurs sœur sœurs",
    "ami": "ami amie amis amies",
    "directeur": "directeur directeurs directrice directrices",
    "sorcier": "sorcier sorciers sorcière sorcières",
    "travail": "travail travaux",
    "bijou": "bijou bijoux",
    "fou": "fou fol folle fous folles",
    "naïf": "naïf naïfs naïve naïves",
    "jaloux": "jaloux jalouse jalouses",
    "public": "public publics publique publiques",
    "secret": "secret secrets secrète secrètes",
    "procès-verbal": "procès-verbal procès-verbaux",
    "enfant": "enfant enfants",
    "époux": "époux épouse épouses",
    "de": "de d' du des",
    "à": "à au aux",
}
# A word that looks like a form of another.
OTHERS = {
    "vent": "vente",
    "mer": "mère",
    "parti": "partie",
    "argent": "argente",
    "médecin": "médecine",
    "loup": "loupe",
    "plaire": "plus",
    "taire": "tu",
    "être": "étés soie",
    "répartir": "répars",
    "finir": "finis finissais finissé",
}


@pytest.mark.parametrize("line", [line for line in VERBS if line], ids=lambda line: line.split()[0])
def test_a_verb_has_the_forms_of_its_grammar(line: str) -> None:
    infinitive, *written = line.split()
    assert set(written) <= exact(infinitive, "v") | {infinitive}


def test_verbs_cover_three_groups_and_more_than_eighty_verbs() -> None:
    assert sum(1 for line in VERBS if line) >= 100


@pytest.mark.parametrize("word", NOUNS)
def test_a_noun_or_adjective_has_its_plural_and_feminine(word: str) -> None:
    assert set(NOUNS[word].split()) <= forms(word)


@pytest.mark.parametrize(("word", "others"), [*OTHERS.items()][:-1])
def test_a_form_of_another_word_is_left_out(word: str, others: str) -> None:
    assert exact(word).isdisjoint(others.split())


def test_a_class_keeps_its_own_forms() -> None:
    assert "coupons" in forms("couper", "v")
    assert forms("coupe", "n") == {"coupe", "coupes"}
    assert "voulons" not in forms("vouloir", "n")


def test_nearly_every_verb_form_of_the_lexicon_belongs_to_a_verb() -> None:
    verbal = {form: seen for form, (classes, seen) in lexicon().items() if "V" in classes and "O" not in classes}
    found = {form for word in verbal for form in conjugated(word)}
    lost = sum(seen for form, seen in verbal.items() if form not in found)
    assert lost < 0.01 * sum(verbal.values())


@pytest.mark.parametrize(("bare", "word"), [("interdite", "interdire"), ("ecrit", "écrire"), ("genait", "gêner")])
def test_a_form_without_accents_counts(bare: str, word: str) -> None:
    assert bare in forms(word)


@pytest.mark.parametrize(("bare", "word"), [("pêcher", "pécher"), ("des", "dès"), ("mur", "mûr"), ("du", "devoir")])
def test_a_form_without_accents_that_is_another_word_does_not_count(bare: str, word: str) -> None:
    assert bare not in forms(word)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèêàçœ'-’", min_size=1, max_size=14))
def test_any_word_has_itself_among_its_forms_in_lower_case(word: str) -> None:
    found = forms(word)
    assert {word, word.replace("œ", "oe").replace("’", "'")} & found
    assert all(form == form.lower() for form in found)


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_folding_drops_case_accents_ligatures_and_curly_quotes() -> None:
    assert folded("L’Été Œuvré") == "l'ete oeuvre"


def test_the_lexicon_knows_french_and_nothing_else() -> None:
    assert known("interdisait")
    assert not known("interdisaitt")
    assert frequency("de") > frequency("interdisait") > frequency("zorglub")
