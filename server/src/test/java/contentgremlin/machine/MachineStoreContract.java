package contentgremlin.machine;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.store.OpenDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public abstract class MachineStoreContract extends OpenDatabase {
  private static final Ability X264 = new Ability(Ability.Kind.ENCODER, "libx264", true, "4 kB");
  private static final Ability VAAPI =
      new Ability(Ability.Kind.ENCODER, "h264_vaapi", false, "there is no /dev/dri");
  private static final Ability KVM = new Ability(Ability.Kind.HYPERVISOR, "kvm", true, "/dev/kvm");

  private static Machine machine(String id, Machine.Kind kind, List<Ability> abilities) {
    return new Machine(
        new MachineId(id),
        kind,
        "test",
        "Name of " + id + " 'ß🎬",
        Machine.State.RUNNING,
        id.equals("local") ? null : new MachineId("local"),
        kind == Machine.Kind.LOCAL,
        new Capacity(2, 4_000_000_000L, 90_000_000_000L),
        abilities,
        "",
        NOON);
  }

  private Optional<Machine> find(MachineId id) {
    return read(tables -> tables.machines().find(id));
  }

  private boolean adopt(MachineId id, boolean adopted) {
    return write(tables -> tables.machines().adopt(id, adopted));
  }

  private boolean remove(MachineId id) {
    return write(tables -> tables.machines().remove(id));
  }

  @Test
  void a_machine_is_kept_whole() {
    var local = machine("local", Machine.Kind.LOCAL, List.of(KVM, X264, VAAPI));
    change(tables -> tables.machines().put(local));

    var found = read(tables -> tables.machines().find(local.id()).orElseThrow());

    assertThat(found.abilities()).containsExactly(KVM, X264, VAAPI);
    assertThat(found.lookedAt()).isEqualTo(NOON_KEPT);
    assertThat(found.name()).isEqualTo(local.name());
    assertThat(found.capacity()).isEqualTo(local.capacity());
    assertThat(found.host()).isNull();
    assertThat(found.adopted()).isTrue();
    assertThat(find(new MachineId("other"))).isEmpty();
  }

  @Test
  void putting_it_again_replaces_it_and_leaves_nothing_of_before() {
    change(tables ->
        tables.machines().put(machine("m:1", Machine.Kind.VIRTUAL, List.of(KVM, X264, VAAPI))));
    var later = machine("m:1", Machine.Kind.VIRTUAL, List.of(VAAPI)).in(Machine.State.OFF, NOON);
    change(tables -> tables.machines().put(later));
    change(tables -> tables.machines().put(later));

    var all = read(tables -> tables.machines().list(null, 10));

    assertThat(all).hasSize(1);
    assertThat(all.getFirst().abilities()).containsExactly(VAAPI);
    assertThat(all.getFirst().state()).isEqualTo(Machine.State.OFF);
    assertThat(all.getFirst().host()).isEqualTo(new MachineId("local"));
  }

  @Test
  void abilities_of_one_kind_are_replaced_and_the_others_stay() {
    var id = new MachineId("local");
    change(tables -> tables.machines().put(machine("local", Machine.Kind.LOCAL, List.of(KVM))));

    boolean known =
        write(tables ->
            tables
                .machines()
                .putAbilities(id, Ability.Kind.ENCODER, List.of(X264, VAAPI), "ffmpeg 1", NOON));
    boolean unknown =
        write(tables ->
            tables
                .machines()
                .putAbilities(
                    new MachineId("x"), Ability.Kind.ENCODER, List.of(X264), "ffmpeg 1", NOON));

    var found = read(tables -> tables.machines().find(id).orElseThrow());
    assertThat(known).isTrue();
    assertThat(unknown).isFalse();
    assertThat(found.abilities()).containsExactly(KVM, X264, VAAPI);
    assertThat(found.mark()).isEqualTo("ffmpeg 1");
  }

  @Test
  void lists_go_on_after_an_id() {
    for (var id : List.of("m:3", "m:1", "local", "m:2")) {
      change(tables -> tables.machines().put(machine(id, Machine.Kind.VIRTUAL, List.of(X264))));
    }

    var first = read(tables -> tables.machines().list(null, 2));
    var rest = read(tables -> tables.machines().list(first.getLast().id(), 9));

    assertThat(first).extracting(it -> it.id().value()).containsExactly("local", "m:1");
    assertThat(rest).extracting(it -> it.id().value()).containsExactly("m:2", "m:3");
  }

  @Test
  void a_machine_is_adopted_let_go_and_removed() {
    var id = new MachineId("m:1");
    change(tables -> tables.machines().put(machine("m:1", Machine.Kind.VIRTUAL, List.of(X264))));

    assertThat(adopt(id, true)).isTrue();
    assertThat(find(id).orElseThrow().adopted()).isTrue();
    assertThat(adopt(id, false)).isTrue();
    assertThat(find(id).orElseThrow().adopted()).isFalse();
    assertThat(remove(id)).isTrue();
    assertThat(remove(id)).isFalse();
    assertThat(adopt(id, true)).isFalse();
  }

  @Test
  void whoever_puts_what_it_read_before_does_not_take_an_adoption_back() {
    var read = machine("m:1", Machine.Kind.VIRTUAL, List.of());
    change(tables -> tables.machines().put(read));
    assertThat(adopt(read.id(), true)).isTrue();
    change(tables -> tables.machines().put(read.in(Machine.State.OFF, NOON)));
    var found = find(read.id()).orElseThrow();
    assertThat(found.adopted()).isTrue();
    assertThat(found.state()).isEqualTo(Machine.State.OFF);
  }

  @Test
  void machines_of_one_name_are_found() {
    for (var id : List.of("m:2", "m:1", "m:3")) {
      change(tables -> tables.machines().put(machine(id, Machine.Kind.VIRTUAL, List.of(X264))));
    }
    List<Machine> found = read(tables -> tables.machines().named("Name of m:2 'ß🎬", 9));
    assertThat(found).extracting(it -> it.id().value()).containsExactly("m:2");
    assertThat(found.getFirst().abilities()).containsExactly(X264);
  }

  @Test
  void what_a_machine_is_to_become_is_kept_beside_it() {
    var id = new MachineId("m:1");
    change(tables -> tables.machines().put(machine("m:1", Machine.Kind.VIRTUAL, List.of())));
    assertThat(care(id)).isEqualTo(Care.NONE);

    var later = NOON_KEPT.plusSeconds(60);
    var wish = new Wish(Wish.Target.OFF, true, true, NOON_KEPT, 3, later, NOON_KEPT);
    var care = new Care(wish, "it could not be stopped: 'ß🎬", later);
    assertThat(keep(id, care)).isTrue();
    change(tables -> tables.machines().put(machine("m:1", Machine.Kind.VIRTUAL, List.of(KVM))));
    assertThat(care(id)).isEqualTo(care);

    var plain = Wish.of(MachineProvider.Change.START, NOON_KEPT);
    assertThat(keep(id, new Care(plain, "", null))).isTrue();
    assertThat(care(id)).isEqualTo(new Care(plain, "", null));
    assertThat(keep(id, Care.NONE)).isTrue();
    assertThat(care(id)).isEqualTo(Care.NONE);
    assertThat(keep(new MachineId("m:9"), care)).isFalse();
    assertThat(care(new MachineId("m:9"))).isEqualTo(Care.NONE);
  }

  private Care care(MachineId id) {
    return read(tables -> tables.machines().care(id));
  }

  private boolean keep(MachineId id, Care care) {
    return write(tables -> tables.machines().keep(id, care));
  }

  @Test
  void runs_are_kept_until_they_are_forgotten_or_their_machine_is() {
    var one = new MachineId("m:1");
    var other = new MachineId("m:2");
    for (var id : List.of(one, other)) {
      change(tables -> tables.machines().put(machine(id.value(), Machine.Kind.VIRTUAL, List.of())));
    }
    var early = Run.beginning(one, NOON_KEPT).ended(NOON_KEPT.plusSeconds(10));
    var late = Run.beginning(one, NOON_KEPT.plusSeconds(20)).heard(NOON_KEPT.plusSeconds(30));
    var foreign = Run.beginning(other, NOON_KEPT);
    for (var run : List.of(early, late, foreign)) {
      change(tables -> tables.machines().put(run));
    }
    assertThat(runs(NOON_KEPT)).containsExactlyInAnyOrder(early, late, foreign);
    assertThat(runs(NOON_KEPT.plusSeconds(10))).containsExactlyInAnyOrder(late, foreign);
    assertThat(run(one)).hasValue(late);

    var busy = late.active(NOON_KEPT.plusSeconds(40)).ended(NOON_KEPT.plusSeconds(50));
    change(tables -> tables.machines().put(busy));
    assertThat(run(one)).isEmpty();
    assertThat(runs(NOON_KEPT)).containsExactlyInAnyOrder(early, busy, foreign);

    int forgotten = write(tables -> tables.machines().forgetRuns(NOON_KEPT.plusSeconds(11)));
    assertThat(forgotten).isEqualTo(1);
    assertThat(remove(other)).isTrue();
    assertThat(runs(NOON_KEPT)).containsExactly(busy);
  }

  private List<Run> runs(java.time.Instant after) {
    return read(tables -> tables.machines().runs(after));
  }

  private Optional<Run> run(MachineId id) {
    return read(tables -> tables.machines().run(id));
  }
}
