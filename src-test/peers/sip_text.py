"""SIP messages as text (RFC 3261 sections 7, 8, 20 and 25), with complaints about what breaks a rule."""

import re
from dataclasses import dataclass, field

COMPACT = {'v': 'Via', 'f': 'From', 't': 'To', 'i': 'Call-ID', 'm': 'Contact', 'l': 'Content-Length', 'c': 'Content-Type', 's': 'Subject',
           'k': 'Supported', 'e': 'Content-Encoding', 'x': 'Session-Expires', 'o': 'Event', 'u': 'Allow-Events'}
TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]+"
WORD = r"[A-Za-z0-9\-.!%*_+`'~()<>:\\\"/\[\]?{}]+"
REQUEST = re.compile(rf'({TOKEN}) (\S+) SIP/2\.0')
STATUS = re.compile(r'SIP/2\.0 (\d{3}) ([^\r\n]*)')
HEADER = re.compile(rf'({TOKEN})[ \t]*:[ \t]*(.*)', re.DOTALL)
CALL_ID = re.compile(rf'{WORD}(@{WORD})?')
CSEQ = re.compile(rf'(\d+)[ \t]+({TOKEN})')
VIA = re.compile(rf'SIP[ \t]*/[ \t]*2\.0[ \t]*/[ \t]*({TOKEN})[ \t]+([^;\s]+)(.*)')
ADDRESS = re.compile(r'(?:("(?:[^"\\]|\\.)*"|[A-Za-z0-9\-.!%*_+`\'~ \t]*?)[ \t]*<([^<>\s]+)>|([^<>;,\s"]+))((?:[ \t]*;[^;]*)*)')
SIP_URI = re.compile(r"sips?:(?:([^@\s<>\"]+)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(?::(\d+))?((?:;[^;?\s]+)*)(?:\?\S+)?", re.IGNORECASE)
ONCE = ('From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Length', 'Content-Type', 'Subject', 'Session-Expires', 'Min-SE', 'Expires')
NEEDED = ('Via', 'From', 'To', 'Call-ID', 'CSeq')
LISTS = ('Via', 'Route', 'Record-Route', 'Contact')


@dataclass
class Message:
    method: str = ''
    uri: str = ''
    code: int = 0
    reason: str = ''
    headers: list = field(default_factory=list)
    body: bytes = b''
    complaints: list = field(default_factory=list)
    reliable: bool = False

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def get(self, name, default=''):
        return next(iter(self.all(name)), default)

    def set(self, name, value):
        self.headers = [(key, old) for key, old in self.headers if key.lower() != name.lower()] + [(name, value)]

    def tag(self, name):
        match = re.search(r';[ \t]*tag[ \t]*=[ \t]*([^;\s]+)', outside(self.get(name)))
        return match.group(1) if match else ''

    def cseq(self):
        match = CSEQ.fullmatch(self.get('CSeq'))
        return (int(match.group(1)), match.group(2)) if match else (0, '')

    def branch(self):
        match = re.search(r';[ \t]*branch[ \t]*=[ \t]*([^;\s]+)', self.get('Via'))
        return match.group(1) if match else ''

    def must(self, holds, section, text):
        if not holds:
            self.complaints.append(('MUST', section, text))

    def should(self, holds, section, text):
        if not holds:
            self.complaints.append(('SHOULD', section, text))

    def octets(self):
        start = f'{self.method} {self.uri} SIP/2.0' if self.method else f'SIP/2.0 {self.code} {self.reason}'
        lines = [f'{name}: {value}\r\n' for name, value in self.headers if name.lower() != 'content-length']
        return f'{start}\r\n{"".join(lines)}Content-Length: {len(self.body)}\r\n\r\n'.encode() + self.body


def outside(value):
    """What stands behind the angle brackets of an address: its header parameters."""
    return value[value.rindex('>') + 1:] if '>' in value else value


def uri_of(value):
    match = re.search(r'<([^<>]+)>', value)
    return match.group(1) if match else value.split(';')[0].strip()


def read(octets, reliable):
    """A datagram, or what was cut from a stream."""
    head, empty, body = octets.partition(b'\r\n\r\n')
    message = Message(reliable=reliable)
    message.must(empty, '7', 'no empty line after the headers')
    message.must(b'\n' not in head.replace(b'\r\n', b'') and b'\r' not in head.replace(b'\r\n', b''), '7', 'a lone CR or LF in the headers')
    try:
        text = head.decode('utf-8')
    except UnicodeDecodeError:
        text = head.decode('latin-1')
        message.must(False, '7', 'headers are not UTF-8')
    lines = re.sub(r'\r\n[ \t]+', ' ', text).split('\r\n')
    request, status = REQUEST.fullmatch(lines[0]), STATUS.fullmatch(lines[0])
    message.must(request or status, '7.1', f'start line {lines[0][:100]!r}')
    if request:
        message.method, message.uri = request.groups()
    elif status:
        message.code, message.reason = int(status.group(1)), status.group(2)
    for line in lines[1:]:
        match = HEADER.fullmatch(line)
        message.must(match, '7.3', f'header line {line[:100]!r}')
        if match:
            name = COMPACT.get(match.group(1).lower(), match.group(1))
            values = split_list(match.group(2)) if name in LISTS else [match.group(2).strip()]
            message.headers += [(name, value) for value in values]
    message.body = body
    grammar(message)
    return message


