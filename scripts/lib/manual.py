"""Writes the manual page saypro(1) in man's own language, from what the tool says of itself.

Argument: the saypro program. Writes to standard output.
"""

import json
import subprocess
import sys


def roff(text):
    """The text so that man shows it as it stands."""
    lines = []
    for line in text.split("\n"):
        line = line.replace("\\", "\\e").replace("-", "\\-")
        lines.append("\\&" + line if line[:1] in (".", "'") else line)
    return "\n".join(lines)


def names(argument):
    """How an argument is written: all its names, and the value it takes."""
    value = f" \\fI{roff(argument.get('valueName', 'value'))}\\fR" if argument["kind"] != "flag" else ""
    if argument["kind"] == "positional":
        return f"\\fI{roff(argument.get('valueName', 'value'))}\\fR"
    spelled = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    return ", ".join(f"\\fB{roff(spelled[n['kind']] + n['name'])}\\fR{value}" for n in argument.get("names") or [])


def discussion(text):
    """Paragraphs, and examples as they stand."""
    output = []
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        if any(line.startswith("  ") for line in lines):
            output.append(".PP\n.nf\n" + roff(paragraph) + "\n.fi")
        else:
            output.append(".PP\n" + roff(paragraph))
    return output


def arguments(command):
    output = []
    for argument in command.get("arguments") or []:
        if argument.get("shouldDisplay") is False or any(n["name"] in ("help", "version") for n in argument.get("names") or []):
            continue
        output += [".TP", names(argument), roff(argument.get("abstract") or "")]
    return output


def sections(command, path, output):
    for child in command.get("subcommands") or []:
        if child["commandName"] == "help" or child.get("shouldDisplay") is False:
            continue
        name = [*path, child["commandName"]]
        output += [f".SS {roff(' '.join(name))}", roff(child.get("abstract") or "")]
        if child.get("discussion"):
            output += discussion(child["discussion"])
        output += arguments(child)
        sections(child, name, output)


def main():
    tool = json.loads(subprocess.run([sys.argv[1], "--experimental-dump-help"], capture_output=True, text=True, check=True).stdout)
    version = subprocess.run([sys.argv[1], "--version"], capture_output=True, text=True, check=True).stdout.strip()
    command = tool["command"]
    name = command["commandName"]
    output = [
        f'.TH {name.upper()} 1 "" "SayPro Messaging {version}" "User commands"', ".SH NAME",
        f"{name} \\- {roff(command['abstract'].rstrip('.'))}", ".SH SYNOPSIS",
        f"\\fB{name}\\fR \\fIcommand\\fR [\\fIargument\\fR ...]", ".SH DESCRIPTION",
    ]
    output += discussion(command.get("discussion") or "")
    output.append(".SH COMMANDS")
    sections(command, [name], output)
    print("\n".join(output))


if __name__ == "__main__":
    main()
