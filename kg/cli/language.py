"""The language of the command line: chosen once, before the arguments are parsed, so that help and errors speak it too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

LANGUAGES = ("zh", "en")
PANELS = {"option": ("选项", "Options"), "argument": ("参数", "Arguments"), "command": ("命令", "Commands")}
HELP_OPTIONS = ["--help", "-h"]
HAN = re.compile("[\u4e00-\u9fff]")
_BETWEEN = "\x1f"

# What Typer says in English, and the same in Chinese; anything else is shown as it is.
_USAGE = (
    (r"No such option: (\S+?)\.?(?: (?:Did you mean|\(Possible options:) (.+?)[?)])?", r"没有选项 \1"),
    (r"No such command '(.+?)'\..*", r"没有命令 \1"),
    (r"Missing command\.", "缺少命令"),
    (r"Missing argument '?(.+?)'?\.", r"缺少参数 \1"),
    (r"Missing option (.+?)\.", r"缺少选项 \1"),
    (r"Got unexpected extra argument\S* \((.+)\)", r"多余的参数：\1"),
    (r"Option '?(.+?)'? requires an argument\.", r"选项 \1 缺少值"),
    (r"Invalid value for (.+?): '(.+?)' is not one of (.+?)\.?", r"\1 不能是 '\2'，可以是 \3"),
    (r"Invalid value for (.+?): (.+)", r"\1 的值不对：\2"),
)


def both(en: str, zh: str) -> str:
    """A help text in both languages, from which `localize` takes one.

    >>> pick(both("Output folder.", "输出文件夹。"), "zh")
    '输出文件夹。'
    """
    return f"{en}{_BETWEEN}{zh}"


def pick(text: str, lang: str) -> str:
    """The part of a `both` text in `lang`; a text in one language only is returned as it is."""
    en, _, zh = text.partition(_BETWEEN)
    return zh if zh and lang == "zh" else en


def split_language(args: Sequence[str], environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """The language and the arguments with `--lang` at their front, wherever it stood.

    Without one a question in Chinese is answered in Chinese, and for the rest the locale decides.

    A value that is no language stays for the parser to refuse.

    >>> split_language(["build", "--lang", "en", "a.txt"], {"LANG": "zh_CN.UTF-8"})
    ('en', ['--lang', 'en', 'build', 'a.txt'])
    >>> split_language(["ask", "谁主办了花博会？"], {"LANG": "C"})[0]
    'zh'
    """
    rest = list(args)
    end = rest.index("--") if "--" in rest else len(rest)
    for i, word in enumerate(rest[:end]):
        name, equals, value = word.partition("=")
        if name == "--lang" and (equals or i + 1 < end):
            value = value if equals else rest[i + 1]
            del rest[i : i + (1 if equals else 2)]
            return (value if value in LANGUAGES else _of_locale(environ)), ["--lang", value, *rest]
    in_chinese = rest[:1] == ["ask"] and any(HAN.search(word) for word in rest)
    return "zh" if in_chinese else _of_locale(environ), rest


def _of_locale(environ: Mapping[str, str]) -> str:
    """POSIX, Base Definitions 8.2: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty."""
    locale = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(key, ""))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def localize(command: Any, lang: str) -> Any:
    """Give a Typer command, its options and its commands the help texts of `lang`."""
    command.help = pick(command.help or "", lang)
    command.rich_help_panel = _panel("command", lang)
    # Typer makes the option --help on first use and keeps it.
    asking = command.get_help_option(command.context_class(command, help_option_names=HELP_OPTIONS))
    asking.help = both("Show this message and exit.", "显示本说明后退出。")
    for parameter in (*command.params, asking):
        parameter.help = pick(parameter.help or "", lang)
        parameter.rich_help_panel = _panel(parameter.param_type_name, lang)
    for child in getattr(command, "commands", {}).values():
        localize(child, lang)
    return command


def _panel(kind: str, lang: str) -> str:
    zh, en = PANELS[kind]
    return zh if lang == "zh" else en


def usage_message(message: str, lang: str) -> str:
    """A complaint of the parser as one line in `lang`.

    >>> usage_message("Missing option '-o' / '--out'.", "zh")
    "缺少选项 '-o' / '--out'"
    >>> usage_message("Invalid value for '--to': Value error, 'doc' is not one of 'csv', 'xlsx'.", "zh")
    "'--to' 不能是 'doc'，可以是 'csv', 'xlsx'"
    """
    line = " ".join(message.split()).replace(": Value error, ", ": ")
    if lang == "en":
        return line
    for pattern, chinese in _USAGE:
        if found := re.fullmatch(pattern, line):
            return found.expand(chinese)
    return line
