package org.stox.camel.jdbc;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.session.Change;
import org.stox.session.Session;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SessionCacheTest {

    private final SessionCache cache = new SessionCache(2);
    private final SessionJson json = new SessionJson(Talk.SERVICES);

    private void stored(Change... changes) {
        cache.stored(List.of(Save.of(List.of(changes), json)));
    }

    private Optional<String> owner(String key) {
        return cache.find(Talk.key(key)).map(Session::id);
    }

    @Test
    void whatIsStoredIsFoundUntilItEnds() {
        var session = Talk.session("a", "k1", "k2");
        stored(Change.begun(session));
        assertEquals(Optional.of(session), cache.byId("a"));
        assertEquals(Optional.of(session), cache.find(Talk.key("k2")));
        var moved = Talk.moved(session, "talking", "k2", "k3");
        stored(Change.of(session, moved));
        assertEquals(Optional.empty(), owner("k1"));
        assertEquals(Optional.of(moved), cache.find(Talk.key("k3")));
        stored(Change.ended(moved));
        assertEquals(Optional.empty(), cache.byId("a"));
        assertEquals(Optional.empty(), owner("k2"));
    }

    @Test
    void aKeyThatGoesFromOneToAnotherIsTheOthersInWhicheverOrder() {
        var a = Talk.session("a", "k");
        var b = Talk.session("b", "l");
        stored(Change.begun(a), Change.begun(b));
        stored(Change.of(b, Talk.moved(b, "s", "k")), Change.of(a, Talk.moved(a, "s", "l")));
        assertEquals(Optional.of("b"), owner("k"));
        assertEquals(Optional.of("a"), owner("l"));
    }

    @Test
    void theOneThatWasNotUsedForLongestIsForgottenWithItsKeys() {
        stored(Change.begun(Talk.session("a", "ka")), Change.begun(Talk.session("b", "kb")));
        owner("ka");
        stored(Change.begun(Talk.session("c", "kc")));
        assertEquals(Optional.empty(), owner("kb"));
        assertEquals(Optional.of("a"), owner("ka"));
        assertEquals(Optional.of("c"), owner("kc"));
    }

    @Test
    void whatWasReadWhileSomethingWasStoredIsNotKept() {
        var session = Talk.session("a", "k");
        long since = cache.changes();
        stored(Change.begun(session));
        stored(Change.ended(session));
        cache.read(session, since);
        assertEquals(Optional.empty(), cache.byId("a"));
        cache.read(session, cache.changes());
        assertEquals(Optional.of("a"), owner("k"));
        cache.clear();
        assertEquals(Optional.empty(), owner("k"));
    }

    @Test
    void whereOthersWriteTooNothingIsKept() {
        var none = new SessionCache(0);
        none.stored(List.of(Save.of(List.of(Change.begun(Talk.session("a", "k"))), json)));
        none.read(Talk.session("b", "l"), none.changes());
        assertEquals(Optional.empty(), none.byId("a"));
        assertEquals(Optional.empty(), none.find(Talk.key("l")));
    }
}
