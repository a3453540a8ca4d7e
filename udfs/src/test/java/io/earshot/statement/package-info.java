@NullMarked
package io.earshot.statement;

import org.jspecify.annotations.NullMarked;
