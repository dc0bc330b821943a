#!/bin/sh
# 安装：sh 安装.sh
set -eu
cd "$(dirname "$0")"
PYTHON="${PYTHON:-python@PYTHON@}"
if ! "$PYTHON" -c 'import sys, venv, ensurepip; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; then
    echo "没有找到 Python @PYTHON@（含 venv）。请先安装它；装在别处的，这样运行：PYTHON=/路径/python@PYTHON@ sh 安装.sh" >&2
    exit 1
fi
echo "正在安装，请等一两分钟……"
"$PYTHON" -m venv --clear .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels "reporttext@EXTRAS@==@VERSION@"
.venv/bin/python -m reporttext --version
echo "安装好了。以后运行：sh 开始.sh"
