#!/usr/bin/env bash
# One run of the suite for action.yml. Reads WEBHOOK, PROVISION, FAIL_ON, OPTIONS, HOME_OF_RUN; writes the outputs 'code'
# and 'results' to GITHUB_OUTPUT and succeeds whatever the verdict, so that the steps behind it keep what there is.
set -euo pipefail

case "$FAIL_ON" in
  contradicted | never) words=() ;;
  strict) words=(--strict) ;;
  new) words=(--fail-on new) ;;
  *)
    echo "fail-on is '$FAIL_ON'; it is one of contradicted, strict, new, never." >&2
    exit 2
    ;;
esac
while IFS= read -r line; do
  # An option and its value stand on one line, as in '--grep @errors'.
  read -ra further <<< "$line"
  words+=("${further[@]}")
done <<< "$OPTIONS"

mkdir -p "$HOME_OF_RUN/state"
export B24_RESULTS="$HOME_OF_RUN/results"
export B24_HISTORY="$HOME_OF_RUN/state/history.jsonl"
export B24_LEDGER="$HOME_OF_RUN/state/ledger.jsonl"
if [ -n "$WEBHOOK" ]; then
  export B24_TARGET=portal B24_WEBHOOK="$WEBHOOK"
  if [ "$PROVISION" = true ]; then export B24_ALLOW_PROVISION=1; fi
else
  export B24_TARGET=mock
fi

code=0
npm run -s conformance -- "${words[@]}" || code=$?
{
  echo "code=$code"
  echo "results=$B24_RESULTS"
} >> "$GITHUB_OUTPUT"
