package contentgremlin.engine.machine;

import contentgremlin.machine.Care;
import contentgremlin.machine.Keeper;
import contentgremlin.machine.Keeper.Decision;
import contentgremlin.machine.Keeper.Kept;
import contentgremlin.machine.KeeperRules;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.Wish;
import contentgremlin.machine.Wish.Target;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks after machines, one turn after the other: looks at them, decides which are to run for
/// work, and has those changed that are not as they are wanted. Turns are one thread's.
final class Upkeep {
  /// Machines are looked at so often, whoever tells of changes or not.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  /// The same while one of them is to become something.
  private static final Duration LOOK_EVERY_IN_CHANGE = Duration.ofSeconds(2);

  private static final Duration TURN_EVERY = Duration.ofSeconds(5);
  private static final Duration TURN_EVERY_IN_CHANGE = Duration.ofSeconds(1);

  /// Longer than anybody asks how long machines ran.
  private static final Duration RUNS_KEPT = Duration.ofDays(30);

  private final Database database;
  private final MachineId host;
  private final Lookout lookout;
  private final Work work;
  private final InstantSource time;
  private final ZoneId zone;
  private final Actions actions;
  private volatile boolean isToLook = true;
  private Instant looked = Instant.MIN;

  Upkeep(
      Database database,
      MachineId host,
      Lookout lookout,
      Work work,
      InstantSource time,
      ZoneId zone) {
    this.database = database;
    this.host = host;
    this.lookout = lookout;
    this.work = work;
    this.time = time;
    this.zone = zone;
    this.actions = new Actions(database, time);
  }

  /// At the next turn.
  void lookSoon() {
    isToLook = true;
  }

  /// Waits until nothing is asked for at this machine that was begun before.
  void awaitUntouched(MachineId id) {
    actions.awaitUntouched(id);
  }

  /// @return how long nothing more is to be done, unless something changes
  Duration turn() throws InterruptedException {
    var providers = lookout.providers();
    if (providers.isEmpty()) {
      return LOOK_EVERY;
    }
    var kept = database.read(tables -> kept(tables, providers));
    look(kept.stream().anyMatch(Upkeep::isInChange) ? LOOK_EVERY_IN_CHANGE : LOOK_EVERY);
    if (kept.isEmpty()) {
      return LOOK_EVERY; // nothing is ours to change
    }
    decide(providers);
    boolean isAnyLeft = reconcile(providers);
    return isAnyLeft ? TURN_EVERY_IN_CHANGE : TURN_EVERY;
  }

  private void look(Duration every) throws InterruptedException {
    var now = time.instant();
    if (isToLook || looked.equals(Instant.MIN) || !now.isBefore(looked.plus(every))) {
      isToLook = false;
      looked = now;
      lookout.due();
    }
  }

  /// One that has to finish its job first may take hours.
  private static boolean isInChange(Kept kept) {
    var wish = kept.care().wish();
    return wish != null && !(wish.isForWork() && kept.isBusy());
  }

  private List<Kept> kept(Database.Tables tables, List<MachineProvider> providers) {
    var ids = providers.stream().map(MachineProvider::id).collect(Collectors.toSet());
    return Roster.of(tables).kept(tables, host, ids);
  }

  private List<Decision> decisions(Database.Tables tables, List<MachineProvider> providers) {
    var kept = kept(tables, providers);
    if (kept.isEmpty()) {
      return List.of();
    }
    var now = time.instant();
    var rules = KeeperRules.of(tables.settings(), zone);
    return new Keeper(rules)
        .decide(
            new Keeper.Situation(
                now, kept, work.waiting(tables), tables.machines().runs(rules.today(now))));
  }

  /// Decided once more where it is kept: nothing changes in between.
  private void decide(List<MachineProvider> providers) {
    if (!database.read(tables -> decisions(tables, providers)).isEmpty()) {
      var _ =
          database.write(tables -> {
            var decisions = decisions(tables, providers);
            decisions.forEach(decision -> keep(tables, decision));
            return decisions;
          });
    }
  }

