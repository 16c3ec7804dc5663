#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Everything that must pass, from a fresh Debian 12 or 13 with no more than git and apt:
#
#   sh tests/run.sh
#
# Installs the packages that are missing (as root, or through sudo), builds into _build/plain and
# _build/sanitize, runs every suite in the first, and C and Vala under the address and undefined
# behaviour sanitizers in the second. The last line is "N passed, N failed, N skipped"; the exit
# status is 0 when nothing failed. PGG_TEST_SLOW=1 adds the slow tests (the default when CI is set).

set -u
cd "$(dirname "$0")/.." || exit 1

# What the bindings see is the system's Python: one without gi may come first on PATH.
PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
export PATH

: "${PGG_TEST_SLOW:=${CI:+1}}"
PGG_TEST_SLOW=${PGG_TEST_SLOW:-0}
PGG_TEST_REQUIRE_SERVER=1
export PGG_TEST_SLOW PGG_TEST_REQUIRE_SERVER
setup=default
[ "$PGG_TEST_SLOW" = 0 ] || setup=slow

broken=0
. tests/tools/packages.sh

find_packages ()
{
  need_build_tools
  need binutils command -v nm
  need gi-docgen command -v gi-docgen
  need gcovr command -v gcovr
  need iso-codes test -e /usr/share/iso-codes/json/iso_3166-1.json
  need pgbouncer env PATH="$PATH:/usr/sbin" sh -c 'command -v pgbouncer'
  need libjson-glib-dev pkg-config --exists json-glib-1.0
}

# stage NAME COMMAND...: a failure outside of the tests is counted as one failed test.
stage ()
{
  echo "== $1"
  shift
  "$@" && return 0
  echo "FAILED: $*"
  broken=$((broken + 1))
  return 1
}

# configure DIRECTORY OPTION...
configure ()
{
  directory=$1
  shift
  if [ -f "$directory/build.ninja" ]; then
    meson configure "$directory" "$@"
  else
    rm -rf "$directory"
    meson setup "$directory" "$@"
  fi
}

# Meson's own summary is not the last word: a failing test is counted from the logs.
run_tests ()
{
  directory=$1
  shift
  rm -f "$directory"/meson-logs/testlog*.json
  meson test -C "$directory" --setup "$setup" --print-errorlogs "$@"
  ls "$directory"/meson-logs/testlog*.json >/dev/null
}

plain ()
{
  stage 'configure' configure _build/plain -Dwerror=true -Dtests=enabled -Dexamples=enabled \
    -Dintrospection=enabled -Dvapi=enabled -Ddocs=enabled -Db_coverage=true &&
    stage 'build' meson compile -C _build/plain &&
    stage 'tests' run_tests _build/plain &&
    stage 'coverage' report_coverage _build/plain
}

# Which lines of the library no test has run; CONTRIBUTING.md says why.
report_coverage ()
{
  gcovr --root . --filter 'pgglib/.*' "$1/pgglib"
}

# Warnings are errors in the plain build only: with sanitizers GCC warns of what cannot happen.
sanitize ()
{
  stage 'configure with sanitizers' configure _build/sanitize -Dtests=enabled \
    -Dexamples=disabled -Dintrospection=disabled -Dvapi=disabled -Ddocs=disabled \
    -Db_sanitize=address,undefined -Db_lundef=false -Dtests_vapidir="$PWD/_build/plain/pgglib" &&
    stage 'build with sanitizers' meson compile -C _build/sanitize &&
    stage 'tests with sanitizers' run_tests _build/sanitize --suite c --suite vala
}

if stage 'packages' install_missing; then
  rm -f _build/*/meson-logs/testlog*.json
  plain
  sanitize
fi
if [ ! -x /usr/bin/python3 ]; then
  echo "0 passed, $broken failed, 0 skipped"
  exit 1
fi
exec /usr/bin/python3 tests/tools/count.py "$broken" \
  _build/plain/meson-logs/testlog*.json _build/sanitize/meson-logs/testlog*.json
