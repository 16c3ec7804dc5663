#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Shows what the library does, from a fresh Debian 12 or 13 with no more than git and apt:
#
#   sh examples/quickstart.sh
#
# Installs the packages that are missing (as root, or through sudo), builds into _build/quickstart,
# and runs one program in C, Python, JavaScript and Vala. Each starts a private PostgreSQL server
# for itself; all four must print the same. Nothing is installed but packages.

set -eu
cd "$(dirname "$0")/.."

# What the bindings see is the system's Python: one without gi may come first on PATH.
PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
LC_ALL=C.UTF-8
export PATH LC_ALL
build=$PWD/_build/quickstart
log=$build.log

. tests/tools/packages.sh

find_packages ()
{
  need_build_tools
  need iso-codes test -e /usr/share/iso-codes/json/iso_3166-1.json
  need libjson-glib-dev pkg-config --exists json-glib-1.0
}

# quietly TITLE COMMAND...: the output is shown only if the command fails.
quietly ()
{
  echo "== $1"
  shift
  "$@" >"$log" 2>&1 && return 0
  cat "$log"
  return 1
}

configure ()
{
  [ ! -f "$build/build.ninja" ] || return 0
  rm -rf "$build"
  meson setup "$build" -Dexamples=enabled -Dintrospection=enabled -Dvapi=enabled \
    -Dtests=disabled -Ddocs=disabled
}

# show LANGUAGE COMMAND...: runs a program and compares what it prints with the one in C.
show ()
{
  language=$1
  shift
  echo "== $language: $*"
  meson devenv -C "$build" "$@" >"$build/$language.txt"
  [ "$language" != C ] || cat "$build/C.txt"
  diff "$build/C.txt" "$build/$language.txt"
  [ "$language" = C ] || echo "The same $(wc -l <"$build/C.txt") lines."
}

mkdir -p _build
quietly 'Packages' install_missing
quietly 'Configure' configure
quietly 'Build' meson compile -C "$build"
show C "$build/examples/quickstart-c"
show Python python3 "$PWD/examples/quickstart.py"
show JavaScript gjs -m "$PWD/examples/quickstart.js"
show Vala "$build/examples/quickstart-vala"
echo "C, Python, JavaScript and Vala agree."
