/**
 * Support: identifiers that are a function of what they name, so that a replay names the same
 * things the same.
 */
@NullMarked
package io.earshot.id;

import org.jspecify.annotations.NullMarked;
