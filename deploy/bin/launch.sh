# shellcheck shell=sh
# Read by pgbaton-node-agent, pgbaton-coordinator, pgbaton-backup-agent and pgbaton.
# The one place that knows how a JVM of pgbaton is started: docs/adr/0004 has the figures behind each flag.
#
#   PGBATON_JAVA       the java to run; else $JAVA_HOME/bin/java, else the one on the PATH
#   PGBATON_JAVA_OPTS  flags of your own, put after ours
#   PGBATON_CACHE      where the class archive is kept; else $CACHE_DIRECTORY (systemd), else ~/.cache/pgbaton

die() {
  echo "$0: $1" >&2
  exit 1
}

# Installed: <root>/bin beside <root>/<program>/lib. In a checkout: deploy/bin, and what the build left in target.
find_jars() {
  here=$(dirname -- "$(readlink -f -- "$0")")
  installed=$(readlink -m -- "$here/../$program/lib")
  built=$(readlink -m -- "$here/../../$program/target")
  if [ -d "$installed" ]; then
    class_path="$installed/*"
    jar_folders=$installed
  elif [ -d "$built/lib" ]; then
    class_path="$built/lib/*:$(find "$built" -maxdepth 1 -name "pgbaton-$program-*.jar" ! -name '*-tests.jar' -print -quit)"
    jar_folders="$built $built/lib"
  else
    die "no jars: looked in $installed and in $built/lib (./mvnw package makes the latter)"
  fi
}

find_java() {
  java=${PGBATON_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}
  java=$(command -v "$java") || die "no Java found: install openjdk-17-jre-headless, or set JAVA_HOME"
}

# Never a folder that others can write: whoever writes the archive decides what we run.
find_cache() {
  cache=${PGBATON_CACHE:-${CACHE_DIRECTORY:-}}
  if [ -z "$cache" ] && [ -n "${HOME:-}" ]; then
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/pgbaton
  fi
}

# An archive fits one JVM and one set of jars: its name says which, so that no upgrade ever meets an old one.
name_archive() {
  archive=
  [ -n "$cache" ] || return 0
  home=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")
  # $jar_folders is a list of folders of ours, without blanks.
  # shellcheck disable=SC2086
  print=$({ find "$home/lib/modules" "$home/release" $jar_folders -maxdepth 1 -type f \( -name '*.jar' -o -name modules -o -name release \) \
    -printf '%p %s %T@\n' | LC_ALL=C sort; } | cksum | cut -d ' ' -f 1)
  archive=$cache/$program-$print.jsa
}

# SerialGC and C1 alone are the smallest and the quickest here: nothing runs long enough to pay for C2, and two cores
# have better to do. The heap begins as large as a life needs: each step of its growth is a full collection of 20-30 ms,
# and what is never used of it is never touched. One malloc arena, because forty threads would get sixteen.
set_flags() {
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
  flags="-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=24m
    -Xms24m -Xmn4m -Xmx$heap -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20
    -Xss256k -XX:MaxDirectMemorySize=16m -XX:StringTableSize=8192 -XX:TrimNativeHeapInterval=60000
    -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError -XX:ArchiveRelocationMode=0
    -Dio.netty.allocator.type=unpooled -Dio.netty.noPreferDirect=true
    -Dio.netty.jfr.enabled=false -Dvertx.disableDnsResolver=true"
  # JNA unpacks its library before it loads it, which fails where /tmp is mounted noexec.
  if [ -n "$cache" ] && [ -d "$cache" ] && [ -w "$cache" ]; then
    flags="$flags -Djna.tmpdir=$cache"
  fi
}

# A run that reaches nothing and touches nothing, as long as it takes to load what a daemon needs; its end writes the archive.
make_archive() {
  [ -n "$archive" ] || die "nowhere to keep a class archive: set PGBATON_CACHE"
  [ ! -f "$archive" ] || return 0
  mkdir -p -- "$cache"
  work=$(mktemp -d "$cache/$program.XXXXXX")
  trap 'rm -rf -- "$work"' EXIT
  warm_up=$here/../warm-up/$program.yaml
  sed "s|@WORK@|$work|g" "$warm_up" >"$work/config.yaml"
  # The words of $flags and $warm_up_words are ours.
  # shellcheck disable=SC2086
  timeout --signal=TERM --kill-after=60 "${PGBATON_WARM_UP_SECONDS:-8}" "$java" $flags -Xlog:disable -Xlog:all=off \
    -XX:ArchiveClassesAtExit="$work/archive.jsa" -cp "$class_path" "$main" --config "$work/config.yaml" $warm_up_words \
    >"$work/log" 2>&1 || true
  [ -f "$work/archive.jsa" ] || die "no class archive was written: $(tail -n 1 "$work/log")"
  chmod a+r "$work/archive.jsa"
  rm -f -- "$cache/$program"-*.jsa
  mv -- "$work/archive.jsa" "$archive"
}

# launch PROGRAM MAIN-CLASS LARGEST-HEAP WARM-UP-WORDS [ARGUMENT...]
launch() {
  program=$1 main=$2 heap=$3 warm_up_words=$4
  shift 4
  find_jars
  find_java
  find_cache
  name_archive
  set_flags
  if [ "${1:-}" = --make-archive ]; then
    make_archive
    exit 0
  fi
  if [ -n "$archive" ] && [ -r "$archive" ]; then
    flags="$flags -XX:SharedArchiveFile=$archive"
  fi
  # shellcheck disable=SC2086
  exec "$java" $flags ${PGBATON_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
}
