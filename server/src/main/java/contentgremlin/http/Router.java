package contentgremlin.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route that answers a request. A tree of path parts, so that the number of routes does
/// not matter; a literal part wins over `{name}`, and that over `{name...}`. Never changes once it
/// is made.
public final class Router {
  private final Node root = new Node();

  public sealed interface Match {
    /// @param parameters what the pattern's names stand for
    record Found(Route route, Map<String, String> parameters) implements Match {}

    /// The address exists, but not for this method.
    record WrongMethod(List<String> allowed) implements Match {}

    record Nowhere() implements Match {}
  }

  public Router(List<Route> routes) {
    routes.forEach(this::add);
  }

  /// @param parts of the path between its slashes, decoded
  public Match match(String method, List<String> parts) {
    var node = find(root, parts, 0);
    if (node == null) {
      return new Match.Nowhere();
    }
    var route = node.routes.get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      // What answers whatever is nowhere does not make it exist.
      return node == root.rest ? new Match.Nowhere() : new Match.WrongMethod(node.allowed());
    }
    return new Match.Found(route, parameters(route, parts));
  }

  private void add(Route route) {
    var node = root;
    for (var part : parts(route.pattern())) {
      node = isVariable(part) ? node.variable(isRest(part)) : node.literal(part);
    }
    if (node.routes.put(route.method(), route) != null) {
      throw new IllegalArgumentException(
          "two routes for " + route.method() + " " + route.pattern());
    }
  }

  private static @Nullable Node find(Node node, List<String> parts, int from) {
    if (from == parts.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    var literal = node.literals.get(parts.get(from));
    if (literal != null) {
      var found = find(literal, parts, from + 1);
      if (found != null) {
        return found;
      }
    }
    if (node.one != null && !parts.get(from).isEmpty()) {
      var found = find(node.one, parts, from + 1);
      if (found != null) {
        return found;
      }
    }
    return node.rest;
  }

  private static Map<String, String> parameters(Route route, List<String> parts) {
    var found = new HashMap<String, String>();
    var pattern = parts(route.pattern());
    for (int i = 0; i < pattern.size(); i++) {
      var part = pattern.get(i);
      if (isRest(part)) {
        found.put(
            part.substring(1, part.length() - 4), String.join("/", parts.subList(i, parts.size())));
      } else if (isVariable(part)) {
        found.put(part.substring(1, part.length() - 1), parts.get(i));
      }
    }
    return found;
  }

  private static List<String> parts(String pattern) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a pattern starts with a slash, not “" + pattern + "”");
    }
    return List.of(pattern.substring(1).split("/", -1));
  }

  private static boolean isVariable(String part) {
    return part.startsWith("{") && part.endsWith("}");
  }

  private static boolean isRest(String part) {
    return isVariable(part) && part.endsWith("...}");
  }

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Route> routes = new LinkedHashMap<>();
    @Nullable Node one;
    @Nullable Node rest;

    Node literal(String part) {
      return literals.computeIfAbsent(part, _ -> new Node());
    }

    Node variable(boolean isRest) {
      if (isRest) {
        if (rest == null) {
          rest = new Node();
        }
        return rest;
      }
      if (one == null) {
        one = new Node();
      }
      return one;
    }

    List<String> allowed() {
      var methods = new TreeSet<>(routes.keySet());
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      methods.add("OPTIONS");
      return new ArrayList<>(methods);
    }
  }
}
