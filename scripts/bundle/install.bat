@echo off
rem Written for cmd.exe: code page 936 (GBK), lines ended by CR LF. See scripts/make_bundle.py.
setlocal
if "%~d0"=="\\" goto share
cd /d "%~dp0"
if not exist wheels\reporttext-*.whl goto packed
set "PY="
py -@PYTHON@ -c "import struct; raise SystemExit(struct.calcsize('P') != 8)" >nul 2>nul && set "PY=py -@PYTHON@"
if defined PY goto install
python -c "import struct, sys; raise SystemExit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@' or struct.calcsize('P') != 8)" >nul 2>nul && set "PY=python"
if not defined PY goto nopython

:install
echo 正在安装，请等一两分钟……
%PY% -m venv --clear .venv
if errorlevel 1 goto failed
.venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels "reporttext@EXTRAS@==@VERSION@"
if errorlevel 1 goto failed
.venv\Scripts\python.exe -m reporttext --version
if errorlevel 1 goto failed
echo.
echo 安装好了。以后双击“开始.bat”使用。
pause
exit /b 0

:share
echo 请先把整个文件夹复制到本机硬盘，例如 C:\reporttext，再双击“安装.bat”。
pause
exit /b 1

:packed
echo 请先把压缩包全部解压，再在解压出来的文件夹里双击“安装.bat”。
pause
exit /b 1

:nopython
echo 没有找到 64 位的 Python @PYTHON@。
echo 请先安装它（安装程序第一页勾选 Add python.exe to PATH），再双击“安装.bat”。
echo 办法见“说明.txt”。
pause
exit /b 1

:failed
echo.
echo 没有装成，原因见上面的英文。请把这个窗口的内容拍下来，交给管电脑的同事。
pause
exit /b 1
