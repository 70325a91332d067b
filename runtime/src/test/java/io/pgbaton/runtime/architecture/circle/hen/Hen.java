package io.pgbaton.runtime.architecture.circle.hen;

import io.pgbaton.runtime.architecture.circle.egg.Egg;

public record Hen(Egg origin) {}
