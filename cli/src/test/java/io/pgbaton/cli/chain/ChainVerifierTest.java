package io.pgbaton.cli.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that can be done to an audit is found at its first place, and what is honest is not called a fault. */
class ChainVerifierTest {

    @Test
    void whatItsWriterPublishedIsWhole() {
        SourceReport report = Tape.of(20).verify();
        assertEquals(Verdict.WHOLE, report.verdict());
        assertEquals(20, report.records());
        assertEquals(1, report.first());
        assertEquals(20, report.last());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 18})
    void aRecordThatIsLeftOutIsMissing(int at) {
        Tape tape = Tape.of(20);
        tape.records.remove(at);
        Finding finding = onlyBreak(tape.verify());
        assertEquals(Fault.MISSING, finding.fault());
        assertEquals(at + 1, finding.sequence());
        assertEquals(at, finding.at().offset(), "the place of the one that came instead");
        assertEquals("record " + (at + 1) + " is missing; record " + (at + 2) + " came instead", finding.sentence());
    }

    @Test
    void manyThatAreLeftOutAreOneFinding() {
        Tape tape = Tape.of(20);
        tape.records.subList(4, 9).clear();
        assertEquals(
                "records 5 to 9 are missing; record 10 came instead",
                onlyBreak(tape.verify()).sentence());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 19})
    void aByteOfTheDataThatIsAlteredIsFound(int at) {
        Tape tape = Tape.of(20);
        tape.records.get(at).value()[5] ^= 1;
        assertAltered(tape, at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "type", "subject", "time", "correlationid", "source2"})
    void anAttributeThatIsAlteredOrAddedIsFound(String attribute) {
        Tape tape = Tape.of(20);
        Tape.alter(tape.records.get(7), attribute, "altered");
        assertAltered(tape, 7);
    }

    @Test
    void aHashThatIsAlteredOrTakenAwayIsFound() {
        Tape altered = Tape.of(20);
        Tape.alter(altered.records.get(7), "chain", "0".repeat(64));
        assertEquals(8, altered.verify().firstBreak().orElseThrow().sequence());
        Tape taken = Tape.of(20);
        taken.records.get(7).headers().remove("ce_chain");
        Finding finding = taken.verify().firstBreak().orElseThrow();
        assertEquals(Fault.ALTERED, finding.fault());
        assertEquals(8, finding.sequence());
    }

    @Test
    void aNumberThatIsAlteredBreaksTheChain() {
        Tape tape = Tape.of(20);
        Tape.alter(tape.records.get(7), "sequence", "0000000000000000400");
        assertEquals(Verdict.BROKEN, tape.verify().verdict());
    }

    @Test
    void aRecordThatIsThereTwiceIsDoubled() {
        Tape tape = Tape.of(20);
        tape.records.add(12, Tape.copy(tape.records.get(5)));
        Finding finding = onlyBreak(tape.verify());
        assertEquals(Fault.DOUBLED, finding.fault());
        assertEquals(6, finding.sequence());
        assertEquals(12, finding.at().offset());
    }

    @Test
    void aCopyWithAnotherContentIsAltered() {
        Tape tape = Tape.of(20);
        ProducerRecord<String, byte[]> copy = Tape.copy(tape.records.get(5));
        copy.value()[5] ^= 1;
        Tape.mark(copy);
        tape.records.add(12, copy);
        Finding finding = onlyBreak(tape.verify());
        assertEquals(Fault.ALTERED, finding.fault());
        assertEquals(12, finding.at().offset());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 18})
    void recordsThatChangedPlacesAreOutOfOrder(int at) {
        Tape tape = Tape.of(20);
        Collections.swap(tape.records, at, at + 1);
        Finding finding = onlyBreak(tape.verify());
        assertEquals(Fault.OUT_OF_ORDER, finding.fault());
        assertEquals("record " + (at + 1) + " comes after record " + (at + 2), finding.sentence());
        assertEquals(at + 1, finding.at().offset());
    }

    @Test
    void amongThoseThatChangedPlacesAnAlteredOneIsFoundToo() {
        Tape tape = Tape.of(20);
        tape.records.get(6).value()[5] ^= 1;
        Collections.swap(tape.records, 5, 6);
        List<Fault> faults =
                tape.verify().findings().stream().map(Finding::fault).toList();
        assertEquals(List.of(Fault.ALTERED, Fault.OUT_OF_ORDER), faults);
    }

    @Test
    void whatItsWriterSentAgainIsNoFault() {
        SourceReport report = Tape.of(10)
                .writeAgain(4, true)
                .write(3)
                .writeAgain(2, true)
                .write(1)
                .verify();
        assertEquals(Verdict.WHOLE, report.verdict());
        assertEquals(6, report.repeats());
        assertEquals(14, report.last());
    }

    @Test
    void aFirstSendingThatArrivesBehindTheSecondIsNoFault() {
        Tape tape = Tape.of(10).writeAgain(4, true);
        Collections.rotate(tape.records.subList(6, 14), 4);
        assertEquals(Verdict.WHOLE, tape.verify().verdict());
    }

    @Test
    void whatItsWriterSaysIsLateIsNoFault() {
        Tape tape = Tape.of(20);
        List<ProducerRecord<String, byte[]>> late = tape.records.subList(5, 15);
        late.forEach(Tape::mark);
        Collections.rotate(tape.records.subList(5, 20), 5);
        SourceReport report = tape.verify();
        assertEquals(Verdict.WHOLE, report.verdict(), report.findings().toString());
        assertEquals(10, report.late());
    }

    @Test
    void amongTheLateOnesWhatIsMissingIsMissing() {
        Tape tape = Tape.of(20);
        tape.records.subList(5, 15).forEach(Tape::mark);
        Collections.rotate(tape.records.subList(5, 20), 5);
        tape.records.remove(12);
        assertEquals(8, onlyBreak(tape.verify()).sequence());
    }

    @Test
    void theOldestThatRetentionLeftIsTheAnchor() {
        Tape tape = Tape.of(20).writeAgain(3, true);
        tape.records.subList(0, 8).clear();
        SourceReport report = tape.verify(false);
        assertEquals(Verdict.WHOLE, report.verdict());
        assertEquals(9, report.anchor().orElseThrow().sequence());
        assertEquals(Fault.MISSING, onlyBreak(tape.verify(true)).fault(), "but not where retention took nothing");
    }

    @Test
    void aRepeatOfWhatRetentionTookIsNoFault() {
        Tape tape = Tape.of(20).writeAgain(15, true).write(2);
        tape.records.subList(0, 10).clear();
        assertEquals(Verdict.WHOLE, tape.verify(false).verdict());
    }

    @Test
    void aJournalThatWasDeletedIsNamedAndNotCalledBroken() {
        SourceReport report = Tape.of(10).forget().write(5).verify();
        assertEquals(Verdict.UNPROVEN, report.verdict());
        Finding finding = report.findings().get(0);
        assertEquals(Fault.RESTARTED, finding.fault());
        assertEquals(10, finding.at().offset());
        assertEquals("the source begins anew at record 1, though the last one was 10", finding.sentence());
        assertEquals(5, report.last());
    }

    @Test
    void aLifeThatDiedWhileItsDiskTookNothingIsNamedAndNotCalledBroken() {
        SourceReport report = Tape.of(10).forgetLast(3).write(5).verify();
        assertEquals(Verdict.UNPROVEN, report.verdict());
        assertEquals(
                "the source goes on from record 7 a second time, though the last one was 10",
                report.findings().get(0).sentence());
        assertEquals(12, report.last());
    }

    @Test
    void aForgeryThatOnlyLooksLikeARestartIsBrokenByTheNextHonestRecord() {
        Tape tape = Tape.of(10);
        Tape forged = Tape.of(10).forgetLast(3).write(1);
        tape.records.add(forged.records.get(10));
        tape.write(2);
        assertEquals(Verdict.BROKEN, tape.verify().verdict());
    }

    @Test
    void recordsWithoutANumberAreNamed() {
        SourceReport report = new Tape().writeWithoutAJournal(2).write(5).verify();
        assertEquals(Verdict.UNPROVEN, report.verdict());
        assertEquals(2, report.unproven());
        assertEquals(5, report.last());
    }

    @Test
    void aChainThatBeginsBehindTheNumbersOfAnOlderVersionIsTaken() {
        SourceReport report = new Tape().writeUnchained(41).write(5).verify();
        assertEquals(Verdict.UNPROVEN, report.verdict(), report.findings().toString());
        assertEquals(42, report.first());
        assertEquals(46, report.last());
    }

    @Test
    void whatCannotBeReadIsAFindingAndNoCrash() {
        Tape tape = Tape.of(5);
        tape.records.add(new ProducerRecord<>("pgbaton.audit", null, null, "junk".getBytes(UTF_8)));
        ProducerRecord<String, byte[]> nonsense = Tape.copy(tape.records.get(0));
        Tape.alter(nonsense, "sequence", "many");
        tape.records.add(nonsense);
        SourceReport none = tape.verify();
        assertEquals("", none.source());
        assertEquals(Fault.UNREADABLE, onlyBreak(none).fault());
        tape.records.remove(5);
        assertTrue(onlyBreak(tape.verify()).sentence().contains("its number or its hash is none"));
    }

    private static void assertAltered(Tape tape, int at) {
        Finding finding = onlyBreak(tape.verify());
        assertEquals(Fault.ALTERED, finding.fault());
        assertEquals(at + 1, finding.sequence());
        assertEquals(at, finding.at().offset());
    }

    private static Finding onlyBreak(SourceReport report) {
        assertEquals(Verdict.BROKEN, report.verdict());
        assertEquals(1, report.findings().size(), report.findings().toString());
        return report.findings().get(0);
    }
}
