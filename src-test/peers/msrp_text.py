"""MSRP on the wire, as RFC 4975 section 9 has it: octets to frames and back. What breaks a rule is read and complained about."""

import base64
import re
import secrets
from dataclasses import dataclass, field

IDENT = re.compile(r'[A-Za-z0-9][A-Za-z0-9.\-+%=]{3,31}')
START = re.compile(rb'MSRP ([A-Za-z0-9][A-Za-z0-9.\-+%=]{3,31}) (?:([A-Z]+)|(\d{3})(?: ([\t\x20-\x7e\x80-\xfd]*))?)')
LOOSE_START = re.compile(rb'MSRP (\S+) (?:([A-Za-z]+)|(\d+)(?: (.*))?)')
HEADER = re.compile(r'([A-Za-z][^\s:]*): ([^\r\n]*)')
URI = re.compile(r"(msrps?)://(?:[^/;@\s]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-_~%!$&'()*+,=]+)(?::(\d+))?"
                 r"(?:/([A-Za-z0-9\-._~+=/]+))?;([A-Za-z0-9]+)((?:;[^;=\s]+(?:=[^;=\s]+)?)*)", re.IGNORECASE)
BYTE_RANGE = re.compile(r'(\d+)-(\d+|\*)/(\d+|\*)')
STATUS = re.compile(r'(\d{3}) (\d{3})(?: (.*))?')
MEDIA_TYPE = re.compile(r'([!#-\'*+\-.0-9A-Z^-~]+)/([!#-\'*+\-.0-9A-Z^-~]+)(\s*;.*)?')
MIME = ('content-type', 'content-id', 'content-description', 'content-disposition', 'content-language', 'content-transfer-encoding',
        'content-encoding', 'mime-version')
LONGEST_START = 4096


class Broken(Exception):
    """The octets are no frames any more; the connection cannot go on."""


@dataclass(frozen=True)
class Complaint:
    level: str          # MUST or SHOULD
    section: str
    text: str


@dataclass
class Frame:
    """A request (method) or a response (code)."""
    tid: str
    method: str = ''
    code: int = 0
    comment: str = ''
    headers: list = field(default_factory=list)
    body: bytes | None = None
    flag: str = '$'
    complaints: list = field(default_factory=list)

    def header(self, name, default=''):
        return next((value for key, value in self.headers if key.lower() == name.lower()), default)

    def path(self, name):
        return self.header(name).split(' ') if self.header(name) else []

    def range(self):
        """First octet, last octet or None for '*', total or None for '*' (section 7.1.1)."""
        match = BYTE_RANGE.fullmatch(self.header('Byte-Range', '1-*/*'))
        if not match:
            return 1, None, None
        start, end, total = match.groups()
        return int(start), None if end == '*' else int(end), None if total == '*' else int(total)

    def must(self, holds, section, text):
        if not holds:
            self.complaints.append(Complaint('MUST', section, text))

    def should(self, holds, section, text):
        if not holds:
            self.complaints.append(Complaint('SHOULD', section, text))

    def octets(self):
        start = f'MSRP {self.tid} {self.method}' if self.method else f'MSRP {self.tid} {self.code} {self.comment}'.rstrip()
        lines = ''.join(f'{name}: {value}\r\n' for name, value in self.headers)
        content = b'' if self.body is None else b'\r\n' + self.body + b'\r\n'
        return f'{start}\r\n{lines}'.encode() + content + f'-------{self.tid}{self.flag}\r\n'.encode()


