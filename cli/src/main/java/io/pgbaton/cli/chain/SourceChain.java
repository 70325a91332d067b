package io.pgbaton.cli.chain;

import io.pgbaton.proto.bus.HashChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through the records of one source in the order of the topic (R9). Pure.
 *
 * <pre>
 * the record                                                is
 * cannot be read, and has no hash                           unreadable
 * no hash, and none before it has one                       unproven: an older version, or no journal
 * no hash and no number                                     unproven: no journal
 * a number and no hash, though others have one              altered
 * the first with a hash, over zeros                         the start of the chain
 * the first with a hash; all before it were read            altered if it is number 1, else those before it are missing
 * the first with a hash; retention took those before it     the anchor: taken as it is
 * the next number, its hash follows the last one            right
 * the next number, its hash does not                        altered
 * a higher number                                           right if its hash follows when the ones between come;
 *                                                           they are missing if they do not
 * a number passed over before, marked / not marked          late / out of order
 * a number seen before, same hash, another content          altered
 * a number seen before, same hash, a copy marked / none     a repeat / doubled
 * a number seen before, another hash, over an earlier one   restarted, and goes on from there
 * over zeros, though there is a chain                       restarted
 * a number seen before, another hash, over nothing known    altered
 * a number before all that are known, marked / not marked   a repeat / out of order
 * </pre>
 */
final class SourceChain {
    private static final int MOST_FINDINGS = 1000;

    private final String source;
    private final boolean fromTheStart;
    private final Known known = new Known();
    private final Owed owed = new Owed();
    private final List<Finding> findings = new ArrayList<>();

    /** By number: those whose predecessor has not come yet. */
    private final Map<Long, Link> unchecked = new HashMap<>();

    private Optional<Link> anchor = Optional.empty();
    private long first = -1;
    private long last = -1;
    private String head = "";
    private long records;
    private long repeats;
    private long late;
    private long unproven;

    /** @param fromTheStart whether the partition is read from its very first record on */
    SourceChain(String source, boolean fromTheStart) {
        this.source = source;
        this.fromTheStart = fromTheStart;
    }

    void add(Link link) {
        records++;
        if (link.isChained()) {
            addChained(link);
        } else if (link.poison().isPresent()) {
            find(
                    Fault.UNREADABLE,
                    link,
                    "a record cannot be read: " + link.poison().get());
        } else if (link.isNumbered() && !head.isEmpty()) {
            find(Fault.ALTERED, link, name(link) + " has lost its hash");
        } else if (unproven++ == 0) {
            find(Fault.UNPROVEN, link, "this record, and maybe others, has no hash");
        }
    }

    SourceReport report() {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(owed.giveUp());
        all.sort(Comparator.comparing((Finding one) -> one.at().partition())
                .thenComparing(one -> one.at().offset()));
        return new SourceReport(source, records, first, last, repeats, late, unproven, anchor, head, all);
    }

    private void addChained(Link link) {
        if (head.isEmpty()) {
            begin(link);
        } else if (known.hash(link.sequence()).isPresent()) {
            addKnown(link, known.hash(link.sequence()).get());
        } else if (owed.settle(link.sequence())) {
            addLate(link);
        } else if (link.begins()) {
            restart(link, "begins anew at record " + link.sequence() + ", though the last one was " + last);
        } else if (link.sequence() <= last) {
            addOld(link);
        } else {
            if (link.sequence() > last + 1) {
                owed.add(last + 1, link.sequence() - 1, link);
            }
            check(link);
            goOn(link);
        }
    }

    private void begin(Link link) {
        if (!link.begins()) {
            if (!fromTheStart) {
                anchor = Optional.of(link);
            } else if (link.sequence() == 1) {
                find(Fault.ALTERED, link, name(link) + " is altered: its hash is not the one of its content");
            } else {
                owed.add(1, link.sequence() - 1, link);
                unchecked.put(link.sequence(), link);
            }
        }
        first = link.sequence();
        goOn(link);
    }

    private void addKnown(Link link, String hash) {
        if (link.chain().equals(hash)) {
            if (!known.isSame(link)) {
                find(Fault.ALTERED, link, name(link) + " is there twice, and the two differ");
            } else if (known.repeat(link)) {
                repeats++;
            } else {
                find(Fault.DOUBLED, link, name(link) + " is there twice, and neither is marked as replayed");
            }
        } else if (link.begins()) {
            restart(link, "begins anew at record " + link.sequence() + ", though the last one was " + last);
        } else if (known.hash(link.sequence() - 1).filter(link::follows).isPresent()) {
            restart(
                    link,
                    "goes on from record " + (link.sequence() - 1) + " a second time, though the last one was " + last);
        } else {
            find(Fault.ALTERED, link, name(link) + " is there twice, and this one is not what its writer published");
        }
    }

    private void addLate(Link link) {
        if (link.replayed()) {
            late++;
        } else {
            find(Fault.OUT_OF_ORDER, link, name(link) + " comes after record " + last);
        }
        known.put(link);
        check(link);
        Link next = unchecked.remove(link.sequence() + 1);
        if (next != null) {
            check(next);
        }
    }

    /** Nothing is left to compare it with. */
    private void addOld(Link link) {
        if (link.replayed()) {
            repeats++;
        } else {
            find(Fault.OUT_OF_ORDER, link, name(link) + " comes after record " + last);
        }
    }

    private void check(Link link) {
        Optional<String> previous =
                link.sequence() == 1 ? Optional.of(HashChain.START) : known.hash(link.sequence() - 1);
        if (previous.isEmpty()) {
            unchecked.put(link.sequence(), link);
        } else if (!link.follows(previous.get())) {
            find(
                    Fault.ALTERED,
                    link,
                    name(link) + " is altered: its hash is not the one of its content after record "
                            + (link.sequence() - 1));
        }
    }

    private void restart(Link link, String sentence) {
        find(Fault.RESTARTED, link, "the source " + sentence);
        findings.addAll(owed.giveUp());
        unchecked.clear();
        known.forgetFrom(link.begins() ? Long.MIN_VALUE : link.sequence());
        goOn(link);
    }

    private void goOn(Link link) {
        last = link.sequence();
        head = link.chain();
        known.put(link);
    }

    private void find(Fault fault, Link at, String sentence) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(Finding.of(fault, at, sentence));
        }
    }

    private static String name(Link link) {
        return "record " + link.sequence();
    }
}
