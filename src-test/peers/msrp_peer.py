#!/usr/bin/env python3
"""An MSRP endpoint written from RFC 4975, 4976 and 6135. Commands are lines of JSON on its input, events lines of JSON on its output.

See README.md for both. It is strict: what it receives against a rule is an event "malformed" with the rule's section.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import os
import ssl
import subprocess
import sys
import traceback

from msrp_rules import Assembly, body_rules, digest
from msrp_text import Broken, Frame, Frames, URI, fresh, host_port, same

TIMEOUT = 30        # seconds for a response (section 7.1.1)
REASONS = {200: 'OK', 400: 'Bad Request', 403: 'Forbidden', 408: 'Timeout', 413: 'Stop Sending', 415: 'Unsupported Media Type',
           481: 'No Such Session', 501: 'Unknown Method', 506: 'Session In Use'}


def emit(event, **values):
    print(json.dumps({'event': event, **values}), flush=True)


RUNNING = set()     # asyncio itself holds a task only weakly


def spawn(coroutine):
    """Runs it beside the rest; what it fails of is said, so that a test sees it."""
    async def guarded():
        try:
            await coroutine
        except Exception as e:
            emit('failed', why=f'{type(e).__name__}: {e}', trace=traceback.format_exc())

    task = asyncio.ensure_future(guarded())
    RUNNING.add(task)
    task.add_done_callback(RUNNING.discard)
    return task


class Session:
    """One session: our URI, the peer's path, and how oddly we behave in it."""

    def __init__(self, name, uri, path, odd=None, types=('*',), wrapped=(), max_size=None, use_path=()):
        self.name, self.uri, self.path = name, uri, list(path)
        self.odd = odd or {}
        self.types, self.wrapped, self.max_size = list(types), list(wrapped), max_size
        self.use_path = list(use_path)      # of our relays (RFC 4976 section 5.1)
        self.connection = None
        self.bound = asyncio.Event()
        self.messages = {}
        self.finished = set()
        self.refused = set()

    def to_path(self):
        return self.use_path + self.path


class Connection:
    def __init__(self, endpoint, reader, writer, name):
        self.endpoint, self.reader, self.writer, self.name = endpoint, reader, writer, name
        self.frames = Frames()
        self.pending = {}       # transactions of ours: tid -> (session, asked) where asked is the Failure-Report
        self.seen = set()
        self.received = 0
        self.cut_after = None
        self.reading = asyncio.Event()
        self.reading.set()
        self.lock = asyncio.Lock()

    async def write(self, octets):
        self.writer.write(octets)
        await self.writer.drain()

    async def run(self):
        why = 'closed by peer'
        try:
            while True:
                await self.reading.wait()
                octets = await self.reader.read(65536)
                if not octets:
                    break
                self.received += len(octets)
                if self.cut_after is not None and self.received >= self.cut_after:
                    why = 'cut by us'
                    self.writer.transport.abort()
                    break
                for frame in self.frames.feed(octets):
                    await self.endpoint.on_frame(self, frame)
        except Broken as e:
            why = str(e)
            emit('malformed', level='MUST', section='9', text=why)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError) as e:
            why = f'{type(e).__name__}: {e}'
        self.writer.close()
        self.endpoint.lost(self, why)


