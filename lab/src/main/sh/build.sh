# shellcheck shell=sh disable=SC2154
# Shared by ./demo and ./verify, which set $here to the checkout before they read this.

lab_jar="$here/lab/target/pgbaton-lab-0.1.0-SNAPSHOT.jar"
stamp="$here/lab/target/built"

fail() { # program, sentence
  echo "$1: $2" >&2
  exit 1
}

require_root() {
  [ "$(id -u)" -eq 0 ] || fail "$1" "network namespaces and packages need root: run sudo ./$1"
}

require_java() {
  java=java
  [ -z "${JAVA_HOME:-}" ] || java="$JAVA_HOME/bin/java"
  command -v "$java" >/dev/null 2>&1 ||
    fail "$1" "no Java found: apt-get install openjdk-17-jdk-headless, or set JAVA_HOME (sudo --preserve-env=JAVA_HOME)"
  major=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
  [ "${major%%.*}" -ge 17 ] || fail "$1" "Java $major is too old: pgbaton needs 17, set JAVA_HOME to one"
  command -v "${java}c" >/dev/null 2>&1 ||
    fail "$1" "this Java has no compiler: apt-get install openjdk-17-jdk-headless"
}

# Maven runs as whoever called sudo, so that nothing in the checkout or in ~/.m2 becomes root's.
as_caller() {
  if [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
    runuser -u "$SUDO_USER" -- env HOME="$(caller_home)" "$@"
  else
    "$@"
  fi
}

caller_home() {
  getent passwd "${SUDO_USER:-root}" | cut -d: -f6
}

# Scenarios need root, but take Maven and its libraries from the caller's home.
as_root() {
  env HOME="$(caller_home)" "$@"
}

# What a run as root left in the checkout's build folders and in ~/.m2 becomes the caller's.
give_back() {
  [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ] || return 0
  find "$here" "$(caller_home)/.m2" -user root \( -path '*/target' -o -path '*/target/*' -o -path '*/.m2/*' \) \
    -exec chown -h "$SUDO_USER:" {} + || true
}

# The programs are packaged again only when a source or a pom is newer than the last build.
build_if_changed() {
  if [ -f "$stamp" ] && [ -f "$lab_jar" ] &&
    [ -z "$(find "$here" -path '*/target' -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print | head -n 1)" ]; then
    return
  fi
  as_caller test -w "$here" ||
    fail "$1" "${SUDO_USER:-$(id -un)} cannot write in $here, so nothing can be built there: chown it, or use a checkout of yours"
  echo "building (the first time this downloads Maven and its libraries) ..."
  as_caller "$here/mvnw" -q -T2 -f "$here/pom.xml" -pl lab,node-agent,coordinator,backup-agent,cli -am package -DskipTests || fail "$1" "the build failed, see above"
  as_caller touch "$stamp"
}

run_lab() {
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto -Dpgbaton.repository="$here" \
    -cp "$here/lab/target/lib/*:$lab_jar" io.pgbaton.lab.cli.LabMain "$@"
}
