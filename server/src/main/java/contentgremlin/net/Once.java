package contentgremlin.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/// Has a request sent once at most. The client would repeat a GET by itself when the server closes
/// the connection without a word, and nobody would know of a request above the provider's rate.
final class Once implements BodyPublisher {
  private final BodyPublisher body;
  private final AtomicBoolean sent = new AtomicBoolean();

  Once(BodyPublisher body) {
    this.body = body;
  }

  /// Asked for whenever the request's head is made, and only then.
  @Override
  public long contentLength() {
    if (sent.getAndSet(true)) {
      throw new UncheckedIOException(new IOException("it closed the connection without a word"));
    }
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(subscriber);
  }
}
