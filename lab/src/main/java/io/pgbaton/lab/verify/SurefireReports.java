package io.pgbaton.lab.verify;

import io.pgbaton.lab.LabException;
import io.pgbaton.lab.verify.TestCaseResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the reports that ./verify collected as PART/MODULE--TEST-class.xml. */
final class SurefireReports {
    private SurefireReports() {}

    static List<TestCaseResult> read(Path folder) {
        return each(folder, SurefireReports::parse).stream()
                .flatMap(List::stream)
                .toList();
    }

    /** When each report was written, in no order. */
    static List<Instant> written(Path folder) {
        return each(folder, file -> Files.getLastModifiedTime(file).toInstant());
    }

    private interface Reading<T> {
        T of(Path report) throws IOException;
    }

    private static <T> List<T> each(Path folder, Reading<T> reading) {
        List<T> read = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".xml"))
                    .sorted()
                    .toList()) {
                read.add(reading.of(file));
            }
            return read;
        } catch (IOException e) {
            throw new LabException("cannot read the reports in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static List<TestCaseResult> parse(Path file) throws IOException {
        String part = file.getParent().getFileName().toString();
        String name = file.getFileName().toString();
        String module = name.substring(0, name.indexOf("--"));
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            NodeList cases = factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("testcase");
            return IntStream.range(0, cases.getLength())
                    .mapToObj(i -> result(part, module, (Element) cases.item(i)))
                    .toList();
        } catch (ParserConfigurationException | SAXException e) {
            throw new LabException("cannot read the report " + file + ": " + e.getMessage(), e);
        }
    }

    private static TestCaseResult result(String part, String module, Element test) {
        String type = test.getAttribute("classname");
        String name = test.getAttribute("name");
        double seconds = Double.parseDouble(test.getAttribute("time").replace(",", ""));
        for (String failure : List.of("failure", "error")) {
            if (child(test, failure) != null) {
                return new TestCaseResult(
                        part, module, type, name, seconds, Outcome.FAILED, firstLine(child(test, failure)));
            }
        }
        Element skipped = child(test, "skipped");
        return skipped == null
                ? new TestCaseResult(part, module, type, name, seconds, Outcome.PASSED, "")
                : new TestCaseResult(part, module, type, name, seconds, Outcome.SKIPPED, firstLine(skipped));
    }

    private static Element child(Element test, String name) {
        return (Element) test.getElementsByTagName(name).item(0);
    }

    private static String firstLine(Element element) {
        String text = element.hasAttribute("message") ? element.getAttribute("message") : element.getTextContent();
        return text.strip().lines().findFirst().orElse("no reason given");
    }
}
