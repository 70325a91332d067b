package io.pgbaton.sim.node;

import io.pgbaton.sim.etcd.EtcdClient;
import io.pgbaton.sim.etcd.SimEtcd;
import io.pgbaton.sim.time.SimRandom;
import io.pgbaton.sim.time.SimScheduler;
import io.pgbaton.sim.time.Trace;

/** What all parts of one world share. */
public record Surroundings(
        SimScheduler scheduler,
        SimRandom random,
        Trace trace,
        SimEtcd etcd,
        EtcdClient.Weather weather,
        Timing timing,
        boolean failsafeMode) {}