class Frames:
    """Cuts what comes by a connection into frames: the end-line is searched for by the transaction id, at the start of a line only."""

    def __init__(self):
        self.buffer = bytearray()
        self.searched = 0

    def feed(self, octets):
        self.buffer += octets
        found = []
        while True:
            frame = self.next()
            if frame is None:
                return found
            found.append(frame)

    def next(self):
        eol = self.buffer.find(b'\r\n')
        if eol < 0:
            if len(self.buffer) > LONGEST_START:
                raise Broken(f'no start line in {bytes(self.buffer[:200])!r}')
            return None
        line = bytes(self.buffer[:eol])
        start = START.fullmatch(line)
        loose = start or LOOSE_START.fullmatch(line)
        if not loose:
            raise Broken(f'no start line: {line[:200]!r}')
        tid = loose.group(1)
        end = re.compile(rb'\r\n-------' + re.escape(tid) + rb'([+$#])\r\n').search(self.buffer, max(eol, self.searched - len(tid) - 12))
        if not end:
            self.searched = len(self.buffer)
            return None
        frame = Frame(tid.decode('latin-1'), (loose.group(2) or b'').decode(), int(loose.group(3) or 0),
                      (loose.group(4) or b'').decode('utf-8', 'replace'), flag=end.group(1).decode())
        frame.must(start, '9', f'start line {line!r}')
        content(frame, bytes(self.buffer[eol + 2:end.start()]) if end.start() > eol else b'')
        del self.buffer[:end.end()]
        self.searched = 0
        grammar(frame)
        return frame


def content(frame, raw):
    """The headers, and the body if an empty line announces one. The CRLF before the end-line is no longer in here."""
    head, empty, body = raw.partition(b'\r\n\r\n')
    if empty:
        frame.body = body
    elif raw.endswith(b'\r\n'):
        head = raw[:-2]
        frame.must(False, '7.1', 'an extra CRLF between headers and end-line, without a body')
    try:
        text = head.decode('utf-8')
    except UnicodeDecodeError:
        text = head.decode('latin-1')
        frame.must(False, '9', 'headers are not UTF-8')
    for line in text.split('\r\n') if text else []:
        match = HEADER.fullmatch(line)
        frame.must(match, '9', f'header line {line[:100]!r}')
        if match:
            frame.headers.append((match.group(1), match.group(2)))
        elif ':' in line:
            name, _, value = line.partition(':')
            frame.headers.append((name.strip(), value.strip()))


def grammar(frame):
    """What can be said of a frame alone (sections 7.1 to 7.2 and 9)."""
    names = [name.lower() for name, _ in frame.headers]
    frame.must(names[:2] == ['to-path', 'from-path'], '9', f'first headers are {names[:2]}, not To-Path and From-Path')
    for name in ('to-path', 'from-path', 'message-id', 'success-report', 'failure-report', 'byte-range', 'status', 'content-type'):
        frame.must(names.count(name) < 2, '9', f'{name} occurs {names.count(name)} times')
    for name in ('To-Path', 'From-Path'):
        for text in frame.path(name):
            uri_rules(frame, text, name)
    if frame.header('Message-ID'):
        frame.must(IDENT.fullmatch(frame.header('Message-ID')), '9', f'Message-ID {frame.header("Message-ID")!r}')
    if frame.header('Byte-Range'):
        frame.must(BYTE_RANGE.fullmatch(frame.header('Byte-Range')), '9', f'Byte-Range {frame.header("Byte-Range")!r}')
    one_of(frame, 'Success-Report', ('yes', 'no'))
    one_of(frame, 'Failure-Report', ('yes', 'no', 'partial'))
    if frame.code:
        response_rules(frame)
    else:
        request_rules(frame, names)


def one_of(frame, name, values):
    value = frame.header(name)
    frame.must(value in values or not any(key.lower() == name.lower() for key, _ in frame.headers), '9', f'{name}: {value}')


def uri_rules(frame, text, where):
    match = URI.fullmatch(text)
    frame.must(match, '9', f'{where} has {text!r}, which is no MSRP URI')
    if match:
        host, port = match.group(2), match.group(3)
        frame.must(port or not re.fullmatch(r'\[.*\]|[\d.]+', host), '6', f'{text}: a numeric address without port')
        frame.must(match.group(5).lower() == 'tcp', '6', f'{text}: transport is not tcp')


def response_rules(frame):
    frame.must(frame.flag == '$', '7.2', f'a response ends with {frame.flag}')
    frame.must(frame.body is None, '9', 'a response with a body')
    frame.must(len(frame.path('From-Path')) == 1, '7.2', f'From-Path of a response is {frame.header("From-Path")!r}')


