package io.pgbaton.nodeagent.act.address;

/** No database is beside this agent. */
final class NobodyAsked implements AddressLoop.Local {
    @Override
    public void askPatroni() {}

    @Override
    public void askPostgres() {}

    @Override
    public void awaitWritable(Object who, boolean on) {}
}
