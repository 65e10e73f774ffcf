#!/usr/bin/env python3
"""Checks the rule catalogue and turns it into C constants.

    compile-rules.py catalogue  FILE.json… > words, hash and glossary, for core/model
    compile-rules.py conditions FILE.json… > conditions and quotes, for core/integrity
    compile-rules.py messages   FILE.json… > every sentence as N_("…"), for xgettext

The language of conditions is described in README.md beside this file. Any mistake ends with the file, the
rule and what is wrong: a catalogue that compiles cannot fail when it runs.
"""
import hashlib
import json
import re
import sys
from pathlib import Path

WORDS = ("title", "plain", "technical", "innocent", "check_by_hand")
SEVERITIES = {"info": "ASSAY_SEVERITY_INFO", "attention": "ASSAY_SEVERITY_ATTENTION",
              "compromised": "ASSAY_SEVERITY_COMPROMISED"}
NATURES = ("trace", "declaration", "contradiction", "absence", "damage", "combination")
MEMBERS = {"id", "family", "nature", "severity", "formats", "when", "softened", "quote", "not_live",
           "measured", "threshold", "declares", "explained_by", *WORDS}
DECLARED = ("editing",)
QUOTE_MEMBERS = {"fact", "problem", "as", "like", "matches", "unit"}


class Mistake(Exception):
    """A sentence for the person who edits the catalogue."""


def c_string(text):
    """A C literal; non-ASCII stays UTF-8, and trigraph-safe."""
    if text is None:
        return "NULL"
    out = json.dumps(text, ensure_ascii=False)
    return out.replace("??", '?""?')


def number(value):
    return repr(float(value))


class Catalogue:
    """All rule files read together and checked."""

    def __init__(self, paths):
        self.rules = []
        self.tables = {}
        self.families = {}
        self.glossary = {}
        digest = hashlib.sha256()
        for path in sorted(paths, key=lambda p: Path(p).name):
            raw = Path(path).read_bytes()
            digest.update(Path(path).name.encode() + b"\0" + len(raw).to_bytes(8, "little") + raw)
            self.read(Path(path).name, json.loads(raw, object_pairs_hook=self.unique))
        self.hash = digest.hexdigest()
        order = list(self.families)
        for rule in self.rules:
            if rule["family"] not in order:
                raise Mistake(f"{rule['id']}: unknown family {rule['family']}")
        self.rules.sort(key=lambda r: (order.index(r["family"]), r["id"]))
        self.ids = [r["id"] for r in self.rules]
        if len(set(self.ids)) != len(self.ids):
            raise Mistake("a rule id occurs twice")

    @staticmethod
    def unique(pairs):
        result = {}
        for key, value in pairs:
            if key in result:
                raise Mistake(f"member {key} occurs twice")
            result[key] = value
        return result

    def read(self, name, data):
        if name.startswith("rules-"):
            for rule in data["rules"]:
                self.check(name, rule)
                self.rules.append(rule)
        elif name == "tables.json":
            self.tables.update(data["tables"])
        elif name == "families.json":
            self.families = data["families"]
        elif name == "glossary.json":
            self.glossary = data["entries"]
        else:
            raise Mistake(f"{name}: not a file of the catalogue")

    @staticmethod
    def check(name, rule):
        where = f"{name}: {rule.get('id', '?')}"
        unknown = set(rule) - MEMBERS
        if unknown:
            raise Mistake(f"{where}: unknown member {', '.join(sorted(unknown))}")
        if not re.fullmatch(r"[A-Z0-9-]{2,32}", rule["id"]):
            raise Mistake(f"{where}: bad id")
        if rule["severity"] not in SEVERITIES or rule["nature"] not in NATURES:
            raise Mistake(f"{where}: unknown severity or nature")
        for member, nature in (("declares", "declaration"), ("explained_by", "contradiction")):
            if member in rule and (rule[member] not in DECLARED or rule["nature"] != nature):
                raise Mistake(f"{where}: {member} is for a {nature} and names one of {', '.join(DECLARED)}")
        if ("when" in rule) == ("not_live" in rule):
            raise Mistake(f"{where}: needs either when or not_live")
        for word in WORDS:
            if not rule.get(word, "").strip():
                raise Mistake(f"{where}: {word} is missing")

    def sentences(self):
        """(where it is, sentence), in catalogue order."""
        for rule in self.rules:
            for word in WORDS:
                yield f"{rule['id']} {word}", rule[word]
            if "not_live" in rule:
                yield f"{rule['id']} not_live", rule["not_live"]
        for key in sorted(self.glossary):
            yield f"glossary {key}", self.glossary[key]


