package io.pgbaton.runtime.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.proto.bus.BusRecord;
import io.pgbaton.proto.bus.Numbered;
import io.pgbaton.proto.bus.Topic;
import io.pgbaton.proto.v1.RememberedCommand;
import io.pgbaton.runtime.bus.Journal;
import io.pgbaton.runtime.bus.JournalEntry;
import io.pgbaton.runtime.bus.Numbers;
import io.pgbaton.runtime.http.Health;
import io.pgbaton.runtime.journal.RecordCodec.Kept;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records are written to disk first and may be sent when that is durable; a new life goes on with what the last one left.
 * Nothing waits for the disk: while it is full, read-only, hung or away, records are sent from memory (R6).
 *
 * <pre>
 * condition      event                            next           does
 * opening        opened                           well           what is on disk waits before what is accepted
 * opening        failed, or 2 s over              trouble        records go without a number: the last ones are not known
 * well           visit done                       well           what it wrote may be sent; the next visit
 * well           visit failed, or 2 s over        trouble        what is in memory may be sent
 * trouble        visit done, it wrote or opened   well           what is not yet on the bus was written after all
 * any            memory full                      same           the new record is lost; said on the bus when there is room
 * </pre>
 */
public final class DurableJournal implements Journal {
    private static final Logger log = LoggerFactory.getLogger(DurableJournal.class);

    /** A disk that is only slow answers within this; a handover's records wait no longer. */
    private static final Duration HUNG_AFTER = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long TICK_MILLIS = 500;

    /** In ticks, because a process that was stopped for a while has only missed some: its disk may be well. */
    private static final long HUNG_TICKS = HUNG_AFTER.toMillis() / TICK_MILLIS;

    private final JournalSettings settings;
    private final Context context;
    private final InstantSource clock = InstantSource.system();
    private final JournalDisk disk;
    private final JournalMetrics metrics;
    private final Condition condition;
    private final Numbers numbers = new Numbers();
    private final Losses losses = new Losses();
    private final Backlog backlog;
    private final Waiting waiting;
    private final Unwritten unwritten = new Unwritten();
    private final Barriers barriers = new Barriers();
    private final Promise<DurableJournal> started = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    private final long ticking;

    private Runnable listener = () -> {};
    private Optional<Recovered> recovered = Optional.empty();
    private Optional<Errand> errand = Optional.empty();
    private int errandTicks;
    private long writeAgainAt = System.nanoTime();
    private long position;
    private long lastInLog;
    private Errand.Mark marked = new Errand.Mark(0, 0);
    private boolean markDue;
    private Optional<Errand.Mark> finalMark = Optional.empty();
    private boolean closing;

    private DurableJournal(Vertx vertx, JournalSettings settings, MeterRegistry registry, ChannelOpener opener) {
        this.settings = settings;
        this.context = vertx.getOrCreateContext();
        this.disk = new JournalDisk(settings, opener);
        this.metrics = new JournalMetrics(registry, clock);
        this.condition = new Condition(settings.folder(), metrics);
        this.backlog = new Backlog(settings.capacity());
        this.waiting = new Waiting(backlog, settings.capacity());
        this.ticking = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
    }

    /**
     * On the context of the writer that it is for. Ready within two seconds, also when the disk is not: it goes on in
     * memory then and tries for ever.
     *
     * @return fails with {@link JournalInUse} alone
     */
    public static Future<DurableJournal> open(Vertx vertx, JournalSettings settings, MeterRegistry registry) {
        return open(vertx, settings, registry, FileChannel::open);
    }

    static Future<DurableJournal> open(
            Vertx vertx, JournalSettings settings, MeterRegistry registry, ChannelOpener opener) {
        DurableJournal journal = new DurableJournal(vertx, settings, registry, opener);
        journal.send(Errand.OPEN);
        return journal.started.future();
    }

    @Override
    public boolean accept(Topic topic, BusRecord record, Promise<Void> published) {
        if (isFull()) {
            Trouble reason = condition.trouble().orElse(Trouble.BEHIND);
            losses.note(record, reason);
            metrics.lost(reason.label(), 1);
            return false;
        }
        Numbered numbered = recovered.isPresent() ? numbers.next(topic, record) : Numbered.without(record);
        Held held = Held.fresh(JournalEntry.fresh(position++, topic, numbered, published));
        waiting.add(held);
        if (recovered.isPresent()) {
            unwritten.add(held);
        }
        advance();
        return true;
    }

