#!/usr/bin/env python3
"""A SIP user agent for MSRP sessions, caller and callee, written from RFC 3261, 3264, 4028 and 4975 section 8.

Commands are lines of JSON on its input, events lines of JSON on its output: see README.md. It is strict as msrp_peer.py is.
"""

import argparse
import asyncio
import secrets

import sdp_text
from msrp_peer import Certificate, Endpoint, Session, emit, serve, spawn
from msrp_text import fresh
from sip_text import Message, uri_of
from sip_wire import Wire

ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, UPDATE'
REASONS = {100: 'Trying', 180: 'Ringing', 183: 'Session Progress', 200: 'OK', 302: 'Moved', 403: 'Forbidden', 404: 'Not Found', 405: 'Not Allowed',
           415: 'Unsupported Media Type', 420: 'Bad Extension', 480: 'Unavailable', 481: 'No Such Call', 486: 'Busy Here', 487: 'Terminated',
           488: 'Not Acceptable Here', 491: 'Request Pending', 500: 'Server Error', 501: 'Not Implemented', 503: 'Unavailable', 603: 'Decline'}


class Call:
    """A dialog (RFC 3261 section 12) and the MSRP session that it made, which has its name."""

    def __init__(self, name, role, call_id, local, remote, target):
        self.name, self.role, self.call_id, self.local, self.remote, self.target = name, role, call_id, local, remote, target
        self.route, self.cseq, self.remote_cseq = [], 0, 0
        self.invite_cseq = self.peer_invite_cseq = 0
        self.offer = self.own_sdp = self.peer_sdp = None
        self.version, self.origin = 1, secrets.randbits(40)
        self.transaction = self.session = None
        self.acknowledged = asyncio.Event()
        self.state = 'early'
        self.how = {}


