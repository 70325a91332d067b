package io.pgbaton.backupagent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pgbaton.backupagent.decide.Line;
import io.pgbaton.proto.v1.DrillStepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
    @Test
    void everyWordIsUnderstood() throws BadLine {
        assertEquals(new Line.Started(), LineParser.parse("1790000000 started pid=17 group=17"));
        assertEquals(new Line.Progress(1234, 99), LineParser.parse("1790000000 progress percent=12.34 bytes=99"));
        assertEquals(new Line.Progress(10000, 99), LineParser.parse("1790000000 progress percent=100 bytes=99"));
        assertEquals(new Line.Warned("a b  c"), LineParser.parse("1790000000 warned a b  c"));
        assertEquals(
                new Line.Made("20261121-220000F_20261122-030000I"),
                LineParser.parse("1790000000 made label=20261121-220000F_20261122-030000I"));
        assertEquals(
                new Line.Chosen("20261121-220000F", 1, 99, 1790000000),
                LineParser.parse("1790000000 set label=20261121-220000F repo=1 bytes=99 stopped=1790000000"));
        assertEquals(new Line.Phase("restoring"), LineParser.parse("1790000000 phase name=restoring"));
        assertEquals(
                new Line.Step("probe", DrillStepResult.DRILL_STEP_RESULT_DONE, 31, "it answered 42"),
                LineParser.parse("1790000000 step name=probe result=done ms=31 it answered 42"));
        assertEquals(
                new Line.Step("restore", DrillStepResult.DRILL_STEP_RESULT_FAILED, 5, ""),
                LineParser.parse("1790000000 step name=restore result=failed ms=5 "));
        assertEquals(new Line.Ended(50, "busy"), LineParser.parse("1790000000 ended code=50 name=busy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "started pid=1 group=1",
                "1790000000 begun pid=1 group=1",
                "1790000000 started",
                "1790000000 started pid=x group=1",
                "1790000000 progress percent=101 bytes=1",
                "1790000000 progress percent=-1 bytes=1",
                "1790000000 progress percent=5",
                "1790000000 made label=the first one",
                "1790000000 made 20261121-220000F",
                "1790000000 ended code=1 name=Not Kebab",
                "1790000000 ended code=1",
                "1790000000 set label=20261121-220000F repo=1",
                "1790000000 phase name=Restoring",
                "1790000000 step name=probe result=perhaps ms=3",
                "1790000000 step name=probe result=done",
                "1790000000  warned two blanks"
            })
    void anythingElseIsNamedAsItIs(String line) {
        BadLine bad = assertThrows(BadLine.class, () -> LineParser.parse(line));
        assertTrue(bad.getMessage().contains("\"" + line + "\""), bad.getMessage());
    }
}
