#!/usr/bin/env bash
# A Docker engine of our own, for machines where none runs:
#
#   engine.sh start FOLDER    starts it and prints its DOCKER_HOST; prints that of a running engine instead, where one answers
#   engine.sh stop FOLDER     ends the engine that was started there, with all its containers, and removes the folder
#
# All its state lies in FOLDER. It runs in a network namespace of its own, so that its bridges, addresses and packet filter never
# touch this machine's and go with it; its containers reach one another and nothing outside, and nothing is pulled. Wants root and the
# Debian package docker.io.

set -u -o pipefail

usage() {
  sed -n 's/^#   //p' "$0" >&2
  exit 2
}

fail() {
  echo "engine.sh: $1" >&2
  exit 1
}

# An engine that somebody else runs serves as well; it is never stopped from here.
running_engine() {
  docker info > /dev/null 2>&1 || return 1
  echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
}

# Below cgroup v1 the engine wants a hierarchy for each of its controllers, which a bare machine may not have mounted.
mount_control_groups() {
  grep -q ' /sys/fs/cgroup' /proc/mounts && return
  mount -t tmpfs sigbed-cgroup /sys/fs/cgroup || return
  local controller
  for controller in blkio cpu cpuacct cpuset devices freezer memory pids; do
    mkdir "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" sigbed-cgroup "/sys/fs/cgroup/$controller" 2> /dev/null
  done
}

start() {
  running_engine && return
  local tool
  for tool in dockerd containerd docker iptables unshare; do
    command -v "$tool" > /dev/null || fail "$tool is not installed; on Debian: apt-get install docker.io iptables util-linux"
  done
  [[ $(id -u) -eq 0 ]] || fail 'starting an engine wants root'
  mkdir -p "$FOLDER"
  mount_control_groups
  # Pools apart from 10.132.0.0/16, which is for scenarios and compose.yaml.
  setsid unshare --net bash -c 'ip link set lo up; exec "$@"' bash \
    dockerd --host "unix://$FOLDER/docker.sock" --data-root "$FOLDER/data" --exec-root "$FOLDER/exec" --pidfile "$FOLDER/pid" \
    --default-address-pool base=10.210.0.0/16,size=24 < /dev/null > "$FOLDER/log" 2>&1 &
  local attempt
  for ((attempt = 0; attempt < 120; attempt++)); do
    if DOCKER_HOST=unix://$FOLDER/docker.sock docker info > /dev/null 2>&1; then
      echo "unix://$FOLDER/docker.sock"
      return
    fi
    kill -0 $! 2> /dev/null || break
    sleep 0.25
  done
  tail -n 20 "$FOLDER/log" >&2
  fail 'dockerd did not start; its last lines stand above'
}

stop() {
  if [[ -s $FOLDER/pid ]]; then
    local pid attempt
    pid=$(< "$FOLDER/pid")
    kill "$pid" 2> /dev/null
    for ((attempt = 0; attempt < 150; attempt++)); do
      kill -0 "$pid" 2> /dev/null || break
      sleep 0.2
    done
    # It ends its containers first, and whatever does not heed it is killed.
    kill -KILL "$pid" 2> /dev/null
  fi
  # Deepest first: what a killed engine left mounted.
  awk -v folder="$FOLDER/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
  rm -rf "$FOLDER"
}

[[ $# -eq 2 ]] || usage
FOLDER=$(realpath -m "$2")
readonly FOLDER
case $1 in
  start | stop) "$1" ;;
  *) usage ;;
esac