    @Override
    public Future<Void> kept() {
        Future<Void> passed = barriers.before(position);
        passBarriers();
        return passed;
    }

    @Override
    public boolean isFull() {
        return waiting.inMemory() >= settings.capacity();
    }

    @Override
    public void whenMoved(Runnable changed) {
        listener = changed;
    }

    @Override
    public Optional<JournalEntry> next() {
        Optional<JournalEntry> next = waiting.next();
        if (next.isEmpty()) {
            visit();
        }
        return next;
    }

    @Override
    public void settle(JournalEntry entry) {
        waiting.settle(entry);
        if (!backlog.isEmpty()) {
            visit();
        }
    }

    @Override
    public void rewind() {
        waiting.rewind();
    }

    @Override
    public Optional<JournalEntry> oldest() {
        return waiting.oldest();
    }

    @Override
    public int inFlight() {
        return waiting.inFlight();
    }

    @Override
    public int depth() {
        return waiting.depth();
    }

    @Override
    public List<JournalEntry> giveUp() {
        finalMark = Optional.of(waiting.mark(lastInLog));
        waiting.rewind();
        List<JournalEntry> lost = new ArrayList<>();
        for (Held held : waiting.takeUnsent()) {
            if (held.isDurable()) {
                Backlog.tellKept(held.entry.published());
            } else {
                lost.add(held.entry);
            }
        }
        backlog.close();
        unwritten.clear();
        barriers.passUpTo(Long.MAX_VALUE);
        return lost;
    }

    /** What earlier lives left; empty until the log could be opened. */
    public Optional<Recovered> recovered() {
        return recovered;
    }

    /**
     * Notes that a command was carried out, and where it was read: both are in {@link Recovered} of the next life (R8).
     * The last 4096 are known.
     *
     * @param commandId empty to note the place alone: nothing up to there was for this daemon
     */
    public void remember(String commandId, int partition, long offset) {
        unwritten.add(RememberedCommand.newBuilder()
                .setCommandId(commandId)
                .setPartition(partition)
                .setOffset(offset)
                .build());
        visit();
    }

    /** Whether the disk takes records, for {@code /readyz}. Any thread. */
    public Health health() {
        return condition.health();
    }

    /** After the writer was closed. Says how far all is settled, and lets go of the folder; never takes longer than this. */
    public Future<Void> close(Duration atMost) {
        if (closing) {
            return closed.future();
        }
        closing = true;
        finalMark = finalMark.or(() -> Optional.of(waiting.mark(lastInLog)));
        context.owner().cancelTimer(ticking);
        context.owner().setTimer(Math.max(1, atMost.toMillis()), late -> closed.tryComplete());
        if (errand.isEmpty()) {
            finish();
        }
        return closed.future();
    }

    private void tick() {
        if (errand.isPresent() && ++errandTicks > HUNG_TICKS) {
            condition.troubled(Trouble.HUNG, "no answer for " + HUNG_AFTER.toSeconds() + " s");
            started.tryComplete(this);
        }
        unwritten.purge();
        markDue = true;
        if (!losses.isEmpty() && waiting.inMemory() <= settings.capacity() / 2 && finalMark.isEmpty()) {
            losses.drain(clock.instant()).forEach(loss -> accept(Topic.AUDIT, loss, Promise.promise()));
        }
        advance();
        metrics.oldest(
                oldest().map(entry -> entry.record().time().toEpochMilli()).orElse(null));
    }

    private void advance() {
        visit();
        waiting.advance(condition.trouble());
        passBarriers();
        listener.run();
    }

    private void passBarriers() {
        barriers.passUpTo(condition.trouble().isPresent() ? Long.MAX_VALUE : waiting.oldestUnkept());
    }

    /** Goes to the disk with all there is to do, unless someone is there or it has just failed. */
    private void visit() {
        boolean mayWrite = System.nanoTime() - writeAgainAt >= 0;
        boolean readable = condition.trouble().map(now -> !now.unreadable()).orElse(true);
        boolean mayRead = mayWrite || (readable && recovered.isPresent());
        if (errand.isPresent() || finalMark.isPresent() || !mayRead) {
            return;
        }
        Errand next = recovered.isEmpty() ? Errand.OPEN : gather(mayWrite);
        if (recovered.isEmpty() || !next.isEmpty()) {
            send(next);
        }
    }

