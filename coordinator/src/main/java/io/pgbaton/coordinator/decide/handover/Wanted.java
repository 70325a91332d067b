package io.pgbaton.coordinator.decide.handover;

import io.pgbaton.proto.v1.Command;

/**
 * A command that the situation asks for.
 *
 * @param action in words of DESIGN: acquire address, prepare route, route, drain, undrain
 * @param target the director, as the roster names it
 * @param turn tells apart two drains of one epoch, by the request; empty otherwise
 */
public record Wanted(Command command, String action, String target, String turn) {

    public String idAction() {
        return turn.isEmpty() ? action : action + "@" + turn;
    }
}
