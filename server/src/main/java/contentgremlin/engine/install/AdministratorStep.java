package contentgremlin.engine.install;

import contentgremlin.engine.Accounts;
import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import java.util.List;

/// Somebody is an administrator. Only a person can see to that.
record AdministratorStep(Accounts accounts) implements Step {
  static final String NAME = "administrator";

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "Administrator";
  }

  @Override
  public List<Need> needs() {
    return List.of(Need.step(DatabaseStep.NAME), Need.table("account"));
  }

  @Override
  public Standing check() {
    return accounts.needsSetup()
        ? new Standing.Waiting(
            "nobody is an administrator yet: open the link that the server printed when it"
                + " started, or use: gremlin user add NAME --role administrator --password")
        : new Standing.Done("");
  }

  @Override
  public String apply() {
    throw new IllegalStateException("only a person can become an administrator");
  }
}
