"""readers/signatures.py: what a file is, by its content, if it is not one that is read."""

import struct
import zipfile
from io import BytesIO

import pytest

from reporttext import readers
from reporttext.readers import signatures


def archive(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "内容" * 50)
    return stream.getvalue()


def ole2(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 64


KNOWN = [
    (ole2("WordDocument"), "unsupported", ".doc"),
    (ole2("Workbook"), "unsupported", ".xls"),
    (ole2("PowerPoint Document"), "unsupported", ".ppt"),
    (ole2("Something"), "unsupported", "OLE2"),
    (ole2("EncryptedPackage"), "password", "password"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "unsupported", ".pdf"),
    (b"\xef\xbb\xbf\n%PDF-1.4\n", "unsupported", ".pdf"),
    (b"{\\rtf1\\ansi\\ansicpg936 \\'b9\\'a4}", "unsupported", ".rtf"),
    (archive("xl/workbook.xml", "[Content_Types].xml"), "unsupported", ".xlsx"),
    (archive("ppt/presentation.xml", "[Content_Types].xml"), "unsupported", ".pptx"),
    (archive("OFD.xml", "Doc_0/Document.xml"), "unsupported", ".ofd"),
    (archive("mimetype", "content.xml"), "unsupported", ".odt"),
    (archive("2021/总结.txt"), "unsupported", "zip"),
    (archive("word/说明.txt"), "unsupported", "zip"),
    (archive(), "unsupported", "zip"),
    (archive("2021/总结.txt")[:90], "damaged", "zip"),
    (b"7z\xbc\xaf\x27\x1c\0\4", "unsupported", ".7z"),
    (b"Rar!\x1a\x07\x01\x00", "unsupported", ".rar"),
    (b"\x1f\x8b\x08\x00", "unsupported", ".gz"),
    (b"a" * 257 + b"ustar\x0000", "unsupported", ".tar"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unsupported", ".png"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "unsupported", ".jpg"),
    (b"II*\x00\x08\0\0\0", "unsupported", ".tif"),
    (b"BM" + struct.pack("<I", 60) + b"\0" * 54, "unsupported", ".bmp"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "unsupported", ".webp"),
    ("<!DOCTYPE html>\n<html><body>工作总结</body></html>".encode(), "unsupported", ".html"),
    ("\ufeff<HTML><HEAD><meta charset=gb2312></HEAD>".encode("utf-16"), "unsupported", ".html"),
    ("<?xml version='1.0'?>\n<!-- 页面 --> <!-- 二 -->\n<html xmlns='x'>".encode("gbk"), "unsupported", ".html"),
    ('<div class="content"><p>各位代表：</p></div>'.encode("gbk"), "unsupported", ".html"),
    ("当前位置：首页 &gt; 公开\n<html>\n<body>".encode(), "unsupported", ".html"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "unsupported", ".mht"),
    (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">', "unsupported", "one XML file"),
    (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "unsupported", "one XML file"),
    (b'<?xml version="1.0"?><records/>', "unsupported", "XML"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "kind", "named"), KNOWN, ids=[named + str(at) for at, (_, _, named) in enumerate(KNOWN)]
)
def test_formats_that_are_known_and_not_read(data: bytes, kind: str, named: str) -> None:
    foreign = signatures.recognise(data)
    assert foreign is not None
    error = signatures.refusal(foreign)
    assert error.kind == kind
    assert named in error.message
    assert foreign.remedy in error.message


@pytest.mark.parametrize(
    "text",
    [
        "<工作总结>\n一年来……",
        "BM工程建设情况汇报",
        "《石桥镇<十四五>规划》<p值>",
        "PK赛活动总结：开展比武12场",
        "MIME-Version: 1.0 是邮件的第一行",
        "关于%PDF-1.7标准的说明",
        "<一>工作回顾",
    ],
)
def test_text_that_looks_a_little_like_something_else(text: str) -> None:
    assert readers.read_bytes(text.encode(), "总结.txt").text == text
