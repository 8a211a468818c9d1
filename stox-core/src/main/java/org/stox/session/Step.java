package org.stox.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a machine makes of an event.
 *
 * @param machine as it is from now on; absent where there is none, or none any more
 */
public record Step<M>(Optional<M> machine, List<Action> actions) {

    public Step {
        actions = List.copyOf(actions);
    }

    public static <M> Step<M> to(M machine, Action... actions) {
        return new Step<>(Optional.of(machine), List.of(actions));
    }

    /** No machine, or no longer. */
    public static <M> Step<M> none(Action... actions) {
        return new Step<>(Optional.empty(), List.of(actions));
    }

    public <N> Step<N> map(Function<? super M, ? extends N> change) {
        return new Step<>(machine.map(change), actions);
    }

    /** With more actions behind those that there are. */
    public Step<M> and(List<Action> more) {
        var all = new ArrayList<Action>(actions);
        all.addAll(more);
        return new Step<>(machine, all);
    }

    public Step<M> and(Action... more) {
        return and(List.of(more));
    }

    /** With actions before those that there are. */
    public Step<M> after(Action... first) {
        return new Step<>(machine, List.of(first)).and(actions);
    }
}
