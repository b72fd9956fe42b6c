"""HanLP's multi-task models on this machine: which there are, whether they are ready, fetching, checking, opening."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hanlp import pretrained
from hanlp.layers.transformers.resource import tokenizer_mirrors
from hanlp.utils.io_util import get_resource, hanlp_home, path_from_url, split_if_compressed

from kg.annotate.documents import TASKS
from kg.errors import EngineError, ModelMissing
from kg.messages import Message, message
from kg.model import Article, Doc

CHECK_TEXT = "5月20日，四川省科学技术厅在成都主办科技活动周开幕式，张伟出席并致辞。"
REACH_SECONDS = 5.0
"""How long `fetch` waits for the first sign of a host."""
RESEARCH = message("research and teaching only")
BY_NC_SA = message("CC BY-NC-SA 4.0")
APACHE = message("Apache-2.0")
UNKNOWN = message("see the model's own licence")


@dataclass(frozen=True, slots=True)
class Model:
    """A model by the name that `--engine` takes; `size` counts bytes on this machine, `missing` says what is not there."""

    name: str
    licence: Message
    folder: Path | None = None
    size: int = 0
    missing: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the model opens without the network."""
        return not self.missing


def list_models() -> tuple[Model, ...]:
    """The bundled analyser and HanLP's multi-task models that know Chinese, each as it stands on this machine."""
    known = [name for name in vars(pretrained.mtl) if name.endswith("_ZH") or name.startswith("UD_ONTONOTES_")]
    return (find_model("bundled"), *(find_model(f"hanlp:{name}") for name in known))


def find_model(name: str) -> Model:
    """The model that the engine `name` needs, looked up on this machine only.

    Raises EngineError for a name that is neither a folder nor one of HanLP's.
    """
    if name == "bundled":
        from kg.annotate.lac import Lac

        path = Lac().path
        return Model(name, APACHE, path.parent, path.stat().st_size if path.is_file() else 0)
    kind, _, identifier = name.partition(":")
    if kind != "hanlp" or not identifier:
        raise EngineError(
            message("model {name!r}: unknown; accepted: bundled, hanlp:NAME_OR_PATH", name=name),
        )
    folder = local_folder(identifier)
    missing = tuple(missing_parts(identifier, folder))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder else 0
    return Model(name, licence_of(identifier), folder, size, missing)


def fetch_model(name: str) -> Model:
    """Make the model `name` ready, over the network where parts are missing.

    Raises ModelMissing at once when the host is not reached.
    """
    if name == "bundled":
        from kg.annotate.lac import Lac

        Lac().make()
        return find_model(name)
    model = find_model(name)
    while model.missing:
        url = url_of(model.missing[0])
        if url is None:
            raise missing_error(model)
        download(name, url)
        fetched = find_model(name)
        if fetched.missing == model.missing:
            raise missing_error(model)
        model = fetched
    return model


def check_model(name: str) -> Doc:
    """One sentence as the engine `name` reads it; raises what `open_engine` and the engine raise."""
    from kg.annotate.engine import open_engine

    [doc] = open_engine(name)([Article(id="check", text=CHECK_TEXT)])
    return doc


def download(name: str, url: str) -> None:
    """Bring what lies at `url` into HanLP's folder, unpacked. Raises ModelMissing where its host is not reached."""
    host = urlsplit(url)
    try:
        with socket.create_connection((host.hostname or "", host.port or (80 if host.scheme == "http" else 443)), REACH_SECONDS):
            pass
        get_resource(url, save_dir=hanlp_home(), verbose=False)
    except (OSError, RuntimeError) as error:
        reason = str(error).split("\n")[0]
        raise ModelMissing(
            message(
                "model {name}: {hostname} is not reached ({reason}); fetch {url} elsewhere and unpack it to {folder}",
                name=name,
                hostname=host.hostname,
                reason=reason,
                url=url,
                folder=unpacked(url),
            ),
        ) from error


def open_model(identifier: str) -> Callable[[Sequence[str]], Mapping[str, Any]]:
    """A function from sentences to one HanLP document, by the multi-task model `identifier` on one thread.

    Raises ModelMissing at once when the model is not on this machine, EngineError when it cannot be loaded.
    """
    model = find_model(f"hanlp:{identifier}")
    if model.missing or model.folder is None:
        raise missing_error(model)
    component = load(model)
    tasks = wanted_tasks(component, model)

    def parse(sentences: Sequence[str]) -> Mapping[str, Any]:
        try:
            document: Mapping[str, Any] = component(list(sentences), tasks=tasks)
        except (RuntimeError, ValueError, TypeError, LookupError, AssertionError) as error:
            raise EngineError(
                message(
                    "engine {name}: fails on the text {first!r} and {others} sentences after it ({error})",
                    name=model.name,
                    first=sentences[0][:20],
                    others=len(sentences) - 1,
                    error=error,
                ),
            ) from error
        return document

    return parse


