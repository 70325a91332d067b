package io.pgbaton.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Where everything of one lab is, derived from its id alone, so that several labs run side by side and a later
 * invocation finds what an earlier one made.
 *
 * @param id one to eight letters and digits: "pgb" + id + "-co1" must fit the 15 characters of an interface name
 * @param repository the checkout whose jars are run
 * @param work the folder that holds every file of this lab
 */
public record Layout(String id, Path repository, Path work) {
    public static final String DEFAULT_ID = "demo";
    public static final List<String> NODES = List.of("n1", "n2", "n3");
    public static final List<String> COORDINATORS = List.of("co1", "co2");
    public static final String BUS = "bus";
    public static final String MONITOR = "mon";
    public static final String CLIENT = "cl";

    /** The repository host of pgBackRest. */
    public static final String REPOSITORY = "bk";

    /** Where nothing runs but agents, for a new cluster; only in a lab that is set up with spares. */
    public static final List<String> SPARES = List.of("n4", "n5");

    /** Last part of each host's IPv4 and IPv6 address. */
    private static final Map<String, Integer> HOST_NUMBERS = new TreeMap<>(Map.ofEntries(
            Map.entry(BUS, 9),
            Map.entry("n1", 11),
            Map.entry("n2", 12),
            Map.entry("n3", 13),
            Map.entry("n4", 14),
            Map.entry("n5", 15),
            Map.entry("co1", 21),
            Map.entry("co2", 22),
            Map.entry(CLIENT, 30),
            Map.entry(MONITOR, 40),
            Map.entry(REPOSITORY, 50)));

    /** Longest path of a unix socket that Linux takes is 107 bytes; ".s.PGSQL.5432.lock" and "/run/n1/" come on top. */
    private static final int LONGEST_WORK_PATH = 75;

    public Layout {
        if (!id.matches("[a-z][a-z0-9]{0,7}")) {
            throw new LabException("the lab id \"" + id + "\" must be a letter and up to seven letters or digits");
        }
        if (work.toString().length() > LONGEST_WORK_PATH) {
            throw new LabException(
                    "the work folder " + work + " is too long for unix sockets: set PGBATON_LAB_DIR to a shorter path");
        }
    }

    /** The lab of that id below $PGBATON_LAB_DIR, by default /var/tmp. */
    public static Layout of(String id) {
        String parent = Optional.ofNullable(System.getenv("PGBATON_LAB_DIR")).orElse("/var/tmp");
        return new Layout(
                id,
                findRepository(),
                Path.of(parent).toAbsolutePath().normalize().resolve("pgbaton-" + id));
    }

    public static List<String> hosts() {
        return List.copyOf(HOST_NUMBERS.keySet());
    }

    public String namespace(String host) {
        return "pgb" + id + "-" + host;
    }

    /** Both ends of a host's cable carry this name: the port of the bridge and the interface inside the namespace. */
    public String cable(String host) {
        return namespace(host);
    }

    public String bridge() {
        return "pgb" + id;
    }

    public String ip(String host) {
        return ipv4(HOST_NUMBERS.get(host));
    }

    public String ip6(String host) {
        return ipv6(HOST_NUMBERS.get(host));
    }

    public String ipv4(int lastPart) {
        return "10." + subnetByte(0) + "." + subnetByte(1) + "." + lastPart;
    }

    /** The digits of the last part are the same as in IPv4, read as hexadecimal, so that people recognise the host. */
    public String ipv6(int lastPart) {
        return "fd70:6762:%02x%02x::%d".formatted(subnetByte(0), subnetByte(1), lastPart);
    }

    public String subnet() {
        return ipv4(0) + "/24";
    }

    public String subnet6() {
        return "fd70:6762:%02x%02x::/64".formatted(subnetByte(0), subnetByte(1));
    }

    public String kafka() {
        return ip(BUS) + ":9092";
    }

    public List<String> etcdUrls() {
        return NODES.stream().map(node -> "http://" + ip(node) + ":2379").toList();
    }

    public Path conf(String host) {
        return work.resolve("conf").resolve(host);
    }

    public Path data(String host) {
        return work.resolve("data").resolve(host);
    }

    public Path run(String host) {
        return work.resolve("run").resolve(host);
    }

    public Path logs() {
        return work.resolve("log");
    }

    public Path log(String host, String what) {
        return logs().resolve(host + "-" + what + ".log");
    }

    public Path secret(String role) {
        return work.resolve("secrets").resolve(role + ".password");
    }

    /** 10.64.0.0 to 10.127.255.0: away from the blocks that home routers, Docker and cloud networks like. */
    private int subnetByte(int position) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        long value = crc.getValue();
        return position == 0 ? 64 + (int) (value & 0x3f) : (int) (value >> 8 & 0xff);
    }

    private static Path findRepository() {
        String given = System.getProperty("pgbaton.repository");
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw")) && Files.isDirectory(at.resolve("lab"))) {
                return at;
            }
        }
        throw new LabException("no checkout of pgbaton above the current folder: run ./demo from the checkout");
    }
}
