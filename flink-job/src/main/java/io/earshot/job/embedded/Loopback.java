package io.earshot.job.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of the loopback interface. */
final class Loopback {

  static final String HOST = "127.0.0.1";

  private Loopback() {}

  /**
   * Distinct ports that were free a moment ago. Somebody may take one before it is used, so a
   * caller must be ready to ask again.
   */
  static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, address());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    } finally {
      held.forEach(Loopback::release);
    }
  }

  /**
   * Makes sure that a port can be listened on.
   *
   * @param what what is to listen there
   * @throws PortInUseException if it cannot
   */
  static void requireFree(String what, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          what + ": port is " + port + "; it must be 1 to 65535, or 0 for any free one");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(), port));
    } catch (IOException e) {
      throw new PortInUseException(what, port, e);
    }
  }

  private static InetAddress address() throws IOException {
    return InetAddress.getByName(HOST);
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
