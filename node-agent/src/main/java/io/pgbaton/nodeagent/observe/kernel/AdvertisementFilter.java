package io.pgbaton.nodeagent.observe.kernel;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.pgbaton.nodeagent.kernel.KernelSocket;
import java.nio.ByteBuffer;

/**
 * A packet filter that runs in the kernel and lets neighbour advertisements through: without it every IPv6 packet of a busy
 * database host would wake the agent. Classic BPF, one {@code {code, jumpIfTrue, jumpIfFalse, operand}} a line.
 */
final class AdvertisementFilter {
    private static final int SO_ATTACH_FILTER = 26;
    private static final int LOAD_BYTE = 0x30;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int NEXT_HEADER_AT = 20;
    private static final int NEXT_HEADER_ICMPV6 = 58;
    private static final int ICMP_TYPE_AT = 54;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int WHOLE_FRAME = 0xffff;
    private static final int[][] PROGRAM = {
        {LOAD_BYTE, 0, 0, NEXT_HEADER_AT},
        {JUMP_IF_EQUAL, 0, 3, NEXT_HEADER_ICMPV6},
        {LOAD_BYTE, 0, 0, ICMP_TYPE_AT},
        {JUMP_IF_EQUAL, 0, 1, NEIGHBOUR_ADVERTISEMENT},
        {RETURN, 0, 0, WHOLE_FRAME},
        {RETURN, 0, 0, 0},
    };
    private static final int INSTRUCTION_LENGTH = 8;
    /** struct sock_fprog: a short, padding, a pointer. */
    private static final int PROGRAM_HEADER_LENGTH = 16;

    private AdvertisementFilter() {}

    static void attachTo(KernelSocket socket) {
        try (Memory program = new Memory((long) PROGRAM.length * INSTRUCTION_LENGTH)) {
            for (int i = 0; i < PROGRAM.length; i++) {
                write(program, (long) i * INSTRUCTION_LENGTH, PROGRAM[i]);
            }
            ByteBuffer header = KernelSocket.buffer(PROGRAM_HEADER_LENGTH);
            header.putShort(0, (short) PROGRAM.length).putLong(8, Pointer.nativeValue(program));
            socket.option(SO_ATTACH_FILTER, header);
        }
    }

    private static void write(Memory program, long at, int[] instruction) {
        program.setShort(at, (short) instruction[0]);
        program.setByte(at + 2, (byte) instruction[1]);
        program.setByte(at + 3, (byte) instruction[2]);
        program.setInt(at + 4, instruction[3]);
    }
}