def split_list(text):
    return [part.strip() for part in re.findall(r'(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+', text)]


def grammar(message):
    """What holds for each message alone (sections 7 to 8, 20)."""
    for name in ONCE:
        message.must(len(message.all(name)) < 2, '7.3.1', f'{name} occurs {len(message.all(name))} times')
    for name in NEEDED:
        message.must(message.all(name), '8.1.1', f'no {name}')
    for value in message.all('Via'):
        match = VIA.fullmatch(value)
        message.must(match, '20.42', f'Via {value!r}')
        message.must(';branch=z9hG4bK' in value.replace(' ', ''), '8.1.1.7', f'Via {value!r}: the branch')
    for name in ('From', 'To', 'Contact', 'Route', 'Record-Route', 'P-Asserted-Identity'):
        for value in message.all(name):
            address_rules(message, name, value)
    message.must(CALL_ID.fullmatch(message.get('Call-ID')), '20.8', f'Call-ID {message.get("Call-ID")!r}')
    number, method = message.cseq()
    message.must(CSEQ.fullmatch(message.get('CSeq')) and number < 2 ** 31, '8.1.1.5', f'CSeq {message.get("CSeq")!r}')
    message.must(message.tag('From'), '8.1.1.3', 'From without tag')
    length = message.get('Content-Length')
    message.must(length.isdigit() and int(length) == len(message.body) if length else not message.reliable, '20.14',
                 f'Content-Length {length!r}, but {len(message.body)} octets')
    message.must(not message.body or message.get('Content-Type'), '20.15', 'a body without Content-Type')
    if message.method:
        request_rules(message, method)
    elif message.code:
        response_rules(message, method)


def address_rules(message, name, value):
    if name == 'Contact' and value == '*':
        return
    match = ADDRESS.fullmatch(value)
    message.must(match, '20.10', f'{name} {value!r}')
    if match:
        uri = match.group(2) or match.group(3)
        message.must(not uri.lower().startswith('sip') or SIP_URI.fullmatch(uri), '19.1', f'{name} has {uri!r}')
        message.must(match.group(2) or not re.search('[,;?]', uri), '20', f'{name} {value!r} needs angle brackets')


def request_rules(message, method):
    message.must(method == message.method, '8.1.1.5', f'CSeq of {message.method} is {message.get("CSeq")}')
    hops = message.get('Max-Forwards')
    message.must(hops.isdigit() and int(hops) <= 255, '8.1.1.6', f'Max-Forwards {hops!r}')
    message.must(SIP_URI.fullmatch(message.uri), '8.1.1.1', f'Request-URI {message.uri!r}')
    if message.method in ('INVITE', 'UPDATE', 'SUBSCRIBE', 'REFER'):
        message.must(len(message.all('Contact')) == 1, '8.1.1.8', f'{message.method} with {len(message.all("Contact"))} Contacts')
    if message.method == 'INVITE':
        message.should(message.get('Allow'), '13.2.1', 'INVITE without Allow')
        message.should(message.get('Supported'), '13.2.1', 'INVITE without Supported')
    if message.method == 'CANCEL':
        message.must(len(message.all('Via')) == 1, '9.1', 'CANCEL with more than one Via')
        message.must(not message.get('Require') and not message.get('Proxy-Require'), '9.1', 'CANCEL with Require')
    if message.method in ('ACK', 'CANCEL'):
        message.must(not message.get('Require'), '20.32', f'{message.method} with Require')


def response_rules(message, method):
    message.must(message.code == 100 or message.tag('To'), '8.2.6.2', f'{message.code} without To tag')
    if method == 'INVITE' and 200 <= message.code < 300:
        message.must(len(message.all('Contact')) == 1, '13.3.1.4', f'{message.code} to INVITE with {len(message.all("Contact"))} Contacts')
        message.should(message.get('Allow'), '13.3.1.4', f'{message.code} to INVITE without Allow')
        message.should(message.get('Supported'), '13.3.1.4', f'{message.code} to INVITE without Supported')
    if message.code == 405:
        message.must(message.get('Allow'), '8.2.1', '405 without Allow')
    if message.code == 415:
        message.should(message.get('Accept') or message.get('Accept-Encoding'), '8.2.3', '415 without Accept')
    if message.code == 420:
        message.must(message.get('Unsupported'), '8.2.2.3', '420 without Unsupported')
    if message.code == 422:
        message.must(message.get('Min-SE'), 'RFC 4028 6', '422 without Min-SE')


def answers(response, request):
    """What a response copies from its request (section 8.2.6.2)."""
    for name in ('From', 'Call-ID', 'CSeq'):
        response.must(response.get(name) == request.get(name), '8.2.6.2', f'{name} {response.get(name)!r} for {request.get(name)!r}')
    own, theirs = outside(request.get('To')), response.get('To')
    response.must(theirs.startswith(request.get('To')) if own else uri_of(theirs) == uri_of(request.get('To')), '8.2.6.2',
                  f'To {theirs!r} for {request.get("To")!r}')
    response.must(len(response.all('Via')) == len(request.all('Via')), '8.2.6.2', 'the number of Vias')
