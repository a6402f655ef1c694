"""Figures that the benchmarks have written as JSON, as the README's table."""

import json
import sys


def text(value, row):
    return f"{value:,.{row['digits']}f}"


def cells(row):
    """The cells of one figure."""
    unit = row["unit"]
    result = f"{text(row['median'], row)}{'' if unit.startswith('/') else ' '}{unit}"
    yard = text(row["yardstick"], row) if "ratio" in row else ""
    ratio = f"{row['ratio']:.2f}" if "ratio" in row else ""
    return row["part"], row["figure"], f"`{row['command']}`", result, yard, ratio


def table(rows):
    """Markdown, a line for each figure; a command that has been named above is not named again."""
    lines = ["| part | what | command | result | yardstick in the same run | ratio |", "|---|---|---|---|---|---|"]
    before = None
    for row in rows:
        part, figure, command, *rest = cells(row)
        lines.append("| " + " | ".join([part, figure, "the same" if command == before else command, *rest]) + " |")
        before = command
    return "\n".join(lines)


def main():
    rows = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            rows += json.load(file)["figures"]
    print(table(sorted(rows, key=lambda row: row["part"])))


if __name__ == "__main__":
    main()
