#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Writes the ledgers of the API anew from a build: update.sh [BUILD-DIRECTORY]

set -eu
api=$(dirname "$0")
build=${1:-$api/../../build}
ninja -C "$build" >/dev/null
PATH=/usr/bin:$PATH
python3 "$api/ledger.py" symbols "$build/pgglib/libpgglib-1.0.so" >"$api/symbols.txt"
python3 "$api/ledger.py" gir "$build/pgglib/Pgg-1.0.gir" >"$api/Pgg-1.0.gir.txt"
git -C "$api" --no-pager diff --stat -- . || true
