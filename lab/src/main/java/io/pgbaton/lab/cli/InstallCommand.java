package io.pgbaton.lab.cli;

import io.pgbaton.lab.Lab;
import io.pgbaton.lab.Progress;
import io.pgbaton.lab.install.Packages;
import picocli.CommandLine;

@CommandLine.Command(
        name = "install",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Install the packages that the lab and the tests need, and nothing else.")
final class InstallCommand implements Runnable {
    @Override
    public void run() {
        Lab.requireRoot();
        new Packages(new Progress(System.out)).installForTests();
    }
}