class Agent:
    def __init__(self, options, endpoint):
        self.options, self.endpoint = options, endpoint
        self.wire = Wire(options.host, options.port, (options.gateway_host, options.gateway), self)
        self.calls, self.steps, self.count = {}, {}, 0
        self.how = {}       # of the calls that come in

    def contact(self):
        return self.options.contact or f'<sip:{self.options.user}@{self.options.host}:{self.wire.port}>'

    # -- descriptions ------------------------------------------------------------------------------------------------

    def sdp(self, call, kind, setup):
        """An offer or answer: msrp, audio, zero, none, or the text itself."""
        if kind == 'none':
            return ''
        if kind not in ('msrp', 'audio', 'zero'):
            return kind
        host, how = self.options.host, call.how
        if kind == 'audio':
            media = 'm=audio 40000 RTP/AVP 0\r\n'
        elif kind == 'zero':
            media = f'm=message 0 {self.transport()} *\r\n'
        else:
            uri = call.session.uri
            port = 9 if setup == 'active' and how.get('port9') else self.endpoint.port
            lines = [f'm=message {port} {how.get("transport") or self.transport()} *', f'a={how.get("direction", "sendrecv")}',
                     f'a=accept-types:{how.get("types", "text/plain message/cpim application/im-iscomposing+xml")}',
                     f'a=path:{" ".join(call.how.get("relay_path", []) + [uri])}']
            if how.get('wrapped'):
                lines.append(f'a=accept-wrapped-types:{how["wrapped"]}')
            if how.get('max_size'):
                lines.append(f'a=max-size:{how["max_size"]}')
            if setup:
                lines.append(f'a=setup:{setup}')
            if self.endpoint.certificate and not how.get('relay_path'):       # who connects sees the relay's (RFC 6135 section 4.3)
                lines.append(f'a=fingerprint:{how.get("fingerprint") or self.endpoint.certificate.fingerprint}')
            media = ''.join(line + '\r\n' for line in lines + how.get('lines', []))
        text = lambda: f'v=0\r\no=- {call.origin} {call.version} IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n{media}'
        if call.own_sdp and call.own_sdp != text():
            call.version += 1
        call.own_sdp = text()
        return call.own_sdp

    def transport(self):
        return 'TCP/TLS/MSRP' if self.endpoint.certificate else 'TCP/MSRP'

    def prepare(self, call):
        how = call.how
        types = how.get('types', 'text/plain message/cpim application/im-iscomposing+xml').split(' ')
        call.session = self.endpoint.add(Session(call.name, how.get('own_uri') or self.endpoint.uri(), [], how.get('odd'), types,
                                                 how.get('wrapped', '').split(' ') if how.get('wrapped') else [], how.get('max_size'),
                                                 how.get('use_path', [])))

    def peer_sdp(self, call, message, offer):
        """Reads and judges what the other side wrote; our session gets its path."""
        if message.get('Content-Type').split(';')[0].strip().lower() != 'application/sdp' or not message.body:
            return None
        sdp = sdp_text.rules(message, message.body.decode('utf-8', 'replace'), sdp_text.Sdp(offer) if offer else None)
        if call.peer_sdp:
            wrong = sdp_text.changed(call.peer_sdp, sdp)
            message.must(not wrong, 'RFC 3264 8', wrong)
        call.peer_sdp = sdp
        section = sdp.message()
        if section and call.session and sdp_text.port(section):
            call.session.path = sdp_text.path(section)
        return sdp

    async def start(self, call, active):
        """The media of an agreed session: connect, or wait."""
        section = call.peer_sdp.message() if call.peer_sdp else None
        emit('established', call=call.name, role=call.role, path=call.session.path, uri=call.session.uri, active=active,
             types=sdp_text.attribute(section, 'accept-types') or '', maxSize=sdp_text.attribute(section, 'max-size') or '',
             setup=sdp_text.attribute(section, 'setup') or '', direction=sdp_text.direction(section, call.peer_sdp.session) if section else '')
        if section and active and not call.how.get('stay') and not call.session.connection:
            mark = sdp_text.attribute(section, 'fingerprint') or sdp_text.attribute(call.peer_sdp.session, 'fingerprint')
            await self.endpoint.activate(call.session, call.how.get('expect') or mark, call.how.get('empty', True))

    # -- as caller ---------------------------------------------------------------------------------------------------

    def dialog_request(self, call, method, cseq=None):
        if cseq is None:
            call.cseq += 1
            cseq = call.cseq
        message = Message(method, call.target)
        message.headers = [('Max-Forwards', '70')] + [('Route', route) for route in call.route] + \
            [('From', call.local), ('To', call.remote), ('Call-ID', call.call_id), ('CSeq', f'{cseq} {method}')]
        return message

    async def invite(self, do):
        tag = secrets.token_hex(4)
        call = Call(do['call'], 'caller', do.get('callId') or f'{secrets.token_hex(8)}@{self.options.host}',
                    f'{do.get("from") or self.options.aor};tag={tag}', f'<{do["to"]}>', do.get('uri') or do['to'])
        call.how = do
        self.calls[call.name] = call
        if do.get('relay'):
            _, path = await self.relay(call, do)
            do['use_path'], do['relay_path'] = path, list(reversed(path))
        self.prepare(call)
        if do.get('relay'):
            self.through(call)
        message = self.dialog_request(call, 'INVITE')
        call.invite_cseq = call.cseq
        message.headers += [('Contact', do.get('contact') or self.contact()), ('Allow', ALLOW), ('Supported', do.get('supported', 'timer'))]
        if do.get('subject'):
            message.headers.append(('Subject', do['subject']))
        message.headers += [(name, value) for name, value in do.get('headers', {}).items()]
        kind = do.get('sdp', 'msrp')
        offer = self.sdp(call, kind, do.get('setup', 'actpass'))
        if offer:
            message.headers.append(('Content-Type', 'application/sdp'))
            message.body = offer.encode()
        call.offer = message

        def provisional(response):
            emit('provisional', call=call.name, code=response.code, tag=response.tag('To'))

        response = await self.wire.request(message, reliable=do.get('tcp', False), on_provisional=provisional)
        if response.code < 300:
            await self.accepted(call, message, response, bool(offer))
        else:
            if response.reason != 'none came':
                await self.refused(call, message, response)
            emit('answer', call=call.name, method='INVITE', code=response.code, reason=response.reason, headers=dict(response.headers))
            self.over(call, f'{response.code}')

    async def accepted(self, call, invite, response, offered):
        if not response.tag('To'):
            return
        call.remote = response.get('To')
        call.target = uri_of(response.get('Contact'))
        call.route = list(reversed(response.all('Record-Route')))
        call.state = 'confirmed'
        emit('answer', call=call.name, method='INVITE', code=response.code, reason=response.reason, headers=dict(response.headers),
             body=response.body.decode('utf-8', 'replace'))
        sdp = self.peer_sdp(call, response, call.own_sdp if offered else None)
        response.must(sdp, '13.2.1', f'{response.code} to INVITE without SDP')
        setup = sdp_text.attribute(sdp.message(), 'setup') if sdp and sdp.message() else None
        ack = self.dialog_request(call, 'ACK', call.invite_cseq)
        active = setup != 'active'
        if not offered and sdp:
            active = setup == 'passive'
            ack.headers.append(('Content-Type', 'application/sdp'))
            ack.body = self.sdp(call, 'msrp', 'active' if active else 'passive').encode()
        self.wire.complain(response)
        transaction = self.wire.clients[(invite.branch(), 'INVITE')]
        ack.headers.insert(0, ('Via', self.wire.via(transaction.reliable)))

        def again(_):
            emit('again', call=call.name, code=response.code)
            if not call.how.get('ack') == 'never':
                spawn(self.wire.put(ack.octets(), transaction.address, transaction.reliable))

        transaction.on_again = again
        if call.how.get('ack') != 'never':
            await self.wire.put(ack.octets(), transaction.address, transaction.reliable)
        if sdp:
            await self.start(call, active)

    async def refused(self, call, invite, response):
        """The ACK of section 17.1.1.3, again for each retransmission."""
        transaction = self.wire.clients[(invite.branch(), 'INVITE')]
        ack = Message('ACK', invite.uri)
        ack.headers = [('Via', invite.get('Via')), ('Max-Forwards', '70'), ('From', invite.get('From')), ('To', response.get('To')),
                       ('Call-ID', call.call_id), ('CSeq', f'{invite.cseq()[0]} ACK')]
        transaction.on_again = lambda _: spawn(self.wire.put(ack.octets(), transaction.address, transaction.reliable))
        await self.wire.put(ack.octets(), transaction.address, transaction.reliable)

    async def cancel(self, call):
        invite = call.offer
        message = Message('CANCEL', invite.uri)
        message.headers = [('Via', invite.get('Via')), ('Max-Forwards', '70'), ('From', invite.get('From')), ('To', invite.get('To')),
                           ('Call-ID', call.call_id), ('CSeq', f'{invite.cseq()[0]} CANCEL')]
        await self.wire.put(message.octets(), self.wire.gateway, call.how.get('tcp', False))
        self.wire.clients[(message.branch(), 'CANCEL')] = type(self.wire.clients[(invite.branch(), 'INVITE')])(
            message, self.wire.gateway, False, None)

    async def within(self, call, do):
        """bye, reinvite, update, info or options in a dialog."""
        method = {'reinvite': 'INVITE', 'refresh': do.get('method', 'UPDATE')}.get(do['do'], do['do'].upper())
        message = self.dialog_request(call, method, do.get('cseq'))
        if method in ('INVITE', 'UPDATE'):
            call.invite_cseq = call.cseq if method == 'INVITE' else call.invite_cseq
            message.headers += [('Contact', self.contact()), ('Allow', ALLOW), ('Supported', 'timer')]
            if 'direction' in do:
                call.how['direction'] = do['direction']
            if do['do'] == 'reinvite' and do.get('sdp', 'msrp') != 'none':
                message.headers.append(('Content-Type', 'application/sdp'))
                message.body = self.sdp(call, do.get('sdp', 'msrp'), do.get('setup', 'actpass')).encode()
        message.headers += [(name, value) for name, value in do.get('headers', {}).items()]
        response = await self.wire.request(message, reliable=call.how.get('tcp', False))
        if method == 'INVITE':
            if response.code >= 300:
                await self.refused(call, message, response)
            else:
                sdp = self.peer_sdp(call, response, message.body.decode() if message.body else None)
                ack = self.dialog_request(call, 'ACK', message.cseq()[0])
                if not message.body and sdp:
                    ack.headers.append(('Content-Type', 'application/sdp'))
                    ack.body = self.sdp(call, 'msrp', 'passive').encode()
                ack.headers.insert(0, ('Via', self.wire.via(call.how.get('tcp', False))))
                transaction = self.wire.clients[(message.branch(), 'INVITE')]
                transaction.on_again = lambda _: spawn(self.wire.put(ack.octets(), transaction.address, transaction.reliable))
                await self.wire.put(ack.octets(), transaction.address, transaction.reliable)
                self.wire.complain(response)
        section = call.peer_sdp.message() if call.peer_sdp else None
        emit('answer', call=call.name, method=method, code=response.code, reason=response.reason, headers=dict(response.headers),
             body=response.body.decode('utf-8', 'replace'), path=sdp_text.path(section) if section else [],
             direction=sdp_text.direction(section, call.peer_sdp.session) if section else '')
        if method == 'BYE':
            self.over(call, 'us')

    async def outside(self, do):
        """MESSAGE or OPTIONS outside a dialog."""
        message = Message(do['do'].upper(), do.get('uri') or do['to'])
        message.headers = [('Max-Forwards', '70'), ('From', f'{do.get("from") or self.options.aor};tag={secrets.token_hex(4)}'), ('To', f'<{do["to"]}>'),
                           ('Call-ID', do.get('callId') or f'{secrets.token_hex(8)}@{self.options.host}'), ('CSeq', f'1 {do["do"].upper()}')]
        message.headers += [(name, value) for name, value in do.get('headers', {}).items()]
        if do.get('text') is not None:
            message.headers.append(('Content-Type', do.get('type', 'text/plain')))
            message.body = do['text'].encode()
        response = await self.wire.request(message, reliable=do.get('tcp', False))
        emit('answer', call='', method=message.method, code=response.code, reason=response.reason, headers=dict(response.headers),
             body=response.body.decode('utf-8', 'replace'))

    def over(self, call, by):
        if call.state == 'over':
            return
        call.state = 'over'
        call.acknowledged.set()
        emit('ended', call=call.name, by=by, callId=call.call_id)
        linger = call.how.get('linger')
        if not linger:
            self.endpoint.remove(call.name)

    # -- as callee ---------------------------------------------------------------------------------------------------

    def find(self, message):
        return next((call for call in self.calls.values() if call.call_id == message.get('Call-ID')
                     and message.tag('To') and f';tag={message.tag("To")}' in call.local), None)

    def on_request(self, message, server):
        call = self.find(message)
        emit('request', method=message.method, uri=message.uri, call=call.name if call else '', headers=dict(message.headers),
             body=message.body.decode('utf-8', 'replace'))
        if message.method == 'CANCEL':
            self.on_cancel(message, server)
        elif call:
            self.on_dialog_request(call, message, server)
        elif message.tag('To'):
            spawn(server.answer(server.response(481, REASONS[481])))
        elif message.method == 'INVITE':
            self.on_invite(message, server)
        else:
            spawn(self.play(message.method, None, server, [{'code': 405 if message.method == 'SUBSCRIBE' else 200}]))

    def on_invite(self, message, server):
        self.count += 1
        call = Call(f'in{self.count}', 'callee', message.get('Call-ID'), f'{message.get("To")};tag={server.tag}', message.get('From'),
                    uri_of(message.get('Contact')))
        call.how = dict(self.how)
        call.route = message.all('Record-Route')
        call.remote_cseq = call.peer_invite_cseq = message.cseq()[0]
        call.transaction, call.offer = server, message
        self.calls[call.name] = call
        spawn(self.ring(call, message, server))

    async def ring(self, call, message, server):
        if call.how.get('relay'):
            _, path = await self.relay(call, call.how)
            call.how['use_path'], call.how['relay_path'] = path, list(reversed(path))
        self.prepare(call)
        if call.how.get('relay'):
            self.through(call)
        sdp = self.peer_sdp(call, message, None)
        self.wire.complain(message)
        section = sdp.message() if sdp else None
        emit('call', call=call.name, callId=call.call_id, uri=message.uri, **{'from': message.get('From'), 'contact': message.get('Contact')},
             subject=message.get('Subject'), types=sdp_text.attribute(section, 'accept-types') or '', setup=sdp_text.attribute(section, 'setup') or '',
             path=sdp_text.path(section) if section else [], maxSize=sdp_text.attribute(section, 'max-size') or '',
             proto=sdp_text.proto(section) if section else '')
        await self.play('INVITE', call, server, [{'code': 180}, {'code': 200, 'sdp': 'msrp'}])

    async def play(self, method, call, server, default):
        """The answers that a command has set for the method, else the default ones."""
        queue = self.steps.get(method)
        steps = queue.pop(0) if queue else self.steps.get(f'{method}*', default)
        if queue is not None and not queue:
            self.steps.pop(method, None)
        for step in steps:
            await asyncio.sleep(step.get('after', 0))
            if server.code >= 200 or (call and call.state == 'over'):
                return
            await self.answer(call, server, step)

    async def answer(self, call, server, step):
        code = step['code']
        headers = [(name, value) for name, value in step.get('headers', {}).items()]
        if server.request.method != 'INVITE' or not call:
            if server.request.method == 'OPTIONS':
                headers += [('Allow', ALLOW), ('Accept', 'application/sdp, text/plain')]
            await server.answer(server.response(code, step.get('reason') or REASONS.get(code, ''), headers))
            return
        body = ''
        if 'sdp' in step or 200 <= code < 300:
            body = self.sdp(call, step.get('sdp', 'msrp'), step.get('setup', call.how.get('setup', 'passive' if call.peer_sdp else 'actpass')))
        if code < 300:
            headers = [('Contact', step.get('contact') or self.contact()), ('Allow', ALLOW), ('Supported', 'timer')] + headers
            timer = server.request.get('Session-Expires')
            if timer and code >= 200 and not step.get('no_timer'):
                seconds = timer.split(';')[0]
                refresher = 'uac' if 'refresher' not in timer else timer.split('refresher=')[1].split(';')[0]
                headers += [('Session-Expires', f'{seconds};refresher={refresher}'), ('Require', 'timer')]
        response = server.response(code, step.get('reason') or REASONS.get(code, ''), headers, body.encode())
        if code >= 300:
            call.state = 'over'
            self.endpoint.remove(call.name)
        elif code >= 200:
            call.state = 'confirmed'
        sending = server.answer(response, call.acknowledged)
        if 200 <= code < 300:
            spawn(sending)
            if 'm=message' in body and 'm=message 0' not in body and call.peer_sdp:
                await self.start(call, step.get('setup', call.how.get('setup', 'passive')) == 'active')
        else:
            await sending

    def on_cancel(self, message, server):
        invite = self.wire.invite_of(message)
        message.must(invite, '9.2', 'CANCEL of no INVITE')
        if not invite:
            spawn(server.answer(server.response(481, REASONS[481])))
            return
        for name in ('From', 'To', 'Call-ID'):
            message.must(message.get(name) == invite.request.get(name), '9.1', f'{name} of CANCEL: {message.get(name)!r}')
        message.must(message.uri == invite.request.uri, '9.1', f'Request-URI of CANCEL: {message.uri}')
        message.must(message.cseq()[0] == invite.request.cseq()[0], '9.1', f'CSeq of CANCEL: {message.get("CSeq")}')
        message.must(invite.last, '9.1', 'CANCEL before any provisional response')
        spawn(server.answer(server.response(200, 'OK')))
        call = next((c for c in self.calls.values() if c.transaction is invite), None)
        if invite.code < 200 and not self.how.get('cancel') == 'ignore':
            if call:
                self.over(call, 'cancel')
            spawn(invite.answer(invite.response(487, REASONS[487])))

    def on_dialog_request(self, call, message, server):
        message.must(f';tag={message.tag("From")}' in call.remote, '12.2.1.1', f'From tag {message.tag("From")}, not that of {call.remote}')
        message.must(message.cseq()[0] > call.remote_cseq, '12.2.1.1', f'CSeq {message.get("CSeq")} after {call.remote_cseq}')
        message.must(message.uri == uri_of(self.contact()) or call.how.get('contact') or self.options.contact, '12.2.1.1',
                     f'Request-URI {message.uri} is not our Contact {self.contact()}')
        message.must(uri_of(message.get('To')) == uri_of(call.local) and uri_of(message.get('From')) == uri_of(call.remote), '12.2.1.1',
                     f'From {message.get("From")} To {message.get("To")}')
        call.remote_cseq = message.cseq()[0]
        if message.method == 'BYE':
            spawn(self.play('BYE', None, server, [{'code': 200}]))
            self.over(call, 'peer')
        elif message.method in ('INVITE', 'UPDATE'):
            call.transaction = server
            call.target = uri_of(message.get('Contact')) or call.target
            if message.method == 'INVITE':
                call.peer_invite_cseq = message.cseq()[0]
                call.acknowledged = asyncio.Event()
            sdp = self.peer_sdp(call, message, None)
            self.wire.complain(message)
            spawn(self.again(call, message, server, sdp))
        else:
            spawn(self.play(message.method, None, server, [{'code': 200}]))

    async def again(self, call, message, server, sdp):
        """A re-INVITE or UPDATE of the other side: the same description again."""
        headers = [('Contact', self.contact()), ('Allow', ALLOW), ('Supported', 'timer')]
        if message.get('Session-Expires'):
            seconds, refresher = message.get('Session-Expires').split(';')[0], 'uac'
            if 'refresher=uas' in message.get('Session-Expires'):
                refresher = 'uas'
            headers += [('Session-Expires', f'{seconds};refresher={refresher}'), ('Require', 'timer')]
        body = self.sdp(call, 'msrp', 'passive') if sdp or message.method == 'INVITE' else ''
        await server.answer(server.response(200, 'OK', headers, body.encode()), call.acknowledged)

    def on_ack(self, message, refused):
        """An ACK: of a refusal in its transaction, of a 2xx in the dialog (sections 13.2.2.4 and 17.1.1.3)."""
        if refused:
            invite = refused.request
            message.must(message.uri == invite.uri, '17.1.1.3', f'Request-URI of ACK: {message.uri}')
            message.must(message.get('From') == invite.get('From') and message.get('Call-ID') == invite.get('Call-ID'), '17.1.1.3', 'From or Call-ID of ACK')
            message.must(message.tag('To') == refused.tag, '17.1.1.3', f'To tag of ACK: {message.tag("To")}')
            message.must(message.cseq()[0] == invite.cseq()[0], '17.1.1.3', f'CSeq of ACK: {message.get("CSeq")}')
            message.must(len(message.all('Via')) == 1, '17.1.1.3', 'ACK with several Vias')
            emit('ack', call='', code=refused.code)
            return
        call = self.find(message)
        message.must(call, '13.2.2.4', f'ACK in no dialog: {message.get("Call-ID")} {message.get("To")}')
        if not call:
            return
        invite = call.offer
        message.must(message.cseq()[0] == call.peer_invite_cseq, '13.2.2.4', f'CSeq of ACK is {message.get("CSeq")}, of INVITE {call.peer_invite_cseq}')
        message.must(f';tag={message.tag("From")}' in call.remote, '12.2.1.1', f'From tag of ACK: {message.tag("From")}')
        message.must(message.branch() != invite.branch(), '8.1.1.7', 'ACK of a 2xx with the branch of its INVITE')
        message.must(message.uri == uri_of(self.contact()) or call.how.get('contact') or self.options.contact, '12.2.1.1', f'Request-URI of ACK: {message.uri}')
        call.acknowledged.set()
        emit('ack', call=call.name, code=200, body=message.body.decode('utf-8', 'replace'))
        if call.peer_sdp is None and message.body:
            self.peer_sdp(call, message, call.own_sdp)
            section = call.peer_sdp.message() if call.peer_sdp else None
            spawn(self.start(call, bool(section) and sdp_text.attribute(section, 'setup') == 'passive'))

    # -- relay -------------------------------------------------------------------------------------------------------

    async def relay(self, call, how):
        how['own_uri'] = self.endpoint.uri()
        call.relay = await self.endpoint.authorize(how['relay'], how['user'], how['password'], how['own_uri'])
        return call.relay

    def through(self, call):
        """The connection to our relay carries the session (RFC 4976 section 5.2)."""
        call.session.connection = call.relay[0]
        call.session.bound.set()

    # -- commands ----------------------------------------------------------------------------------------------------

    async def command(self, do):
        what, call = do['do'], self.calls.get(do.get('call', ''))
        if 'call' in do and 'session' not in do:
            do['session'] = do['call']
        if what == 'invite':
            await self.invite(do)
        elif what == 'cancel':
            await self.cancel(call)
        elif what in ('bye', 'reinvite', 'refresh', 'info') or (call and what in ('message', 'options', 'update')):
            await self.within(call, do)
        elif what in ('message', 'options'):
            await self.outside(do)
        elif what == 'answer':
            if do.get('always'):
                self.steps[f'{do["method"]}*'] = do['steps']
            else:
                self.steps.setdefault(do['method'], []).append(do['steps'])
            emit('set', do=what)
        elif what == 'calls':
            self.how = do['how']
            emit('set', do=what)
        elif what == 'drop':
            self.over(call, 'nobody')
        elif not await self.endpoint.command(do):
            raise ValueError('unknown command')


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--host', default='127.0.0.1')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--gateway-host', default='127.0.0.1')
    parser.add_argument('--gateway', type=int, required=True, help='the SIP port that requests are sent to')
    parser.add_argument('--user', default='romeo')
    parser.add_argument('--aor', help='the From of requests, in angle brackets')
    parser.add_argument('--contact')
    parser.add_argument('--certificate', help='a folder; with it MSRP is TLS')
    options = parser.parse_args()
    options.aor = options.aor or f'<sip:{options.user}@example.net>'
    endpoint = Endpoint(options.host, Certificate(options.certificate) if options.certificate else None)
    await endpoint.listen()
    agent = Agent(options, endpoint)
    await agent.wire.open()
    emit('listening', port=agent.wire.port, msrp=endpoint.port, fingerprint=endpoint.certificate.fingerprint if endpoint.certificate else '')
    await serve(agent.command)


if __name__ == '__main__':
    asyncio.run(main())
