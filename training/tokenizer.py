"""The tokenizer of our pipeline: spaCy's French one with the habits of the treebanks."""

from spacy.lang.fr import French
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_suffix_regex

# Enclitics after a verb are words of their own in the treebanks: « dit-il », « donne-le-moi », « va-t'en ».
CLITICS = (
    "-t-il -t-elle -t-on -t-ils -t-elles -il -elle -on -ils -elles -je -tu -nous -vous -lui -le -la -les -leur -en -y "
    "-moi -toi -ce"
).split()
WHOLE = (
    "quelqu'un quelqu'une c'est-à-dire aujourd'hui presqu'île prud'homme rendez-vous chez-moi M. MM. Mme Mmes "
    "Mlle Me Dr Pr art. al. etc. n° p. cf. St. Ste."
)
# Typed speech glues the clitic to the verb: the two words are kept apart as « j' » + « ai » would be.
GLUED = {
    "j": "ai avais aurais aurai étais etais irai ai suis",
    "c": "est était etait étais etais",
    "qu": "il elle ils elles on un une",
    "d": "ici avoir être",
    "y": "a avait",
    "l": "ai avait",
    "m": "ont avait",
    "t": "as es",
    "n": "ai avait a avais",
}
AMBIGUOUS = {"las", "la", "tas", "tes", "mont", "na", "dici", "ya", "cest"} - {"cest", "ya", "dici"}


def build() -> Language:
    """Return a blank French pipeline whose tokenizer is ours; it is saved inside the model."""
    nlp = French()
    # A hyphen inside a word or a number stays: « Jean-Pierre », « grand-mère », « 223-15-2 », « 2019-03-04 ».
    infixes = [rule for rule in nlp.Defaults.infixes or () if "-" not in rule.replace("\\-", "-")[-40:] or "…" in rule]
    infixes.append(r"(?<=[A-Za-zÀ-ÿ][’'])(?=[A-Za-zÀ-ÿ«])")
    infixes.append(r"(?<=[A-Za-zÀ-ÿ])/(?=[A-Za-zÀ-ÿ])")
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.token_match = None
    nlp.tokenizer.rules = {form: cut for form, cut in nlp.tokenizer.rules.items() if "-" not in form}
    suffixes = [*(nlp.Defaults.suffixes or ()), *(rf"(?<=[a-zà-ÿA-ZÀ-Ÿ]){clitic}" for clitic in CLITICS)]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    for word in WHOLE.split():
        for form in {word, word.replace("'", "’"), word[0].upper() + word[1:]}:
            nlp.tokenizer.add_special_case(form, [{"ORTH": form}])
    for clitic, verbs in GLUED.items():
        for verb in verbs.split():
            glued = clitic + verb
            if glued in AMBIGUOUS:
                continue
            for head in (clitic, clitic.capitalize()):
                nlp.tokenizer.add_special_case(head + verb, [{"ORTH": head, "NORM": clitic + "'"}, {"ORTH": verb}])
    return nlp
