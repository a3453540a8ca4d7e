/**
 * Last stage: what follows from decisions. Restrictions, strikes, expiry and reversal, each as one
 * explained action.
 */
@NullMarked
package io.earshot.enforcement;

import org.jspecify.annotations.NullMarked;
