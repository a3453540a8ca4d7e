package io.earshot.schemas;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro which classes it may make for a schema. Since 1.12.2 it makes none that it was not
 * told of, because the name of a class comes from a schema, and a schema may come from anywhere. To
 * what is trusted already, this adds exactly the generated records and enums of the topics: not
 * their package, and not by system property, which would reach every user of Avro in the JVM.
 */
final class TrustedClasses {
  private TrustedClasses() {}

  static void add(Iterable<Schema> schemas) {
    Set<Class<?>> classes = new HashSet<>();
    Set<String> seen = new HashSet<>();
    schemas.forEach(schema -> collect(schema, seen, classes));
    Set<Class<?>> trusted = Set.copyOf(classes);
    ClassSecurityPredicate ours = trusted::contains;
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours));
  }

  private static void collect(Schema schema, Set<String> seen, Set<Class<?>> classes) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          classes.add(generated(schema));
          schema.getFields().forEach(field -> collect(field.schema(), seen, classes));
        }
      }
      case ENUM, FIXED -> {
        if (seen.add(schema.getFullName())) {
          classes.add(generated(schema));
        }
      }
      case ARRAY -> collect(schema.getElementType(), seen, classes);
      case MAP -> collect(schema.getValueType(), seen, classes);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, seen, classes));
      default -> {}
    }
  }

  private static Class<?> generated(Schema schema) {
    String name = SpecificData.getClassName(schema);
    try {
      return Class.forName(name, false, TrustedClasses.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "Class " + name + " was not generated from the IDL; build the schemas again.", e);
    }
  }
}
