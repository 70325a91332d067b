package io.pgbaton.lab.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** WinSW ignores an element that it does not know, so a slip of the pen would go unnoticed on Windows. */
class WinswDefinitionsTest {
    /** WinSW 2.12, docs/xml-config-file.md and docs/logging-and-error-reporting.md, without extensions. */
    private static final Set<String> KNOWN = Set.of(
            "id",
            "name",
            "description",
            "executable",
            "arguments",
            "startarguments",
            "stopexecutable",
            "stoparguments",
            "workingdirectory",
            "env",
            "depend",
            "startmode",
            "delayedAutoStart",
            "priority",
            "stoptimeout",
            "stopparentprocessfirst",
            "waithint",
            "sleeptime",
            "onfailure",
            "resetfailure",
            "securityDescriptor",
            "serviceaccount",
            "interactive",
            "beeponshutdown",
            "download",
            "logpath",
            "log");

    static Stream<Path> definitions() {
        return Checkout.files("deploy/winsw", ".xml").stream();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void winswKnowsEveryElementAndFindsWhatItNeeds(Path file) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element service = document.getDocumentElement();
        assertEquals("service", service.getTagName());
        Set<String> elements = children(service);
        Set<String> unknown = new TreeSet<>(elements);
        unknown.removeAll(KNOWN);
        assertEquals(Set.of(), unknown);
        assertTrue(elements.containsAll(Set.of("id", "name", "description", "executable")), elements.toString());
        String id = service.getElementsByTagName("id").item(0).getTextContent();
        assertEquals(id + ".xml", file.getFileName().toString());
        Element log = (Element) service.getElementsByTagName("log").item(0);
        assertEquals("roll-by-size", log.getAttribute("mode"));
    }

    private static Set<String> children(Element parent) {
        Set<String> names = new TreeSet<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
                names.add(nodes.item(i).getNodeName());
            }
        }
        return names;
    }
}
