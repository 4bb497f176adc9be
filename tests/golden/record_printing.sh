#!/bin/sh
# Record what the real MindSpore prints in compiled functions: record_printing.sh PYTHON, an interpreter that has it.
set -eu
cd "$(dirname "$0")"
GLOG_v=3 "${1:?usage: record_printing.sh PYTHON}" printing_program.py > printing.txt
rm -rf rank_0
