package io.pgbaton.sim.node;

/** What a node can reach. A cut that is partial (etcd gone, the other members there) is what failsafe mode is for. */
public final class Network {
    private int etcdCuts;
    private int peerCuts;
    private int answersLost;

    /** Requests get to etcd and answers come back. */
    public boolean etcd() {
        return etcdCuts == 0 && answersLost == 0;
    }

    /** Requests get to etcd; whether an answer comes back is another question. */
    public boolean toEtcd() {
        return etcdCuts == 0;
    }

    /** One way only: what is asked for is done, and nobody hears of it. */
    public void loseAnswers() {
        answersLost++;
    }

    public void hearAnswers() {
        answersLost--;
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
