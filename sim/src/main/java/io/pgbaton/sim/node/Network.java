package io.pgbaton.sim.node;

/** What a node can reach. A cut that is partial (etcd gone, the other members there) is what failsafe mode is for. */
public final class Network {
    private int etcdCuts;
    private int peerCuts;

    public boolean etcd() {
        return etcdCuts == 0;
    }

    public boolean peers() {
        return peerCuts == 0;
    }

    public void cut(boolean peersToo) {
        etcdCuts++;
        peerCuts += peersToo ? 1 : 0;
    }

    public void heal(boolean peersToo) {
        etcdCuts--;
        peerCuts -= peersToo ? 1 : 0;
    }
}
