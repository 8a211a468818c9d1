package org.stox.status;

import java.util.List;

/** A component that tells how its listeners or streams are; from any thread, at any time, cheaply. */
public interface Reporting {

    /** One for each that is in use now. */
    List<Status> status();
}
