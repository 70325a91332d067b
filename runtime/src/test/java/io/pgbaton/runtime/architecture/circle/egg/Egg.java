package io.pgbaton.runtime.architecture.circle.egg;

import io.pgbaton.runtime.architecture.circle.hen.Hen;

public record Egg(Hen layer) {}
