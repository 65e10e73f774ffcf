#!/bin/bash
# verify.sh: checks this export of an Assay case without Assay. Nothing in it is changed.
#
#   usage: bash verify.sh [PUBLIC-KEY.pem [CHECKPOINT.note]]
#
# Needs bash, sqlite3, openssl (3.0 or later) and the GNU core utilities. PUBLIC-KEY and CHECKPOINT should have reached you
# by another road than this folder; without them the ones in data/ are used, and the result says so.
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@"
set -u
export LC_ALL=C

fail () { echo "FAIL: $*"; exit 1; }
absolute () { [ -r "$1" ] || fail "cannot read $1"; echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"; }
unhex () { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

for tool in sqlite3 openssl sha256sum sha512sum base64; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
key=data/keys/examiner.pub.pem; foreign_key=no
note=data/checkpoint.note; foreign_note=
if [ $# -ge 1 ]; then key=$(absolute "$1") || { echo "$key"; exit 1; }; foreign_key=yes; fi
if [ $# -ge 2 ]; then foreign_note=$(absolute "$2") || { echo "$foreign_note"; exit 1; }; fi
cd "$(dirname "${BASH_SOURCE[0]}")" || fail "cannot enter the folder of the export"
work=$(mktemp -d) || fail "no temporary folder"
trap 'rm -rf "$work"' EXIT

# 1. Every file is the one that was exported, and no file was added or taken away.
for list in tagmanifest-sha256.txt tagmanifest-sha512.txt manifest-sha256.txt manifest-sha512.txt; do
  [ -f "$list" ] || fail "$list is missing"
  sum=sha256sum; case $list in *sha512*) sum=sha512sum;; esac
  "$sum" --check --strict --quiet "$list" >"$work/out" 2>&1 \
    || fail "$list: $(grep -v '^sha.*WARNING' "$work/out" | head -3 | tr '\n' ' ')"
done
shown () { head -3 | tr '\000-\037\177' ' '; }
find . ! -type f ! -type d >"$work/odd"
[ ! -s "$work/odd" ] || fail "neither a file nor a folder: $(shown <"$work/odd")"
find . -type f | sed 's|^\./||' | sort >"$work/found"
{ printf 'tagmanifest-sha%s.txt\n' 256 512; sed 's/^[0-9a-f]* [ *]//' tagmanifest-sha256.txt manifest-sha256.txt; } | sort >"$work/listed"
cmp -s "$work/found" "$work/listed" \
  || fail "files that the manifest does not list: $(comm -23 "$work/found" "$work/listed" | shown)"
declare -A manifest
while read -r sum path; do manifest[$path]=$sum; done <manifest-sha256.txt

# 2. The database and the plain ledger are the same.
db=data/case.db
sqlite3 -readonly -noheader "$db" 'SELECT body FROM ledger ORDER BY seq' >"$work/ledger" || fail "cannot read $db"
sqlite3 -readonly -noheader "$db" 'SELECT lower(hex(sig)) FROM ledger ORDER BY seq' >"$work/sig" || fail "cannot read $db"
cut=$(sqlite3 -readonly -noheader "$db" 'SELECT count(*) FROM ledger WHERE instr(body, char(0)) > 0')
[ "$cut" = 0 ] || fail "$db has entries with bytes behind their end"
cmp -s "$work/ledger" data/ledger.jsonl || fail "data/ledger.jsonl is not the ledger of data/case.db"
sqlite3 -readonly -noheader "$db" "SELECT commitment||' '||lower(hex(salt))||' '||lower(hex(value)) FROM reveal ORDER BY commitment" \
  | cmp -s - data/reveals.txt || fail "data/reveals.txt does not hold the texts of data/case.db"
sqlite3 -readonly -noheader "$db" "SELECT size||' '||lower(hex(note)) FROM checkpoint ORDER BY size" \
  | cmp -s - data/checkpoints.txt || fail "data/checkpoints.txt does not hold the checkpoints of data/case.db"
cmp -s "$work/sig" data/ledger.sig || fail "data/ledger.sig does not hold the signatures of data/case.db"

# 3. Each entry continues the one before it and carries the signature of a key that was in force: the one that entry 1
#    names, or one that a key.add entry brought (signed by a key in force, and by the new key itself) until its key.retire.
declare -A pem added retired head
name_of () { echo "ed25519:$(unhex "$1" | sha256sum | cut -c1-16)"; }
learn () { # key as hex, entry that brings it
  local id; id=$(name_of "$1")
  unhex "302a300506032b6570032100$1" | openssl pkey -pubin -inform DER -out "$work/${id#*:}.pem" 2>/dev/null \
    || fail "entry $2 names a key that is none"
  pem[$id]=$work/${id#*:}.pem; added[$id]=$2; retired[$id]=
}
fits () { # PEM, message, signature
  openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile "$3" >/dev/null 2>&1
}
in_force () { # key, entry that it signs
  [ -n "${pem[$1]-}" ] && [ "$2" -gt "${added[$1]}" ] && { [ -z "${retired[$1]}" ] || [ "$2" -le "${retired[$1]}" ]; }
}
change_key () { # line, entry, signer
  local id log
  [[ $1 =~ \"public_key\":\"([0-9a-f]{64})\" ]] || fail "entry $2 names no key"
  local key=${BASH_REMATCH[1]}; id=$(name_of "$key")
  case $1 in *'"event":"key.retire","log":"'*)
    [ -n "${pem[$id]-}" ] && [ -z "${retired[$id]}" ] || fail "entry $2 retires a key that is not in force"
    retired[$id]=$2; return;;
  esac
  [ -z "${pem[$id]-}" ] || fail "entry $2 adds a key for the second time"
  [[ $1 =~ \"log\":\"([0-9a-f]{32})\",\"prev\":\" ]] || fail "entry $2 names no ledger"
  log=${BASH_REMATCH[1]}
  [[ $1 =~ \"proof\":\"([0-9a-f]{128})\" ]] || fail "entry $2: the new key agreed to nothing"
  unhex "${BASH_REMATCH[1]}" >"$work/signature"
  printf 'assay-key/%s\n%s\n%s\n' "$log" "$3" "$key" >"$work/message"
  learn "$key" "$2"
  fits "${pem[$id]}" "$work/message" "$work/signature" || fail "entry $2: the new key did not agree to join"
}
raw=$(openssl pkey -pubin -in "$key" -outform DER 2>/dev/null | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
[ ${#raw} = 64 ] || fail "$key is not an Ed25519 public key"
grep -E '"event":"(case\.open|key\.add)","log":"' "$work/ledger" | grep -qF "\"public_key\":\"$raw\"" \
  || fail "entry 1 names another key than $key"
[[ $(head -n 1 "$work/ledger") =~ \"public_key\":\"([0-9a-f]{64})\" ]] || fail "entry 1 names no key"
learn "${BASH_REMATCH[1]}" 0
prev=$(printf '0%.0s' {1..64}); n=0
while IFS= read -r line && IFS= read -r sig <&3; do
  n=$((n + 1))
  case $line in *",\"prev\":\"$prev\",\"seq\":$n,"*) ;; *) fail "entry $n: chain broken";; esac
  actor=${line#'{"actor":"'}; actor=${actor%%'"'*}
  in_force "$actor" "$n" || fail "entry $n: signed by the key $actor, which is not in force"
  printf '%s\n' "$line" >"$work/message"; unhex "$sig" >"$work/signature"
  fits "${pem[$actor]}" "$work/message" "$work/signature" || fail "entry $n: signature"
  prev=$(sha256sum <"$work/message" | cut -c1-64); head[$n]=$prev
  case $line in *'"event":"key.add","log":"'*|*'"event":"key.retire","log":"'*) change_key "$line" "$n" "$actor";; esac
done <"$work/ledger" 3<"$work/sig"
[ "$n" -gt 0 ] || fail "the ledger is empty"
[ "$n" = "$(wc -l <"$work/sig")" ] || fail "the ledger and its signatures have different lengths"

# 4. The checkpoints cover this very history.
check_note () {
  local at id; at=$(sed -n 2p "$1")
  [[ $at =~ ^[1-9][0-9]*$ ]] || fail "$1 is not a checkpoint"
  [ "$n" -ge "$at" ] || fail "the ledger has $n entries, checkpoint $1 covers $at: rolled back"
  [ "chain ${head[$at]}" = "$(sed -n 4p "$1")" ] || fail "the history differs from checkpoint $1"
  sed '/^$/,$d' "$1" >"$work/message"
  sed -n '$s/^.* //p' "$1" | base64 -d 2>/dev/null | tail -c +5 >"$work/signature"
  for id in "${!pem[@]}"; do # a checkpoint over N entries is signed as entry N + 1 would be
    if in_force "$id" "$((at + 1))" && fits "${pem[$id]}" "$work/message" "$work/signature"; then return; fi
  done
  fail "the signature of checkpoint $1"
}
check_note "$note"; covered=$(sed -n 2p "$note")
[ -z "$foreign_note" ] || check_note "$foreign_note"

# 5. The evidence, results and outputs that the ledger names are here; what it says was erased is not.
declare -A holds erased
while IFS= read -r line; do
  case $line in *'"event":"dispose"'*)
    [[ $line =~ \"item\":([0-9]+) ]] && erased[${BASH_REMATCH[1]}]=1;; esac
done <"$work/ledger"
objects=0
need () { # sha256, entry
  local path=data/objects/${1:0:2}/$1
  [ "${manifest[$path]-}" = "$1" ] || fail "entry $2: the object $1 is missing or has other bytes"
  [ -n "${holds[$1]-}" ] || objects=$((objects + 1)); holds[$1]=1
}
number=0; gone=0
while IFS= read -r line; do
  number=$((number + 1)); rest=$line
  case $line in
    *'"event":"intake"'*)
      [[ $line =~ \"item\":([0-9]+) ]] || continue
      item=${BASH_REMATCH[1]}
      [[ $line =~ \"sha256\":\"([0-9a-f]{64})\" ]] || fail "entry $number: no SHA-256"
      if [ -n "${erased[$item]-}" ]; then gone=$((gone + 1)); else need "${BASH_REMATCH[1]}" "$number"; fi;;
    *'"event":"checkpoint.anchor"'*)
      [[ $line =~ \"file\":\"(anchors/[^\"]*)\" ]] || continue
      anchor=${BASH_REMATCH[1]}
      [[ $line =~ ,\"sha256\":\"([0-9a-f]{64})\" ]] && [ "${manifest[data/$anchor]-}" = "${BASH_REMATCH[1]}" ] \
        || fail "entry $number: $anchor is missing or has other bytes";;
    *'"event":"analyse"'*)
      [[ $line =~ \"result\":\"([0-9a-f]{64})\" ]] && need "${BASH_REMATCH[1]}" "$number"
      while [[ $rest =~ \"file\":\"(results/[^\"]*)\",\"role\":\"[^\"]*\",\"sha256\":\"([0-9a-f]{64})\"(.*) ]]; do
        [ "${manifest[data/${BASH_REMATCH[1]}]-}" = "${BASH_REMATCH[2]}" ] \
          || fail "entry $number: the output ${BASH_REMATCH[1]} is missing or has other bytes"
        rest=${BASH_REMATCH[3]}
      done;;
  esac
done <"$work/ledger"
for path in "${!manifest[@]}"; do
  case $path in data/objects/*)
    [ -n "${holds[${path##*/}]-}" ] || fail "$path belongs to no entry or should have been erased";; esac
done

# 6. Names, notes and other personal texts are the ones that the entries commit to.
texts=0
while IFS='|' read -r commitment salt value; do
  texts=$((texts + 1))
  [ "$(unhex "$salt$value" | sha256sum | cut -c1-64)" = "$commitment" ] || fail "the text of commitment $commitment was changed"
  grep -qF "sha256-salted:$commitment" "$work/ledger" || fail "commitment $commitment is in no entry"
done < <(sqlite3 -readonly -noheader -separator '|' "$db" 'SELECT commitment, lower(hex(salt)), lower(hex(value)) FROM reveal')

# 7. The other tables of the database are what the entries make of them, and case.jsonld tells the same entries and hashes.
rebuild () { # the tables casefile, exhibit and run from the ledger alone, then every row that only one side has
  cat <<'SQL'
.bail on
CREATE TEMP TABLE e AS SELECT seq, json_extract(body,'$.event') AS event, json_extract(body,'$.data') AS data,
  json_extract(body,'$.data.item') AS item,
  strftime('%s',substr(json_extract(body,'$.time'),1,19))*1000+CAST(substr(json_extract(body,'$.time'),21,3) AS INTEGER) AS ms
  FROM main.ledger;
CREATE INDEX temp.e_item ON e(item, event, seq);
CREATE INDEX temp.e_event ON e(event, seq);
CREATE INDEX temp.e_seq ON e(seq);
CREATE TEMP VIEW personal AS SELECT seq, key, CASE WHEN key LIKE '%\_b64' ESCAPE '\' THEN 'b64:'||value ELSE value END AS value
  FROM e, json_each(e.data) WHERE type='text';
CREATE TEMP VIEW edit AS SELECT e.seq, t.key AS what,
  ifnull(json_extract(t.value,'$.new'),'b64:'||json_extract(t.value,'$.new_b64')) AS value
  FROM e, json_each(e.data) t WHERE e.event='note' AND e.item IS NULL AND t.key IN ('title','reference','examiner');
CREATE TEMP TABLE my_casefile AS SELECT 1, json_extract(data,'$.case'), json_extract(data,'$.log'), json_extract(data,'$.public_key'),
  ifnull((SELECT value FROM edit WHERE what='title' ORDER BY seq DESC LIMIT 1),(SELECT value FROM personal p WHERE p.seq=e.seq AND key IN ('title','title_b64'))),
  ifnull((SELECT value FROM edit WHERE what='reference' ORDER BY seq DESC LIMIT 1),(SELECT value FROM personal p WHERE p.seq=e.seq AND key IN ('reference','reference_b64'))),
  ifnull((SELECT value FROM edit WHERE what='examiner' ORDER BY seq DESC LIMIT 1),(SELECT value FROM personal p WHERE p.seq=e.seq AND key IN ('examiner','examiner_b64'))),
  ms FROM e WHERE event='case.open';
CREATE TEMP TABLE my_run AS SELECT seq, ifnull(item,0), ifnull(json_extract(data,'$.module'),''), ifnull(json_extract(data,'$.version'),''),
  ifnull(json_extract(data,'$.parameters'),'{}'), ifnull(json_extract(data,'$.result'),''),
  ifnull((SELECT value FROM personal p WHERE p.seq=e.seq AND key IN ('message','message_b64')),''),
  ifnull(json_extract(data,'$.verdict'),'not-applicable'),
  strftime('%s',substr(json_extract(data,'$.started'),1,19))*1000+CAST(substr(json_extract(data,'$.started'),21,3) AS INTEGER),
  strftime('%s',substr(json_extract(data,'$.ended'),1,19))*1000+CAST(substr(json_extract(data,'$.ended'),21,3) AS INTEGER)
  FROM e WHERE event='analyse';
CREATE TEMP TABLE i AS SELECT item, seq, ms, data,
  (SELECT min(seq) FROM e d WHERE d.item=e.item AND d.event='dispose') AS gone FROM e WHERE event='intake' AND item IS NOT NULL;
CREATE TEMP TABLE v AS SELECT i.item, (SELECT max(seq) FROM e WHERE event='verify' AND seq>i.seq AND (i.gone IS NULL OR seq<i.gone)) AS seq FROM i;
CREATE TEMP TABLE my_exhibit AS SELECT i.item, i.seq, json_extract(i.data,'$.sha256'), json_extract(i.data,'$.sha512'),
  json_extract(i.data,'$.sha1'), json_extract(i.data,'$.md5'), json_extract(i.data,'$.size'),
  ifnull((SELECT value FROM personal p WHERE p.seq=i.seq AND key IN ('name','name_b64')),''),
  ifnull((SELECT value FROM personal p WHERE p.seq=i.seq AND key IN ('source','source_b64')),''),
  ifnull((SELECT p.value FROM personal p WHERE p.key IN ('text','text_b64') AND p.seq=(SELECT max(seq) FROM e WHERE item=i.item AND event='note')),
         ifnull((SELECT value FROM personal p WHERE p.seq=i.seq AND key IN ('note','note_b64')),'')),
  i.ms, ifnull(json_extract(i.data,'$.mtime_ms'),0),
  ifnull((SELECT json_extract(data,'$.type') FROM e WHERE item=i.item AND event='analyse' AND ifnull(json_extract(data,'$.type'),'')<>'' ORDER BY seq DESC LIMIT 1),''),
  ifnull((SELECT ifnull(json_extract(data,'$.verdict'),'not-applicable') FROM e WHERE item=i.item AND event='analyse' AND json_extract(data,'$.module')='integrity' ORDER BY seq DESC LIMIT 1),'not-applicable'),
  ifnull((SELECT p.value FROM personal p WHERE p.key IN ('message','message_b64') AND p.seq=(SELECT max(seq) FROM e WHERE item=i.item AND event='analyse' AND json_extract(data,'$.module')='integrity')),''),
  CASE WHEN i.gone IS NOT NULL THEN 'erased' WHEN v.seq IS NULL THEN 'held'
    WHEN EXISTS (SELECT 1 FROM e, json_each(e.data,'$.differs') d WHERE e.seq=v.seq AND d.value=i.item) THEN 'differs' ELSE 'verified' END,
  ifnull((SELECT ms FROM e WHERE seq=v.seq),0) FROM i JOIN v USING (item);
SELECT 'casefile' FROM (SELECT * FROM my_casefile EXCEPT SELECT * FROM main.casefile) UNION SELECT 'casefile' FROM (SELECT * FROM main.casefile EXCEPT SELECT * FROM my_casefile)
UNION SELECT 'exhibit' FROM (SELECT * FROM my_exhibit EXCEPT SELECT * FROM main.exhibit) UNION SELECT 'exhibit' FROM (SELECT * FROM main.exhibit EXCEPT SELECT * FROM my_exhibit)
UNION SELECT 'run' FROM (SELECT * FROM my_run EXCEPT SELECT * FROM main.run) UNION SELECT 'run' FROM (SELECT * FROM main.run EXCEPT SELECT * FROM my_run);
SQL
}
differ=$(rebuild | sqlite3 -readonly -noheader "$db" 2>&1 | sort -u | tr '\n' ' ')
[ -z "$differ" ] || fail "tables of data/case.db do not say what the ledger says: $differ"
nodes="FROM json_each(CAST(readfile('data/case.jsonld') AS TEXT),'\$.\"@graph\"') WHERE json_extract(value,'\$.\"@type\"')"
sqlite3 -noheader :memory: "SELECT json_extract(value,'\$.\"uco-core:description\"')||' '||json_extract(value,'\$.\"uco-core:name\"') $nodes='case-investigation:InvestigativeAction'" \
  >"$work/actions" 2>/dev/null || fail "data/case.jsonld cannot be read"
sqlite3 -readonly -noheader "$db" "SELECT json_extract(body,'\$.event') FROM ledger ORDER BY seq" >"$work/events"
number=0
while IFS= read -r event; do number=$((number + 1)); echo "Ledger entry $number, SHA-256 ${head[$number]} $event"; done <"$work/events" \
  | cmp -s - "$work/actions" || fail "data/case.jsonld does not tell the entries of the ledger"
sqlite3 -noheader :memory: "SELECT json_extract(value,'\$.\"uco-core:hasFacet\"[1].\"uco-observable:hash\"[0].\"uco-types:hashValue\".\"@value\"')||'|'||json_extract(value,'\$.\"uco-core:hasFacet\"[1].\"uco-observable:sizeInBytes\"') $nodes='uco-observable:File'" >"$work/files"
sqlite3 -readonly -noheader "$db" "SELECT sha256||'|'||size FROM exhibit ORDER BY item" | cmp -s - "$work/files" \
  || fail "data/case.jsonld does not tell the exhibits of the ledger"

echo "OK: $n entries, chain head $prev"
echo "    checkpoint over $covered entries; $objects objects, $gone erased, $texts personal texts; the tables say the same"
echo "    key $(name_of "$raw"); ${#pem[@]} signed in all"
[ "$foreign_key" = yes ] || echo "    NOTE: the key came with the export. Compare its fingerprint with one that reached you by another road."
[ -z "$foreign_note" ] || echo "    the checkpoint that you gave, over $(sed -n 2p "$foreign_note") entries, is of this history"
[ -n "$foreign_note" ] || echo "    NOTE: entries cut off or rewritten with the key before the export show only against a checkpoint from outside."
