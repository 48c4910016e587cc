package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.Declaration;
import contentgremlin.extension.Extension;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// One extension at work.
record Live(
    Declaration declaration,
    Guard guard,
    Extension extension,
    Offer offer,
    Joints.Fitting fitting,
    Ears ears,
    OwnCompanions companions) {
  private static final System.Logger LOG = System.getLogger(Live.class.getName());
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  String id() {
    return declaration.id();
  }

  /// Takes it out, and lets it end what it has begun.
  ///
  /// @param isWell whether it may be called once more
  void end(Joints joints, boolean isWell) {
    guard.close();
    joints.remove(fitting);
    ears.close();
    if (isWell) {
      stop(id(), guard, extension);
    }
    companions.close();
  }

  /// Lets it end, whatever comes of that.
  static void stop(String id, Guard guard, Extension extension) {
    try {
      guard.callAnyway(
          "stop",
          STOP_MAX,
          Blame.ITEM,
          _ -> {
            extension.stop();
            return true;
          });
    } catch (Fault e) {
      LOG.log(Level.WARNING, "extension {0}: {1}", id, e.reason());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
