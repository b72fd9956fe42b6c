"""The language of the command line: chosen once, before the arguments are parsed, so that help and errors speak it too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.messages import SOURCE, languages, marked, message, translate

PANELS = {"option": marked("Options"), "argument": marked("Arguments"), "command": marked("Commands")}
HELP_OPTIONS = ["--help", "-h"]
HAN = re.compile("[\u4e00-\u9fff]")

# What Typer says in English, and the line of the catalogues with the same words; anything else is shown as it is.
_USAGE = (
    (
        r"No such option: (?P<option>\S+?)\.? (?:Did you mean|\(Possible options:) (?P<near>.+?)[?)]",
        marked("No such option: {option}; there are: {near}"),
    ),
    (r"No such option: (?P<option>\S+?)\.?", marked("No such option: {option}")),
    (r"No such command '(?P<command>.+?)'\. Did you mean (?P<near>.+?)\?", marked("No such command: {command}; is {near} meant?")),
    (r"No such command '(?P<command>.+?)'\..*", marked("No such command: {command}")),
    (r"Missing command\.", marked("Missing command")),
    (r"Missing argument '?(?P<argument>.+?)'?\.", marked("Missing argument {argument}")),
    (r"Missing option (?P<option>.+?)\.", marked("Missing option {option}")),
    (r"Got unexpected extra argument\S* \((?P<arguments>.+)\)", marked("Too many arguments: {arguments}")),
    (r"Option '?(?P<option>.+?)'? requires an argument\.", marked("Option {option} requires a value")),
    (
        r"Invalid value for (?P<option>.+?): '(?P<value>.+?)' is not one of (?P<accepted>.+?)\.?",
        marked("{option} cannot be '{value}'; accepted: {accepted}"),
    ),
    (r"Invalid value: (?P<reason>.+)", marked("{reason}")),
    (r"Invalid value for (?P<option>.+?): Input should be less than or equal to (?P<limit>.+)", marked("{option} must be at most {limit}")),
    (
        r"Invalid value for (?P<option>.+?): Input should be greater than or equal to (?P<limit>.+)",
        marked("{option} must be at least {limit}"),
    ),
    (r"Invalid value for (?P<option>.+?): (?P<reason>.+)", marked("Invalid value for {option}: {reason}")),
)


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
            return (value if value in languages() else _of_locale(environ)), ["--lang", value, *rest]
    in_chinese = rest[:1] == ["ask"] and any(HAN.search(word) for word in rest)
    return "zh" if in_chinese else _of_locale(environ), rest


def _of_locale(environ: Mapping[str, str]) -> str:
    """POSIX, Base Definitions 8.2: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty."""
    locale = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(key, ""))), "")
    given = re.split("[_.@-]", locale.lower())[0]
    return given if given in languages() else SOURCE


def localize(command: Any, lang: str) -> Any:
    """Give a Typer command, its options and its commands the help texts of `lang`."""
    command.help = translate(command.help or "", lang)
    command.rich_help_panel = _panel("command", lang)
    # Typer makes the option --help on first use and keeps it.
    asking = command.get_help_option(command.context_class(command, help_option_names=HELP_OPTIONS))
    asking.help = marked("Show this message and exit.")
    for parameter in (*command.params, asking):
        parameter.help = translate(parameter.help or "", lang)
        parameter.rich_help_panel = _panel(parameter.param_type_name, lang)
    for child in getattr(command, "commands", {}).values():
        localize(child, lang)
    return command


def _panel(kind: str, lang: str) -> str:
    return translate(PANELS[kind], lang)


def usage_message(complaint: str, lang: str) -> str:
    """A complaint of the parser as one line in `lang`.

    >>> usage_message("Missing option '-o' / '--out'.", "zh")
    "缺少选项 '-o' / '--out'"
    >>> usage_message("Invalid value for '--to': Value error, 'doc' is not one of 'csv', 'xlsx'.", "zh")
    "'--to' 不能是 'doc'，可以是 'csv', 'xlsx'"
    """
    line = " ".join(complaint.split()).replace(": Value error, ", ": ")
    if lang == SOURCE:
        return line
    for pattern, template in _USAGE:
        if found := re.fullmatch(pattern, line):
            return message(template, **found.groupdict()).in_language(lang)
    return line
