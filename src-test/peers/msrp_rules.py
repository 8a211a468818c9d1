"""What spans MSRP frames: the chunks of a message, what a body may be, digests of a relay (RFC 4975 section 7, RFC 3862, 3994, 4976)."""

import hashlib
import re
import secrets
import xml.etree.ElementTree as ElementTree

COMPOSING = '{urn:ietf:params:xml:ns:im-iscomposing}'


class Assembly:
    """A message of one or more chunks in any order; the later of two that overlap wins (section 7.3.1)."""

    def __init__(self, frame):
        self.first = frame
        self.data = bytearray()
        self.ranges = []
        self.total = None
        self.chunks = 0
        self.next_start = 1

    def add(self, frame):
        start, _, total = frame.range()
        size = len(frame.body or b'')
        last = start + size - 1
        frame.must(frame.header('Success-Report', 'no') == self.first.header('Success-Report', 'no')
                   and frame.header('Failure-Report', 'yes') == self.first.header('Failure-Report', 'yes'),
                   '7.1.1', 'chunks of one message ask for different reports')
        frame.must(self.chunks == 0 or frame.header('Byte-Range'), '7.1.1', 'a later chunk without Byte-Range')
        frame.must(start >= self.next_start, '7.1.1', f'a chunk from {start} after octet {self.next_start - 1}: not in order')
        frame.must(start <= self.next_start, '7.1.1', f'a chunk from {start} after octet {self.next_start - 1}: a gap')
        self.chunks += 1
        self.next_start = last + 1
        if len(self.data) < last:
            self.data.extend(bytes(last - len(self.data)))
        self.data[start - 1:last] = frame.body or b''
        self.ranges = merged(self.ranges + ([(start, last)] if size else []))
        if frame.flag == '$':
            self.total = last
        elif total is not None:
            self.total = total

    def whole(self):
        return self.total is not None and (self.total == 0 or self.ranges == [(1, self.total)])


def merged(ranges):
    result = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def accepts(types, media_type):
    """Whether a list of accept-types has this type (section 8.6)."""
    name = media_type.split(';')[0].strip().lower()
    return any(entry in ('*', name) or entry == name.split('/')[0] + '/*' for entry in (t.split(';')[0].lower() for t in types))


def body_rules(frame, body, types, wrapped):
    """What the whole body has to be, by its type."""
    media_type = frame.header('Content-Type')
    frame.must(accepts(types, media_type), '8.6', f'{media_type} is none of {types}')
    read_type(frame, media_type, body, types + wrapped)


def read_type(frame, media_type, body, inner):
    name = media_type.split(';')[0].strip().lower()
    if name.startswith('text/'):
        try:
            body.decode('utf-8')
        except UnicodeDecodeError as e:
            frame.must(False, '9', f'{name} is not UTF-8: {e}')
    elif name == 'application/im-iscomposing+xml':
        composing_rules(frame, body)
    elif name == 'message/cpim':
        cpim_rules(frame, body, inner)


def composing_rules(frame, body):
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as e:
        frame.must(False, 'RFC 3994 6', f'isComposing is no XML: {e}')
        return
    frame.must(root.tag == COMPOSING + 'isComposing', 'RFC 3994 6', f'isComposing has the root {root.tag}')
    known = [child.tag[len(COMPOSING):] for child in root if child.tag.startswith(COMPOSING)]
    order = ['state', 'lastactive', 'contenttype', 'refresh']
    frame.must(known and known[0] == 'state', 'RFC 3994 6', f'isComposing begins with {known[:1]}')
    frame.must(known == [name for name in order if name in known], 'RFC 3994 6', f'isComposing has {known}')
    state = (root.findtext(COMPOSING + 'state') or '').strip()
    frame.must(state in ('active', 'idle'), 'RFC 3994 3.4', f'state {state!r}')
    refresh = root.findtext(COMPOSING + 'refresh')
    frame.must(refresh is None or (refresh.strip().isdigit() and int(refresh) >= 60), 'RFC 3994 3.2', f'refresh {refresh!r}')


def cpim_rules(frame, body, inner):
    parts = body.split(b'\r\n\r\n', 2)
    frame.must(len(parts) == 3, 'RFC 3862 2', 'message/cpim without its two header sections')
    if len(parts) == 3:
        outer = dict(line.split(': ', 1) for line in parts[0].decode('utf-8', 'replace').split('\r\n') if ': ' in line)
        for name in ('From', 'To'):
            frame.must(re.fullmatch(r'.*<[^<>\s]+>', outer.get(name, '')), 'RFC 3862 4', f'cpim {name} {outer.get(name)!r}')
        mime = dict(line.split(': ', 1) for line in parts[1].decode('utf-8', 'replace').split('\r\n') if ': ' in line)
        content_type = next((v for k, v in mime.items() if k.lower() == 'content-type'), 'text/plain')
        frame.must(accepts(inner, content_type), '8.6', f'cpim with {content_type}, which is none of {inner}')
        read_type(frame, content_type, parts[2], inner)


def digest(challenge, user, password, uri):
    """The Authorization of AUTH (RFC 4976 section 9.1): qop auth, and the URI of H(A2) is the rightmost of To-Path."""
    fields = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge.split(' ', 1)[1]))
    cnonce = secrets.token_hex(8)
    md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
    response = md5(':'.join((md5(f'{user}:{fields["realm"]}:{password}'), fields['nonce'], '00000001', cnonce, 'auth', md5(f'AUTH:{uri}'))))
    return f'Digest username="{user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", uri="{uri}", qop=auth, nc=00000001, ' \
           f'cnonce="{cnonce}", response="{response}"'
