package contentgremlin.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Two servers under the same load, in turns, so that whatever else the machine does meets both.
record Duel(Contender ours, Contender peer, int rounds) {
  interface Task {
    /// @return how much was done
    double run(Contender contender) throws IOException, InterruptedException;
  }

  /// @param speed done per second of clock time
  /// @param cost processor seconds of the server per unit done
  record Score(double speed, double cost) {}

  /// A server runs for weeks: what its compiler does in the first seconds is not what we ask.
  void warmUp(int seconds, Task task) throws IOException, InterruptedException {
    for (var contender : List.of(ours, peer)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < end) {
        task.run(contender);
      }
    }
    System.out.println("after " + seconds + " s of the same load for each:");
  }

  /// Prints each round, and the medians' ratios at the end.
  void fight(String title, String unit, Task task) throws IOException, InterruptedException {
    System.out.println(title);
    List<Score> our = new ArrayList<>();
    List<Score> their = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      our.add(score(ours, task));
      their.add(score(peer, task));
      print(ours, our.getLast(), unit);
      print(peer, their.getLast(), unit);
    }
    System.out.printf(
        "  %s: throughput %.2f of %s's (more is better), processor time %.2f of its (less is"
            + " better)%n",
        ours.name(),
        median(our, true) / median(their, true),
        peer.name(),
        median(our, false) / median(their, false));
  }

  private static void print(Contender contender, Score score, String unit) throws IOException {
    System.out.printf(
        "  %-15s %9.2f %s/s  %8.4f processor s per %s  %5.0f MiB resident%n",
        contender.name(), score.speed(), unit, score.cost(), unit, contender.residentMebibytes());
  }

  private static Score score(Contender contender, Task task)
      throws IOException, InterruptedException {
    double before = contender.processorSeconds();
    long begun = System.nanoTime();
    double done = task.run(contender);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Score(done / seconds, (contender.processorSeconds() - before) / done);
  }

  private static double median(List<Score> scores, boolean speed) {
    var sorted =
        scores.stream().mapToDouble(score -> speed ? score.speed() : score.cost()).sorted();
    return sorted.toArray()[scores.size() / 2];
  }
}
