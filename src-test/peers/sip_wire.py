"""SIP transport and transactions, as few as two user agents on loopback need (RFC 3261 sections 17 and 18), over UDP and TCP."""

import asyncio
import re
import secrets

from msrp_peer import emit, spawn
from sip_text import Message, answers, read

T1 = 0.5


class Wire(asyncio.DatagramProtocol):
    """One port for UDP and TCP. What comes is read, its transaction found, and what is new is given to the user agent."""

    def __init__(self, host, port, gateway, agent):
        self.host, self.port, self.gateway, self.agent = host, port, gateway, agent
        self.clients = {}       # (branch, method) -> ClientTransaction
        self.servers = {}       # (branch, sent-by, method) -> ServerTransaction
        self.streams = {}       # peer address -> writer

    async def open(self):
        loop = asyncio.get_running_loop()
        self.datagrams, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, self.port))
        self.port = self.datagrams.get_extra_info('sockname')[1]
        await asyncio.start_server(self.stream, self.host, self.port)

    # -- octets ------------------------------------------------------------------------------------------------------

    def datagram_received(self, octets, address):
        if octets.strip():
            self.take(octets, address, False)

    async def stream(self, reader, writer):
        address = writer.get_extra_info('peername')
        self.streams[address] = writer
        try:
            while True:
                head = await reader.readuntil(b'\r\n\r\n')
                if not head.strip():
                    continue
                length = re.search(rb'\r\n(?:Content-Length|l)[ \t]*:[ \t]*(\d+)', head, re.IGNORECASE)
                body = await reader.readexactly(int(length.group(1))) if length else b''
                self.take(head.lstrip(b'\r\n') + body, address, True)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.streams.pop(address, None)
            writer.close()

    async def put(self, octets, address, reliable):
        if not reliable:
            self.datagrams.sendto(octets, address)
            return
        writer = self.streams.get(address)
        if writer is None or writer.is_closing():
            reader, writer = await asyncio.open_connection(*address)
            self.streams[address] = writer
            spawn(self.stream(reader, writer))
        writer.write(octets)

    def take(self, octets, address, reliable):
        message = read(octets, reliable)
        try:
            if message.code:
                self.on_response(message)
            elif message.method:
                self.on_request(message, address, reliable)
        finally:
            self.complain(message)

    @staticmethod
    def complain(message):
        for level, section, text in message.complaints:
            emit('malformed', level=level, section=section, text=text, message=message.octets()[:1500].decode('utf-8', 'replace'))
        message.complaints.clear()

    # -- clients -----------------------------------------------------------------------------------------------------

    def via(self, reliable, branch=None):
        return f'SIP/2.0/{"TCP" if reliable else "UDP"} {self.host}:{self.port};rport;branch={branch or "z9hG4bK" + secrets.token_hex(8)}'

    async def request(self, message, address=None, reliable=False, on_provisional=None):
        """Sends with retransmissions and gives the final response; 408 of our own after 64 times T1."""
        message.headers.insert(0, ('Via', self.via(reliable)))
        transaction = ClientTransaction(message, address or self.gateway, reliable, on_provisional)
        self.clients[(message.branch(), message.method)] = transaction
        await self.put(message.octets(), transaction.address, reliable)
        sender = spawn(self.resend(transaction)) if not reliable else None
        try:
            return await asyncio.wait_for(asyncio.shield(transaction.final), 600 if message.method == 'INVITE' else 64 * T1)
        except asyncio.TimeoutError:
            return Message(code=408, reason='none came')
        finally:
            if sender:
                sender.cancel()

    async def resend(self, transaction):
        wait = T1
        for _ in range(7):
            await asyncio.sleep(wait)
            if transaction.final.done() or (transaction.provisional and transaction.message.method == 'INVITE'):
                return
            await self.put(transaction.message.octets(), transaction.address, False)
            wait = min(2 * wait, 4 if transaction.message.method != 'INVITE' else 64)
        if not transaction.final.done() and not transaction.provisional:
            transaction.final.set_result(Message(code=408, reason='none came'))

    def on_response(self, message):
        transaction = self.clients.get((message.branch(), message.cseq()[1]))
        message.must(transaction, '17.1.3', f'{message.code} to no transaction of ours')
        if not transaction:
            return
        answers(message, transaction.message)
        if message.code < 200:
            transaction.provisional = True
            if transaction.on_provisional:
                transaction.on_provisional(message)
        elif not transaction.final.done():
            transaction.final.set_result(message)
        elif transaction.on_again:
            transaction.on_again(message)

    # -- servers -----------------------------------------------------------------------------------------------------

    def on_request(self, message, address, reliable):
        sent_by = message.get('Via').split(';')[0]
        key = (message.branch(), sent_by, 'INVITE' if message.method == 'ACK' else message.method)
        known = self.servers.get(key)
        if message.method == 'ACK':
            self.agent.on_ack(message, known if known and known.code >= 300 else None)
            if known:
                known.acknowledged.set()
            return
        if known:
            emit('again', method=message.method, callId=message.get('Call-ID'))
            if known.last:
                spawn(self.put(known.last, address, reliable))
            return
        server = ServerTransaction(self, message, address, reliable)
        self.servers[key] = server
        self.agent.on_request(message, server)

    def invite_of(self, cancel):
        sent_by = cancel.get('Via').split(';')[0]
        return self.servers.get((cancel.branch(), sent_by, 'INVITE'))


class ClientTransaction:
    def __init__(self, message, address, reliable, on_provisional):
        self.message, self.address, self.reliable, self.on_provisional = message, address, reliable, on_provisional
        self.provisional = False
        self.on_again = None
        self.final = asyncio.get_running_loop().create_future()


class ServerTransaction:
    def __init__(self, wire, request, address, reliable):
        self.wire, self.request, self.address, self.reliable = wire, request, address, reliable
        self.tag = request.tag('To') or secrets.token_hex(4)
        self.last, self.code = None, 0
        self.acknowledged = asyncio.Event()

    def response(self, code, reason='', headers=(), body=b'', content_type='application/sdp'):
        message = Message(code=code, reason=reason or 'Odd')
        message.headers = [(name, value) for name, value in self.request.headers if name in ('Via', 'From', 'To', 'Call-ID', 'CSeq', 'Record-Route')]
        if code > 100 and not self.request.tag('To'):
            message.set('To', f'{self.request.get("To")};tag={self.tag}')
        message.headers += list(headers)
        if body:
            message.headers.append(('Content-Type', content_type))
            message.body = body
        return message

    async def answer(self, message, until=None):
        """Sends it; a final response to INVITE again until its ACK, on UDP every one, on TCP a 2xx (sections 13.3.1.4 and 17.2.1)."""
        self.last, self.code = message.octets(), message.code
        await self.wire.put(self.last, self.address, self.reliable)
        if self.request.method != 'INVITE' or message.code < 200 or (self.reliable and message.code >= 300):
            return
        wait, waited, done = T1, 0, until or self.acknowledged
        while waited < 64 * T1:
            try:
                await asyncio.wait_for(done.wait(), wait)
                return
            except asyncio.TimeoutError:
                waited, wait = waited + wait, min(2 * wait, 4)
                emit('resent', code=message.code, callId=self.request.get('Call-ID'))
                await self.wire.put(self.last, self.address, self.reliable)
        emit('unacknowledged', code=message.code, callId=self.request.get('Call-ID'))
