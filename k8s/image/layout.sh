#!/bin/sh
# Lays out what the image adds to Flink's, as it lies in the image:
#
#   layout.sh DIR [CHECKOUT]
#
#   DIR/opt/flink/usrlib/earshot-job.jar    the job
#   DIR/opt/flink/lib/onnxruntime*.jar      ONNX Runtime's classes, for the cluster's own class loader
#   DIR/opt/flink/plugins/<name>/           metrics for Prometheus, and S3 as a file system
#   DIR/opt/earshot/native/                 ONNX Runtime's libraries, unpacked once and not by every start
#   DIR/opt/earshot/models/<name>/          one model package a folder
#   DIR/opt/earshot/LICENSE, NOTICE
#
# DIR must not exist or be empty. CHECKOUT is a built checkout (mvn package), else the one of this script.
# PLATFORM is what the image is for, as ONNX Runtime calls it: linux-x64 or linux-aarch64; else as this machine.
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

if [ -z "${PLATFORM:-}" ]; then
  case $(uname -m) in
    x86_64 | amd64) PLATFORM=linux-x64 ;;
    aarch64 | arm64) PLATFORM=linux-aarch64 ;;
    *) fail "this machine is $(uname -m); set PLATFORM to linux-x64 or linux-aarch64" ;;
  esac
fi

if [ -n "${JAVA_HOME:-}" ]; then
  jar=$JAVA_HOME/bin/jar
else
  jar=$(command -v jar) || fail "no jar on the PATH; install a JDK 17 or newer, or set JAVA_HOME"
fi

build="mvn -pl flink-job,k8s/flink -am package"
job=$root/flink-job/target/earshot-job.jar
[ -f "$job" ] || fail "$job is not there; build it: $build"

# Two versions would both be on the class path, and which one wins is chance.
set -- "$root"/flink-job/target/lib/onnxruntime*.jar
[ -f "$1" ] || fail "$1 is not there; build it: $build"
[ $# -eq 1 ] || fail "more than one ONNX Runtime: $*; build from clean: mvn -pl flink-job,k8s/flink -am clean package"
onnxruntime=$1

plugins=$root/k8s/flink/target/plugins
for plugin in metrics-prometheus s3-fs-native; do
  set -- "$plugins/$plugin"/*.jar
  [ -f "$1" ] || fail "$1 is not there; build it: $build"
  [ $# -eq 1 ] || fail "more than one version: $*; build from clean: mvn -pl flink-job,k8s/flink -am clean package"
done

set -- "$root"/models/*/model.yaml
[ -f "$1" ] || fail "no model package in $root/models; a package is a folder with a model.yaml"

if [ -e "$out" ] && [ -n "$(ls -A -- "$out")" ]; then
  fail "$out is not empty; give a directory that is, or that does not exist"
fi
natives=ai/onnxruntime/native/$PLATFORM
"$jar" tf "$onnxruntime" | grep -q "^$natives/libonnxruntime4j_jni.so$" ||
  fail "$onnxruntime has no libraries for $PLATFORM; set PLATFORM to one that it has"

# The job runs as another user than the one who builds, and must be able to read it all.
umask 022
mkdir -p "$out/opt/flink/usrlib" "$out/opt/flink/lib" "$out/opt/flink/plugins" "$out/opt/earshot/models"
out=$(CDPATH='' cd -- "$out" && pwd -P)
cp "$job" "$out/opt/flink/usrlib/earshot-job.jar"
cp -R "$plugins/metrics-prometheus" "$plugins/s3-fs-native" "$out/opt/flink/plugins/"

# The libraries come out of the jar, those for other platforms go, and the classes are packed again.
onnxruntime=$(CDPATH='' cd -- "$(dirname -- "$onnxruntime")" && pwd -P)/$(basename -- "$onnxruntime")
work=$out/.onnxruntime
mkdir "$work"
(cd "$work" && "$jar" xf "$onnxruntime")
mkdir "$out/opt/earshot/native"
mv "$work/$natives"/*.so "$out/opt/earshot/native/"
rm -rf "$work/ai/onnxruntime/native"
"$jar" --create --file "$out/opt/flink/lib/$(basename -- "$onnxruntime")" \
  --manifest "$work/META-INF/MANIFEST.MF" -C "$work" .
rm -rf "$work"

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