class Conditions:
    """Writes conditions depth first, so that every array is defined before it is used."""

    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.lines = []
        self.inline = 0
        self.arrays = 0
        self.unused = set(catalogue.tables)
        for name, patterns in catalogue.tables.items():
            self.table(self.table_name(name), name, patterns)

    @staticmethod
    def table_name(name):
        return "table_" + re.sub(r"[^a-z0-9]", "_", name)

    def table(self, symbol, name, patterns):
        for pattern in patterns:
            if not pattern or not isinstance(pattern, str):
                raise Mistake(f"table {name}: empty pattern")
        listed = ",\n  ".join(c_string(p) for p in patterns)
        self.lines.append(f"static const char *const {symbol}_patterns[] = {{\n  {listed},\n  NULL,\n}};")
        self.lines.append(f"static const AssayRuleTable {symbol} = {{ {c_string(name)}, {symbol}_patterns }};")

    def named_table(self, name, where):
        if name not in self.catalogue.tables:
            raise Mistake(f"{where}: no table {name}")
        self.unused.discard(name)
        return "&" + self.table_name(name)

    def inline_table(self, patterns):
        if isinstance(patterns, str):
            patterns = [patterns]
        self.inline += 1
        symbol = f"inline_{self.inline}"
        self.table(symbol, symbol, patterns)
        return "&" + symbol

    def patterns(self, node, where):
        if "matches" in node:
            return self.named_table(node["matches"], where)
        return self.inline_table(node["like"])

    def array(self, kind, rendered):
        self.arrays += 1
        symbol = f"{kind}_{self.arrays}"
        body = ",\n  ".join(rendered)
        types = {"conditions": "AssayCondition", "quotes": "AssayQuote", "softenings": "AssaySoftening"}
        self.lines.append(f"static const {types[kind]} {symbol}[] = {{\n  {body},\n}};")
        return symbol

    @staticmethod
    def leaf(op, fact=None, other=None, low=0, table="NULL"):
        return (f"{{ ASSAY_CONDITION_{op}, {c_string(fact)}, {c_string(other)}, {number(low)}, {table}, "
                "NULL, 0 }")

    def condition(self, node, where):
        """The initialiser of one condition."""
        keys = set(node)
        for word in ("all", "any", "not"):
            if word in keys:
                if len(keys) != 1:
                    raise Mistake(f"{where}: {word} stands alone")
                children = [node["not"]] if word == "not" else node[word]
                if not children:
                    raise Mistake(f"{where}: {word} is empty")
                symbol = self.array("conditions", [self.condition(c, where) for c in children])
                return (f"{{ ASSAY_CONDITION_{word.upper()}, NULL, NULL, 0.0, NULL, {symbol}, "
                        f"{len(children)} }}")
        for word in ("problem", "element"):
            if keys == {word}:
                return self.leaf(word.upper(), table=self.inline_table(node[word]))
        if keys == {"fired"}:
            if node["fired"] not in self.catalogue.ids:
                raise Mistake(f"{where}: no rule {node['fired']}")
            rule = where.split()[-1]
            if self.catalogue.ids.index(node["fired"]) >= self.catalogue.ids.index(rule):
                raise Mistake(f"{where}: {node['fired']} comes later in the catalogue")
            return self.leaf("FIRED", node["fired"])
        return self.comparison(node, keys, where)

    def comparison(self, node, keys, where):
        fact = node.get("fact")
        if not fact:
            raise Mistake(f"{where}: what is {json.dumps(node)}?")
        rest = keys - {"fact"}
        if not rest:
            return self.leaf("EXISTS", fact)
        if rest in ({"matches"}, {"like"}):
            return self.leaf("MATCHES", fact, table=self.patterns(node, where))
        for word in ("above", "below", "equals"):
            if rest == {word}:
                return self.leaf(word.upper(), fact, low=node[word])
        for word, op in (("exceeds", "EXCEEDS"), ("apart-from", "APART")):
            if rest == {word, "by"}:
                return self.leaf(op, fact, node[word], node["by"])
        if rest == {"same-as"}:
            return self.leaf("SAME", fact, node["same-as"])
        if rest in ({"with", "matches"}, {"with", "like"}):
            return self.leaf("PAIR", fact, node["with"], table=self.patterns(node, where))
        raise Mistake(f"{where}: what is {json.dumps(node)}?")

    @staticmethod
    def usual_unit(fact):
        """What the name of a fact says about its unit."""
        for ending, unit in (("_s", "s"), (".bytes", "bytes"), ("latitude", "°"), ("longitude", "°")):
            if fact.endswith(ending):
                return unit
        return ""

    def quote(self, item, where):
        if isinstance(item, str):
            item = {"fact": item}
        if set(item) - QUOTE_MEMBERS or ("fact" in item) == ("problem" in item):
            raise Mistake(f"{where}: what is the quote {json.dumps(item)}?")
        table = "NULL"
        if "problem" in item:
            table = self.inline_table(item["problem"])
        elif "like" in item or "matches" in item:
            table = self.patterns(item, where)
        return (f"{{ {c_string(item.get('as'))}, {c_string(item.get('fact'))}, {table}, "
                f"{c_string(item.get('unit', self.usual_unit(item.get('fact', ''))))} }}")

    def rule(self, rule):
        where = f"rule {rule['id']}"
        when = "NULL"
        if "when" in rule:
            when = self.array("conditions", [self.condition(rule["when"], where)])
        softened = [f"{{ {SEVERITIES[s['to']]}, "
                    f"{self.array('conditions', [self.condition(s['when'], where)])} }}"
                    for s in rule.get("softened", [])]
        quotes = [self.quote(q, where) for q in rule.get("quote", [])]
        formats = "NULL"
        if "formats" in rule:
            symbol = f"formats_{re.sub('[^A-Z0-9]', '_', rule['id'])}"
            listed = ", ".join([*map(c_string, rule["formats"]), "NULL"])
            self.lines.append(f"static const char *const {symbol}[] = {{ {listed} }};")
            formats = symbol
        return (f"{{ {c_string(rule['id'])}, {c_string(rule['family'])}, "
                f"ASSAY_NATURE_{rule['nature'].upper()}, {SEVERITIES[rule['severity']]}, "
                f"{c_string(rule.get('declares'))}, {c_string(rule.get('explained_by'))}, {formats}, {when}, "
                f"{c_string(rule.get('not_live'))}, "
                f"{self.array('softenings', softened) if softened else 'NULL'}, {len(softened)}, "
                f"{self.array('quotes', quotes) if quotes else 'NULL'}, {len(quotes)} }}")

    def text(self):
        rendered = [self.rule(rule) for rule in self.catalogue.rules]
        if self.unused:
            raise Mistake(f"no rule uses the table {min(self.unused)}")
        head = ['/* Made by data/rules/compile-rules.py from the rule catalogue. */',
                '#include "integrity/assay-condition-private.h"']
        body = ",\n  ".join(rendered)
        tail = [f"const AssayRuleSpec assay_rule_specs[] = {{\n  {body},\n}};",
                f"const guint assay_rule_n_specs = {len(rendered)};"]
        return "\n\n".join(head + self.lines + tail) + "\n"


