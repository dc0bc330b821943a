#!/bin/sh
# 开始：sh 开始.sh [结果文件夹]
cd "$(dirname "$0")" || exit 1
if [ ! -x .venv/bin/python ]; then
    echo "还没有安装，请先运行：sh 安装.sh" >&2
    exit 1
fi
shown="${1:-}"
if [ -z "$shown" ] && [ -f 结果/reports.duckdb ]; then shown=结果; fi
echo "网页马上打开。用完以后按 Ctrl-C 结束。"
if [ -n "$shown" ]; then
    exec .venv/bin/python -m reporttext serve --port 0 --in "$shown"
fi
exec .venv/bin/python -m reporttext serve --port 0
