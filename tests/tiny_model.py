"""A tiny multi-task model that learns two sentences by heart, trained and saved by HanLP itself: python tiny_model.py FOLDER."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

SENTENCES: list[dict[str, Any]] = [
    {
        "tok": ["王芳", "昨天", "在", "绵阳市", "主持", "座谈会", "。"],
        "pos": ["NR", "NT", "P", "NR", "VV", "NN", "PU"],
        "ner": ["S-PERSON", "S-DATE", "O", "S-LOCATION", "O", "O", "O"],
        "dep": [[5, "nsubj"], [5, "tmod"], [5, "prep"], [3, "pobj"], [0, "root"], [5, "dobj"], [5, "punct"]],
        "srl": [[4, 0, 0, "ARG0"], [4, 1, 1, "ARGM-TMP"], [4, 2, 3, "ARGM-LOC"], [4, 5, 5, "ARG1"]],
    },
    {
        "tok": ["川北", "大学", "发布", "《", "白皮书", "》", "。"],
        "pos": ["NR", "NN", "VV", "PU", "NN", "PU", "PU"],
        "ner": ["B-ORGANIZATION", "E-ORGANIZATION", "O", "O", "O", "O", "O"],
        "dep": [[2, "nn"], [3, "nsubj"], [0, "root"], [5, "punct"], [3, "dobj"], [5, "punct"], [3, "punct"]],
        "srl": [[2, 0, 1, "ARG0"], [2, 3, 5, "ARG1"]],
    },
]


def write_corpus(folder: Path) -> None:
    """The sentences in the format of each task, ten times over."""
    corpus = SENTENCES * 10
    (folder / "tok.txt").write_text("".join(" ".join(s["tok"]) + "\n" for s in corpus), encoding="utf-8")
    for task in ("pos", "ner"):
        rows = ("".join(f"{w}\t{t}\n" for w, t in zip(s["tok"], s[task], strict=True)) + "\n" for s in corpus)
        (folder / f"{task}.tsv").write_text("".join(rows), encoding="utf-8")
    conll = (
        "".join(
            f"{i}\t{word}\t_\t{pos}\t{pos}\t_\t{head}\t{relation}\t_\t_\n"
            for i, (word, pos, (head, relation)) in enumerate(zip(s["tok"], s["pos"], s["dep"], strict=True), 1)
        )
        + "\n"
        for s in corpus
    )
    (folder / "dep.conllx").write_text("".join(conll), encoding="utf-8")
    srl = (json.dumps({"sentences": [s["tok"]], "srl": [s["srl"]]}, ensure_ascii=False) + "\n" for s in corpus)
    (folder / "srl.jsonlines").write_text("".join(srl), encoding="utf-8")


def make_encoder(folder: Path) -> None:
    """A BERT of one layer over single characters, with random weights."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    characters = sorted({character for s in SENTENCES for word in s["tok"] for character in word})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=128,
        max_position_embeddings=512,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(folder)


def make_model(folder: Path, *, epochs: int = 14) -> Path:
    """Train and save the model under `folder`; the folder that `hanlp.load` takes."""
    import torch
    from transformers import optimization

    if not hasattr(optimization, "AdamW"):  # transformers 5 has none; HanLP 2.1.5 asks for it when it trains, not when it loads
        optimization.AdamW = torch.optim.AdamW
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.dep import BiaffineDependencyParsing
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.pos import TransformerTagging
    from hanlp.components.mtl.tasks.srl.bio_srl import SpanBIOSemanticRoleLabeling
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    torch.manual_seed(7)
    torch.set_num_threads(1)
    write_corpus(folder)
    make_encoder(folder / "encoder")

    def task(kind: Any, file: str, **options: Any) -> Any:
        path = str(folder / file)
        return kind(path, path, sampler_builder=SortingSamplerBuilder(batch_size=10), lr=5e-3, **options)

    tasks = {
        "tok/fine": task(TaggingTokenization, "tok.txt"),
        "pos/ctb": task(TransformerTagging, "pos.tsv", dependencies="tok"),
        "ner/msra": task(TaggingNamedEntityRecognition, "ner.tsv", dependencies="tok", tagging_scheme="IOBES"),
        "srl": task(
            SpanBIOSemanticRoleLabeling, "srl.jsonlines", dependencies="tok", doc_level_offset=False, n_mlp_rel=32, mlp_dropout=0.0
        ),
        "dep": task(BiaffineDependencyParsing, "dep.conllx", dependencies="tok", punct=True, n_mlp_arc=32, n_mlp_rel=32, mlp_dropout=0.0),
    }
    encoder = ContextualWordEmbedding("token", str(folder / "encoder"), average_subwords=True, max_sequence_length=512)
    saved = folder / "model"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    MultiTaskLearning().fit(
        encoder, tasks, str(saved), epochs, lr=5e-3, encoder_lr=5e-3, warmup_steps=0.0, eval_trn=False, devices=-1, seed=7, tau=0.0
    )
    return saved


if __name__ == "__main__":
    make_model(Path(sys.argv[1]))
