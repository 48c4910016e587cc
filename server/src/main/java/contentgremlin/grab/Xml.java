package contentgremlin.grab;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A small document of XML, read as a whole. Document types and entities of its own are refused, so
/// that it can neither grow nor look anywhere. Names of elements and attributes keep their prefix.
///
/// @param text of the element itself, without that of those in it
record Xml(String name, Map<String, String> attributes, List<Xml> children, String text) {
  private static final int DEPTH_MAX = 40;
  private static final int ELEMENTS_MAX = 20_000;

  /// What nobody can tell from a broken file.
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String reason) {
      super(reason);
    }
  }

  static Xml read(String text) throws Broken {
    try {
      var reader = factory().createXMLStreamReader(new StringReader(text));
      try {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
          // Comments and the like.
        }
        return new Reading(reader).element(0);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      var place = e.getLocation();
      throw new Broken(place == null ? "it is no XML" : "line " + place.getLineNumber());
    }
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static final class Reading {
    private final XMLStreamReader reader;
    private int elements;

    Reading(XMLStreamReader reader) {
      this.reader = reader;
    }

    Xml element(int depth) throws XMLStreamException, Broken {
      elements++;
      if (depth > DEPTH_MAX || elements > ELEMENTS_MAX) {
        throw new Broken("it is too large");
      }
      var attributes = new LinkedHashMap<String, String>();
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        String prefix = reader.getAttributePrefix(i);
        String local = reader.getAttributeLocalName(i);
        boolean isBare = prefix == null || prefix.isEmpty();
        attributes.put(isBare ? local : prefix + ":" + local, reader.getAttributeValue(i));
      }
      String name = reader.getLocalName();
      var children = new ArrayList<Xml>();
      var text = new StringBuilder();
      for (int event = reader.next();
          event != XMLStreamConstants.END_ELEMENT;
          event = reader.next()) {
        switch (event) {
          case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              text.append(reader.getText());
          default -> {
            // Comments and the like.
          }
        }
      }
      return new Xml(name, attributes, children, text.toString().strip());
    }
  }

  /// Small letters or large make no difference to the programs that write these files.
  boolean is(String other) {
    return name.toLowerCase(Locale.ROOT).equals(other);
  }

  List<Xml> all(String child) {
    return children.stream().filter(each -> each.is(child)).toList();
  }

  Optional<Xml> first(String child) {
    return children.stream().filter(each -> each.is(child)).findFirst();
  }

  /// The first one's text that is not empty; the empty string if there is none.
  String text(String child) {
    return all(child).stream()
        .map(Xml::text)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  List<String> texts(String child) {
    return all(child).stream().map(Xml::text).filter(text -> !text.isEmpty()).toList();
  }

  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }
}
