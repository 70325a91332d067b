package io.pgbaton.cli.sentence;

import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.EventType;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** What a record says, in one sentence for people. Every type has one. */
public final class Sentences {
    private static final Map<EventType, Function<BusRecord, String>> BY_TYPE = new EnumMap<>(EventType.class);

    static {
        LeadershipSentences.into(BY_TYPE);
        ClusterSentences.into(BY_TYPE);
        AgentSentences.into(BY_TYPE);
        DirectorSentences.into(BY_TYPE);
        AuditSentences.into(BY_TYPE);
        HandoverSentences.into(BY_TYPE);
        RehearsalSentences.into(BY_TYPE);
        BackupSentences.into(BY_TYPE);
        ArchiveSentences.into(BY_TYPE);
        DrillSentences.into(BY_TYPE);
        RestoreSentences.into(BY_TYPE);
        MemberSentences.into(BY_TYPE);
    }

    private Sentences() {}

    public static String of(BusRecord record) {
        return BY_TYPE.get(record.type()).apply(record);
    }
}
