// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowClientTest {
    /** Milliseconds to wait for what comes in one or two seconds on a quiet machine. */
    private static final int PATIENCE = 60_000;

    /** Milliseconds between two bytes. */
    private static final int PAUSE = 200;

    @Test
    void post_aByteAtATime_isLetGo(@TempDir Path folder) throws Exception {
        try (TestService service = new TestService(ServiceOptions.in(folder))) {
            URI audits = service.uri("/audits");
            try (Socket socket = new Socket(audits.getHost(), audits.getPort())) {
                String head =
                        "POST /audits HTTP/1.1\r\nHost: "
                                + audits.getAuthority()
                                + "\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 100000\r\n\r\n";
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                for (int waited = 0; in.available() == 0 && waited < PATIENCE; waited += PAUSE) {
                    out.write(' ');
                    Thread.sleep(PAUSE);
                }
                assertThat(in.available()).as("bytes of an answer").isPositive();
                byte[] answer = in.readNBytes(in.available());
                assertThat(new String(answer, StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 408")
                        .contains("\"status\":408");
            }
            assertThat(service.get("/health").status()).isEqualTo(200);
        }
    }
}
