package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Actor;
import contentgremlin.engine.enrich.Asker;
import contentgremlin.engine.enrich.Describer;
import contentgremlin.engine.enrich.EndingHandler;
import contentgremlin.engine.enrich.GrabHandler;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.engine.enrich.ParseHandler;
import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Fetcher;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Rate;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Stages;
import contentgremlin.enrich.Statement;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wave;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of items through their stages, with real jobs on a real database.
final class DescribingTest {
  @TempDir Path home;
  private Shop shop;
  private final List<AutoCloseable> open = new ArrayList<>();

  /// Which item was asked about by whom, in order.
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() {
    shop = new Shop(home);
  }

  @AfterEach
  void close() throws Exception {
    stop();
    shop.close();
  }

  private void stop() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
    open.clear();
  }

  /// Says what the test wants of every item.
  private class Scripted implements Grabber {
    private final Profile profile;
    private final Function<Subject, Grabbed> answers;

    Scripted(String id, int version, Wave wave, Function<Subject, Grabbed> answers) {
      this(id, version, wave, null, answers);
    }

    Scripted(
        String id,
        int version,
        Wave wave,
        @Nullable Provider provider,
        Function<Subject, Grabbed> answers) {
      this.profile =
          new Profile(
              id,
              version,
              id,
              "Says what a test wants.",
              Set.of(MediaType.VIDEO),
              wave,
              Profile.PRIORITY_CROWD,
              provider,
              Set.of("titles"),
              List.of());
      this.answers = answers;
    }

    @Override
    public Profile profile() {
      return profile;
    }

    @Override
    public boolean appliesTo(Subject subject) {
      return true;
    }

    @Override
    public Grabbed grab(Subject subject, Sources sources)
        throws InterruptedException, UnansweredException {
      asked.add(profile.id() + " " + subject.item().id().value());
      return answers.apply(subject);
    }
  }

  /// Nobody is asked here.
  private static final class Nobody implements Fetcher {
    @Override
    public Answer fetch(Order order) {
      return new Answer.Broken("nobody is asked here");
    }

    @Override
    public Answer fetch(Order order, Sink sink) {
      return new Answer.Broken("nobody is asked here");
    }
  }

  private Scripted knows(String id, String title) {
    return new Scripted(id, 1, Wave.LOCAL, _ -> found(title));
  }

  private static Grabbed found(String title) {
    return new Grabbed.Found(List.of(Statement.of("titles", "title", title)));
  }

  private void run(Grabber... grabbers) {
    run(new EndingHandler(shop.clock), grabbers);
  }

  private void run(JobHandler ending, Grabber... grabbers) {
    var settings = new GrabberSettings(List.of(grabbers));
    var handlers =
        Stream.concat(
                Stream.<JobHandler>of(
                    new ParseHandler(
                        _ -> {
                          throw new IllegalStateException("no such files here");
                        },
                        shop.clock),
                    ending),
                Stream.of(grabbers)
                    .map(grabber ->
                        new GrabHandler(
                            grabber,
                            shop.database,
                            shop.vault,
                            settings,
                            new Asker(shop.database, new Nobody(), _ -> "", shop.clock),
                            shop.clock)))
            .toArray(JobHandler[]::new);
    var runner = shop.run(handlers);
    var describer = new Describer(shop.database, settings, shop.clock, () -> false);
    describer.start();
    open.add(runner);
    open.add(describer);
  }

  private Item published(String name) throws Exception {
    var item = shop.addItem();
    var facts = new MediaFacts("video/mp4", Duration.ofMinutes(90), 1920, 1080);
    var next =
        item.probed(MediaType.VIDEO, facts)
            .from(new Source.Owned(((Source.Owned) item.source()).digest(), name, 10, ""))
            .described(name.substring(0, name.lastIndexOf('.')), "", List.of(), item.visibility())
            .becoming(new Item.State.Published(shop.clock.instant()));
    shop.database.write(tables -> {
      tables.items().update(next);
      tables.enrichment().due(next.id(), 0, shop.clock.instant());
      return "";
    });
    return next;
  }

  private void awaitEnd(Item item) throws InterruptedException {
    Shop.await("no end of " + item.id(), () -> ends(item) > 0);
  }

  private long ends(Item item) {
    return shop.events().stream().filter(new Fact.ItemEnded(item.id())::equals).count();
  }

  private List<Outcome> outcomes(Item item) {
    return shop.database.read(tables -> tables.enrichment().outcomes(item.id()));
  }

  private Outcome outcome(Item item, String stage) {
    return outcomes(item).stream().filter(it -> it.stage().equals(stage)).findFirst().orElseThrow();
  }

  private List<Job> jobs(Item item) {
    return shop.database.read(tables -> tables.jobs().of(item.id()));
  }

  @Test
  void every_stage_is_a_job_with_an_outcome_of_its_own() throws Exception {
    run(knows("one", "First"), new Scripted("two", 1, Wave.FIND, _ -> new Grabbed.Nothing()));

    var item = published("The.Thing.1982.1080p.BluRay.x264-GROUP.mkv");
    awaitEnd(item);

    assertThat(jobs(item).stream().map(Job::kind))
        .containsExactly("parse", "grab-one", "grab-two", "ending");
    assertThat(outcome(item, "parse").kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(outcome(item, "one").kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(outcome(item, "two").kind()).isEqualTo(Outcome.Kind.NOTHING);
    assertThat(outcome(item, "two").until()).isAfter(shop.clock.instant());
    assertThat(shop.item(item).title()).isEqualTo("First");
    assertThat(shop.eventTypes()).containsSubsequence("item.parsed", "item.grabbed", "item.ended");
  }

  @Test
  void the_name_of_the_file_is_understood_where_nobody_says_more() throws Exception {
    run();

    var item = published("The.Thing.1982.1080p.BluRay.x264-GROUP.mkv");
    awaitEnd(item);

    assertThat(shop.item(item).title()).isEqualTo("The Thing");
    var said = shop.database.read(tables -> tables.items().metadata(item.id()));
    assertThat(said).anyMatch(it -> it.key().equals("year") && it.value().equals("1982"));
  }

  @Test
  void what_failed_is_asked_again_when_its_time_has_come_and_nothing_else_is() throws Exception {
    var answers = new ArrayList<Grabbed>();
    answers.add(new Grabbed.Failed("it is down", Duration.ofHours(2)));
    answers.add(found("At last"));
    run(
        new Scripted("weak", 1, Wave.LOCAL, _ -> answers.removeFirst()),
        new Scripted("sound", 1, Wave.FIND, _ -> new Grabbed.Found(List.of())));
    var item = published("a.mkv");
    awaitEnd(item);
    var failed = outcome(item, "weak");
    var state = jobs(item).get(1).state();

    shop.clock.move(Duration.ofHours(1));
    shop.database.write(tables -> tables.jobs().nextDemand()); // something happens
    shop.clock.move(Duration.ofHours(2));
    shop.database.write(tables -> tables.jobs().nextDemand());
    Shop.await("never asked again", () -> outcome(item, "weak").kind() == Outcome.Kind.DONE);

    assertThat(failed.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(state).isInstanceOf(Job.State.Failed.class);
    assertThat(asked.stream().filter(it -> it.startsWith("weak"))).hasSize(2);
    assertThat(asked.stream().filter(it -> it.startsWith("sound"))).hasSize(1);
  }

  @Test
  void who_says_how_long_he_needs_is_asked_right_after_that() throws Exception {
    var answers = new ArrayList<Grabbed>();
    answers.add(new Grabbed.Failed("it has too much to do", Duration.ofSeconds(20)));
    answers.add(found("At last"));
    run(new Scripted("weak", 1, Wave.LOCAL, _ -> answers.removeFirst()));
    var item = published("a.mkv");
    awaitEnd(item);

    shop.clock.move(Duration.ofSeconds(21));
    shop.database.write(tables -> tables.jobs().nextDemand()); // something happens

    Shop.await("never asked again", () -> outcome(item, "weak").kind() == Outcome.Kind.DONE);
  }

  /// Ends an item only once somebody has looked at it again meanwhile.
  private final class SlowEnding implements JobHandler {
    private final JobHandler ending = new EndingHandler(shop.clock);
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Override
    public String kind() {
      return ending.kind();
    }

    @Override
    public boolean leavesFiles() {
      return false;
    }

    @Override
    public Plan plan(Task task) throws IOException {
      return ending.plan(task);
    }

    @Override
    public Result conclude(Task task) throws IOException {
      if (isOver.compareAndSet(false, true)) {
        shop.clock.move(Duration.ofSeconds(21));
        shop.database.write(tables -> tables.jobs().nextDemand()); // something happens
        awaitLook(task.item());
      }
      return ending.conclude(task);
    }

    private void awaitLook(Item item) throws InterruptedIOException {
      try {
        Shop.await(
            "never looked at", () -> outcome(item, "weak").until() == null && dueItems() == 0);
      } catch (InterruptedException _) {
        throw new InterruptedIOException("nobody waits for it any more");
      }
    }

    private long dueItems() {
      return shop.database.read(tables -> tables.enrichment().countDue());
    }
  }

  @Test
  void a_pause_that_is_over_while_an_item_ends_is_not_forgotten() throws Exception {
    var answers = new ArrayList<Grabbed>();
    answers.add(new Grabbed.Failed("it has too much to do", Duration.ofSeconds(20)));
    answers.add(found("At last"));
    run(new SlowEnding(), new Scripted("weak", 1, Wave.LOCAL, _ -> answers.removeFirst()));
    var item = published("a.mkv");

    Shop.await(
        "never asked again",
        () ->
            outcomes(item).stream()
                .anyMatch(it -> it.stage().equals("weak") && it.kind() == Outcome.Kind.DONE));
  }

  @Test
  void whoever_waits_in_line_while_its_provider_is_closed_has_not_failed_once_more()
      throws Exception {
    var day = Duration.ofDays(1);
    var rate = Rate.of(1, Duration.ofSeconds(1));
    var far = new Provider("far", "Far", "https://far.example", rate, Provider.Key.NONE, day, day);
    set("providers", "far");
    var turns = new AtomicInteger();
    run(
        new Scripted("distant", 1, Wave.FIND, far, _ -> found("At last")) {
          @Override
          public Grabbed grab(Subject subject, Sources sources)
              throws InterruptedException, UnansweredException {
            int turn = turns.incrementAndGet();
            if (turn == 2) {
              close(far, Duration.ofSeconds(20));
            }
            if (turn < 3) {
              throw new AssertionError(sources.ask(Question.of(far, "https://far.example/a")));
            }
            return super.grab(subject, sources);
          }
        });
    var item = published("a.mkv");
    awaitEnd(item);
    var asked = outcome(item, "distant");

    shop.clock.move(Duration.ofMinutes(6));
    shop.database.write(tables -> tables.jobs().nextDemand()); // something happens
    Shop.await("no other end", () -> ends(item) > 1);
    var putOff = outcome(item, "distant");
    shop.clock.move(Duration.ofSeconds(21));
    shop.database.write(tables -> tables.jobs().nextDemand());
    Shop.await("never asked again", () -> outcome(item, "distant").kind() == Outcome.Kind.DONE);

    assertThat(asked.failures()).isEqualTo(1);
    assertThat(putOff.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(putOff.failures()).isEqualTo(1);
    assertThat(putOff.reason()).isEqualTo("others failed");
    assertThat(putOff.until()).isBefore(putOff.at().plusSeconds(21));
  }

  private void close(Provider provider, Duration pause) {
    shop.database.write(tables ->
        tables.providers().failed(provider, shop.clock.instant(), pause, "others failed"));
  }

  @Test
  void whoever_gets_another_key_is_asked_again_about_all_that_had_no_answer() throws Exception {
    var day = Duration.ofDays(1);
    var rate = Rate.of(1, Duration.ofSeconds(1));
    var far =
        new Provider("far", "Far", "https://far.example", rate, Provider.Key.NEEDED, day, day);
    set("providers", "far");
    set("far-key", "old");
    var answers = new ArrayList<Grabbed>();
    answers.add(new Grabbed.Failed("it does not take the key", day));
    answers.add(found("At last"));
    run(new Scripted("distant", 1, Wave.FIND, far, _ -> answers.removeFirst()));
    var item = published("a.mkv");
    awaitEnd(item);
    var failed = outcome(item, "distant").kind();
    shop.database.write(tables -> {
      var until = shop.clock.instant().plus(day);
      tables.providers().refused(far, "mark", shop.clock.instant(), until, "no such key");
      return "";
    });

    shop.clock.move(Duration.ofSeconds(11));
    set("far-key", "new");

    Shop.await("never asked again", () -> outcome(item, "distant").kind() == Outcome.Kind.DONE);
    assertThat(failed).isEqualTo(Outcome.Kind.FAILED);
    assertThat(asked).hasSize(2);
  }

  private void set(String name, String value) {
    shop.database.write(tables -> {
      tables.settings().put(name, value);
      return "";
    });
  }

  @Test
  void whoever_wants_an_item_done_anew_need_not_wait_for_what_failed() throws Exception {
    var answers = new ArrayList<Grabbed>();
    answers.add(new Grabbed.Failed("it is down", Duration.ofDays(1)));
    answers.add(found("At last"));
    run(
        new Scripted("weak", 1, Wave.LOCAL, _ -> answers.removeFirst()),
        new Scripted("sound", 1, Wave.FIND, _ -> new Grabbed.Found(List.of())));
    var item = published("a.mkv");
    awaitEnd(item);

    var source = (Source.Owned) item.source();
    var upload = "%026d".formatted(1);
    var held = item.from(new Source.Owned(source.digest(), source.name(), source.size(), upload));
    shop.database.write(tables -> {
      tables.items().update(held); // its original was never moved
      return "";
    });
    var operator = new Actor.Operator(Actor.Scope.ALL);
    var changed = new Items(shop.database, shop.clock).reprocess(item.id(), operator);

    assertThat(changed).isInstanceOf(Items.Change.Made.class);
    Shop.await(
        "never asked again",
        () ->
            outcomes(item).stream()
                .anyMatch(it -> it.stage().equals("weak") && it.kind() == Outcome.Kind.DONE));
    assertThat(asked.stream().filter(it -> it.startsWith("weak"))).hasSize(2);
    assertThat(asked.stream().filter(it -> it.startsWith("sound"))).hasSize(1);
  }

  @Test
  void a_file_outside_of_everything_is_done_anew_without_being_taken_for_an_upload()
      throws Exception {
    var uploaded = shop.addItem();
    var item = uploaded.from(new Source.External("/elsewhere/a.mkv", "a.mkv", 10));
    shop.database.write(tables -> {
      tables.items().update(item);
      return "";
    });

    var changed =
        new Items(shop.database, shop.clock)
            .reprocess(item.id(), new Actor.Operator(Actor.Scope.ALL));

    assertThat(changed).isInstanceOf(Items.Change.Made.class);
    assertThat(jobs(item)).isEmpty();
    var due = demanded();
    assertThat(due).extracting(EnrichmentStore.Due::item).containsExactly(item.id());
  }

  @Test
  void a_newer_grabber_is_run_again_and_the_others_are_not() throws Exception {
    run(knows("one", "Old"), new Scripted("two", 1, Wave.LOCAL, _ -> new Grabbed.Nothing()));
    var item = published("a.mkv");
    awaitEnd(item);
    stop();

    run(
        new Scripted("one", 2, Wave.LOCAL, _ -> found("New")),
        new Scripted("two", 1, Wave.LOCAL, _ -> new Grabbed.Nothing()));
    Shop.await("not again", () -> shop.item(item).title().equals("New"));

    assertThat(asked.stream().filter(it -> it.startsWith("one"))).hasSize(2);
    assertThat(asked.stream().filter(it -> it.startsWith("two"))).hasSize(1);
  }

  @Test
  void a_grabber_that_is_gone_parks_its_jobs_and_holds_nobody_up() throws Exception {
    var item = published("a.mkv");
    shop.database.write(tables ->
        tables
            .jobs()
            .add(
                new NewJob(
                    "grab-gone",
                    item.id(),
                    null,
                    Lane.LIGHT,
                    NewJob.APART,
                    false,
                    Priority.of(0),
                    Map.of("mark", "m")),
                shop.clock.instant()));
    run();
    awaitEnd(item);
    var parked = jobs(item).getFirst().state();
    stop();

    run(knows("gone", "Back"));
    Shop.await("never back", () -> shop.item(item).title().equals("Back"));

    assertThat(parked).isInstanceOf(Job.State.Parked.class);
  }

  @Test
  void who_is_demanded_overtakes_a_thousand() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      published("waiting-" + i + ".mkv");
    }
    var wanted = published("wanted.mkv");
    var items = new Items(shop.database, shop.clock);
    items.demand(wanted.id(), new Actor.Operator(Actor.Scope.ALL));

    run(knows("one", "Found"));
    awaitEnd(wanted);

    // They go on while we look: what ended before it is all that counts.
    var ended = shop.events().stream().filter(Fact.ItemEnded.class::isInstance).toList();
    assertThat(ended.indexOf(new Fact.ItemEnded(wanted.id()))).isBetween(0, 49);
  }

  @Test
  void a_demand_in_the_middle_of_a_stage_holds_for_the_next_ones() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var slow =
        new Scripted(
            "one",
            1,
            Wave.LOCAL,
            _ -> {
              begun.countDown();
              return isTold(goOn) ? found("First") : new Grabbed.Nothing();
            });
    run(slow, new Scripted("two", 1, Wave.FIND, _ -> new Grabbed.Nothing()));
    var item = published("Film.mkv");
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

    new Items(shop.database, shop.clock).demand(item.id(), new Actor.Operator(Actor.Scope.ALL));
    Shop.await("nobody has looked at it", () -> demanded().isEmpty());
    goOn.countDown();
    awaitEnd(item);

    var next =
        jobs(item).stream().filter(job -> job.kind().equals("grab-two")).findFirst().orElseThrow();
    assertThat(next.priority().demand()).isPositive();
  }

  private static boolean isTold(CountDownLatch news) {
    try {
      return news.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<EnrichmentStore.Due> demanded() {
    return shop.database.read(tables -> tables.enrichment().demanded(10));
  }

  @Test
  void what_a_person_wrote_stays_and_candidates_are_offered() throws Exception {
    var candidates = List.of(new Candidate("k1", "Maybe", "1982", 0.5));
    run(
        knows("one", "Theirs"),
        new Scripted("unsure", 1, Wave.FIND, _ -> new Grabbed.Nothing(candidates)));
    var item = published("a.mkv");
    shop.database.write(tables -> {
      tables
          .items()
          .putMetadata(
              item.id(),
              "person",
              List.of(
                  new Metadata(
                      "titles",
                      "title",
                      "",
                      "Mine",
                      Metadata.PRIORITY_PERSON,
                      "person",
                      shop.clock.instant())));
      return "";
    });
    awaitEnd(item);

    assertThat(shop.item(item).title()).isEqualTo("Mine");
    var offered = shop.database.read(tables -> tables.enrichment().candidates(item.id(), "unsure"));
    assertThat(offered).isEqualTo(candidates);
    assertThat(jobs(item).stream().map(Job::kind)).contains(Stages.ENDING);
  }
}
