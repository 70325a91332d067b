package io.pgbaton.runtime.config;

import io.pgbaton.runtime.config.References.Broken;
import io.pgbaton.runtime.secret.Secret;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads single values, follows their references, and notes what is wrong with them. */
record ScalarParser(Source source) {

    /** Empty when it is faulty, which is noted then. */
    <T> Optional<T> parse(String at, Node node, Scalar<T> kind) {
        int where = Source.lineOf(node);
        String remedy = "write for example `" + kind.example() + "`";
        if (!(node instanceof ScalarNode scalar)) {
            source.fault(where, at, "must be " + kind.what(), remedy);
            return Optional.empty();
        }
        boolean secret = kind.standIn() instanceof Secret;
        try {
            String written = scalar.getValue();
            if (secret) {
                warnOfOpenSecret(where, at, written);
            }
            References references = source.references();
            return Optional.of(kind.parse().apply(secret ? references.secret(written) : references.expand(written)));
        } catch (Broken broken) {
            source.fault(where, at, broken.getMessage(), broken.remedy());
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            source.fault(where, at, "`" + scalar.getValue() + "` is not " + kind.what(), remedy);
        }
        return Optional.empty();
    }

    private void warnOfOpenSecret(int where, String at, String written) {
        if (!References.isReference(written)) {
            source.warn(where, at, "a secret stands in the configuration itself; file:/path or ${NAME} keeps it out");
        } else if (References.isReadableByAll(written)) {
            source.warn(where, at, "every user of this host can read " + written + "; chmod 0640 keeps it to few");
        }
    }
}
