#!/bin/sh
# Record what the real MindSpore prints: record_autodiff.sh PYTHON, the interpreter of an environment with mindspore 2.10.0.
set -eu
folder=$(dirname "$0")
"${1:?usage: record_autodiff.sh PYTHON}" "$folder/../../notebooks/autodiff.py" > "$folder/autodiff.txt"