class Endpoint:
    def __init__(self, host='127.0.0.1', certificate=None):
        self.host, self.certificate = host, certificate
        self.server = None
        self.port = 0
        self.sessions = {}
        self.connections = []
        self.count = 0

    # -- transport ---------------------------------------------------------------------------------------------------

    async def listen(self, port=0):
        context = None
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate.chain, self.certificate.key)
        self.server = await asyncio.start_server(self.accepted, self.host, port, ssl=context, limit=65536)
        self.port = self.server.sockets[0].getsockname()[1]

    async def accepted(self, reader, writer):
        connection = self.keep(reader, writer)
        emit('accepted', connection=connection.name)
        spawn(connection.run())

    def keep(self, reader, writer):
        self.count += 1
        connection = Connection(self, reader, writer, f'c{self.count}')
        self.connections.append(connection)
        return connection

    async def connect(self, uri, fingerprint=None):
        """A new connection to the host of a URI; with TLS the certificate is checked against a=fingerprint (section 14.4)."""
        host, port = host_port(uri)
        context = None
        if uri.lower().startswith('msrps:'):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            if self.certificate:
                context.load_cert_chain(self.certificate.chain, self.certificate.key)
        reader, writer = await asyncio.open_connection(host, port, ssl=context, limit=65536)
        connection = self.keep(reader, writer)
        if context:
            shown = fingerprint_of(writer.get_extra_info('ssl_object').getpeercert(True), fingerprint)
            emit('fingerprint', shown=shown, expected=fingerprint or '', matches=fingerprint is None or shown.upper() == fingerprint.upper())
            if fingerprint and shown.upper() != fingerprint.upper():
                writer.close()
                raise ConnectionError('fingerprint does not match')
        emit('connected', connection=connection.name, to=uri)
        spawn(connection.run())
        return connection

    def lost(self, connection, why):
        if connection in self.connections:
            self.connections.remove(connection)
        names = []
        for session in self.sessions.values():
            if session.connection is connection:
                session.connection = None
                session.bound.clear()
                names.append(session.name)
        emit('closed', connection=connection.name, sessions=names, why=why)

    # -- sessions ----------------------------------------------------------------------------------------------------

    def uri(self):
        """An own URI with 120 random bits (section 14.1)."""
        return f'msrp{"s" if self.certificate else ""}://{self.host}:{self.port}/{fresh(15).replace("%", "-")};tcp'

    def add(self, session):
        self.sessions[session.name] = session
        return session

    def remove(self, name):
        session = self.sessions.pop(name, None)
        if session and session.connection and not any(s.connection is session.connection for s in self.sessions.values()):
            session.connection.writer.close()

    async def activate(self, session, fingerprint=None, empty=True):
        """Connects, or uses the connection that leads there, and sends at once (section 5.4)."""
        first = session.to_path()[0]
        known = next((s.connection for s in self.sessions.values() if s.connection and s is not session and not session.odd.get('own_connection')
                      and host_port(s.to_path()[0]) == host_port(first)), None)
        session.connection = known or await self.connect(first, None if session.use_path else fingerprint)
        self.behave(session)
        session.bound.set()
        if empty:
            await self.send(session, {'empty': True})

    def behave(self, session):
        connection = session.connection
        if session.odd.get('read') is False:
            connection.reading.clear()
        if 'cut_after' in session.odd:
            connection.cut_after = session.odd['cut_after']

    def find(self, connection, frame):
        """The session that a request is for, or the response code that it gets (sections 5.4 and 7.3)."""
        path = frame.path('To-Path')
        session = next((s for s in self.sessions.values() if path and same(s.uri, path[-1])), None)
        if session is None:
            return None, 481
        frame.must(len(path) == 1, '7.3', f'To-Path {path} has more than us')
        if session.connection is None:
            session.connection = connection
            self.behave(session)
            session.bound.set()
            emit('bound', session=session.name, connection=connection.name)
        return session, 506 if session.connection is not connection else 0

    # -- receiving ---------------------------------------------------------------------------------------------------

    async def on_frame(self, connection, frame):
        if frame.code:
            self.on_response(connection, frame)
        else:
            await self.on_request(connection, frame)
        for complaint in frame.complaints:
            emit('malformed', level=complaint.level, section=complaint.section, text=complaint.text, frame=frame.octets()[:600].decode('utf-8', 'replace'))

    def on_response(self, connection, frame):
        session, asked, done = connection.pending.pop(frame.tid, (None, '', None))
        frame.must(session, '7.2', f'a response to no transaction: {frame.tid}')
        if session:
            frame.must(asked != 'no' and (asked != 'partial' or frame.code != 200), '7.1.4', f'{frame.code} for Failure-Report: {asked}')
            frame.must(len(frame.path('To-Path')) == 1 and same(frame.path('To-Path')[0], session.uri), '7.2', f'To-Path {frame.header("To-Path")}')
            frame.must(frame.code == 481 or same(frame.header('From-Path'), session.to_path()[0]) or same(frame.header('From-Path'), session.path[-1]), '7.2',
                       f'From-Path {frame.header("From-Path")}')
            if not done.done():
                done.set_result(frame)
        emit('response', session=session.name if session else '', code=frame.code, comment=frame.comment, tid=frame.tid,
             expires=frame.header('Expires'))

    async def on_request(self, connection, frame):
        frame.must(frame.tid not in connection.seen, '7.1', f'transaction id {frame.tid} again')
        connection.seen.add(frame.tid)
        session, refusal = self.find(connection, frame)
        if session and not session.path:        # nobody told us: whoever comes first
            session.path = frame.path('From-Path')
        if session:
            frame.must(same(frame.path('From-Path')[-1], session.path[-1]) if frame.path('From-Path') else False, '7.1',
                       f'From-Path {frame.header("From-Path")} is not {session.path[-1]}')
        if refusal:
            emit('refused', code=refusal, to=frame.header('To-Path'), method=frame.method)
            await self.respond(connection, frame, refusal, session)
        elif frame.method == 'SEND':
            await self.on_send(connection, session, frame)
        elif frame.method == 'REPORT':
            self.on_report(session, frame)
        else:
            await self.respond(connection, frame, 501, session)

    async def on_send(self, connection, session, frame):
        name = frame.header('Message-ID')
        start, _, total = frame.range()
        text = (frame.body or b'')
        emit('chunk', session=session.name, messageId=name, tid=frame.tid, range=frame.header('Byte-Range'), size=len(text), flag=frame.flag,
             characters=whole_characters(text))
        code = session.odd.get('respond', 200)
        if session.max_size is not None and max(total or 0, start + len(text) - 1) > session.max_size:
            frame.should(False, '8.6', f'more than max-size {session.max_size}')
            code = 413
        if name in session.refused:
            frame.must(False, '10.5', f'a chunk of {name} after it was refused')
        if code != 'never':
            await self.respond(connection, frame, code, session)
            if code != 200:
                if frame.flag == '+':
                    session.refused.add(name)
                session.messages.pop(name, None)
                return
        frame.must(name not in session.finished, '7.1.1', f'Message-ID {name} again')
        if frame.body is None:
            emit('empty', session=session.name, tid=frame.tid, messageId=name)
            return
        message = session.messages.setdefault(name, Assembly(frame))
        message.add(frame)
        if frame.flag == '#':
            session.messages.pop(name)
            emit('aborted', session=session.name, messageId=name, size=len(message.data))
        elif session.odd.get('reports') == 'chunks' and frame.header('Success-Report') == 'yes':
            await self.report(session, name, start, start + len(text) - 1, message.total or '*')
        if message.whole() and name in session.messages:
            await self.on_message(session, name, session.messages.pop(name), frame)

    async def on_message(self, session, name, message, last):
        session.finished.add(name)
        data, first = bytes(message.data), message.first
        body_rules(last, data, session.types, session.wrapped)
        known = {'text': data.decode('utf-8', 'replace')} if len(data) <= 4000 else {}
        emit('message', session=session.name, messageId=name, tid=first.tid, type=first.header('Content-Type'), size=len(data),
             sha256=hashlib.sha256(data).hexdigest(), chunks=message.chunks, success=first.header('Success-Report', 'no'),
             failure=first.header('Failure-Report', 'yes'), language=first.header('Content-Language'), **known)
        reports = session.odd.get('reports', 'whole')
        if first.header('Success-Report') != 'yes' or not data:
            return
        if reports in ('whole', 'twice'):
            await self.report(session, name, 1, len(data), len(data))
        if reports == 'twice':
            await self.report(session, name, 1, len(data), len(data))
        if reports == 'halves':
            half = len(data) // 2
            await self.report(session, name, half + 1, len(data), len(data))
            await self.report(session, name, 1, half, len(data))
        if reports == 'half':
            await self.report(session, name, 1, len(data) // 2, len(data))
        if isinstance(reports, int):
            await self.report(session, name, 1, len(data), len(data), reports)

    def on_report(self, session, frame):
        start, end, total = frame.range()
        status = frame.header('Status').split(' ')
        emit('report', session=session.name, messageId=frame.header('Message-ID'), code=int(status[1]) if len(status) > 1 and status[1].isdigit() else 0,
             range=frame.header('Byte-Range'), start=start, end=end, total=total)

    async def respond(self, connection, frame, code, session):
        """Section 7.2; nothing if Failure-Report is no, nor a 200 if it is partial (section 7.1.4)."""
        asked = frame.header('Failure-Report', 'yes')
        if frame.method == 'REPORT' or asked == 'no' or (asked == 'partial' and code == 200):
            return
        odd = session.odd if session else {}
        answer = Frame(odd.get('respond_tid', frame.tid), code=code, comment=REASONS.get(code, 'Odd'))
        own = session.uri if session else frame.path('To-Path')[-1]
        back = frame.path('From-Path')[:1] if frame.method == 'SEND' else frame.path('From-Path')
        answer.headers = [('To-Path', ' '.join(back)), ('From-Path', own)]
        if 'respond_after' in odd:
            await asyncio.sleep(odd['respond_after'])
        await connection.write(answer.octets())

    # -- sending -----------------------------------------------------------------------------------------------------

    async def report(self, session, message_id, start, end, total, code=200):
        frame = Frame(fresh(), 'REPORT')
        frame.headers = [('To-Path', ' '.join(session.to_path())), ('From-Path', session.uri), ('Message-ID', message_id),
                         ('Byte-Range', f'{start}-{end}/{total}'), ('Status', f'000 {code} {REASONS.get(code, "Odd")}')]
        async with session.connection.lock:
            await session.connection.write(frame.octets())

    async def send(self, session, how):
        """One message in one or more chunks; every part of it can be given otherwise, to be odd."""
        await asyncio.wait_for(session.bound.wait(), 30)
        connection = session.connection
        if how.get('own_connection'):
            connection = await self.connect(session.to_path()[0])
        data = content_of(how)
        message_id = how.get('message_id') or fresh()
        pieces = how.get('pieces') or pieces_of(data, how)
        started = None
        for number, (start, end) in enumerate(pieces):
            last = number == len(pieces) - 1
            frame = self.send_frame(session, how, message_id, data, start, end, last)
            done = asyncio.get_running_loop().create_future()
            connection.pending[frame.tid] = (session, how.get('failure', 'yes'), done)
            started = started or frame.tid
            octets = frame.octets()
            if 'end_line' in how:
                octets = octets[:octets.rindex(b'-------')] + how['end_line'].encode() + b'\r\n'
            if 'cut' in how and (last or how.get('cut_at') == number):
                async with connection.lock:
                    await connection.write(octets[:how['cut']])
                await asyncio.sleep(how.get('pause', 0.1))
                connection.writer.transport.abort()
                emit('cut', session=session.name, messageId=message_id)
                return
            async with connection.lock:
                if 'step' in how:
                    for at in range(0, len(octets), how['step']):
                        await connection.write(octets[at:at + how['step']])
                        await asyncio.sleep(how.get('pause', 0))
                else:
                    await connection.write(octets)
            if how.get('pause') and not last:
                await asyncio.sleep(how['pause'])
            if how.get('wait') or how.get('failure', 'yes') == 'yes':
                spawn(self.await_response(session, frame.tid, done))
            if how.get('obey', True) and done.done() and done.result().code != 200:
                break
        emit('sent', session=session.name, messageId=message_id, tid=started, chunks=len(pieces), size=len(data or b''),
             sha256=hashlib.sha256(data or b'').hexdigest())

    async def await_response(self, session, tid, done):
        try:
            await asyncio.wait_for(done, TIMEOUT)
        except asyncio.TimeoutError:
            emit('timeout', session=session.name, tid=tid)

    def send_frame(self, session, how, message_id, data, start, end, last):
        frame = Frame(how.get('tid') if how.get('tid') and start == 1 else fresh(), 'SEND')
        chunk = None if data is None else data[start - 1:end]
        total = how.get('total', len(data or b''))
        shown = how.get('range', f'{start}-{"*" if end - start + 1 > 2048 or how.get("open") else end}/{total}')
        frame.headers = [('To-Path', how.get('to_path') or ' '.join(session.to_path())), ('From-Path', how.get('from_path') or session.uri),
                         ('Message-ID', message_id)]
        if how.get('success'):
            frame.headers.append(('Success-Report', how['success']))
        if how.get('failure'):
            frame.headers.append(('Failure-Report', how['failure']))
        if shown:
            frame.headers.append(('Byte-Range', shown))
        frame.headers += [(name, value) for name, value in how.get('headers', {}).items()]
        if chunk is not None:
            frame.headers.append(('Content-Type', how.get('type', 'text/plain;charset=UTF-8')))
        frame.body = chunk
        frame.flag = how.get('flags', {}).get(str(start)) or (how.get('flag', '$') if last else '+')
        return frame

    async def endless(self, session, how):
        """A message that never ends: one chunk of unknown size, written until the peer closes."""
        await session.bound.wait()
        tid, connection, sent = fresh(), session.connection, 0
        frame = Frame(tid, 'SEND', headers=[('To-Path', ' '.join(session.to_path())), ('From-Path', session.uri), ('Message-ID', fresh()),
                                            ('Byte-Range', '1-*/*'), ('Content-Type', 'text/plain')], body=b'')
        connection.pending[tid] = (session, 'yes', asyncio.get_running_loop().create_future())
        await connection.write(frame.octets().split(b'\r\n-------')[0] + b'\r\n')
        most = how.get('octets', 50_000_000)
        try:
            while sent < most and not connection.writer.is_closing():
                await connection.write(b'x' * 65536)
                sent += 65536
        except ConnectionError:
            pass
        emit('endless', session=session.name, sent=sent, closed=connection.writer.is_closing())

    async def authorize(self, relay, user, password, own=None):
        """RFC 4976 section 5.1: the Use-Path of a relay, by AUTH with Digest. The session that goes through it is named in From-Path."""
        connection = await self.connect(relay)
        session = Session('relay', own or self.uri(), [relay])
        session.connection = connection
        answer = await self.auth(session, connection, [])
        challenge = answer.header('WWW-Authenticate')
        if answer.code == 401 and challenge:
            answer = await self.auth(session, connection, [('Authorization', digest(challenge, user, password, relay))])
        answer.must(answer.code != 200 or (answer.path('Use-Path') and answer.header('Expires')), 'RFC 4976 6.3', f'200 to AUTH: {answer.headers}')
        emit('authorized', code=answer.code, usePath=answer.path('Use-Path'), expires=answer.header('Expires'))
        return connection, answer.path('Use-Path')

    async def auth(self, session, connection, extra):
        frame = Frame(fresh(), 'AUTH', headers=[('To-Path', session.path[0]), ('From-Path', session.uri)] + extra)
        done = asyncio.get_running_loop().create_future()
        connection.pending[frame.tid] = (session, 'yes', done)
        await connection.write(frame.octets())
        return await asyncio.wait_for(done, TIMEOUT)

    # -- commands ----------------------------------------------------------------------------------------------------

    async def command(self, do):
        """One of the commands of README.md; whether it is one of ours."""
        what = do['do']
        session = self.sessions.get(do.get('session', ''))
        if what == 'send':
            await self.send(session, do)
        elif what == 'endless':
            await self.endless(session, do)
        elif what == 'report':
            await self.report(session, do['messageId'], do.get('start', 1), do.get('end', 1), do.get('total', '*'), do.get('code', 200))
        elif what == 'raw':
            await session.connection.write(do['text'].encode())
        elif what == 'odd':
            session.odd.update(do['odd'])
            if session.odd.get('read') is True and session.connection:
                session.connection.reading.set()
            if session.connection:
                self.behave(session)
            emit('set', do=what)
        elif what == 'cut':
            session.connection.writer.transport.abort()
        elif what == 'close':
            session.connection.writer.close()
        elif what == 'session':
            made = self.add(Session(do['name'], do.get('uri') or self.uri(), do.get('path', []), do.get('odd'), do.get('types', ['*'])))
            emit('session', session=made.name, uri=made.uri)
        elif what == 'path':
            session.path = do['path']
            emit('set', do=what)
        elif what == 'connect':
            await self.activate(session, do.get('fingerprint'), do.get('empty', True))
        elif what == 'auth':
            await self.authorize(do['relay'], do['user'], do['password'])
        elif what == 'forget':
            self.remove(do['session'])
        else:
            return False
        return True


class Certificate:
    """A self-signed certificate in a folder, made by openssl if it is not there."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.chain, self.key = os.path.join(folder, 'cert.pem'), os.path.join(folder, 'key.pem')
        if not os.path.exists(self.chain):
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext',
                            'subjectAltName=IP:127.0.0.1', '-keyout', self.key, '-out', self.chain], check=True, capture_output=True)
        with open(self.chain, encoding='ascii') as file:
            self.fingerprint = fingerprint_of(ssl.PEM_cert_to_DER_cert(file.read()), None)


def fingerprint_of(der, like):
    """RFC 8122: the hash that the expected fingerprint has, else SHA-256."""
    name = (like or 'sha-256 ').split(' ')[0].lower()
    return name + ' ' + ':'.join(f'{octet:02X}' for octet in hashlib.new(name.replace('-', ''), der).digest())


def whole_characters(octets):
    try:
        octets.decode('utf-8')
        return True
    except UnicodeDecodeError:
        return False


def content_of(how):
    if how.get('empty'):
        return None
    if 'base64' in how:
        return base64.b64decode(how['base64'])
    if 'size' in how:
        pattern = how.get('pattern', '0123456789abcdef')
        return (pattern * (how['size'] // len(pattern.encode()) + 1)).encode()[:how['size']]
    return how.get('text', '').encode()


def pieces_of(data, how):
    if not data:
        return [(1, 0)]
    chunk = how.get('chunk', 2048)
    return [(start, min(start + chunk - 1, len(data))) for start in range(1, len(data) + 1, chunk)]


async def serve(handle):
    """Reads commands until the input ends; each runs by itself."""
    reader = asyncio.StreamReader(limit=2 ** 24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        spawn(handle(json.loads(line)))


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--certificate', help='a folder; with it the endpoint speaks TLS')
    options = parser.parse_args()
    endpoint = Endpoint(options.host, Certificate(options.certificate) if options.certificate else None)
    await endpoint.listen(options.port)
    emit('listening', port=endpoint.port, fingerprint=endpoint.certificate.fingerprint if endpoint.certificate else '')

    async def handle(do):
        if not await endpoint.command(do):
            raise ValueError('unknown command')

    await serve(handle)


if __name__ == '__main__':
    asyncio.run(main())
