package io.pgbaton.backupagent.config;

import io.pgbaton.proto.Scope;
import io.pgbaton.runtime.config.Check;
import io.pgbaton.runtime.config.ConfigNode;
import java.util.List;
import java.util.Optional;

/**
 * One stanza of pgBackRest.
 *
 * @param scope whose cluster it backs up
 * @param repos numbers of its repositories, as in pgBackRest's {@code repo1-path}
 * @param probe what a restored backup of it is asked
 */
public record StanzaConfig(String name, Scope scope, List<Integer> repos, Optional<ProbeConfig> probe) {
    private static final Scope STAND_IN = new Scope("namespace", "scope");
    private static final int MOST_REPOS = 256;

    public StanzaConfig {
        repos = List.copyOf(repos);
    }

    static StanzaConfig read(ConfigNode node) {
        String name = node.text("name")
                .must(Check.matching("[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}", "the name of a stanza as pgBackRest knows it"))
                .required();
        Scope scope = node.text("scope")
                .as("<namespace>/<scope>, as in service/demo", STAND_IN, Scope::parse)
                .required();
        List<Integer> repos = node.texts("repos")
                .as("a list of numbers from 1 to " + MOST_REPOS, List.<Integer>of(), StanzaConfig::repos)
                .orElse(List.of(1));
        return new StanzaConfig(
                name, scope, repos, node.block("probe", ProbeConfig::read).optional());
    }

    private static List<Integer> repos(List<String> texts) {
        List<Integer> numbers = texts.stream().map(Integer::valueOf).distinct().toList();
        if (numbers.isEmpty() || numbers.stream().anyMatch(number -> number < 1 || number > MOST_REPOS)) {
            throw new IllegalArgumentException("no number of a repository");
        }
        return numbers;
    }
}
