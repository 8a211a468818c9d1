package org.stox.camel.msrp.wire;

import org.stox.error.Refusal;

/** What becomes of something that was handed over for the wire: one of the two is called, once, on the loop of the node. */
public interface Fate {

    void done();

    void failed(Refusal refusal);
}
