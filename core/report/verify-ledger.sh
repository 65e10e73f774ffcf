#!/bin/bash
# verify.sh ledger.jsonl ledger.sig examiner.pub.pem [checkpoint.note]
# Checks that every entry holds the hash of the one before and is signed by a key that was in force, and that the
# checkpoint fits. The key is the one of entry 1; later ones join and leave by key.add and key.retire.
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@"
[ $# -ge 3 ] || { echo "usage: bash $0 ledger.jsonl ledger.sig examiner.pub.pem [checkpoint.note]"; exit 2; }
ledger=$1 sigs=$2 pub=$3 note=${4:-}
export LC_ALL=C
w=$(mktemp -d); trap 'rm -rf "$w"' EXIT
declare -A pem added retired
fail() { echo "FAIL: $*"; exit 1; }
unhex() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }
name_of() { echo "ed25519:$(unhex "$1" | sha256sum | cut -c1-16)"; }
signed() { openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$w/m" -sigfile "$w/g" >/dev/null 2>&1; }
learn() { # key as hex, entry that brings it
  local id; id=$(name_of "$1")
  unhex "302a300506032b6570032100$1" | openssl pkey -pubin -inform DER -out "$w/${id#*:}.pem" 2>/dev/null || fail "entry $2: no key"
  pem[$id]=$w/${id#*:}.pem; added[$id]=$2; retired[$id]=
}
in_force() { # key, entry that it signs
  [ -n "${pem[$1]-}" ] && [ "$2" -gt "${added[$1]}" ] && { [ -z "${retired[$1]}" ] || [ "$2" -le "${retired[$1]}" ]; }
}
change_key() { # line, entry, signer
  local key id log
  [[ $1 =~ \"public_key\":\"([0-9a-f]{64})\" ]] || fail "entry $2 names no key"
  key=${BASH_REMATCH[1]}; id=$(name_of "$key")
  case $1 in *'"event":"key.retire","log":"'*)
    [ -n "${pem[$id]-}" ] && [ -z "${retired[$id]}" ] || fail "entry $2 retires a key that is not in force"
    retired[$id]=$2; return ;;
  esac
  [ -z "${pem[$id]-}" ] || fail "entry $2 adds a key for the second time"
  [[ $1 =~ \"log\":\"([0-9a-f]{32})\",\"prev\":\" ]] || fail "entry $2 names no ledger"
  log=${BASH_REMATCH[1]}
  [[ $1 =~ \"proof\":\"([0-9a-f]{128})\" ]] || fail "entry $2: the new key agreed to nothing"
  unhex "${BASH_REMATCH[1]}" >"$w/g"
  printf 'assay-key/%s\n%s\n%s\n' "$log" "$3" "$key" >"$w/m"
  learn "$key" "$2"
  signed "${pem[$id]}" || fail "entry $2: the new key did not agree to join"
}
[ -r "$ledger" ] && [ -r "$sigs" ] && [ -r "$pub" ] || fail 'a file is missing'
raw=$(openssl pkey -pubin -in "$pub" -outform DER 2>/dev/null | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
[ ${#raw} = 64 ] || fail "$pub is not an Ed25519 public key"
head -n 1 "$ledger" | grep -qF "\"public_key\":\"$raw\"" || fail "entry 1 names another key than $pub"
learn "$raw" 0
prev=$(printf '0%.0s' {1..64}); n=0; at=-1; head=
[ -n "$note" ] && at=$(sed -n 2p "$note")
while IFS= read -r line && IFS= read -r sig <&3; do
  n=$((n + 1))
  case $line in *",\"prev\":\"$prev\",\"seq\":$n,"*) ;; *) fail "entry $n: chain broken" ;; esac
  actor=${line#'{"actor":"'}; actor=${actor%%'"'*}
  in_force "$actor" "$n" || fail "entry $n: the key $actor is not in force"
  printf '%s\n' "$line" >"$w/m"; unhex "$sig" >"$w/g"
  signed "${pem[$actor]}" || fail "entry $n: signature"
  prev=$(sha256sum <"$w/m" | cut -c1-64)
  [ "$n" = "$at" ] && head=$prev
  case $line in *'"event":"key.add","log":"'* | *'"event":"key.retire","log":"'*) change_key "$line" "$n" "$actor" ;; esac
done <"$ledger" 3<"$sigs"
[ "$n" = "$(wc -l <"$ledger")" ] || fail "only $n entries have a signature"
if [ -n "$note" ]; then
  [ "$n" -ge "$at" ] || fail "the ledger has $n entries, the checkpoint says $at: rolled back"
  [ "chain $head" = "$(sed -n 4p "$note")" ] || fail 'history differs from the checkpoint'
  sed '/^$/,$d' "$note" >"$w/m"
  sed -n '$s/^.* //p' "$note" | base64 -d | tail -c +5 >"$w/g"
  good=
  for id in "${!pem[@]}"; do # signed as entry at + 1 would be
    if in_force "$id" "$((at + 1))" && signed "${pem[$id]}"; then good=yes; fi
  done
  [ -n "$good" ] || fail 'checkpoint signature'
fi
echo "OK: $n entries, chain head $prev"
[ -z "$note" ] || echo "    the checkpoint over $at entries is of this history"
