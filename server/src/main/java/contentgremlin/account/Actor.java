package contentgremlin.account;

import contentgremlin.community.MediaCollection;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is asking. All access rules stand here, so that pages, API, media and feeds agree.
public sealed interface Actor {
  /// Nobody in particular.
  record Anonymous() implements Actor {}

  /// Whoever may write the home: the local command line, or a token that it made.
  record Operator(Set<Scope> scopes) implements Actor {}

  /// A person who has logged in, or a token of theirs.
  record Person(Account account, Set<Scope> scopes) implements Actor {}

  /// What a token is good for.
  enum Scope {
    READ,
    UPLOAD,
    EDIT,
    ADMIN,
    /// Doing jobs on another machine. Nothing has it that was not made for it.
    WORK;

    /// What a login has, and a token that is good for everything.
    public static final Set<Scope> ALL = Set.of(READ, UPLOAD, EDIT, ADMIN);
  }

  /// The account that owns what this actor adds; null for the operator.
  default @Nullable AccountId accountId() {
    return switch (this) {
      case Person(var account, _) -> account.id();
      case Operator _, Anonymous _ -> null;
    };
  }

  default boolean canUpload() {
    return mayAs(Role.UPLOADER, Scope.UPLOAD);
  }

  default boolean canModerate() {
    return mayAs(Role.MODERATOR, Scope.EDIT);
  }

  default boolean canAdminister() {
    return mayAs(Role.ADMINISTRATOR, Scope.ADMIN);
  }

  /// Whether jobs may be lent to it: with a token that an administrator made for that.
  default boolean canWork() {
    return mayAs(Role.ADMINISTRATOR, Scope.WORK);
  }

  /// Whether it is nothing but a worker: not even what everybody sees is there for it.
  default boolean canOnlyWork() {
    return switch (this) {
      case Anonymous _ -> false;
      case Operator(var scopes) -> scopes.equals(Set.of(Scope.WORK));
      case Person(_, var scopes) -> scopes.equals(Set.of(Scope.WORK));
    };
  }

  /// Whether listings show this actor everything, whoever owns it.
  default boolean seesEverything() {
    return mayAs(Role.MODERATOR, Scope.READ);
  }

  /// Whether the item exists for this actor. If not, every address of it answers 404.
  default boolean canSee(Item item) {
    if (seesEverything() || (isOwnerOf(item) && has(Scope.READ))) {
      return true;
    }
    return item.isPublished() && item.visibility() != Visibility.PRIVATE;
  }

  default boolean canEdit(Item item) {
    return canModerate() || (isOwnerOf(item) && has(Scope.EDIT));
  }

  /// Whether the collection exists for this actor.
  default boolean canSee(MediaCollection collection) {
    return seesEverything()
        || (isOwnerOf(collection) && has(Scope.READ))
        || collection.visibility() != Visibility.PRIVATE;
  }

  /// Whether anything may lead this actor to the item: a collection, an address that it had
  /// elsewhere. Of one that is for those who know its address nobody is told but who owns it, or
  /// may see everything.
  default boolean finds(Item item) {
    boolean isTold =
        item.visibility() == Visibility.PUBLIC
            || seesEverything()
            || (isOwnerOf(item) && has(Scope.READ));
    return isTold && canSee(item) && !item.isTrashed();
  }

  /// Whether anything may lead this actor to the collection.
  default boolean finds(MediaCollection collection) {
    boolean isTold =
        collection.visibility() == Visibility.PUBLIC
            || seesEverything()
            || (isOwnerOf(collection) && has(Scope.READ));
    return isTold && canSee(collection);
  }

  default boolean canEdit(MediaCollection collection) {
    return canModerate() || (isOwnerOf(collection) && has(Scope.EDIT));
  }

  /// Whether this actor may put items together.
  default boolean canCollect() {
    return mayAs(Role.UPLOADER, Scope.EDIT);
  }

  private boolean isOwnerOf(MediaCollection collection) {
    return accountId() != null && accountId().equals(collection.owner());
  }

  /// Whether this actor may know where it was taken: of an upload, everyone if its owner wants
  /// that; of what is in a library, whoever has an account here.
  default boolean seesPlace(Item item) {
    boolean isOwned = item.source() instanceof Source.Owned;
    return item.keepLocation() || canEdit(item) || (!isOwned && has(Scope.READ));
  }

  private boolean isOwnerOf(Item item) {
    return accountId() != null && accountId().equals(item.owner());
  }

  private boolean mayAs(Role role, Scope scope) {
    return switch (this) {
      case Anonymous _ -> false;
      case Operator(var scopes) -> scopes.contains(scope);
      case Person(var account, var scopes) ->
          account.role().includes(role) && scopes.contains(scope);
    };
  }

  /// Whether the proof that this actor brought is good for that much, whatever its role.
  default boolean has(Scope scope) {
    return switch (this) {
      case Anonymous _ -> false;
      case Operator(var scopes) -> scopes.contains(scope);
      case Person(_, var scopes) -> scopes.contains(scope);
    };
  }
}
