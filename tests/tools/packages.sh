# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# The Debian packages that a script needs, for sourcing: the script has a function find_packages
# that calls need_build_tools and need, and calls install_missing.

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

# What it takes to build the library and use it in every language.
need_build_tools ()
{
  need gcc command -v gcc
  need libc6-dev test -e /usr/include/stdio.h
  need meson command -v meson
  need ninja-build command -v ninja
  need pkgconf command -v pkg-config
  need gettext command -v msgfmt
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

find_missing ()
{
  missing=
  find_packages
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
