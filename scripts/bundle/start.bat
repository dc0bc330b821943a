@echo off
rem Written for cmd.exe: code page 936 (GBK), lines ended by CR LF. See scripts/make_bundle.py.
setlocal
cd /d "%~dp0"
if not exist .venv\Scripts\python.exe goto missing
set "SHOWN="
if exist "结果\reports.duckdb" set SHOWN=--in "结果"
if not "%~1"=="" set SHOWN=--in "%~1"
echo 网页马上打开。用完以后，在网页首页单击“结束程序”。
.venv\Scripts\python.exe -m reporttext serve --port 0 %SHOWN%
if errorlevel 1 pause
exit /b 0

:missing
echo 还没有安装，请先双击“安装.bat”。
pause
exit /b 1
