"""Trains tagger and parser: `python -m training.syntax --data ../shared/treebanks --out out/training`."""

import argparse
from pathlib import Path

from spacy.cli.train import train
from spacy.language import Language

from training.convert import corpus, training_trees
from training.own import own_trees
from training.tokenizer import build

HERE = Path(__file__).parent
# Four noisy readings of the same sentences, each with its own seed, cost nothing and steady the rare forms.
COPIES = 4


def prepare(nlp: Language, data: Path, out: Path) -> None:
    """Write the training and development documents to *out*."""
    learnt, held_out = training_trees(data)
    box = corpus(nlp, learnt, seed=1, noise=True)
    for copy in range(2, COPIES + 1):
        box.merge(corpus(nlp, learnt, seed=copy, noise=True))
    # Our own sentences differ from one copy to the next: their slots are filled anew.
    for copy in range(1, COPIES + 1):
        box.merge(corpus(nlp, own_trees(learnt, seed=copy), seed=copy, noise=True))
    box.to_disk(out / "train.spacy")
    corpus(nlp, held_out, seed=0, noise=False).to_disk(out / "dev.spacy")


def main() -> None:
    """Convert, then train; the best step is kept in <out>/syntax/model-best."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("out/training"))
    parser.add_argument("--steps", type=int, default=3600)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    nlp = build()
    prepare(nlp, options.data, options.out)
    nlp.to_disk(options.out / "blank")
    train(
        HERE / "config.cfg",
        options.out / "syntax",
        overrides={
            "paths.train": str(options.out / "train.spacy"),
            "paths.dev": str(options.out / "dev.spacy"),
            "training.max_steps": options.steps,
            "training.optimizer.learn_rate.total_steps": int(options.steps * 1.1),
            "paths.base": str(options.out / "blank"),
        },
    )


if __name__ == "__main__":
    main()
