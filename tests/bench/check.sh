#!/bin/bash
# Times `assay-cli check --json` beside exiftool, whole processes in turn on the same files, and prints ratios.
# usage: tests/bench/check.sh FOLDER [BUILD]      needs exiftool; the folder is read only
set -eu
folder=$1
cli=${2:-_build}/app/assay-cli
runs=5

now () { date +%s%N; }
median () { sort -n | sed -n "$(((runs + 1) / 2))p"; }
# Median wall time in microseconds of the command after the first word.
time_of () {
  for _ in $(seq $runs); do
    local start
    start=$(now)
    "$@" >/dev/null 2>&1 || true
    echo $((($(now) - start) / 1000))
  done | median
}
row () { # LABEL FILE...
  local label=$1 ours=0 theirs=0
  shift
  for file in "$@"; do
    ours=$((ours + $(time_of "$cli" --json check "$file")))
    theirs=$((theirs + $(time_of exiftool -j "$file")))
  done
  echo "$label: $# files, assay $((ours / $# / 1000)).$((ours / $# / 100 % 10)) ms a file, exiftool $((theirs / $# / 1000)).$((theirs / $# / 100 % 10)) ms, ratio $((theirs * 10 / ours / 10)).$((theirs * 10 / ours % 10))"
}
mapfile -t stills < <(find "$folder" -maxdepth 1 -name 'cam_*.jpg' -o -maxdepth 1 -name 'der_*.jpg' | sort | head -n 12)
mapfile -t videos < <(find "$folder" -maxdepth 1 -name '*.mp4' -o -maxdepth 1 -name '*.mov' | sort | head -n 12)
mapfile -t all < <(find "$folder" -maxdepth 1 -name '*.jpg' -o -maxdepth 1 -name '*.mp4' | sort)
"$cli" --json check "${stills[0]}" >/dev/null 2>&1 || true
row "JPEG, one process a file" "${stills[@]}"
row "MP4 and MOV, one process a file" "${videos[@]}"
ours=$(time_of "$cli" --json check "${all[@]}")
theirs=$(time_of exiftool -r -j "$folder")
echo "batch: ${#all[@]} files, assay $((ours / 1000)) ms, exiftool -r $((theirs / 1000)) ms, ratio $((theirs * 10 / ours / 10)).$((theirs * 10 / ours % 10))"