def load(model: Model) -> Any:
    """The component in the model's folder. What HanLP prints when it fails is held back.

    Raises ModelMissing where torch or transformers is not installed, EngineError where the model cannot be loaded.
    """
    try:
        import torch
        import transformers  # noqa: F401
    except ImportError as error:
        raise ModelMissing(
            message(
                "engine {name}: {package} is not installed; install it with: pip install 'kg[hanlp-models]'",
                name=model.name,
                package=error.name,
            ),
        ) from error
    import hanlp

    torch.set_num_threads(1)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            return hanlp.load(str(model.folder), devices=-1, verbose=False)
    except Exception as error:  # any model may be broken in any way; HanLP then fails once more looking for pkg_resources
        real = error.__context__ if getattr(error, "name", None) == "pkg_resources" and error.__context__ else error
        raise EngineError(
            message(
                "engine {name}: {folder} cannot be loaded ({real}); fetch or save the model anew",
                name=model.name,
                folder=model.folder,
                real=one_line(real),
            ),
        ) from real


def wanted_tasks(component: Any, model: Model) -> list[str]:
    """The tasks of a multi-task component to run: one for each layer of a document, by exact key (HanLP alone takes prefixes).

    Raises EngineError where none gives tokens.
    """
    offered = getattr(component, "tasks", None) or {}
    wanted = [key for keys in TASKS.values() if (key := next((key for key in keys if key in offered), ""))]
    if not any(key in wanted for key in TASKS["tok"]):
        raise EngineError(
            message(
                "engine {name}: no multi-task model with tokens in {folder} (tasks: {tasks})",
                name=model.name,
                folder=model.folder,
                tasks=list(offered) or message("none"),
            )
        )
    return [*wanted, *(key for key in offered if key == "ud")]


def local_folder(identifier: str) -> Path | None:
    """The folder that HanLP would load `identifier` from, None where it would have to be fetched; asks no network.

    Raises EngineError where HanLP has no model of that name.
    """
    if os.path.isdir(identifier):
        return Path(identifier)
    url = pretrained.ALL.get(identifier, identifier)
    if not url.startswith(("http://", "https://")):
        raise EngineError(
            message(
                "model hanlp:{identifier}: neither a folder nor a model of HanLP; kg model list shows the names", identifier=identifier
            ),
        )
    folder = unpacked(url)
    return folder if folder.is_dir() else None


def missing_parts(identifier: str, folder: Path | None) -> list[str]:
    """What the model lacks on this machine: itself, or the tokenizer that its configuration names.

    Raises EngineError where the configuration cannot be read.
    """
    config = folder / "config.json" if folder else None
    if config is None or not config.is_file():
        return [identifier]
    try:
        read = json.loads(config.read_text(encoding="utf-8"))
        encoder = read.get("encoder") or {}
        transformer = read.get("transformer") or encoder.get("transformer")
    except (ValueError, AttributeError) as error:
        raise EngineError(
            message(
                "model hanlp:{identifier}: {config} is no configuration of HanLP ({error}); fetch or save the model anew",
                identifier=identifier,
                config=config,
                error=error,
            ),
        ) from error
    return [transformer] if transformer and not has_tokenizer(transformer) else []


def has_tokenizer(transformer: str) -> bool:
    """Whether the tokenizer `transformer` is a folder, in HanLP's cache, or in the cache of Hugging Face."""
    if os.path.isdir(transformer):
        return True
    if transformer in tokenizer_mirrors:
        return unpacked(tokenizer_mirrors[transformer]).is_dir()
    home = os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface"
    hub = Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub")
    return (hub / f"models--{transformer.replace('/', '--')}").is_dir()


def url_of(part: str) -> str | None:
    """Where HanLP offers a model or tokenizer, None where it does not."""
    url: str = tokenizer_mirrors.get(part) or pretrained.ALL.get(part, part)
    return url if url.startswith(("http://", "https://")) else None


def unpacked(url: str) -> Path:
    """The folder where HanLP keeps what it got from `url`."""
    return Path(split_if_compressed(path_from_url(url.partition("#")[0], save_dir=hanlp_home()))[0])


def licence_of(identifier: str) -> Message:
    """The licence of a model, as HanLP's README tells it."""
    names = {url: name for name, url in pretrained.ALL.items()}
    name = names.get(identifier, identifier)
    if name not in pretrained.ALL:
        return UNKNOWN
    return RESEARCH if name.endswith("_ZH") else BY_NC_SA


def missing_error(model: Model) -> ModelMissing:
    """The error of a model that is not ready."""
    part = model.missing[0]
    if model.folder is not None and url_of(part) is None:
        return ModelMissing(
            message(
                "model {name}: its encoder {part} is not on this machine; correct encoder.transformer in {folder}/config.json",
                name=model.name,
                part=part,
                folder=model.folder,
            ),
        )
    whole = model.folder is None or not (model.folder / "config.json").is_file()
    away = message("not on this machine") if whole else message("its tokenizer {part} is not on this machine", part=part)
    return ModelMissing(
        message("model {name}: {away}; run: kg model fetch {name} (licence: {licence})", name=model.name, away=away, licence=model.licence)
    )


def one_line(error: BaseException) -> str:
    """An error's class and the first line of its message."""
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else 'no message'}"
