package io.pgbaton.lab.watch;

import io.pgbaton.lab.Await;
import io.pgbaton.lab.Layout;
import io.pgbaton.lab.machine.Network;
import io.pgbaton.lab.machine.Shell;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches without a gap which host carries which address: the kernel's own events of all namespaces, read from one socket
 * and so in their true order, and beside them the claims that the client hears. Nothing is sampled.
 */
public final class AddressWatcher implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Pattern NAMESPACE_ID = Pattern.compile("nsid (\\d+) \\(iproute2 netns name: (\\S+)\\)");
    private static final Pattern LINK = Pattern.compile("link/ether ([0-9a-f:]{17})");

    private final Layout layout;
    private final Network network;
    private final List<AddressEvent> events = new CopyOnWriteArrayList<>();
    private final List<Claim> claims = new CopyOnWriteArrayList<>();
    private final AtomicInteger marks = new AtomicInteger();
    private final LineReader monitor;
    private final LineReader capture;

    private AddressWatcher(Layout layout) {
        this.layout = layout;
        this.network = new Network(layout);
        Map<Integer, String> ids = namespaceIds();
        this.monitor = new LineReader(
                List.of("ip", "-o", "-ts", "monitor", "address", "all-nsid"),
                line -> AddressEvent.parse(line, ids).ifPresent(events::add));
        Map<String, String> hardware = hardwareAddresses();
        this.capture = new LineReader(
                captureCommand(), line -> Claim.parse(line, hardware).ifPresent(claims::add));
    }

    /** Comes back when events are flowing; addresses that are there already count as put there now. */
    public static AddressWatcher start(Layout layout) {
        AddressWatcher watcher = new AddressWatcher(layout);
        // The first marks may be made before the socket listens: they are repeated until one is seen.
        Await.until("the first address event", BOUND, watcher::markIsSeen);
        watcher.snapshot();
        return watcher;
    }

    /** Everything about one address until now; all that happened before this call is in it. */
    public AddressTimeline timeline(String address) {
        barrier();
        List<AddressEvent> ofThisOne =
                events.stream().filter(event -> event.address().equals(address)).toList();
        return new AddressTimeline(ofThisOne, Clock.systemUTC().instant());
    }

    /** The claims of an address that the client has heard, in their order. */
    public List<Claim> claims(String address) {
        capture.requireRunning();
        return claims.stream().filter(claim -> claim.address().equals(address)).toList();
    }

    /** Makes an event of its own and waits for it: then all earlier ones have been read. */
    private void barrier() {
        String mark = makeMark();
        Await.until("the address event " + mark, BOUND, () -> seen(mark));
    }

    private boolean markIsSeen() {
        String mark = makeMark();
        Await.until("the address event " + mark, Duration.ofMillis(200), () -> seen(mark));
        return true;
    }

    /** An address of the client's loopback, there and away again. */
    private String makeMark() {
        int number = marks.incrementAndGet();
        String mark = "127.77." + number / 250 % 250 + "." + (number % 250 + 1);
        for (String verb : List.of("add", "del")) {
            Shell.run("ip", "-n", layout.namespace(Layout.CLIENT), "addr", verb, mark + "/32", "dev", "lo")
                    .orFail();
        }
        return mark;
    }

    private boolean seen(String address) {
        return events.stream().anyMatch(event -> event.address().equals(address) && !event.added());
    }

    /** Taken after the events began to flow, so nothing falls between; what both tell counts once. */
    private void snapshot() {
        Instant now = Clock.systemUTC().instant();
        List<AddressEvent> there = new ArrayList<>();
        for (String host : Layout.hosts()) {
            Shell.run("ip", "-n", layout.namespace(host), "-o", "addr", "show", "dev", layout.cable(host))
                    .orFail()
                    .lines()
                    .map(line -> line.strip().split("\\s+", -1)[3])
                    .map(address -> address.substring(0, address.indexOf('/')))
                    .forEach(address -> there.add(new AddressEvent(now, host, address, true)));
        }
        events.addAll(0, there);
    }

    private Map<Integer, String> namespaceIds() {
        Map<Integer, String> ids = new HashMap<>();
        Matcher matcher =
                NAMESPACE_ID.matcher(Shell.run("ip", "netns", "list-id").orFail());
        while (matcher.find()) {
            for (String host : Layout.hosts()) {
                if (layout.namespace(host).equals(matcher.group(2))) {
                    ids.put(Integer.valueOf(matcher.group(1)), host);
                }
            }
        }
        return ids;
    }

    private Map<String, String> hardwareAddresses() {
        Map<String, String> found = new HashMap<>();
        for (String host : Layout.hosts()) {
            String link = Shell.run("ip", "-n", layout.namespace(host), "-o", "link", "show", "dev", layout.cable(host))
                    .orFail();
            Matcher matcher = LINK.matcher(link);
            if (matcher.find()) {
                found.put(matcher.group(1), host);
            }
        }
        return found;
    }

    private List<String> captureCommand() {
        List<String> command = new ArrayList<>(network.inside(Layout.CLIENT));
        command.addAll(List.of("tcpdump", "-l", "-e", "-n", "-tt", "--immediate-mode", "-i"));
        command.add(layout.cable(Layout.CLIENT));
        // Byte 40 of an IPv6 packet is the ICMP type; 136 is a neighbour advertisement.
        command.add("arp or (icmp6 and ip6[40] == 136)");
        return command;
    }

    @Override
    public void close() {
        monitor.close();
        capture.close();
    }
}