def request_rules(frame, names):
    mime = [name for name in names if name.startswith('content-') or name in MIME]
    if frame.body is None:
        frame.must(not mime, '7.1', f'no body, but {mime}')
    else:
        frame.must('content-type' in names, '7.1', 'a body without Content-Type')
        frame.must(not names or names[-1] == 'content-type', '7.1', f'Content-Type is not the last header, but {names[-1:]}')
        frame.must(MEDIA_TYPE.fullmatch(frame.header('Content-Type')), '9', f'Content-Type {frame.header("Content-Type")!r}')
        frame.must('content-transfer-encoding' not in names, '7.1.1', 'Content-Transfer-Encoding')
    if frame.method == 'SEND':
        send_rules(frame)
    elif frame.method == 'REPORT':
        report_rules(frame)
    if frame.method != 'SEND':
        frame.must(frame.flag == '$', '7.1', f'{frame.method} is not interruptible, but ends with {frame.flag}')
        frame.must(len(frame.body or b'') <= 10240, '7.1', f'{frame.method} has a body of {len(frame.body or b"")} octets')


def send_rules(frame):
    size = len(frame.body or b'')
    start, end, total = frame.range()
    frame.must(frame.header('Message-ID'), '7.1.1', 'SEND without Message-ID')
    frame.must(not frame.header('Status'), '7.1.2', 'SEND with Status')
    frame.must(frame.header('Byte-Range') or frame.flag == '$', '7.1.1', 'a chunk without Byte-Range')
    frame.should(frame.header('Byte-Range'), '7.1.1', 'SEND without Byte-Range')
    frame.must(start >= 1, '7.1.1', f'Byte-Range {frame.header("Byte-Range")}: the first octet is 1')
    frame.must(size or start == 1, '7.1.1', f'Byte-Range {frame.header("Byte-Range")} of nothing')
    if end is not None and frame.flag != '#':
        frame.must(end == start + size - 1, '7.1.1', f'Byte-Range {frame.header("Byte-Range")}, but {size} octets')
    if end is not None:
        frame.must(size <= 2048, '7.1.1', f'{size} octets in a chunk that cannot be interrupted')
    if total is not None:
        frame.must(start + size - 1 <= total, '7.1.1', f'Byte-Range {frame.header("Byte-Range")}, but {size} octets')
        if frame.flag == '$':
            frame.must(start + size - 1 == total, '7.1', f'the last chunk ends at {start + size - 1} of {total}')
        elif frame.flag == '+':
            frame.must(start + size - 1 < total, '7.1', f'all {total} octets are there, and the flag is +')
    if frame.flag == '+':
        frame.should(size >= 2048, '7.1.1', f'a chunk of {size} octets that is not the last')


def report_rules(frame):
    frame.must(frame.header('Message-ID'), '7.1.2', 'REPORT without Message-ID')
    frame.must(STATUS.fullmatch(frame.header('Status')), '7.1.2', f'REPORT with Status {frame.header("Status")!r}')
    frame.must(frame.header('Status').startswith('000 '), '7.1.3', f'Status {frame.header("Status")!r}: the namespace')
    for name in ('Success-Report', 'Failure-Report'):
        frame.must(not frame.header(name), '7.1.2', f'REPORT with {name}')
    start, end, total = frame.range()
    frame.must(start >= 1 and (end is None or total is None or end <= total), '7.1.1', f'Byte-Range {frame.header("Byte-Range")}')
    frame.must(frame.header('Byte-Range') and end is not None, '7.1.4', f'REPORT with Byte-Range {frame.header("Byte-Range")!r}')


def same(one, other):
    """Whether two URIs are equal (section 6.1)."""
    a, b = URI.fullmatch(one), URI.fullmatch(other)
    if not a or not b:
        return False
    return (a.group(1).lower(), a.group(2).lower(), a.group(3), a.group(4), a.group(5).lower()) \
        == (b.group(1).lower(), b.group(2).lower(), b.group(3), b.group(4), b.group(5).lower())


def host_port(uri):
    match = URI.fullmatch(uri)
    return match.group(2).strip('[]'), int(match.group(3) or 2855)


def fresh(octets=9):
    """An ident of so many random octets; the first character is a letter or a digit (section 9)."""
    return 'p' + base64.b64encode(secrets.token_bytes(octets), b'+-').decode().rstrip('=')
