#!/bin/bash
# Times intake of one large file beside `cp`, `sync` of the copy and `sha256sum` of the copy, in turn on the same disk, and
# prints the ratio, the memory, and what intake does beyond that (three more hashes, reading back from the medium).
# usage: tests/bench/intake.sh [BUILD [MIB [FOLDER]]]      FOLDER is on the disk to measure and needs 3 times MIB
set -eu
cli=$(realpath "${1:-_build}/app/assay-cli")
size=${2:-2048}
folder=$(mktemp -d "${3:-${TMPDIR:-/tmp}}/assay-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT
runs=3

export XDG_DATA_HOME=$folder/xdg
now () { date +%s%N; }
milliseconds () { echo $((($(now) - $1) / 1000000)); }

# Each run has a source of its own: the same bytes twice would be taken in without copying.
make_source () { head -c "${size}M" /dev/urandom >"$folder/source"; sync "$folder/source"; }
plain () {
  cp "$folder/source" "$folder/copy"
  sync "$folder/copy"
  sha256sum "$folder/copy" >/dev/null
}
case_id=$("$cli" --store "$folder/store" --json case new --title bench | sed 's/.*"case": *"\([^"]*\)".*/\1/')
intake () {
  /usr/bin/time -f '%M' -o "$folder/memory" "$cli" --store "$folder/store" intake "$case_id" --no-check "$folder/source" \
    >/dev/null 2>&1
}
best_plain=0 best_intake=0 memory=0
for run in $(seq $runs); do
  make_source
  start=$(now); plain; a=$(milliseconds "$start"); rm "$folder/copy"
  start=$(now); intake; b=$(milliseconds "$start")
  m=$(tail -n 1 "$folder/memory"); [ "$m" -gt "$memory" ] && memory=$m
  echo "run $run: cp+sync+sha256sum $a ms, intake $b ms"
  if [ "$best_plain" = 0 ] || [ "$a" -lt "$best_plain" ]; then best_plain=$a; fi
  if [ "$best_intake" = 0 ] || [ "$b" -lt "$best_intake" ]; then best_intake=$b; fi
  rm -rf "$folder"/store/*/vault/objects/*
done
ratio=$((best_intake * 100 / best_plain))
printf 'best of %d, %d MiB: intake %d ms, cp+sync+sha256sum %d ms, ratio %d.%02d (limit 1.25), memory %d MiB (limit 100)\n' \
  $runs "$size" "$best_intake" "$best_plain" $((ratio / 100)) $((ratio % 100)) $((memory / 1024))
[ "$ratio" -le 125 ] && [ "$memory" -lt 102400 ]
