"""A case that somebody changed: nothing of Assay tells what it says now as if it had been recorded."""
import hashlib
import shutil
import sqlite3
import subprocess

from harness import DEMO, finish, point


def change(assay, case, *statements):
    """Edits case.db as somebody would who has its triggers away for a moment."""
    db = sqlite3.connect(assay.case_folder(case) / "case.db")
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for _, sql in triggers:
        db.execute(sql)
    db.commit()
    db.close()


def pdf_text(pdf):
    shown = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    return " ".join(shown.stdout.split())


def with_note(assay):
    case = assay.new_case()
    assert assay.json("intake", case, DEMO / "holiday.jpg").status == 0
    assert assay("note", case, "Owner said: original", "--exhibit", "1").status == 0
    return case


def refused_everywhere(assay, case):
    """Refuses what would be relied on, warns of what is only looked at."""
    assert assay("note", case, "more").status == 4
    assert assay("intake", case, DEMO / "clip.mp4", "--no-check").status == 4
    pdf = assay.home / "changed.pdf"
    refused = assay("report", case, "--out", pdf, "--no-run")
    assert refused.status == 4 and not pdf.exists(), refused.err
    assert "This case was changed" in refused.err, refused.err
    shown = assay.json("case", "show", case)
    assert shown.status == 4 and shown.json["damage"], shown.out
    assert assay.json("verify", case).status == 4
    assert assay("note", case, "more").status == 4
    return shown


@point
def a_forged_text_is_told_nowhere(assay):
    case = with_note(assay)
    change(assay, case, "UPDATE reveal SET value='forged.jpg' WHERE value LIKE '%.jpg'",
           "UPDATE reveal SET value='Owner said: I made it' WHERE value LIKE 'Owner%'")
    shown = refused_everywhere(assay, case)
    assert "forged" not in shown.out and "I made it" not in shown.out, shown.out


@point
def a_deleted_text_is_no_change(assay):
    case = with_note(assay)
    change(assay, case, "DELETE FROM reveal WHERE value LIKE 'Owner%'")
    assert assay("note", case, "more").status == 0
    assert assay("report", case, "--out", assay.home / "r.pdf", "--no-run").status == 0
    assert assay("case", "show", case).status == 0


@point
def an_old_entry_is_found_however_many_follow(assay):
    case = with_note(assay)
    for number in range(110):
        assert assay("note", case, f"remark {number}").status == 0
    change(assay, case, "UPDATE ledger SET body=replace(body, '\"size\":', '\"size\":1') WHERE seq=2")
    refused_everywhere(assay, case)


@point
def an_edited_table_is_found_before_it_is_told(assay):
    case = with_note(assay)
    change(assay, case, "UPDATE exhibit SET verdict='clear', sha256='00', size=5")
    shown = assay("case", "show", case)
    assert shown.status == 4 and "cannot be relied on" in shown.err, shown.out + shown.err
    assert assay("report", case, "--out", assay.home / "r.pdf", "--no-run").status == 4


@point
def results_stay_where_the_ledger_names_them(assay):
    case = with_note(assay)
    change(assay, case, "DELETE FROM run")
    objects = assay.case_folder(case) / "vault" / "objects"
    before = sorted(path.name for path in objects.rglob("*") if path.is_file())
    assert assay.json("verify", case).status == 4
    assert sorted(path.name for path in objects.rglob("*") if path.is_file()) == before


@point
def an_export_of_a_changed_case_says_so(assay):
    case = with_note(assay)
    change(assay, case, "UPDATE reveal SET value='Owner said: I made it' WHERE value LIKE 'Owner%'")
    bag = assay.home / "bag"
    made = assay("export", case, "--out", bag)
    assert made.status == 4 and "This case was changed" in made.err, made.out + made.err
    assert subprocess.run(["bash", bag / "verify.sh"], capture_output=True).returncode == 1
    verified = assay.json("verify", bag)
    assert verified.status == 4 and "BAG-03" in verified.out, verified.out
    shutil.rmtree(bag)


def objects_of(assay, case):
    return [path for path in (assay.case_folder(case) / "vault" / "objects").rglob("*") if path.is_file()]


def overwrite(path, data):
    path.chmod(0o600)
    path.write_bytes(data)


@point
def an_answer_whose_reasons_are_lost_is_none(assay):
    case = with_note(assay)
    evidence = hashlib.sha256((DEMO / "holiday.jpg").read_bytes()).hexdigest()
    results = [path for path in objects_of(assay, case) if path.name != evidence]
    assert results
    for path in results:
        overwrite(path, b'{"verdict":"clear"}')
    pdf = assay.home / "lost.pdf"
    assert assay("report", case, "--out", pdf, "--no-run").status == 0
    text = pdf_text(pdf)
    assert "No conclusion possible" in text and "no longer kept as it was recorded" in text, text
    # What can be found again is found again, and replaces what is not its bytes any more.
    again = assay("report", case, "--out", assay.home / "again.pdf")
    assert again.status == 0 and "missing" in again.out, again.out + again.err
    assert "no longer kept as it was recorded" not in pdf_text(assay.home / "again.pdf")
    assert assay("verify", case).status == 0


@point
def bytes_that_are_gone_are_not_called_held(assay):
    case = with_note(assay)
    evidence = hashlib.sha256((DEMO / "holiday.jpg").read_bytes()).hexdigest()
    next(path for path in objects_of(assay, case) if path.name == evidence).unlink()
    shown = assay.json("case", "show", case)
    assert shown.status == 4 and shown.json["exhibits"][0]["state"] == "differs", shown.out
    pdf = assay.home / "gone.pdf"
    assert assay("report", case, "--out", pdf, "--no-run").status == 0
    text = pdf_text(pdf)
    assert "held in the vault" not in text and "or missing" in text, text


@point
def a_foreign_public_key_stops_writing(assay):
    case = with_note(assay)
    pem = assay.case_folder(case) / "keys" / "examiner.pub.pem"
    other = assay.case_folder(assay.new_case()) / "keys" / "examiner.pub.pem"
    text = pem.read_text().splitlines()
    text[1] = text[1][:-4] + ("AAA=" if text[1][-4:] != "AAA=" else "AAE=")
    assert other.exists()
    overwrite(pem, "\n".join([*text, ""]).encode())
    refused_everywhere(assay, case)


@point
def a_key_that_no_entry_names_is_told(assay):
    case = with_note(assay)
    keys = assay.case_folder(case) / "keys"
    shutil.copy(keys / "examiner.pub.pem", keys / "second.pub.pem")
    told = assay.json("verify", case)
    assert told.status == 4 and "second.pub.pem" in told.out, told.out
    assert assay("note", case, "more").status == 0  # the ledger itself is sound
    (keys / "second.pub.pem").unlink()
    assert assay("verify", case).status == 0


finish()