def measured(rule):
    """Counts of the validation run: fired on altered files, on believed camera originals."""
    counts = rule.get("measured")
    if not counts:
        return "{ -1, 0, -1, 0, FALSE }"
    tuned = "TRUE" if counts.get("tuned") else "FALSE"
    return (f"{{ {counts['altered']}, {counts['of_altered']}, {counts['originals']}, "
            f"{counts['of_originals']}, {tuned} }}")


def measured_text(rule):
    counts = rule.get("measured")
    if not counts:
        return ""
    tuned = ("; its threshold was chosen on these files" if counts.get("tuned") else "")
    return (f"Fired on {counts['altered']} of {counts['of_altered']} altered files and on "
            f"{counts['originals']} of {counts['of_originals']} believed camera originals{tuned}.")


def catalogue_text(catalogue):
    rows = []
    for rule in catalogue.rules:
        words = ",\n    ".join(c_string(rule[word]) for word in WORDS)
        definition = json.dumps(rule, ensure_ascii=False, separators=(",", ":"))
        rows.append(f"{{ {c_string(rule['id'])}, {c_string(rule['family'])}, "
                    f"{SEVERITIES[rule['severity']]},\n    {words},\n    "
                    f"{c_string(measured_text(rule))},\n    {measured(rule)},\n    "
                    f"{c_string(definition)} }}")
    exact = sorted((k, v) for k, v in catalogue.glossary.items() if "*" not in k)
    exact.sort(key=lambda e: e[0].encode())
    # The longest name that fits says most.
    wild = sorted(((k, v) for k, v in catalogue.glossary.items() if "*" in k), key=lambda e: (-len(e[0]), e[0]))
    parts = ['/* Made by data/rules/compile-rules.py from the rule catalogue. */',
             '#include "model/assay-catalogue-private.h"']
    for symbol, kind, items in (
            ("assay_catalogue_rules", "AssayRule", rows),
            ("assay_catalogue_glossary", "AssayGlossaryEntry",
             [f"{{ {c_string(k)}, {c_string(v)} }}" for k, v in exact]),
            ("assay_catalogue_glossary_patterns", "AssayGlossaryEntry",
             [f"{{ {c_string(k)}, {c_string(v)} }}" for k, v in wild])):
        body = ",\n  ".join(items)
        parts.append(f"const {kind} {symbol}[] = {{\n  {body},\n}};")
        parts.append(f"const guint {symbol}_n = {len(items)};")
    parts.append(f"const char assay_catalogue_hash[] = {c_string(catalogue.hash)};")
    return "\n\n".join(parts) + "\n"


def messages_text(catalogue):
    lines = ["/* Sentences of the rule catalogue, for xgettext only. */"]
    seen = set()
    for where, sentence in catalogue.sentences():
        if sentence not in seen:
            seen.add(sentence)
            lines.append(f"/* TRANSLATORS: rule catalogue, {where} */\nN_({c_string(sentence)})")
    return "\n".join(lines) + "\n"


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ("catalogue", "conditions", "messages"):
        sys.exit(__doc__)
    try:
        catalogue = Catalogue(arguments[1:])
        if arguments[0] == "catalogue":
            Conditions(catalogue).text()  # a mistake in a condition is found in whichever is made first
            text = catalogue_text(catalogue)
        elif arguments[0] == "conditions":
            text = Conditions(catalogue).text()
        else:
            text = messages_text(catalogue)
    except (Mistake, KeyError, TypeError, ValueError) as mistake:
        sys.exit(f"rule catalogue: {mistake}")
    sys.stdout.buffer.write(text.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
