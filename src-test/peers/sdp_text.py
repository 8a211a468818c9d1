"""SDP for MSRP (RFC 8866, 3264, 4975 section 8, 6135, 8122): what an offer or answer of the other side has to be."""

import re

from msrp_text import URI, host_port

ORDER = 'vosiuepcbtrzkam'
ORIGIN = re.compile(r'\S+ (\d+) (\d+) IN (IP4|IP6) (\S+)')
CONNECTION = re.compile(r'IN (IP4|IP6) (\S+)')
MEDIA = re.compile(r'(\S+) (\d+)(?:/\d+)? (\S+)((?: \S+)+)')
FINGERPRINT = re.compile(r'[A-Za-z0-9\-]+ [0-9A-F]{2}(:[0-9A-F]{2})+')


class Sdp:
    """The lines of a description, cut at its m= lines; complaints go to the SIP message that carries it."""

    def __init__(self, text):
        self.lines = [(line[:1], line[2:]) for line in text.split('\r\n') if line]
        self.session, self.media = [], []
        for kind, value in self.lines:
            if kind == 'm':
                self.media.append([(kind, value)])
            else:
                (self.media[-1] if self.media else self.session).append((kind, value))

    def first(self, kind):
        return next((value for key, value in self.session if key == kind), '')

    def message(self):
        """The first m=message section."""
        return next((section for section in self.media if section[0][1].startswith('message ')), None)


def attribute(section, name):
    return next((value[len(name) + 1:] if ':' in value else '' for kind, value in section or [] if kind == 'a' and value.split(':')[0] == name), None)


def proto(section):
    return section[0][1].split(' ')[2]


def port(section):
    return int(section[0][1].split(' ')[1].split('/')[0])


def path(section):
    return (attribute(section, 'path') or '').split(' ')


def rules(carrier, text, offer):
    """Reads the description of a message; offer is the one that it answers, or None."""
    carrier.must(text.endswith('\r\n') and '\n' not in text.replace('\r\n', ''), 'RFC 8866 5', 'SDP lines do not end with CRLF')
    for line in text.split('\r\n'):
        carrier.must(not line or re.fullmatch(r'[a-z]=\S.*|[a-z]= .*', line), 'RFC 8866 5', f'SDP line {line!r}')
    sdp = Sdp(text)
    kinds = [kind for kind, _ in sdp.session]
    carrier.must(kinds[:3] == ['v', 'o', 's'], 'RFC 8866 5', f'SDP begins with {kinds[:3]}')
    places = [ORDER.find(kind) for kind in kinds]
    carrier.must(places == sorted(places) and -1 not in places, 'RFC 8866 5', f'SDP session lines in the order {kinds}')
    carrier.must(sdp.first('v') == '0', 'RFC 8866 5.1', 'v=')
    carrier.must(ORIGIN.fullmatch(sdp.first('o')), 'RFC 8866 5.2', f'o={sdp.first("o")}')
    carrier.must(sdp.first('s'), 'RFC 8866 5.3', 's= is empty')
    carrier.must(re.fullmatch(r'\d+ \d+', sdp.first('t')), 'RFC 8866 5.9', f't={sdp.first("t")}')
    carrier.must(sdp.media, 'RFC 3264 5', 'no m= line')
    for number, section in enumerate(sdp.media):
        carrier.must(MEDIA.fullmatch(section[0][1]), 'RFC 8866 5.14', f'm={section[0][1]}')
        carrier.must(any(kind == 'c' for kind, _ in section + sdp.session), 'RFC 8866 5.7', 'neither the session nor a medium has c=')
        if offer and number < len(offer.media):
            carrier.must(proto(section) == proto(offer.media[number]), 'RFC 3264 6', f'm={section[0][1]} answers m={offer.media[number][0][1]}')
            carrier.must(section[0][1].split(' ')[0] == offer.media[number][0][1].split(' ')[0], 'RFC 3264 6', 'the media type of an answer')
            carrier.must(port(section) == 0 or port(offer.media[number]) != 0, 'RFC 3264 6', 'accepts a medium that was not offered')
        if section[0][1].startswith('message ') and port(section) != 0:
            message_rules(carrier, sdp, section, offer)
    carrier.must(not offer or len(offer.media) == len(sdp.media), 'RFC 3264 6', f'{len(sdp.media)} m= lines answer {len(offer.media) if offer else 0}')
    return sdp


