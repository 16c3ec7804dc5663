# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The supervisor of a private server. It outlives the application: whatever happens to that, the
# server is stopped and what is temporary is deleted.
#
# Arguments: private directory, data directory, log file, binary directory or "", the binary
# directory to fall back on or "", the name of the superuser, "yes" when the data is temporary;
# everything behind them goes to the server.
#
# Standard input is a pipe: a line or its end asks to stop. Standard output is a pipe as well; it
# carries "version X", then "ready PID" once the server takes connections, or "failed WHAT" and
# the tail of the log. It ends when everything is stopped and cleaned up.

private=$1 data=$2 log=$3 bin=$4 fallback=$5 user=$6 temporary=$7
shift 7
exec 3>&1 4<&0 </dev/null >/dev/null 2>&1
umask 077
cd /
PATH=${PATH:+$PATH:}/usr/bin:/bin
export PATH
setup_log=$private/setup.log
child=
status=0
stopping=

request_stop ()
{
  stopping=yes
  [ -z "$child" ] || kill -INT "$child"
}

trap request_stop TERM INT HUP
trap '' PIPE

# The signal goes to the group, which is this script's own: that needs no process id, and the
# server hears it even if the script is dead.
watch_application ()
{
  read -r line
  kill -TERM 0
}

nap ()
{
  sleep 0.02 || sleep 1
}

# Waits until the child has ended. A request to stop is passed on as often as it takes, which is
# "fast" to the server; after a minute it is "immediate".
await_child ()
{
  naps=0
  while kill -0 "$child"
  do
    if [ -z "$stopping" ]
    then
      wait "$child"
      status=$?
      continue
    fi
    kill -INT "$child"
    [ "$naps" -ne 3000 ] || kill -QUIT "$child"
    naps=$((naps + 1))
    nap
  done
  child=
}

finish ()
{
  rm -rf -- "$private"
  kill -KILL "$reader"
  wait "$reader"
  exit
}

fail ()
{
  echo "failed $1" >&3
  [ -z "$2" ] || tail -n 20 -- "$2" >&3
  finish
}

find_binaries ()
{
  [ -z "$bin" ] || return 0
  bin=$(pg_config --bindir)
  [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] || bin=$fallback
  [ -n "$bin" ] || fail binaries
}

# "postgres (PostgreSQL) 15.4 (Debian …)" says version 15.4, major 15.
find_version ()
{
  version=$("$bin/postgres" --version 2>>"$setup_log")
  version=${version#*") "}
  version=${version%% *}
  major=${version%%[!0-9]*}
  [ -n "$major" ] || fail setup "$setup_log"
  echo "version $version" >&3
}

run_initdb ()
{
  set -- --pgdata="$data" --username="$user" --auth=trust --encoding=UTF8 "$@"
  [ "$temporary" != yes ] || set -- --no-sync "$@"
  "$bin/initdb" "$@" >>"$setup_log" 2>&1 3>&- 4<&- &
  child=$!
  await_child
  return "$status"
}

make_data ()
{
  run_initdb --locale=C.UTF-8 && return
  [ -z "$stopping" ] && grep -q 'invalid locale' "$setup_log" && run_initdb --locale=C && return
  fail setup "$setup_log"
}

check_data ()
{
  read -r found <"$data/PG_VERSION"
  [ "$found" = "$major" ] || fail "version $found $version"
}

# The server writes its process id and its state into the first and the eighth line.
is_ready ()
{
  case $(sed -n '1p;8p' "$data/postmaster.pid") in
    "$child
ready"*) return 0 ;;
  esac
  return 1
}

start_server ()
{
  [ ! -s "$log" ] || mv -f -- "$log" "$log.old"
  "$bin/postgres" -D "$data" "$@" >"$log" 2>&1 3>&- 4<&- &
  child=$!
  until is_ready
  do
    nap
    [ -z "$stopping" ] && kill -0 "$child" || break
  done
  if ! kill -0 "$child"
  then
    fail start "$log"
  fi
  [ -n "$stopping" ] || echo "ready $child" >&3
}

watch_application <&4 3>&- &
reader=$!
exec 4<&-

find_binaries
find_version
if [ -e "$data/PG_VERSION" ]
then
  check_data
else
  make_data
fi
[ -z "$stopping" ] || fail stopped
start_server "$@"
await_child
finish