  private void keep(Database.Tables tables, Decision decision) {
    var now = time.instant();
    var machines = tables.machines();
    var id = decision.machine();
    switch (decision) {
      case Decision.Start _ -> {
        machines.keep(id, new Care(Wish.forWork(Target.RUNNING, now), "", null));
        machines.forgetRuns(now.minus(RUNS_KEPT));
      }
      case Decision.Stop(_, var problem) -> {
        var after = problem.isEmpty() ? machines.care(id) : resting(problem, now);
        machines.keep(id, after.with(Wish.forWork(Target.OFF, now)));
      }
      case Decision.LetGo(_, var problem) -> {
        end(tables, id, now);
        if (!problem.isEmpty()) {
          machines.keep(id, resting(problem, now));
        }
      }
      case Decision.Heard(_, var at) ->
          machines.run(id).ifPresent(run -> machines.put(run.heard(at)));
      case Decision.Active _ -> machines.run(id).ifPresent(run -> machines.put(run.active(now)));
    }
  }

  private static Care resting(String problem, Instant now) {
    return new Care(null, problem, now.plus(Keeper.REST));
  }

  private static void end(Database.Tables tables, MachineId id, Instant now) {
    tables.machines().run(id).ifPresent(run -> tables.machines().put(run.ended(now)));
  }

  /// @return whether some machine is not yet as it is wanted
  private boolean reconcile(List<MachineProvider> providers) throws InterruptedException {
    var wanted =
        database.read(tables ->
            kept(tables, providers).stream().filter(kept -> kept.care().wish() != null).toList());
    var patience = database.read(tables -> KeeperRules.of(tables.settings(), zone).patience());
    var byId =
        providers.stream()
            .collect(Collectors.toMap(MachineProvider::id, Function.identity(), (one, _) -> one));
    var due = new ArrayList<Actions.Due>();
    for (var kept : wanted) {
      var provider = byId.get(kept.machine().provider());
      if (provider != null) {
        step(kept, provider, patience, due);
      }
    }
    if (!due.isEmpty()) {
      actions.doAll(due, patience);
      lookSoon();
    }
    return wanted.stream().anyMatch(Upkeep::isInChange);
  }

  private void step(Kept kept, MachineProvider provider, Duration patience, List<Actions.Due> due) {
    var wish = kept.care().wish();
    if (wish == null) {
      return;
    }
    if (lookout.seen(provider).isBefore(wish.since())) {
      tell(kept, lookout.problem(provider));
      return; // what is known is older than the wish
    }
    var id = kept.machine().id();
    var now = time.instant();
    switch (wish.next(kept.machine().state(), kept.isBusy(), now, patience)) {
      case Wish.Step.Wait _ -> {
        // for its time, or for its worker
      }
      case Wish.Step.Reached _ ->
          change(id, wish, (tables, care, at) -> reached(tables, id, wish, care, at));
      case Wish.Step.Impossible(var why) ->
          change(id, wish, (tables, care, at) -> impossible(tables, id, wish, care, why, at));
      case Wish.Step.Act(var change) ->
          due.add(new Actions.Due(kept.machine(), wish, provider, change));
    }
  }

  private void tell(Kept kept, String problem) {
    if (!problem.isEmpty() && !problem.equals(kept.care().problem())) {
      var id = kept.machine().id();
      database.write(
          tables -> tables.machines().keep(id, tables.machines().care(id).with(problem)));
    }
  }

  private interface Ending {
    Care after(Database.Tables tables, Care care, Instant now);
  }

  /// Unless somebody wants something else by now.
  private void change(MachineId id, Wish wish, Ending ending) {
    database.write(tables -> {
      var care = tables.machines().care(id);
      if (wish.equals(care.wish())) {
        tables.machines().keep(id, ending.after(tables, care, time.instant()));
      }
      return care;
    });
  }

  /// What made it rest stays to be seen.
  private static Care reached(
      Database.Tables tables, MachineId id, Wish wish, Care care, Instant now) {
    if (wish.target() == Target.OFF) {
      end(tables, id, now);
    }
    boolean isTold = wish.isForWork() && care.rests(now);
    return new Care(null, isTold ? care.problem() : "", care.restsUntil());
  }

  private static Care impossible(
      Database.Tables tables, MachineId id, Wish wish, Care care, String why, Instant now) {
    var problem = care.problem().isEmpty() ? why : why + "; " + care.problem();
    if (!wish.isForWork()) {
      return new Care(null, problem, care.restsUntil());
    }
    end(tables, id, now);
    return resting(problem, now);
  }
}
