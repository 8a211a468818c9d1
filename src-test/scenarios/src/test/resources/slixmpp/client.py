"""An XMPP client on slixmpp: does what its standard input says, a command a line, and shows contacts, requests and chats on its standard output."""

import asyncio
import sys

import slixmpp


class Client(slixmpp.ClientXMPP):

    def __init__(self, jid, password):
        super().__init__(jid, password)
        self["feature_mechanisms"].unencrypted_plain = True
        self.auto_authorize = None      # a person decides
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("presence_subscribe", lambda p: self.show(p["from"].bare, "asks"))
        self.add_event_handler("roster_update", self.roster_updated)
        self.register_plugin("xep_0280")
        self.add_event_handler("message", lambda m: m["type"] == "chat" and m["body"] and self.show(m["from"].bare, "says", m["body"]))
        self.add_event_handler("carbon_received", lambda m: self.show("copy of", m["carbon_received"]["body"]))
        self.add_event_handler("carbon_sent", lambda m: self.show("copy of", m["carbon_sent"]["body"]))
        for change in ("got_online", "changed_status", "got_offline"):
            self.add_event_handler(change, self.presence)

    def show(self, *words):
        print(*words, flush=True)

    async def started(self, _):
        await self.get_roster()
        self.send_presence()
        self.show("ready")
        self.commands = asyncio.StreamReader()     # held here: asyncio itself does not, and what waits for it would be collected
        await self.loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(self.commands), sys.stdin)
        while line := (await self.commands.readline()).decode():
            self.act(*line.rstrip("\n").split(" ", 3))

    def act(self, verb, *words):
        if verb == "chat":              # chat TO TEXT
            self.send_message(mto=words[0], mbody=" ".join(words[1:]), mtype="chat")
        elif verb == "copies":
            self["xep_0280"].enable(callback=lambda _: self.show("copies on"))
        elif verb == "is":                # is SHOW PRIORITY STATUS
            self.send_presence(pshow=words[0] if words[0] != "available" else None, ppriority=int(words[1]), pstatus=words[2])
        else:                           # subscribe, subscribed, unsubscribe, unsubscribed CONTACT
            self.send_presence(pto=words[0], ptype=verb)

    def roster_updated(self, _):
        for jid in self.client_roster:
            self.show(jid, "subscription", self.client_roster[jid]["subscription"])

    def presence(self, stanza):
        jid = stanza["from"]
        if jid.bare == self.boundjid.bare or jid.bare not in self.client_roster:
            return
        resources = self.client_roster[jid.bare].resources
        states = sorted("%s \"%s\" %s" % (r["show"] or "available", r["status"], r["priority"]) for r in resources.values())
        self.show(jid.bare, "is", ", ".join(states) or "offline")


address, secret, port = sys.argv[1:]
client = Client(address, secret)
client.connect(("127.0.0.1", int(port)), use_ssl=False, force_starttls=False, disable_starttls=True)
client.process(forever=True)