    private Errand gather(boolean mayWrite) {
        Errand.Mark mark = markDue ? waiting.mark(lastInLog) : marked;
        Optional<Errand.Mark> moved = Optional.of(mark).filter(now -> now.position() > marked.position());
        markDue = false;
        // Only a write shows that a disk is well again, and on a quiet day none would come.
        if (condition.trouble().isPresent()) {
            unwritten.prove();
        }
        return unwritten.gather(mayWrite, numbers, moved, waiting.wanted());
    }

    private void send(Errand next) {
        errand = Optional.of(next);
        errandTicks = 0;
        disk.run(next, report -> context.runOnContext(back -> returned(next, report)));
    }

    private void returned(Errand done, Report report) {
        errand = Optional.empty();
        lastInLog = report.last();
        report.opened().ifPresent(this::resume);
        unwritten.written(done, report);
        report.read().ifPresent(this::readBack);
        report.failure().ifPresentOrElse(failure -> failed(failure), () -> succeeded(done));
        metrics.size(waiting.depth(), report.bytes());
        if (closing) {
            finish();
        } else if (finalMark.isEmpty()) {
            advance();
        }
    }

    private void failed(IOException failure) {
        writeAgainAt = System.nanoTime() + RETRY.toNanos();
        if (failure instanceof JournalInUse && started.tryFail(failure)) {
            context.owner().cancelTimer(ticking);
            closing = true;
            return;
        }
        Trouble trouble = Trouble.of(failure);
        boolean neverOpened = recovered.isEmpty() && trouble == Trouble.IO_ERROR;
        condition.troubled(neverOpened ? Trouble.UNWRITABLE : trouble, failure.toString());
        started.tryComplete(this);
    }

    /** A disk that is full can still be read, so only a write shows that it is well again. */
    private void succeeded(Errand done) {
        marked = done.settled().orElse(marked);
        boolean proven =
                done.writes() || condition.trouble().map(Trouble::unreadable).orElse(true);
        if (proven) {
            condition.well();
        }
        started.tryComplete(this);
    }

    /** What was accepted meanwhile and not sent comes after what is on disk, and is numbered now. */
    private void resume(Recovered left) {
        recovered = Optional.of(left);
        numbers.resume(left.numbers());
        backlog.restore(left.waiting(), left.records());
        marked = new Errand.Mark(left.waiting().from() - 1, left.records());
        for (Held early : waiting.takeUnsent()) {
            JournalEntry entry = early.entry;
            Held held = Held.fresh(entry.withPlace(numbers.next(entry.topic(), entry.record())));
            waiting.add(held);
            unwritten.add(held);
        }
        log.info(
                "The journal is open. folder={} waiting={} commands={}",
                settings.folder(),
                left.records(),
                left.commands().size());
    }

    private void readBack(ReadBack read) {
        List<Held> held = new ArrayList<>();
        for (Frame frame : read.frames()) {
            Optional<Kept> kept = RecordCodec.decode(frame.payload());
            if (kept.isPresent()) {
                held.add(Held.fromDisk(entry(kept.get(), frame.position()), frame.position()));
            } else {
                damaged(new ReadBack.Missing(new Span(frame.position(), frame.position()), "unreadable"));
            }
        }
        read.missing().forEach(this::damaged);
        waiting.readBack(held, read.next());
    }

    private JournalEntry entry(Kept kept, long inLog) {
        return new JournalEntry(
                position++,
                kept.topic(),
                kept.numbered(),
                backlog.isReplayed(inLog),
                System.nanoTime(),
                backlog.promise(inLog));
    }

    private void damaged(ReadBack.Missing missing) {
        metrics.lost("damaged", missing.positions().length());
        log.error(
                "A part of the journal is damaged, its records will never be on the bus. file={} from={} to={}",
                missing.file(),
                missing.positions().from(),
                missing.positions().to());
    }

    private void finish() {
        if (recovered.isEmpty() || condition.trouble().isPresent()) {
            end();
            return;
        }
        Errand last = new Errand(List.of(), List.of(), Map.of(), finalMark, Span.EMPTY);
        disk.run(last, report -> context.runOnContext(done -> end()));
    }

    private void end() {
        disk.close(() -> context.runOnContext(done -> closed.tryComplete()));
    }
}