def message_rules(carrier, sdp, section, offer):
    """RFC 4975 section 8."""
    carrier.must(section[0][1].endswith(' *'), '8.1', f'm={section[0][1]}: the format is *')
    carrier.must(proto(section) in ('TCP/MSRP', 'TCP/TLS/MSRP'), '8.1', f'm={section[0][1]}: the transport')
    uris = path(section)
    carrier.must(uris != [''], '8.2', 'no a=path')
    for uri in uris if uris != [''] else []:
        match = URI.fullmatch(uri)
        carrier.must(match, '9', f'a=path has {uri!r}')
        carrier.must(match and match.group(3), '8.2', f'{uri} without port')
        carrier.must(match and match.group(1).lower() == ('msrps' if 'TLS' in proto(section) else 'msrp'), '6', f'{uri} with {proto(section)}')
    if all(URI.fullmatch(uri) for uri in uris):
        connection = next((value for kind, value in section + sdp.session if kind == 'c'), '')
        carrier.must(CONNECTION.fullmatch(connection), 'RFC 8866 5.7', f'c={connection}')
        # the endpoint's own, or with RFC 6714 the one that peers connect to
        host, number = host_port(uris[0] if attribute(section, 'msrp-cema') is not None else uris[-1])
        carrier.must(connection.split(' ')[-1].lower() == host.lower(), '8.1', f'c={connection}, but the path ends at {host}')
        carrier.must(port(section) == number or attribute(section, 'setup') == 'active', '8.1', f'm= has port {port(section)}, the path {number}')
        session = URI.fullmatch(uris[-1]).group(4) or ''
        carrier.must(len(session) >= 14, '14.1', f'session id {session!r} has less than 80 bits')
    types = attribute(section, 'accept-types')
    carrier.must(types, '8.6', 'no a=accept-types')
    for entry in (types or '').split(' '):
        carrier.must(re.fullmatch(r'\*|[^/\s;]+/[^/\s;]+(;\S+)*', entry), '8.6', f'accept-types has {entry!r}')
    size = attribute(section, 'max-size')
    carrier.must(size is None or size.isdigit(), '8.6', f'max-size {size}')
    setup = attribute(section, 'setup')
    carrier.must(setup in ('active', 'passive', 'actpass'), 'RFC 6135 4.2.1', f'a=setup:{setup}')
    carrier.must(offer or setup != 'passive', 'RFC 6135 4.2.2', 'a=setup:passive in an offer')
    carrier.must(not offer or setup != 'actpass', 'RFC 4145 4.1', 'a=setup:actpass in an answer')
    carrier.must(attribute(section, 'connection') is None, 'RFC 6135 4.4', 'a=connection')
    mark = attribute(section, 'fingerprint') or attribute(sdp.session, 'fingerprint')
    carrier.must(mark or 'TLS' not in proto(section) or len(uris) > 1, '14.4', 'TLS without a=fingerprint')
    carrier.must(mark is None or FINGERPRINT.fullmatch(mark), 'RFC 8122 5', f'a=fingerprint:{mark}')
    directions = [value for kind, value in section if value in ('sendrecv', 'sendonly', 'recvonly', 'inactive')]
    carrier.must(len(directions) < 2, 'RFC 8866 6.7', f'{directions}')


def direction(section, session):
    return next((value for kind, value in section + session if value in ('sendrecv', 'sendonly', 'recvonly', 'inactive')), 'sendrecv')


def changed(old, new):
    """What an updated description breaks of RFC 3264 section 8: the o= line grows with each change, and only then."""
    before, after = ORIGIN.fullmatch(old.first('o')), ORIGIN.fullmatch(new.first('o'))
    if not before or not after:
        return 'o='
    if before.group(1) != after.group(1):
        return f'the session id of o= was {before.group(1)} and is {after.group(1)}'
    same_text = [line for line in old.lines if line[0] != 'o'] == [line for line in new.lines if line[0] != 'o']
    step = int(after.group(2)) - int(before.group(2))
    if same_text and step not in (0, 1):
        return f'the version of o= grew by {step} for nothing'
    return '' if same_text or step == 1 else f'the version of o= grew by {step} for a change'
