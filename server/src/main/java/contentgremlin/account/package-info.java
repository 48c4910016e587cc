/// Who may do what: people, their names and secrets, roles and access rules.
@NullMarked
package contentgremlin.account;

import org.jspecify.annotations.NullMarked;
