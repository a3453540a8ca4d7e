#!/bin/sh
# Lays out what the image adds to Flink's, as it lies in the image:
#
#   layout.sh DIR [CHECKOUT]
#
#   DIR/opt/flink/usrlib/earshot-job.jar   the job
#   DIR/opt/flink/lib/onnxruntime*.jar     ONNX Runtime, for the cluster's own class loader
#   DIR/opt/earshot/models/<name>/         one model package a folder
#   DIR/opt/earshot/LICENSE, NOTICE
#
# DIR must not exist or be empty. CHECKOUT is a built checkout (mvn package), else the one of this script.
set -eu

fail() {
  printf 'layout.sh: %s\n' "$*" >&2
  exit 1
}

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  fail "give the directory to lay out into, and the built checkout if it is not this one"
fi
out=$1
root=${2:-$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)}

job=$root/flink-job/target/earshot-job.jar
[ -f "$job" ] || fail "$job is not there; build it: mvn -pl flink-job -am package"

# Two versions would both be on the class path, and which one wins is chance.
set -- "$root"/flink-job/target/lib/onnxruntime*.jar
[ -f "$1" ] || fail "$1 is not there; build it: mvn -pl flink-job -am package"
[ $# -eq 1 ] || fail "more than one ONNX Runtime: $*; build from clean: mvn -pl flink-job -am clean package"
onnxruntime=$1

set -- "$root"/models/*/model.yaml
[ -f "$1" ] || fail "no model package in $root/models; a package is a folder with a model.yaml"

if [ -e "$out" ] && [ -n "$(ls -A -- "$out")" ]; then
  fail "$out is not empty; give a directory that is, or that does not exist"
fi

# The job runs as another user than the one who builds, and must be able to read it all.
umask 022
mkdir -p "$out/opt/flink/usrlib" "$out/opt/flink/lib" "$out/opt/earshot/models"
cp "$job" "$out/opt/flink/usrlib/earshot-job.jar"
cp "$onnxruntime" "$out/opt/flink/lib/"
for manifest in "$@"; do
  package=$(dirname -- "$manifest")
  copy=$out/opt/earshot/models/$(basename -- "$package")
  mkdir "$copy"
  # A package is files; a folder in it is how the model was made.
  for file in "$package"/*; do
    if [ -f "$file" ]; then
      cp "$file" "$copy/"
    fi
  done
done
cp "$root/LICENSE" "$root/NOTICE" "$out/opt/earshot/"
chmod -R a+rX "$out"
