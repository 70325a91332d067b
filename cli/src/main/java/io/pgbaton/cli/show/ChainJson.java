package io.pgbaton.cli.show;

import io.pgbaton.cli.chain.ChainVerifier;
import io.pgbaton.cli.chain.Finding;
import io.pgbaton.cli.chain.SourceReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What {@code audit verify} found, for programs. */
public final class ChainJson {

    private ChainJson() {}

    public static JsonObject of(List<SourceReport> reports) {
        JsonArray sources = new JsonArray();
        reports.forEach(report -> sources.add(of(report)));
        return new JsonObject()
                .put("verdict", ChainVerifier.verdict(reports.stream()).label())
                .put("sources", sources);
    }

    private static JsonObject of(SourceReport report) {
        JsonArray findings = new JsonArray();
        report.findings().forEach(finding -> findings.add(of(finding)));
        JsonObject json = new JsonObject()
                .put("source", report.source())
                .put("verdict", report.verdict().label())
                .put("records", report.records())
                .put("first", report.first())
                .put("last", report.last())
                .put("repeats", report.repeats())
                .put("late", report.late())
                .put("unproven", report.unproven())
                .put("head", report.head())
                .put("findings", findings);
        report.anchor().ifPresent(link -> json.put("anchor", link.sequence()));
        return json;
    }

    private static JsonObject of(Finding finding) {
        return new JsonObject()
                .put("fault", finding.fault().label())
                .put("breaks", finding.fault().breaks())
                .put("sequence", finding.sequence())
                .put("partition", finding.at().partition())
                .put("offset", finding.at().offset())
                .put("time", finding.at().time())
                .put("id", finding.at().id())
                .put("sentence", finding.sentence())
                .put("nextStep", finding.fault().nextStep());
    }
}
