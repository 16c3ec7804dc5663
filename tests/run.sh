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
missing=

have_server ()
{
  [ -n "${PGG_TEST_BINDIR:-}" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb
}

# need PACKAGE COMMAND...: notes the package when the command fails.
need ()
{
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}

find_missing ()
{
  missing=
  need gcc command -v gcc
  need libc6-dev test -e /usr/include/stdio.h
  need binutils command -v nm
  need meson command -v meson
  need ninja-build command -v ninja
  need pkgconf command -v pkg-config
  need gettext command -v msgfmt
  need gi-docgen command -v gi-docgen
  need valac command -v vapigen
  need gobject-introspection command -v g-ir-scanner
  need gjs command -v gjs
  need libglib2.0-dev pkg-config --exists gio-2.0
  need libgirepository1.0-dev pkg-config --exists gobject-introspection-1.0
  need libpq-dev pkg-config --exists libpq
  need python3 test -x /usr/bin/python3
  need python3-gi /usr/bin/python3 -c 'import gi'
  need postgresql have_server
}

install_missing ()
{
  find_missing
  [ -n "$missing" ] || return 0
  echo "Missing packages:$missing"
  as_root=
  if [ "$(id -u)" != 0 ]; then
    as_root='sudo -n'
    sudo -n true 2>/dev/null || as_root=
    [ -n "$as_root" ] || { echo "Install them as root: apt-get install$missing"; return 1; }
  fi
  command -v apt-get >/dev/null || { echo 'There is no apt-get to install them with.'; return 1; }
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends $missing || return 1
  find_missing
  [ -z "$missing" ] || { echo "Still missing:$missing"; return 1; }
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
    -Dintrospection=enabled -Dvapi=enabled -Ddocs=enabled &&
    stage 'build' meson compile -C _build/plain &&
    stage 'tests' run_tests _build/plain
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
