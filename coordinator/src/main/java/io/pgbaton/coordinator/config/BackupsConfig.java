package io.pgbaton.coordinator.config;

import io.pgbaton.coordinator.decide.backup.AfterFailover;
import io.pgbaton.coordinator.decide.backup.Calendar;
import io.pgbaton.coordinator.decide.backup.Policy;
import io.pgbaton.coordinator.decide.backup.Work;
import io.pgbaton.proto.Scope;
import io.pgbaton.proto.v1.BackupType;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The block {@code backups}: one policy a stanza and repository. */
final class BackupsConfig {
    private static final String FIELDS =
            "write minute, hour, day of the month, month and day of the week, as in \"0 1 * * 0\"";
    private static final long MOST_REPOS = 256;

    private BackupsConfig() {}

    private record Named(Scope scope, Policy policy, List<Policy> others) {}

    static Map<Scope, List<Policy>> read(ConfigNode node) {
        Map<Scope, List<Policy>> policies = new LinkedHashMap<>();
        for (Named named : node.list("backups", BackupsConfig::named).orElse(List.of())) {
            List<Policy> ofScope = policies.computeIfAbsent(named.scope(), missing -> new ArrayList<>());
            String key = named.policy().key();
            if (ofScope.stream().anyMatch(other -> other.key().equals(key))) {
                throw new IllegalArgumentException(
                        key + " of " + named.scope() + " has two entries under `backups`; make one of them");
            }
            ofScope.add(named.policy());
            ofScope.addAll(named.others());
        }
        return policies;
    }

    private static Named named(ConfigNode node) {
        Scope scope = ScopeNames.scope(node);
        String stanza = ScopeNames.stanza(node, scope);
        long repo = node.integer("repo").must(Check.between(1L, MOST_REPOS)).orElse(1L);
        Map<BackupType, Calendar> calendars =
                node.block("calendars", BackupsConfig::calendars).orElse(Map.of());
        ZoneId zone = node.text("zone")
                .as("the name of a time zone, as in Europe/Berlin", ZoneOffset.UTC, BackupsConfig::zone)
                .orElse(ZoneOffset.UTC);
        Stream<Policy> drills =
                calendar(node, "drill").map(calendar -> Policy.drills(stanza, (int) repo, calendar, zone)).stream();
        Stream<Policy> expiry =
                calendar(node, "expire").map(calendar -> Policy.expiry(stanza, (int) repo, calendar, zone)).stream();
        Duration overdue = node.duration("overdue")
                .must(Check.between(Duration.ofMinutes(1), Duration.ofDays(400)))
                .required();
        AfterFailover afterFailover =
                node.oneOf("afterFailover", AfterFailover.class).orElse(AfterFailover.IF_NEEDED);
        boolean fromStandby = node.bool("fromStandby").orElse(false);
        return new Named(
                scope,
                new Policy(Work.BACKUPS, stanza, (int) repo, calendars, zone, overdue, afterFailover, fromStandby),
                Stream.concat(drills, expiry).toList());
    }

    private static Map<BackupType, Calendar> calendars(ConfigNode node) {
        Map<BackupType, Calendar> calendars = new EnumMap<>(BackupType.class);
        calendar(node, "full").ifPresent(calendar -> calendars.put(BackupType.BACKUP_TYPE_FULL, calendar));
        calendar(node, "diff").ifPresent(calendar -> calendars.put(BackupType.BACKUP_TYPE_DIFF, calendar));
        calendar(node, "incr").ifPresent(calendar -> calendars.put(BackupType.BACKUP_TYPE_INCR, calendar));
        return calendars;
    }

    private static Optional<Calendar> calendar(ConfigNode node, String key) {
        return node.text(key).parsed(FIELDS, (Calendar) null, Calendar::of).optional();
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(unknown);
        }
    }
}
